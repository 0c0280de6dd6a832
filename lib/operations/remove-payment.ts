// A payment is taken away: one nobody sent is simply deleted, one that is in the books is voided over there by those who may.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import type { PaymentDocument } from "#lib/documents/document.ts";
import { fingerprint } from "#lib/documents/fingerprint.ts";
import { summarize } from "#lib/documents/summary.ts";
import { deletePayments } from "#lib/orders/added/store.ts";
import { lockSentences, mayTakeBack } from "#lib/orders/payment-lock.ts";
import { importedKey } from "#lib/orders/payments-of-order.ts";
import { formatMoney, fromJson } from "#lib/money.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { Refusal } from "#lib/refusal.ts";
import type { RemovePayment } from "#lib/sync/invoices.ts";
import { leaveOut } from "#lib/sync/exports/store.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import type { PaymentHere } from "#lib/sync/payments.ts";
import { linkByPerson, readTaken, untieOrder } from "#lib/sync/payments/store.ts";
import { supersede, writeAfter, writeDocuments, writePushes } from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { paymentOf, readOrderPayments, type OrderPayments } from "./payments-of.ts";

/** deleted: it never left. taken-back: it is being voided in QuickBooks. */
export type Removed = { readonly is: "deleted" | "taken-back" };

/** Deletes a payment, or takes back a locked one: for that the permission and a reason are needed. */
export async function removePayment(scope: Scope, input: RemovePayment): Promise<Removed> {
  allow(scope, "payments:record");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = await readOrderPayments(tx, scope, input.orderId);
    await lockLane(tx, scope, companyFileId);
    const found = await readOrderPayments(tx, scope, input.orderId);
    const payment = paymentOf(found, input.paymentId);
    if (payment.lock !== null && !mayTakeBack(payment.lock)) {
      throw new Refusal("conflict", lockSentences[payment.lock]);
    }
    const is = payment.lock === null ? "deleted" : "taken-back";
    if (is === "deleted") await deletePayments(tx, scope, found.orderId, [payment.paymentId]);
    else await takeBack(tx, scope, found, payment, reasonOf(scope, input));
    await markToPlan(tx, scope, companyFileId, scope.now(), [found.orderId]);
    const { amount, date, ledgerId } = payment;
    const detail = {
      order: found.order.number,
      amount: formatMoney(fromJson(amount)),
      date,
      ledgerId,
      reason: input.reason ?? "",
    };
    await audit(tx, scope, { action: `payment.${is}`, subjectKind: "order", subjectId: found.orderId, detail });
    return { is };
  });
}

function reasonOf(scope: Scope, { reason }: RemovePayment): string {
  allow(scope, "payments:unlock");
  if (!reason) throw new Refusal("invalid", "Say why it is taken back: the reason is kept.", "reason");
  return reason;
}

/** It counts no more from now on, and is voided over there in front of everything else. */
async function takeBack(
  tx: Transaction,
  scope: Scope,
  found: OrderPayments,
  payment: PaymentHere,
  reason: string,
): Promise<void> {
  const { companyFileId } = found;
  const documentId = payment.origin === "imported" ? await ownDocument(tx, scope, found, payment) : payment.documentId;
  if (documentId === null) throw new Refusal("moved-on", "This payment is not there any more.");
  const now = scope.now();
  const left = await supersede(tx, scope, companyFileId, [documentId], now);
  if (left.size > 0) throw new Refusal("conflict", "A change of it is being sent right now. Try again in a minute.");
  await leaveOut(tx, scope, [documentId], reason);
  const push = { pushId: newId(scope), documentId, kind: "payment", operation: "void" } as const;
  const { minor: amountMinor, currency } = payment.amount;
  const written = { ...push, priority: priorities.person, problem: null, amountMinor, currency };
  await writePushes(tx, scope, companyFileId, [written], now);
  await wakeLane(tx, scope, companyFileId, ["ready", "person"], now);
}

/** An imported payment has no document of ours until it is taken back. */
async function ownDocument(
  tx: Transaction,
  scope: Scope,
  found: OrderPayments,
  payment: PaymentHere,
): Promise<string | null> {
  const { orderId, companyFileId } = found;
  const ledgerId = payment.ledgerId ?? "";
  const taken = (await readTaken(tx, scope, companyFileId, "Payment", [ledgerId])).get(ledgerId);
  if (taken && taken.orderId !== orderId) {
    throw new Refusal("conflict", `It is ${taken.title}. Take it back there.`);
  }
  if (taken) {
    // Our own record that was changed over there: the imported line stood for it.
    await deletePayments(tx, scope, orderId, [payment.paymentId]);
    await untieOrder(tx, scope, orderId, taken.documentId);
    return taken.documentId;
  }
  const document = importedDocument(found, payment);
  const documentId = newId(scope);
  const { currency } = payment.amount;
  const row = { documentId, document, orderId, fingerprint: fingerprint(document), ...summarize(document, currency) };
  await writeDocuments(tx, scope, companyFileId, [row], scope.now());
  const invoice = found.invoices.find(({ ledgerId: id }) => id !== null);
  if (invoice) await writeAfter(tx, scope, [documentId], [[documentId, invoice.documentId]]);
  // Without a version it is read before it is voided.
  const link = {
    ledgerType: "Payment",
    ledgerId,
    versionToken: "",
    number: null,
    totalMinor: null,
    balanceMinor: null,
  };
  await linkByPerson(tx, scope, companyFileId, documentId, link);
  return documentId;
}

function importedDocument({ orderId, invoices }: OrderPayments, payment: PaymentHere): PaymentDocument {
  const [invoice] = invoices;
  const { amount, date, method, reference } = payment;
  return {
    kind: "payment",
    key: importedKey(orderId, payment.ledgerId ?? ""),
    after: invoice ? [invoice.key] : [],
    customer: invoice?.customerKey ?? "",
    customerName: invoice?.customerName ?? "",
    date,
    ...(method === null ? {} : { method }),
    ...(reference === null ? {} : { reference }),
    total: amount,
    applies: invoice ? [{ to: invoice.key, amount }] : [],
  };
}
