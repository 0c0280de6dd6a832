// The payments of an order as they stand here: what its source told, what was typed, what was read from the books.
import { bookName } from "#lib/documents/book-names.ts";
import type { Added, AddedPayment } from "#lib/orders/added.ts";
import { orderMoney, orderTotal, type Order, type OrderPayment } from "#lib/orders/order.ts";
import { isOutOfCount, lockOf, lockSentences } from "#lib/orders/payment-lock.ts";
import { importedKey, paymentKey, samePayments, typedOf } from "#lib/orders/payments-of-order.ts";
import { add, fromJson, negate, toJson, total, type Money } from "#lib/money.ts";
import { isDecidedWithOthers } from "#lib/sync/left-out.ts";
import type { MoneyBeside, OrderSums, PaymentHere } from "#lib/sync/payments.ts";
import type { PushState } from "#lib/sync/push.ts";

/** What is known of a payment's document. */
export type PaymentDocumentState = {
  readonly documentId: string;
  readonly key: string;
  readonly ledgerId: string | null;
  readonly leftOutBecause: string | null;
  readonly state: PushState | null;
  readonly hasLeft: boolean;
};

export type OrderWithPayments = {
  readonly orderId: string;
  readonly order: Order;
  readonly added: Added;
  readonly documents: readonly PaymentDocumentState[];
  /** Payment methods by our name, in lower case. */
  readonly methods: Readonly<Record<string, string>>;
};

/** Each payment once, by date: one that an imported one stands for is that imported one. */
export function paymentsHere(input: OrderWithPayments): PaymentHere[] {
  const { orderId, order, added, methods } = input;
  const documents = new Map(input.documents.map((document) => [document.key, document]));
  const same = samePayments(orderId, order, [...order.payments, ...typedOf(added)], added);
  const ownOf = (origin: "source" | "typed", payment: OrderPayment, typed?: AddedPayment): PaymentHere[] => {
    const key = paymentKey(orderId, payment.externalId);
    const amount = orderMoney(order, payment.amount);
    if (same.has(key) || !amount) return [];
    const document = documents.get(key) ?? null;
    const facts = { amount, date: payment.date, method: payment.method ?? null, reference: payment.reference ?? null };
    return [paymentHere({ paymentId: typed?.orderPaymentId ?? key, origin, facts, document, typed, methods })];
  };
  const typed = typedOf(added).flatMap((payment) =>
    ownOf(
      "typed",
      payment,
      added.payments.find(({ orderPaymentId }) => orderPaymentId === payment.externalId),
    ),
  );
  const imported = added.payments
    .filter(({ origin }) => origin === "imported")
    .map((payment) => {
      const document = documents.get(importedKey(orderId, payment.ledgerId ?? "")) ?? null;
      const here = {
        paymentId: payment.orderPaymentId,
        origin: "imported",
        document,
        typed: payment,
        methods,
      } as const;
      return { ...paymentHere({ ...here, facts: payment }), ledgerId: payment.ledgerId };
    });
  const told = order.payments.flatMap((payment) => ownOf("source", payment));
  return [...told, ...typed, ...imported].sort(byDate);
}

type Parts = {
  readonly paymentId: string;
  readonly origin: PaymentHere["origin"];
  readonly facts: {
    readonly amount: Money;
    readonly date: string;
    readonly method: string | null;
    readonly reference: string | null;
  };
  readonly document: PaymentDocumentState | null;
  readonly typed: AddedPayment | undefined;
  readonly methods: Readonly<Record<string, string>>;
};

function paymentHere({ paymentId, origin, facts, document, typed, methods }: Parts): PaymentHere {
  const { amount, date, method, reference } = facts;
  const because = document?.leftOutBecause ?? null;
  const isLeftOut = because !== null && isDecidedWithOthers(because);
  const isTakenBack = because !== null && !isLeftOut;
  const isInBooks = document !== null && document.ledgerId !== null;
  const lock = lockOf({ origin, isInBooks, isOnItsWay: document?.hasLeft ?? false, isTakenBack, isLeftOut });
  return {
    paymentId,
    origin,
    documentId: document?.documentId ?? null,
    ledgerId: document?.ledgerId ?? null,
    state: document?.state ?? null,
    lock,
    lockReason: lock === null ? null : (because ?? lockSentences[lock]),
    amount: toJson(amount),
    date,
    method,
    reference,
    note: typed?.note ?? null,
    addedBy: typed?.addedBy ?? null,
    ledgerMethod: method === null ? null : bookName(method, methods),
  };
}

/** What the order comes to, what was paid, what is open: to the cent. */
export function sumsOf(
  order: Order,
  added: Added,
  payments: readonly PaymentHere[],
  beside: readonly MoneyBeside[],
): OrderSums {
  const { currency } = order;
  const whole = orderTotal(order) ?? { minor: 0n, currency };
  const adjustments = total(
    added.adjustments.map(({ amount }) => amount),
    currency,
  );
  const counted = payments.filter(({ lock }) => !isOutOfCount(lock));
  const paid = total(
    counted.map(({ amount }) => fromJson(amount)),
    currency,
  );
  const credits = { minor: creditsUsed(counted, beside), currency };
  const accepted = total(
    beside.flatMap(({ is, minor }) => (is === "accepted" ? [fromJson({ minor, currency })] : [])),
    currency,
  );
  const dates = counted.filter(({ amount }) => fromJson(amount).minor > 0n).map(({ date }) => date);
  return {
    order: toJson(whole),
    adjustments: toJson(adjustments),
    paid: toJson(paid),
    credits: toJson(credits),
    accepted: toJson(accepted),
    open: toJson(add(whole, adjustments, accepted, negate(paid), negate(credits))),
    paidOn: dates.sort().at(-1) ?? null,
  };
}

/** Money that a payment line gave back and a refund receipt booked is not owed again. */
function creditsUsed(counted: readonly PaymentHere[], beside: readonly MoneyBeside[]): bigint {
  const back = counted.map(({ amount }) => -fromJson(amount).minor).filter((minor) => minor > 0n);
  return beside.reduce((sum, { is, minor }) => {
    if (is === "credit-used") return sum + BigInt(minor);
    const at = is === "refunded" ? back.indexOf(BigInt(minor)) : -1;
    const [given] = at === -1 ? [] : back.splice(at, 1);
    return sum + (given ?? 0n);
  }, 0n);
}

function byDate(left: PaymentHere, right: PaymentHere): number {
  const of = ({ date, paymentId }: PaymentHere) => `${date} ${paymentId}`;
  return of(left) < of(right) ? -1 : 1;
}
