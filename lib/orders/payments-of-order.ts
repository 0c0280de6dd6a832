// Which payments does an order have, told by its source, typed here and read from the books, each counted once?
import { toDecimal, type Money } from "#lib/money.ts";

import type { Added, AddedPayment, Adjustment } from "./added.ts";
import { orderMoney, type Order, type OrderPayment } from "./order.ts";

/** What planning needs of it beside the order. */
export type AddedToOrder = {
  /** Sum of what is in the books already as imported payments. */
  readonly importedMinor: bigint;
  readonly adjustments: readonly Adjustment[];
  readonly leftOutKeys: ReadonlySet<string>;
  /** Keys of all payments its source told or people typed here, also of those an imported one stands for. */
  readonly ownKeys: ReadonlySet<string>;
};

/** The key of a payment's document; it never changes, so a payment is sent once. */
export function paymentKey(orderId: string, externalId: string): string {
  return `order/${orderId}/payment/${externalId}`;
}

/** The key under which an imported payment is taken back. It is never planned. */
export function importedKey(orderId: string, ledgerId: string): string {
  return paymentKey(orderId, `ledger-${ledgerId}`);
}

/**
 * The order with the payments typed here as if its source had told them, without those that are in the books as imported
 * ones.
 */
export function withAdded(
  orderId: string,
  order: Order,
  added: Added,
): { readonly order: Order; readonly added: AddedToOrder } {
  const own = [...order.payments, ...typedOf(added)];
  const same = samePayments(orderId, order, own, added);
  const payments = own.filter((payment) => !same.has(paymentKey(orderId, payment.externalId)));
  const leftOutKeys = new Set(added.leftOutKeys);
  const imported = added.payments.filter(
    ({ origin, ledgerId }) => origin === "imported" && !leftOutKeys.has(importedKey(orderId, ledgerId ?? "")),
  );
  return {
    order: { ...order, payments },
    added: {
      importedMinor: imported.reduce((sum, { amount }) => sum + amount.minor, 0n),
      adjustments: added.adjustments,
      leftOutKeys,
      ownKeys: new Set(own.map((payment) => paymentKey(orderId, payment.externalId))),
    },
  };
}

/** The payments typed here, as the source would have told them. */
export function typedOf(added: Added): OrderPayment[] {
  return added.payments
    .filter(({ origin }) => origin === "typed")
    .map(({ orderPaymentId, amount, date, method, reference }) => ({
      externalId: orderPaymentId,
      amount: toDecimal(amount),
      date,
      ...(method === null ? {} : { method }),
      ...(reference === null ? {} : { reference }),
    }));
}

/**
 * Own payments that an imported one stands for, by key: it is our own record over there, or, for one that was never
 * sent, reference, date and amount are equal. Each imported one stands for one payment at most.
 */
export function samePayments(
  orderId: string,
  order: Pick<Order, "currency">,
  own: readonly OrderPayment[],
  added: Added,
): ReadonlyMap<string, AddedPayment> {
  const linked = new Set(added.linkedKeys);
  const free = added.payments.filter(({ origin }) => origin === "imported");
  const same = new Map<string, AddedPayment>();
  const take = (key: string, isSame: (imported: AddedPayment) => boolean) => {
    const index = free.findIndex(isSame);
    const [found] = index === -1 ? [] : free.splice(index, 1);
    if (found) same.set(key, found);
  };
  for (const payment of own) {
    const key = paymentKey(orderId, payment.externalId);
    take(key, ({ documentKey }) => documentKey === key);
  }
  for (const payment of own) {
    const key = paymentKey(orderId, payment.externalId);
    const amount = orderMoney(order, payment.amount);
    if (same.has(key) || linked.has(key) || !amount) continue;
    const figures = { amount, date: payment.date, reference: payment.reference ?? null };
    take(key, (imported) => imported.documentKey === null && isSameByFigures(figures, imported));
  }
  return same;
}

type Figures = { readonly amount: Money; readonly date: string; readonly reference: string | null };

/** Equal by reference, date and amount; no reference equals no reference. */
export function isSameByFigures(left: Figures, right: Figures): boolean {
  return (
    left.amount.minor === right.amount.minor &&
    left.amount.currency === right.amount.currency &&
    left.date === right.date &&
    plain(left.reference) === plain(right.reference)
  );
}

/** QuickBooks keeps 21 characters of a reference. */
const REFERENCE_LENGTH = 21;

function plain(reference: string | null): string {
  return (reference ?? "").trim().toLowerCase().slice(0, REFERENCE_LENGTH);
}
