// Is a record of the books what a document of ours should become? How alike they are, in reasons a person can check.
import { z } from "zod";

import type { DocumentKind } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { LinkOrigin } from "./link.ts";
import type { PushOperation, PushState } from "./push.ts";

const rowId = z.uuid();

/** `text`: an ID, a document number, or the address of the record's page in QuickBooks. */
export const FindRecord = z.object({ rowId, text: z.string().trim().min(1).max(500) });
export type FindRecord = z.infer<typeof FindRecord>;

export const LinkExisting = z.object({
  rowId,
  ledgerId: z.string().regex(/^\d{1,30}$/),
  /** Its version when it was shown. */
  versionToken: z.string().max(50),
  /** The person saw that it differs, and means it. */
  isSure: z.boolean().default(false),
});
export type LinkExisting = z.infer<typeof LinkExisting>;

/** The tie to a record is taken away again; `because`: why, kept with the person's name. */
export const UnlinkDocument = z.object({ rowId, because: z.string().trim().min(3).max(500) });
export type UnlinkDocument = z.infer<typeof UnlinkDocument>;

/** The document of a problem, as far as it decides whether a person may tie it to a record or untie it. */
export type Linkable = {
  readonly pushId: string;
  readonly documentId: string;
  readonly companyFileId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly party: string;
  readonly number: string;
  readonly date: string | null;
  readonly amountMinor: string;
  readonly currency: string;
  readonly state: PushState;
  readonly operation: PushOperation;
  /** No newer effort goes on with the document. */
  readonly isLatest: boolean;
  /** What was sent last is not answered, or nobody knows what became of it. */
  readonly isUnheard: boolean;
  readonly ledgerId: string | null;
  readonly linkedBy: LinkOrigin | null;
  readonly isEnded: boolean;
  /** Records of the customer, and of the customer it is a job of. */
  readonly customerIds: readonly string[];
};

export const UNHEARD = "What was sent last is not answered yet. Resync it: it is looked for first.";
export const MOVED_ON = "It has moved on since you looked. Look again.";

export type WhyNot = { readonly code: "conflict" | "moved-on"; readonly sentence: string };

/** Why a person may not tie it to a record of the books; null: they may. */
export function whyNoLink({ kind, title, state, operation, ledgerId, isUnheard }: Linkable): WhyNot | null {
  if (kind === "customer" || kind === "item") return { code: "conflict", sentence: NAMES_ELSEWHERE };
  if (ledgerId !== null) return { code: "conflict", sentence: `${title} is linked to QuickBooks already.` };
  if (state !== "problem" || operation !== "create") return { code: "moved-on", sentence: MOVED_ON };
  // It may be in the books already, and nobody would look for that one any more.
  return isUnheard ? { code: "conflict", sentence: UNHEARD } : null;
}

const NAMES_ELSEWHERE = "Customers and items are linked by their names, under Links and in the item's mapping.";

/** Why a person may not untie it; null: they may. What is in the books in good order is no matter of this page. */
export function whyNoUnlink(linkable: Linkable): WhyNot | null {
  const { kind, title, state, operation, ledgerId, isUnheard, isEnded, isLatest, linkedBy } = linkable;
  if (kind === "customer" || kind === "item") return { code: "conflict", sentence: NAMES_ELSEWHERE };
  if (ledgerId === null) return { code: "conflict", sentence: `${title} is not linked to QuickBooks.` };
  if (isEnded || operation === "void" || operation === "void-extra") {
    return {
      code: "conflict",
      sentence: "It is being taken back in QuickBooks, and keeps its link until that is done.",
    };
  }
  if (isUnheard) return { code: "conflict", sentence: UNHEARD };
  const isByHand = state === "superseded" && linkedBy === "person";
  if (isLatest && (state === "problem" || isByHand)) return null;
  return { code: "moved-on", sentence: "Only what needs you, or was linked by hand, can be unlinked here." };
}

/** How a problem stands to the records of the books, as its panel shows it. */
export type Tie = {
  readonly documentId: string | null;
  /** What a record is looked for by. */
  readonly number: string;
  readonly ledgerId: string | null;
  readonly whyNoLink: string | null;
  readonly whyNoUnlink: string | null;
};

