// What did a person correct on top of an order, without touching what its source told? Applied to a copy before the rules.
import type { Order } from "./order.ts";

/**
 * order-date, payment-date, credit-date: booked on another day; `about` is the payment's or the credit's own id.
 * customer-name: how QuickBooks shall call a customer, for all orders; `about` is the key of its document.
 * total, tax: what QuickBooks' own sum of a document differs by, accepted; `about` is the key of the document.
 */
export const amendedFields = ["order-date", "payment-date", "credit-date", "customer-name", "total", "tax"] as const;
export type AmendedField = (typeof amendedFields)[number];

/** How it came to an end: a person took it back, the source changed the field itself, a newer one took its place. */
export const amendmentEndings = ["taken-back", "overtaken", "replaced"] as const;
export type AmendmentEnding = (typeof amendmentEndings)[number];

export type Amendment = {
  readonly amendmentId: string;
  readonly field: AmendedField;
  readonly about: string;
  /** What the source said of it when it was amended: said otherwise, the amendment falls away. */
  readonly was: string;
  readonly value: string;
};

/** One that accepts what QuickBooks' own sum of a document comes to. */
export type Rounding = Amendment & { readonly field: "total" | "tax" };

export function isRounding<Any extends Amendment>(amendment: Any): amendment is Any & Rounding {
  return amendment.field === "total" || amendment.field === "tax";
}

type Dated = { readonly externalId: string; readonly date: string };

export type Amended<Made extends Dated> = {
  readonly order: Order;
  /** Credits made here. */
  readonly made: readonly Made[];
  /** The order's own date, where it is booked on another. */
  readonly dateWas?: string;
  /** Amendments whose field the source itself has changed since, by id. */
  readonly overtaken: readonly string[];
};

/** The order as people corrected it. The same order and amendments give the same order. */
export function amend<Made extends Dated>(
  order: Order,
  made: readonly Made[],
  amendments: readonly Amendment[],
): Amended<Made> {
  if (amendments.length === 0) return { order, made, overtaken: [] };
  const overtaken: string[] = [];
  const dateOf = (field: AmendedField, about: string, date: string): string => {
    const amendment = amendments.find((each) => each.field === field && each.about === about);
    if (!amendment || amendment.was !== date) return date;
    return amendment.value;
  };
  const move = <T extends Dated>(field: AmendedField, each: T): T => {
    const date = dateOf(field, each.externalId, each.date);
    return date === each.date ? each : { ...each, date };
  };
  const source = {
    "order-date": [["", order.orderDate]],
    "payment-date": order.payments.map(({ externalId, date }) => [externalId, date]),
    "credit-date": [...order.credits, ...made].map(({ externalId, date }) => [externalId, date]),
  } as const;
  for (const { amendmentId, field, about, was } of amendments) {
    if (field === "customer-name" || field === "total" || field === "tax") continue;
    if (!source[field].some(([id, date]) => id === about && date === was)) overtaken.push(amendmentId);
  }
  const orderDate = dateOf("order-date", "", order.orderDate);
  return {
    order: {
      ...order,
      orderDate,
      payments: order.payments.map((payment) => move("payment-date", payment)),
      credits: order.credits.map((credit) => move("credit-date", credit)),
    },
    made: made.map((credit) => move("credit-date", credit)),
    ...(orderDate === order.orderDate ? {} : { dateWas: order.orderDate }),
    overtaken,
  };
}

/** The day after, as YYYY-MM-DD: the first open day, when the books are closed up to and including this one. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
