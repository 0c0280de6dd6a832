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
  /** Why, kept with the person's name. */
  because: z.string().trim().max(500).optional(),
});
export type LinkRecord = z.infer<typeof LinkRecord>;

export const UnlinkRecord = z.object({ documentId: z.uuid(), because: z.string().trim().max(500).optional() });
export type UnlinkRecord = z.infer<typeof UnlinkRecord>;
/** Customers and jobs that are decided together at most. */
export const CREATED_MAX = 200;
export const DecideCreate = z.object({ documentIds: z.array(z.uuid()).min(1).max(CREATED_MAX) });
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

export type CreateDecided = MatchAccepted & { readonly orders: number };

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

/** owner: its customer waits for a decision. not-sent: nothing of it was sent yet. by-itself: it is on its way. */
export type UnlinkedGoing = "owner" | "not-sent" | "by-itself";

/** What tells it from another of the same name: "Wedding of Ann Fox". */
export function nameWithOwner({ name, jobOf }: { readonly name: string; readonly jobOf: string | null }): string {
  return jobOf === null ? name : `${name} of ${jobOf}`;
}

export type UnlinkedRow = Party & {
  /** Why it waits for a person; null while it does not. */
  readonly why: string | null;
  readonly going: UnlinkedGoing;
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
