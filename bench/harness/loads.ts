// Which invoices does a benchmark push? Loads of a carrier: line haul, fuel, and a chassis on every other one.
import type { OrderInput } from "#lib/orders/order.ts";

export type Load = {
  readonly number: string;
  readonly customer: number;
  /** Charge code, which is also the item's name, and cents. */
  readonly charges: readonly { readonly code: string; readonly description: string; readonly cents: number }[];
};

export const CUSTOMERS = 50;

export function customerName(nth: number): string {
  return `Bench Customer ${String(nth + 1).padStart(3, "0")}`;
}

/** `count` loads from the given place on; the same place gives the same load. */
export function makeLoads(count: number, from = 0): Load[] {
  return Array.from({ length: count }, (_, index) => loadAt(from + index));
}

function loadAt(at: number): Load {
  const lineHaul = { code: "Line Haul", description: "Port to door", cents: 18_500 + ((at * 7_919) % 60_000) };
  const fuel = { code: "Fuel Surcharge", description: "Fuel", cents: 900 + ((at * 104_729) % 9_000) };
  const chassis = { code: "Chassis Usage", description: "Chassis, two days", cents: 8_000 };
  const charges = at % 2 === 0 ? [lineHaul, fuel] : [lineHaul, fuel, chassis];
  return { number: `L-${String(at).padStart(6, "0")}`, customer: at % CUSTOMERS, charges };
}

/** What the invoice must come to, in cents. */
export function totalOf(load: Load): number {
  return load.charges.reduce((sum, charge) => sum + charge.cents, 0);
}

export function decimal(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

/** The load as the order our own door takes. */
export function orderOf(load: Load): OrderInput {
  return {
    externalId: load.number,
    number: load.number,
    updatedAt: "2026-11-02T08:00:00Z",
    orderDate: "2026-11-02",
    customer: { name: customerName(load.customer) },
    references: { Container: `MSKU${load.number.slice(2)}`, "PO number": `PO-${load.number.slice(2)}` },
    chargeSets: [
      {
        charges: load.charges.map(({ code, description, cents }) => ({ code, description, amount: decimal(cents) })),
      },
    ],
  };
}

/** The load as the body node-quickbooks sends. Ids by name. */
export function invoiceOf(
  load: Load,
  customers: ReadonlyMap<string, string>,
  items: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return {
    DocNumber: load.number,
    TxnDate: "2026-11-02",
    CustomerRef: { value: customers.get(customerName(load.customer)) },
    CustomerMemo: { value: `Container: MSKU${load.number.slice(2)}, PO number: PO-${load.number.slice(2)}` },
    Line: load.charges.map(({ code, description, cents }) => ({
      DetailType: "SalesItemLineDetail",
      Amount: Number(decimal(cents)),
      Description: description,
      SalesItemLineDetail: { ItemRef: { value: items.get(code) } },
    })),
  };
}
