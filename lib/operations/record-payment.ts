// A person puts a payment in, or changes one that is not locked. It goes to the books with the order's next plan.
import { inTransaction, type Transaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { insertPayments, updatePayment, type PaymentFigures } from "#lib/orders/added/store.ts";
import { lockSentences } from "#lib/orders/payment-lock.ts";
import { orderMoney } from "#lib/orders/order.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { Refusal } from "#lib/refusal.ts";
import type { ChangePayment, RecordPayment } from "#lib/sync/invoices.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { paymentOf, readOrderPayments, type OrderPayments } from "./payments-of.ts";

/** Adds a payment. */
export async function recordPayment(scope: Scope, input: RecordPayment): Promise<{ readonly paymentId: string }> {
  allow(scope, "payments:record");
  return await inTransaction(scope, async (tx) => {
    const found = await readLocked(tx, scope, input.orderId);
    const figures = figuresOf(found, input);
    const payment = { origin: "typed", ledgerId: null, ...figures, note: figures.note ?? null } as const;
    const [paymentId = ""] = await insertPayments(tx, scope, found, [payment], actorName(scope));
    await markToPlan(tx, scope, found.companyFileId, scope.now(), [found.orderId]);
    const detail = { order: found.order.number, amount: input.amount, date: input.date };
    await audit(tx, scope, { action: "payment.recorded", subjectKind: "order", subjectId: found.orderId, detail });
    return { paymentId };
  });
}

/** Changes a payment that was typed here and is not locked. */
export async function changePayment(scope: Scope, input: ChangePayment): Promise<{ readonly paymentId: string }> {
  allow(scope, "payments:record");
  return await inTransaction(scope, async (tx) => {
    const found = await readLocked(tx, scope, input.orderId);
    const payment = paymentOf(found, input.paymentId);
    if (payment.lock !== null) throw new Refusal("conflict", lockSentences[payment.lock]);
    await updatePayment(tx, scope, found.orderId, payment.paymentId, figuresOf(found, input));
    await markToPlan(tx, scope, found.companyFileId, scope.now(), [found.orderId]);
    const detail = { order: found.order.number, amount: input.amount, date: input.date };
    await audit(tx, scope, { action: "payment.changed", subjectKind: "order", subjectId: found.orderId, detail });
    return { paymentId: payment.paymentId };
  });
}

/** The order, with the lane locked: what is read of its payments stays so until the transaction ends. */
async function readLocked(tx: Transaction, scope: Scope, orderId: string): Promise<OrderPayments> {
  const { companyFileId } = await readOrderPayments(tx, scope, orderId);
  await lockLane(tx, scope, companyFileId);
  return await readOrderPayments(tx, scope, orderId);
}

function figuresOf({ order }: OrderPayments, input: RecordPayment): PaymentFigures {
  const amount = orderMoney(order, input.amount);
  if (!amount) throw new Refusal("invalid", `${input.amount} has more decimals than ${order.currency}.`, "amount");
  if (amount.minor === 0n) throw new Refusal("invalid", "Write an amount other than zero.", "amount");
  const { date, method = null, reference = null, note = null } = input;
  return { amount, date, method, reference, note };
}
