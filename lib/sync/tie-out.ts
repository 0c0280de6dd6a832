// Do orders and books agree, month by month? Orders' total = books' total + named differences, by construction.
import { z } from "zod";

import { documentKindNames, documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import { toDecimal, type MoneyJson } from "#lib/money.ts";
import { tabOf } from "./triage.ts";

/** Why orders and books may differ, in the order in which a clerk works them off. */
export const tieOutReasons = [
  "not-sent",
  "on-its-way",
  "waiting-for-person",
  "cannot-be-exported",
  "not-completed",
  "cleared",
  "order-cleared",
  "left-out",
  "treated-as-paid",
  "edited",
  "accepted",
  "deleted",
  "voided",
  "ended-by-us",
  "left-in-books",
  "changed-since",
  "other-total",
] as const;
export type TieOutReason = (typeof tieOutReasons)[number];

export const reasonNames: Readonly<Record<TieOutReason, string>> = {
  "not-sent": "Not sent yet",
  "on-its-way": "On its way, or waiting for another document",
  "waiting-for-person": "Waiting for a person on Problem Sync",
  "cannot-be-exported": "Cannot be exported",
  "not-completed": "Order not completed yet",
  cleared: "Cleared by a person",
  "order-cleared": "Cleared by a person, before anything was planned",
  "left-out": "Left out by a person",
  "treated-as-paid": "Treated as paid without sync",
  edited: "Edited in QuickBooks",
  accepted: "Edited in QuickBooks and accepted",
  deleted: "Deleted in QuickBooks",
  voided: "Voided in QuickBooks",
  "ended-by-us": "Taken back in QuickBooks by Tieout",
  "left-in-books": "In QuickBooks, but no order asks for it any more",
  "changed-since": "Changed since it was sent",
  "other-total": "QuickBooks has another total",
};

/** Where a difference is worked off; null: it explains itself. On Problem Sync each kind stands under its own tab. */
export function placeOf(reason: TieOutReason, kind: DocumentKind): string | null {
  if (reason === "waiting-for-person") return `/problems?tab=${tabOf(kind)}`;
  if (reason === "cleared") return `/problems?lane=cleared&tab=${tabOf(kind)}`;
  return reasonPlaces[reason];
}

type PlacedByKind = "waiting-for-person" | "cleared";

const reasonPlaces: Readonly<Record<Exclude<TieOutReason, PlacedByKind>, string | null>> = {
  "not-sent": "/orders",
  "on-its-way": null,
  "cannot-be-exported": "/orders?state=blocked",
  "not-completed": "/orders?state=blocked",
  "order-cleared": "/problems?lane=cleared&tab=invoices",
  "left-out": null,
  "treated-as-paid": null,
  edited: "/problems/drift",
  accepted: null,
  deleted: "/problems/drift",
  voided: "/problems/drift",
  "ended-by-us": null,
  "left-in-books": null,
  "changed-since": "/orders",
  "other-total": null,
};

/** Sums of all documents of one month, kind and currency that stand alike. `agreed` where orders and books say the same. */
export type TieOutSum = {
  readonly month: string;
  readonly kind: DocumentKind;
  readonly currency: string;
  readonly reason: TieOutReason | "agreed";
  readonly documents: number;
  readonly ordersMinor: string;
  readonly booksMinor: string;
};

export type Difference = { readonly reason: TieOutReason; readonly documents: number; readonly money: MoneyJson };

export type TieOutRow = {
  readonly month: string;
  readonly kind: DocumentKind;
  readonly documents: number;
  readonly orders: MoneyJson;
  readonly books: MoneyJson;
  /** orders − books, split by reason: they add up to it exactly. */
  readonly differences: readonly Difference[];
  readonly isAgreed: boolean;
};

/** One row a month, kind and currency, newest month first. The differences are what is left when the books are taken off. */
export function tieOutRows(sums: readonly TieOutSum[]): TieOutRow[] {
  const groups = new Map<string, TieOutSum[]>();
  for (const sum of sums) {
    const key = `${sum.month}\n${documentKinds.indexOf(sum.kind)}\n${sum.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), sum]);
  }
  return [...groups.values()].map(rowOf).toSorted(byMonthThenKind);
}

function rowOf(group: readonly TieOutSum[]): TieOutRow {
  const { month, kind, currency } = group[0]!;
  const orders = sumOf(group.map((sum) => sum.ordersMinor));
  const books = sumOf(group.map((sum) => sum.booksMinor));
  const differences = tieOutReasons.flatMap((reason) => {
    const own = group.filter((sum) => reasonOf(sum) === reason);
    const minor = sumOf(own.map((sum) => sum.ordersMinor)) - sumOf(own.map((sum) => sum.booksMinor));
    const documents = own.reduce((count, sum) => count + sum.documents, 0);
    return documents === 0 ? [] : [{ reason, documents, money: { minor: minor.toString(), currency } }];
  });
  return {
    month,
    kind,
    documents: group.reduce((count, sum) => count + sum.documents, 0),
    orders: { minor: orders.toString(), currency },
    books: { minor: books.toString(), currency },
    differences,
    isAgreed: differences.length === 0 && orders === books,
  };
}

/** What is called agreed and is not would be a difference without a name. */
function reasonOf({ reason, ordersMinor, booksMinor }: TieOutSum): TieOutReason | "agreed" {
  return reason === "agreed" && ordersMinor !== booksMinor ? "other-total" : reason;
}

function sumOf(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, minor) => sum + BigInt(minor), 0n);
}

function byMonthThenKind(left: TieOutRow, right: TieOutRow): number {
  if (left.month !== right.month) return left.month > right.month ? -1 : 1;
  const kinds = documentKinds.indexOf(left.kind) - documentKinds.indexOf(right.kind);
  return kinds !== 0 ? kinds : left.orders.currency < right.orders.currency ? -1 : 1;
}

/** The report as lines of a table, for a file: one a row and one a difference, amounts as plain decimals. */
export function tieOutLines(rows: readonly TieOutRow[]): readonly (readonly string[])[] {
  const header = ["Month", "Document type", "Currency", "What", "Documents", "Amount"];
  return [
    header,
    ...rows.flatMap(({ month, kind, documents, orders, books, differences }) => {
      const line = (what: string, count: number | null, { minor, currency }: MoneyJson) => [
        month,
        documentKindNames[kind],
        currency,
        what,
        count === null ? "" : String(count),
        toDecimal({ minor: BigInt(minor), currency }),
      ];
      return [
        line("Orders", documents, orders),
        ...differences.map((each) => line(reasonNames[each.reason], each.documents, each.money)),
        line("Books", null, books),
      ];
    }),
  ];
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export const ReadTieOut = z.object({
  companyFileId: z.uuid(),
  /** The last of the twelve months shown: "2026-11". Without it, this month. */
  until: z.string().regex(MONTH).optional(),
});
export type ReadTieOut = z.infer<typeof ReadTieOut>;

export const MONTHS_SHOWN = 12;

/** The month so many months before ("2026-01", 1 → "2025-12"). */
export function monthsBefore(month: string, months: number): string {
  const [year, number] = month.split("-");
  const all = Number(year) * 12 + Number(number) - 1 - months;
  return `${String(Math.floor(all / 12)).padStart(4, "0")}-${String((all % 12) + 1).padStart(2, "0")}`;
}

export type TieOut = {
  readonly company: string;
  /** First and last month shown. */
  readonly from: string;
  readonly until: string;
  readonly rows: readonly TieOutRow[];
  readonly asOf: string;
};
