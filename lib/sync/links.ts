// What the Links page shows and asks: customers and jobs without a record in the books, and those that have one.
import { z } from "zod";

import type { LinkDecision, LinkOrigin } from "./link.ts";
import type { MatchGrade } from "./matching.ts";

export const CANNOT_SEARCH = "Type at least two letters.";

export const ListLinks = z.object({
  companyFileId: z.uuid(),
  show: z.enum(["unlinked", "linked"]).default("unlinked"),
  search: z.string().trim().max(100).optional(),
  /** Rows after this one. */
  after: z.uuid().optional(),
});
export type ListLinks = z.infer<typeof ListLinks>;

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

export const SearchCustomers = z.object({
  documentId: z.uuid(),
  text: z.string().trim().max(100),
  /** Inactive ones, too. */
  includeHidden: flag.default(false),
  /** Only those that belong together with this customer: its parent, its jobs, jobs of the same parent. */
  relatedTo: z.string().max(50).optional(),
});
export type SearchCustomers = z.infer<typeof SearchCustomers>;

export const LinkRecord = z.object({
  documentId: z.uuid(),
  ledgerId: z.string().min(1).max(50),
  /** A person was told whose record it is already, and wants it so. */
  takeOver: z.boolean().default(false),
});
export type LinkRecord = z.infer<typeof LinkRecord>;

export const UnlinkRecord = z.object({ documentId: z.uuid() });
export type UnlinkRecord = z.infer<typeof UnlinkRecord>;
export const DecideCreate = z.object({ documentId: z.uuid() });
export type DecideCreate = z.infer<typeof DecideCreate>;

export const AcceptMatches = z.object({
  companyFileId: z.uuid(),
  matches: z
    .array(z.object({ documentId: z.uuid(), ledgerId: z.string().min(1).max(50) }))
    .min(1)
    .max(200),
});
export type AcceptMatches = z.infer<typeof AcceptMatches>;

export type MatchAccepted = {
  readonly documentId: string;
  readonly name: string;
  /** Null when it is linked now. */
  readonly whyNot: string | null;
};

/** A customer or job of the books, as a person tells it from others. */
export type CustomerShown = {
  readonly ledgerId: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly email: string | null;
  readonly company: string | null;
  readonly city: string | null;
  readonly currency: string | null;
  /** Of a job: the name of its customer. */
  readonly jobOf: string | null;
  readonly parentId: string | null;
  /** Who of ours is linked to it already. */
  readonly taken: string | null;
};

export type CandidateShown = CustomerShown & {
  readonly score: number;
  readonly grade: MatchGrade;
  readonly reasons: readonly string[];
};

type Party = {
  readonly documentId: string;
  readonly name: string;
  /** Of a job: whose job it is; null for a customer. */
  readonly jobOf: string | null;
  readonly email: string | null;
  readonly company: string | null;
  readonly city: string | null;
  readonly orders: number;
};

export type UnlinkedRow = Party & {
  /** Why it waits; null while it goes by itself. */
  readonly why: string | null;
  readonly decision: LinkDecision | null;
  readonly candidates: readonly CandidateShown[];
};

export type LinkedRow = Party & {
  readonly ledgerId: string;
  readonly ledgerUrl: string | null;
  /** Its name over there; null when our copy of the list does not have it. */
  readonly ledgerName: string | null;
  readonly linkedBy: LinkOrigin;
  readonly linkedAt: string;
  /** Who linked it, where a person did. */
  readonly person: string | null;
};

export type LinkPage = {
  readonly counts: { readonly unlinked: number; readonly linked: number };
  readonly unlinked: readonly UnlinkedRow[];
  readonly linked: readonly LinkedRow[];
  readonly next: string | null;
  /** When our copy of QuickBooks' customers was last read, ISO; null when it never was. */
  readonly listReadAt: string | null;
  readonly customersKnown: number;
};
