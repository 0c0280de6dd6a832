// A file of QuickBooks IDs that is brought in: what is asked, and what a dry run says.
import { z } from "zod";

import { documentKinds } from "#lib/documents/document.ts";
import type { RefusedLine } from "./deciding.ts";

/** So many lines of one file may bear an ID: each is looked up in QuickBooks, a thousand with one read. */
export const IDS_MAX = 5_000;

export const LookAtIds = z.object({
  companyFileId: z.uuid(),
  /** What lines without a type are. */
  kind: z.enum(documentKinds).default("invoice"),
});
export type LookAtIds = z.infer<typeof LookAtIds>;

export const LinkIds = LookAtIds.extend({
  /** What the dry run read; another file is another decision. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string().trim().min(1).max(200),
});
export type LinkIds = z.infer<typeof LinkIds>;

export type IdsLook = {
  /** Lines that would be linked. */
  readonly total: number;
  /** Those of them that agree in what counts, and not in everything; the first of them. */
  readonly near: readonly RefusedLine[];
  readonly nearTotal: number;
  /** Lines that are wrong, the first of them. */
  readonly refused: readonly RefusedLine[];
  readonly refusedTotal: number;
  /** Linked so already. */
  readonly alreadyTotal: number;
  /** Lines without an ID: they stay as they are. */
  readonly blank: number;
  readonly fingerprint: string;
};

export type IdsLinked = {
  readonly linked: number;
  /** What did not hold any more when it was to be linked. */
  readonly left: readonly RefusedLine[];
};

/** So many of one kind are looked for at once. */
export const MATCHED_MAX = 1_000;

/** What was found for what is not linked, as a file of IDs: the dry run judges it like any other. */
export type FoundMatches = {
  readonly csv: string;
  /** How many were looked for. */
  readonly looked: number;
  readonly found: number;
};
