// What does an invoice that is in the books already look like, before an order takes it over?
import { z } from "zod";

import type { MoneyJson } from "#lib/money.ts";
import { TypedPayment } from "#lib/orders/payment-typed.ts";
import type { PaymentThere } from "#lib/sync/payments.ts";

export type LedgerInvoice = {
  readonly ledgerId: string;
  readonly versionToken: string;
  readonly number: string;
  readonly date: string;
  readonly customerName: string;
  readonly total: MoneyJson;
  readonly balance: MoneyJson;
  readonly lines: readonly {
    readonly lineNumber: number;
    readonly itemName: string;
    readonly description: string | null;
    readonly quantity: string;
    readonly amount: MoneyJson;
  }[];
  /** Why its lines cannot be taken over to the cent; null when they can. */
  readonly whyNoImport: "currency" | "not-only-lines" | "no-item" | null;
};

/** An invoice with its payments, as a person pages through them. */
export type OfferedInvoice = LedgerInvoice & {
  readonly payments: readonly PaymentThere[];
  /** What it belongs to already: "Invoice L-7 of order L-7"; null when it is free. */
  readonly linkedTo: string | null;
  /** Payment methods nobody here knows yet. */
  readonly unknownMethods: readonly string[];
};

/** So many are asked for at once, and paged through one by one. */
export const INVOICES_PAGE = 20;

/** A page of them; `next`: where the next one begins. */
export type OfferedInvoices = {
  readonly invoices: readonly OfferedInvoice[];
  readonly next: number | null;
  readonly methods: readonly string[];
  readonly customerName: string;
  /** What the order's invoice is called here: a linked one gets this number with the next export. */
  readonly ownNumber: string;
};

/** An order with payments that are only in the books. */
export type NewPayments = {
  readonly orderId: string;
  readonly number: string;
  readonly payments: readonly PaymentThere[];
};

export const whyNoImportSentences: Readonly<Record<NonNullable<LedgerInvoice["whyNoImport"]>, string>> = {
  currency: "It is in another currency than the order. It cannot be imported.",
  "not-only-lines": "It has tax or a discount beside its lines, which cannot be taken over to the cent. Link it only.",
  "no-item": "One of its lines has no item. Link it only, or give the line an item in QuickBooks.",
};

/** How a payment method nobody knows is resolved: known here from now on, or another name for one that is. */
export const MethodAnswer = z.discriminatedUnion("is", [
  z.object({ is: z.literal("add") }),
  z.object({ is: z.literal("change"), to: z.string().trim().min(1).max(100) }),
]);
export type MethodAnswer = z.infer<typeof MethodAnswer>;

const orderId = z.uuid();
const ledgerId = z.string().regex(/^\d{1,30}$/);
const methods = z.record(z.string().max(100), MethodAnswer).default({});

export const ListInvoices = z.object({ orderId, from: z.coerce.number().int().min(1).max(100_000).default(1) });
export type ListInvoices = z.output<typeof ListInvoices>;

export const TakeOverInvoice = z.object({
  orderId,
  ledgerId,
  /** Its version when it was shown. */
  versionToken: z.string().max(50),
  /** Link and import, or link only. */
  isImport: z.boolean(),
  methods,
});
export type TakeOverInvoice = z.output<typeof TakeOverInvoice>;

export const ShowPayments = z.object({ orderId });
export type ShowPayments = z.output<typeof ShowPayments>;
export const ComparePayments = ShowPayments;

export const ApplyPayments = z.object({
  orderId,
  /** The mark of the differences that were shown. */
  shown: z.string().max(100),
  methods,
});
export type ApplyPayments = z.output<typeof ApplyPayments>;

/** What was applied; `released`: documents that waited for it and go now. */
export type Applied = {
  readonly updated: number;
  readonly added: number;
  readonly removed: number;
  readonly released: number;
};

export const FindNewPayments = z.object({ orderIds: z.array(z.uuid()).max(10_000) });
export type FindNewPayments = z.output<typeof FindNewPayments>;

export const RecordPayment = TypedPayment.extend({ orderId });
export type RecordPayment = z.output<typeof RecordPayment>;

export const ChangePayment = RecordPayment.extend({ paymentId: z.uuid() });
export type ChangePayment = z.output<typeof ChangePayment>;

export const RemovePayment = z.object({
  orderId,
  paymentId: z.string().min(1).max(300),
  /** Only for a payment that is locked. */
  reason: z.string().trim().max(500).optional(),
});
export type RemovePayment = z.output<typeof RemovePayment>;

/** Names in use that are neither in QuickBooks' list of active methods nor known here. Case does not matter. */
export function unknownMethods(
  used: readonly (string | null)[],
  known: readonly string[],
  kept: Readonly<Record<string, string>>,
): string[] {
  const names = new Set(known.map((name) => name.trim().toLowerCase()));
  const unknown = new Map<string, string>();
  for (const name of used) {
    if (name === null || name.trim() === "") continue;
    const plain = name.trim().toLowerCase();
    if (!names.has(plain) && !(plain in kept) && !unknown.has(plain)) unknown.set(plain, name.trim());
  }
  return [...unknown.values()];
}

/** Payment methods after these answers; null while one of `unknown` has none, or is to become one nobody knows. */
export function resolveMethods(
  unknown: readonly string[],
  answers: Readonly<Record<string, MethodAnswer>>,
  known: readonly string[],
  kept: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | null {
  const names = new Map(known.map((name) => [name.trim().toLowerCase(), name]));
  const resolved: Record<string, string> = { ...kept };
  for (const name of unknown) {
    const answer = answers[name];
    if (!answer) return null;
    const to = answer.is === "add" ? name : names.get(answer.to.trim().toLowerCase());
    if (to === undefined) return null;
    resolved[name.trim().toLowerCase()] = to;
  }
  return resolved;
}
