// Orders for tests of planning: a sound one to vary, and a generator of sound ones.
import fc from "fast-check";

import { Order, type OrderInput } from "#lib/orders/order.ts";

import type { LedgerDocument, PaymentDocument, SaleDocument } from "./document.ts";
import type { PlannedOrder } from "./planned.ts";

/** A completed order of Acme Imports with one line of 425.00, changed as wanted. */
export function planned(changes: Partial<OrderInput> = {}, orderId = "order-a"): PlannedOrder {
  const order = Order.parse({
    externalId: orderId,
    number: "HL-10001",
    updatedAt: "2026-11-20T10:00:00Z",
    orderDate: "2026-11-18",
    customer: { name: "Acme Imports" },
    chargeSets: [{ charges: [{ code: "Line Haul", amount: "425.00" }] }],
    ...changes,
  });
  return { orderId, order };
}

/** The invoices of a plan. */
export function invoicesOf(documents: readonly LedgerDocument[]): SaleDocument[] {
  return documents.flatMap((document) => (document.kind === "invoice" ? [document] : []));
}

/** The payments of a plan. */
export function paymentsOf(documents: readonly LedgerDocument[]): PaymentDocument[] {
  return documents.flatMap((document) => (document.kind === "payment" ? [document] : []));
}

/** Minor units as a plain decimal of a currency with hundredths. */
export const cents = (minor: number): string => `${minor < 0 ? "-" : ""}${(Math.abs(minor) / 100).toFixed(2)}`;

const names = fc.constantFrom("Acme Imports", "acme imports ", "Redwood Foods", "Máire O'Brien & Sons");
const customer = fc.record({ name: names });
const charge = fc.record({
  code: fc.constantFrom("Line Haul", "Detention", "line haul", "Tolls"),
  amount: fc.integer({ min: -50_000, max: 500_000 }).map(cents),
  quantity: fc.constantFrom("1", "2", "0.5"),
});
const chargeSet = fc.record(
  {
    number: fc.constantFrom("HL-C-1", "HL-C-2", "HL-10001"),
    billTo: customer,
    charges: fc.array(charge, { minLength: 1, maxLength: 5 }),
  },
  { requiredKeys: ["charges"] },
);
const payment = fc.record({
  externalId: fc.uuid(),
  date: fc.constantFrom("2026-11-19", "2026-11-20"),
  amount: fc.integer({ min: 1, max: 600_000 }).map(cents),
});

/** Completed orders whose lines are not all zero; every amount is one QuickBooks could hold. */
export const soundOrders: fc.Arbitrary<PlannedOrder> = fc
  .record({
    id: fc.uuid(),
    number: fc.constantFrom("HL-10001", "HL-10002", "HL-10003"),
    customer,
    chargeSets: fc.array(chargeSet, { minLength: 1, maxLength: 4 }),
    discount: fc.option(fc.integer({ min: 0, max: 5_000 }).map(cents), { nil: undefined }),
    shipping: fc.option(fc.integer({ min: 0, max: 5_000 }).map(cents), { nil: undefined }),
    taxes: fc.array(
      fc.integer({ min: 0, max: 9_999 }).map((minor) => ({ name: "State tax", amount: cents(minor) })),
      {
        maxLength: 2,
      },
    ),
    payments: fc.array(payment, { maxLength: 3 }),
  })
  .filter(({ chargeSets }) => chargeSets.some((set) => set.charges.some(({ amount }) => Number(amount) !== 0)))
  .map(({ id, ...changes }) => planned(changes, id));
