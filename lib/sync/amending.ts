// What may a person correct from a cause of Problem Sync: which documents move to an open day, and which cannot?
import { z } from "zod";

import type { DocumentKind } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { AmendedField, AmendmentEnding } from "#lib/orders/amendments.ts";
import type { PushOperation } from "./push.ts";
import { problemTabs } from "./triage.ts";

const because = z.string().trim().min(3).max(500);

/** Documents of one cause that are moved at once; more wait for the next time. */
export const MOVED_MAX = 20_000;

/** The closed period, as its cause names it: "August 2026". */
const ClosedPeriod = z.object({ companyFileId: z.uuid(), tab: z.enum(problemTabs), about: z.string().max(500) });

export const LookAtMove = ClosedPeriod;
export type LookAtMove = z.infer<typeof LookAtMove>;

export const MoveDates = ClosedPeriod.extend({
  /** The day they are booked on instead. */
  date: z.iso.date(),
  because,
  /** When what the person decides on was looked at: what came up since stays. */
  asOf: z.iso.datetime(),
});
export type MoveDates = z.infer<typeof MoveDates>;

/** What a move of dates did: how many documents, and when, by which it is taken back. */
export type Moved = { readonly rows: number; readonly at: string };

export const TakeBackMove = z.object({ companyFileId: z.uuid(), at: z.iso.datetime() });
export type TakeBackMove = z.infer<typeof TakeBackMove>;
/** Orders that are booked on their own day again, and those that had gone to QuickBooks meanwhile and stay. */
export type MoveTakenBack = { readonly orders: number; readonly left: number };

export const RenameCustomer = z.object({ rowId: z.uuid(), name: z.string().trim().min(1).max(500), because });
export type RenameCustomer = z.infer<typeof RenameCustomer>;

export const TakeBackAmendment = z.object({ amendmentId: z.uuid() });
export type TakeBackAmendment = z.infer<typeof TakeBackAmendment>;

/** What was amended, as the order's page tells it. */
export type AmendmentShown = {
  readonly amendmentId: string;
  readonly field: AmendedField;
  readonly about: string;
  readonly was: string;
  readonly value: string;
  readonly because: string;
  readonly madeBy: string;
  /** ISO. */
  readonly madeAt: string;
  /** It does not hold any more, and why. */
  readonly ended: { readonly how: AmendmentEnding; readonly by: string | null; readonly at: string } | null;
};

/** A document of a closed period, once for each order on it. */
export type ClosedRow = {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly key: string;
  readonly operation: PushOperation;
  readonly isUnheard: boolean;
  readonly date: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly orderId: string;
  readonly orderDate: string;
  /** Another sale of the order is in the books with the old date. */
  readonly hasOthers: boolean;
};

export type Skip = { readonly reason: string; readonly rows: number };
export type DateMove = {
  readonly orderId: string;
  readonly field: AmendedField;
  readonly about: string;
  readonly was: string;
};

export type DateMoves = {
  readonly rows: number;
  readonly money: readonly MoneyJson[];
  readonly moves: readonly DateMove[];
  readonly skips: readonly Skip[];
};

const SENT = "In QuickBooks already: nothing is moved out of closed books there";
const UNHEARD = "Not answered yet: resync it, it is looked for first";
const OTHERS = "Another document of the order is in QuickBooks with this date";
const USED = "A credit that is used up has the day of its credit";

/** What a move of these documents does, and what is left alone and why. */
export function datesToMove(rows: readonly ClosedRow[]): DateMoves {
  const skipped = new Map<string, string>();
  for (const row of rows) {
    const why = whyNotMoved(row);
    if (why !== null) skipped.set(row.documentId, why);
  }
  const moved = rows.filter(({ documentId }) => !skipped.has(documentId));
  const documents = new Map(moved.map((row) => [row.documentId, row]));
  const money = new Map<string, bigint>();
  for (const { amountMinor, currency } of documents.values())
    money.set(currency, (money.get(currency) ?? 0n) + BigInt(amountMinor));
  const reasons = [...skipped.values()];
  return {
    rows: documents.size,
    money: [...money].map(([currency, minor]) => ({ minor: String(minor), currency })),
    moves: [...new Map(moved.flatMap(moveOf).map((move) => [JSON.stringify(move), move])).values()],
    skips: [...new Set(reasons)].map((reason) => ({ reason, rows: reasons.filter((each) => each === reason).length })),
  };
}

function whyNotMoved({ kind, key, operation, isUnheard, hasOthers }: ClosedRow): string | null {
  if (operation !== "create") return SENT;
  if (isUnheard) return UNHEARD;
  if (isSale(kind)) return hasOthers ? OTHERS : null;
  return ownId(key) === null ? USED : null;
}

function moveOf({ kind, key, orderId, orderDate, date }: ClosedRow): DateMove[] {
  if (isSale(kind)) return [{ orderId, field: "order-date", about: "", was: orderDate }];
  const about = ownId(key);
  if (about === null) return [];
  return [{ orderId, field: kind === "payment" ? "payment-date" : "credit-date", about, was: date }];
}

function isSale(kind: DocumentKind): boolean {
  return kind === "invoice" || kind === "sales-receipt" || kind === "sales-order";
}

/** The payment's or the credit's own id, from the key of its document. */
export function ownId(key: string): string | null {
  return /^order\/[^/]+\/(?:payment|credit|refund)\/(.+)$/s.exec(key)?.[1] ?? null;
}

/** What is shown before anything moves. */
export type MoveLook = Omit<DateMoves, "moves"> & {
  /** The books are closed up to and including this day; null: they do not say. */
  readonly closedUntil: string | null;
  readonly firstOpenDay: string | null;
  readonly asOf: string;
};
