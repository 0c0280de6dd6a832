// Is a record of the books what a document of ours should become? How alike they are, in reasons a person can check.
import { z } from "zod";

import type { MoneyJson } from "#lib/money.ts";

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
  readonly what: "customer" | "total" | "date" | "number";
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