const NO_DOCUMENT = "There is no document yet: the order could not be planned.";

/** What its panel offers; null stands for an order that has no document yet. */
export function tieOf(linkable: Linkable | null): Tie {
  if (!linkable)
    return { documentId: null, number: "", ledgerId: null, whyNoLink: NO_DOCUMENT, whyNoUnlink: NO_DOCUMENT };
  const { documentId, number, ledgerId } = linkable;
  return {
    documentId,
    number,
    ledgerId,
    whyNoLink: whyNoLink(linkable)?.sentence ?? null,
    whyNoUnlink: whyNoUnlink(linkable)?.sentence ?? null,
  };
}

/** What is compared, on both sides. */
export type Comparable = {
  readonly number: string;
  readonly date: string | null;
  readonly customerName: string;
  /** Ours: the records its customer is linked to; theirs: the record it is of. */
  readonly customerIds: readonly string[];
  readonly total: MoneyJson;
};

export const matchGrades = ["exact", "near", "differs"] as const;
/** exact: customer, total, date and number agree. near: customer and total do. differs: anything else. */
export type MatchGrade = (typeof matchGrades)[number];

export type MatchReason = {
  readonly what: "customer" | "total" | "date" | "number" | "name" | "e-mail";
  readonly isSame: boolean;
  readonly ours: string;
  readonly theirs: string;
};

/** How alike they are. `says`: how an amount reads. */
export function gradeMatch(
  ours: Comparable,
  theirs: Comparable,
  says: (amount: MoneyJson) => string,
): { readonly grade: MatchGrade; readonly reasons: readonly MatchReason[] } {
  const sameName = ours.customerName.toLowerCase() === theirs.customerName.toLowerCase();
  const isCustomer =
    ours.customerIds.length > 0 ? theirs.customerIds.some((id) => ours.customerIds.includes(id)) : sameName;
  const isTotal = ours.total.minor === theirs.total.minor && ours.total.currency === theirs.total.currency;
  const reasons: readonly MatchReason[] = [
    { what: "customer", isSame: isCustomer, ours: ours.customerName, theirs: theirs.customerName },
    { what: "total", isSame: isTotal, ours: says(ours.total), theirs: says(theirs.total) },
    { what: "date", isSame: ours.date === theirs.date, ours: ours.date ?? "", theirs: theirs.date ?? "" },
    { what: "number", isSame: ours.number === theirs.number, ours: ours.number, theirs: theirs.number },
  ];
  if (reasons.every((reason) => reason.isSame)) return { grade: "exact", reasons };
  return { grade: isCustomer && isTotal ? "near" : "differs", reasons };
}

/** How alike two customers, jobs or items are: their names, and their e-mail addresses where both have one. */
export function gradeName(
  ours: { readonly name: string; readonly email: string },
  theirs: { readonly name: string; readonly email: string },
): { readonly grade: MatchGrade; readonly reasons: readonly MatchReason[] } {
  const isSame = (left: string, right: string) => left.trim().toLowerCase() === right.trim().toLowerCase();
  const name = { what: "name", isSame: isSame(ours.name, theirs.name), ours: ours.name, theirs: theirs.name } as const;
  const emails =
    ours.email && theirs.email
      ? [{ what: "e-mail", isSame: isSame(ours.email, theirs.email), ours: ours.email, theirs: theirs.email } as const]
      : [];
  const reasons: readonly MatchReason[] = [name, ...emails];
  if (reasons.every((reason) => reason.isSame)) return { grade: "exact", reasons };
  return { grade: reasons.some((reason) => reason.isSame) ? "near" : "differs", reasons };
}

/** A record that was found, as it is offered. */
export type FoundRecord = {
  readonly ledgerId: string;
  readonly versionToken: string;
  readonly number: string;
  readonly date: string;
  readonly customerName: string;
  readonly total: MoneyJson;
  readonly grade: MatchGrade;
  readonly reasons: readonly MatchReason[];
  /** Why it cannot be linked: it belongs to another document of ours, was voided, is in another currency. */
  readonly refused: string | null;
};

export type FoundRecords = {
  readonly records: readonly FoundRecord[];
  /** What was looked for: "invoice". */
  readonly kind: string;
};
