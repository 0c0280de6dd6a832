// Makes our payments as the books hold them: theirs win, theirs are added, ours that are no longer there go.
import type { Transaction } from "#db/client.ts";
import { actorName, type Scope } from "#lib/access/scope.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { saveSettings } from "#lib/ledgers/store.ts";
import { fromJson } from "#lib/money.ts";
import { deletePayments, insertPayments, updatePayment, type NewPayment } from "#lib/orders/added/store.ts";
import { bookName } from "#lib/documents/book-names.ts";
import { Refusal } from "#lib/refusal.ts";
import { resolveMethods, unknownMethods, type MethodAnswer } from "#lib/sync/invoices.ts";
import { leaveOut } from "#lib/sync/exports/store.ts";
import { supersede } from "#lib/sync/plan/store.ts";
import type { PaymentChange, PaymentFacts, PaymentHere } from "#lib/sync/payments.ts";
import { noteAccepted } from "#lib/sync/payments/store.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { methodsOf } from "./ask-invoices.ts";
import type { OrderPayments } from "./payments-of.ts";

type Methods = CompanySettings["paymentMethods"];

/** Applies changes that were computed from `order` as it stands now, with the lane locked. */
export async function applyChanges(
  tx: Transaction,
  scope: Scope,
  order: OrderPayments,
  changes: readonly PaymentChange[],
  methods: Methods,
): Promise<void> {
  for (const change of changes) {
    const payment = order.payments.find(({ paymentId }) => paymentId === idOf(change)) ?? null;
    // The books' word counts: what was to carry ours there ends before anybody takes it along.
    if (payment) await endEffort(tx, scope, order, payment);
    switch (change.is) {
      case "update":
        if (payment) await takeTheirs(tx, scope, order, payment, change, methods);
        break;
      case "add": {
        if (payment?.origin === "typed") await deletePayments(tx, scope, order.orderId, [payment.paymentId]);
        const imported = importedOf(change.ledgerId, change.after, methods, payment?.note ?? null);
        await insertPayments(tx, scope, order, [imported], actorName(scope));
        break;
      }
      case "remove":
        if (payment) await forget(tx, scope, order, payment);
        break;
      default:
        change satisfies never;
    }
  }
}

/** What the trail says of payment methods that became known: "Afterpay is Credit Card". */
export type MethodsTold = { readonly methods?: string };

/**
 * Payment methods after a person resolved the unknown ones, kept for the next time. Refused while one is not. Whoever
 * records payments may add what is unknown, never change what is kept; the caller's line in the trail names it.
 */
export async function keepMethods(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  books: Books,
  used: readonly (string | null)[],
  answers: Readonly<Record<string, MethodAnswer>>,
): Promise<{ readonly methods: Methods; readonly told: MethodsTold }> {
  const kept = books.settings.paymentMethods;
  const known = methodsOf(books);
  const unknown = unknownMethods(used, known, kept);
  const resolved = resolveMethods(unknown, answers, known, kept);
  if (!resolved) {
    const names = unknown.map((name) => `“${name}”`).join(", ");
    throw new Refusal("invalid", `Say first what the payment method ${names} is.`, "methods");
  }
  if (unknown.length === 0) return { methods: resolved, told: {} };
  await saveSettings(tx, scope, companyFileId, { ...books.settings, paymentMethods: resolved }, "payments.updated");
  const names = unknown.map((name) => `${name} is ${resolved[name.toLowerCase()] ?? name}`);
  return { methods: resolved, told: { methods: names.join(", ") } };
}

function idOf(change: PaymentChange): string | null {
  return change.is === "add" ? change.same : change.paymentId;
}

/** One we sent becomes theirs: an imported line stands for it from now on, and nothing of it is sent again. */
async function takeTheirs(
  tx: Transaction,
  scope: Scope,
  order: OrderPayments,
  payment: PaymentHere,
  change: Extract<PaymentChange, { is: "update" }>,
  methods: Methods,
): Promise<void> {
  const imported = importedOf(change.ledgerId, change.after, methods, payment.note);
  if (payment.origin === "imported") {
    const { amount, date, method, reference } = imported;
    await updatePayment(tx, scope, order.orderId, payment.paymentId, { amount, date, method, reference });
    return;
  }
  if (payment.origin === "typed") await deletePayments(tx, scope, order.orderId, [payment.paymentId]);
  await insertPayments(tx, scope, order, [imported], actorName(scope));
  if (payment.documentId !== null) await noteAccepted(tx, scope, [payment.documentId]);
}

async function endEffort(tx: Transaction, scope: Scope, order: OrderPayments, payment: PaymentHere): Promise<void> {
  const { documentId } = payment;
  if (documentId !== null) await supersede(tx, scope, order.companyFileId, [documentId], scope.now());
}

/** No longer there: what was typed or read goes, what its source told is kept and not sent again. */
async function forget(tx: Transaction, scope: Scope, order: OrderPayments, payment: PaymentHere): Promise<void> {
  if (payment.origin !== "source") await deletePayments(tx, scope, order.orderId, [payment.paymentId]);
  if (payment.documentId !== null) {
    await leaveOut(
      tx,
      scope,
      [payment.documentId],
      "It was deleted, voided or moved to another invoice in QuickBooks.",
    );
  }
}

function importedOf(ledgerId: string, facts: PaymentFacts, methods: Methods, note: string | null): NewPayment {
  const { amount, date, method, reference } = facts;
  const known = method === null ? null : bookName(method, methods);
  return { origin: "imported", ledgerId, amount: fromJson(amount), date, method: known, reference, note };
}
