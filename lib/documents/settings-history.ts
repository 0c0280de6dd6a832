// The history of a company's settings, as the page asks for it and as it is answered.
import { z } from "zod";

import type { BookingCounted } from "./booking.ts";
import type { SettingDifference } from "./settings-compare.ts";

export const ListVersions = z.object({
  companyFileId: z.uuid().optional(),
  /** Versions before this one: the next page. */
  before: z.coerce.number().int().min(1).optional(),
});
export type ListVersions = z.infer<typeof ListVersions>;

/** One version, with what it changed of the one before it. */
export type VersionShown = {
  readonly version: number;
  readonly madeAt: string;
  readonly madeBy: string;
  /** What was done, as the trail names it. */
  readonly action: string;
  readonly changes: readonly SettingDifference[];
};

export type VersionsShown = {
  readonly companyFileId: string;
  readonly companyName: string;
  readonly companies: readonly { readonly companyFileId: string; readonly name: string }[];
  /** The version that counts; 0: nobody saved any yet. */
  readonly version: number;
  /** The newest first. */
  readonly versions: readonly VersionShown[];
  /** `before` of the next page; null on the last. */
  readonly before: number | null;
};

export const CompareVersion = z.object({
  companyFileId: z.uuid(),
  /** 0: the settings every company begins with. */
  version: z.coerce.number().int().min(0),
});
export type CompareVersion = z.infer<typeof CompareVersion>;

/** What going back to a version would change, and which orders it touches. */
export type VersionCompared = {
  /** The version that counts now: what `rollBack` is told it was decided on. */
  readonly version: number;
  readonly changes: readonly SettingDifference[];
  readonly touched: BookingCounted;
};

export const RollBackSettings = z.object({
  companyFileId: z.uuid(),
  /** The version that counted when it was decided. */
  version: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
});
export type RollBackSettings = z.infer<typeof RollBackSettings>;
