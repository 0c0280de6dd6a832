// Payments that only the books have: what would be imported of them, and what waits for it?
import { z } from "zod";

import { sumByCurrency, type MoneyJson } from "#lib/money.ts";
import type { Skip } from "./amending.ts";
import { MethodAnswer } from "./invoices.ts";
import type { Released } from "./fixes.ts";
import { newLedgerPayments, type PaymentDifferences, type PaymentHere, type PaymentThere } from "./payments.ts";

/** Orders at once: their invoices are asked about together. */
export const IMPORTED_MAX = 200;

export const LookAtNewPayments = z.object({
  companyFileId: z.uuid(),
  /** Of these orders alone; else of all that wait, the oldest first. */
  orderIds: z.array(z.uuid()).min(1).max(IMPORTED_MAX).optional(),
});
export type LookAtNewPayments = z.output<typeof LookAtNewPayments>;

export const ImportNewPayments = z.object({
  companyFileId: z.uuid(),
  /** Each with the mark of the differences that were shown. */
  orders: z
    .array(z.object({ orderId: z.uuid(), shown: z.string().max(100) }))
    .min(1)
    .max(IMPORTED_MAX),
  methods: z.record(z.string().max(100), MethodAnswer).default({}),
});
export type ImportNewPayments = z.output<typeof ImportNewPayments>;

/** An order that waits for payments to be imported, with how many of its documents. */
export type BehindPayments = { readonly orderId: string; readonly documents: number };

/** What an order that waits has here, and what the books say of it; or why that cannot be told. */
export type BehindOrder = BehindPayments & {
  readonly here: readonly PaymentHere[];
  readonly found: { readonly there: readonly PaymentThere[]; readonly differences: PaymentDifferences } | string;
};

/** What an import would do: before it is done, shown to whoever shall say yes. */
export type NewPaymentsLook = {
  /** Documents that wait for it. */
  readonly rows: number;
  readonly skips: readonly Skip[];
  readonly orders: ImportNewPayments["orders"];
  readonly payments: number;
  readonly money: readonly MoneyJson[];
  /** Orders that get payments. */
  readonly paidOrders: number;
  /** Payments known here that differ from those over there, or are there no more. */
  readonly others: number;
  readonly unknownMethods: readonly string[];
  readonly methods: readonly string[];
  /** More orders wait than are looked at. */
  readonly isCut: boolean;
};

/** `left`: orders that stay as they are, and why. */
export type PaymentsImported = Released & { readonly payments: number; readonly left: readonly Skip[] };

const ON_ITS_WAY = "A payment like it is being sent from here right now: look again in a minute";

/** Sorts orders into those that can be imported and those that cannot, and adds up. */
export function newPaymentsLook(orders: readonly BehindOrder[], isCut: boolean): NewPaymentsLook {
  const told = orders.map((order) => ({ order, why: whyNotImported(order) }));
  const fits = told.flatMap(({ order, why }) =>
    why === null && typeof order.found === "object" ? [{ ...order, ...order.found.differences }] : [],
  );
  const added = fits.map(({ changes }) => changes.flatMap((change) => (change.is === "add" ? [change.after] : [])));
  const payments = added.flat();
  const changes = fits.reduce((sum, one) => sum + one.changes.length, 0);
  return {
    rows: sumOf(fits),
    skips: skipsOf(told.flatMap(({ order, why }) => (why === null ? [] : [{ ...order, why }]))),
    orders: fits.map(({ orderId, shown }) => ({ orderId, shown })),
    payments: payments.length,
    money: sumByCurrency(payments.map(({ amount }) => amount)),
    paidOrders: added.filter((each) => each.length > 0).length,
    others: changes - payments.length,
    unknownMethods: [...new Set(fits.flatMap((one) => one.unknownMethods))],
    methods: fits[0]?.methods ?? [],
    isCut,
  };
}

/** The reasons, each with its number of documents. */
export function skipsOf(left: readonly { readonly why: string; readonly documents: number }[]): Skip[] {
  const rows = new Map<string, number>();
  for (const { why, documents } of left) rows.set(why, (rows.get(why) ?? 0) + documents);
  return [...rows].map(([reason, count]) => ({ reason, rows: count }));
}

function whyNotImported({ found, here }: BehindOrder): string | null {
  if (typeof found === "string") return found;
  const added = found.differences.changes.filter(({ is }) => is === "add").length;
  return newLedgerPayments(here, found.there).length > added ? ON_ITS_WAY : null;
}

function sumOf(orders: readonly BehindPayments[]): number {
  return orders.reduce((sum, { documents }) => sum + documents, 0);
}
