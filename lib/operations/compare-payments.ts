// How do the payments of the linked invoice in the books differ from ours? Only looks; what is shown can then be applied.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { fingerprint } from "#lib/documents/fingerprint.ts";
import { Refusal } from "#lib/refusal.ts";
import { unknownMethods, type ShowPayments } from "#lib/sync/invoices.ts";
import { comparePayments as compare, type PaymentDifferences, type PaymentThere } from "#lib/sync/payments.ts";
import { askInvoices, methodsOf, type InvoicesThere } from "./ask-invoices.ts";
import { linkedInvoiceIds, readOrderPayments, whyNoUpdate, type OrderPayments } from "./payments-of.ts";

/** Downloads the payments of the order's invoices and compares. Two questions to QuickBooks. */
export async function comparePayments(scope: Scope, input: ShowPayments): Promise<PaymentDifferences> {
  allow(scope, "payments:record");
  const order = await inTransaction(scope, (tx) => readOrderPayments(tx, scope, input.orderId));
  const { there, payments } = await paymentsInBooks(scope, order);
  return differencesOf(order, payments, there);
}

/** What the books say of the order's payments. Refused when its invoice is not there. */
export async function paymentsInBooks(
  scope: Scope,
  order: OrderPayments,
): Promise<{ readonly there: InvoicesThere; readonly payments: readonly PaymentThere[] }> {
  allow(scope, "payments:record");
  const why = whyNoUpdate(order);
  if (why !== null) throw new Refusal("conflict", why);
  const ids = linkedInvoiceIds(order);
  const { companyFileId } = order;
  const which = { is: "ids", ids: [...ids, ...order.sharedIds] } as const;
  const sentIds = sentPaymentIds(order);
  const there = await askInvoices(scope, {
    companyFileId,
    currency: order.order.currency,
    which,
    paymentIds: sentIds,
  });
  const found = new Set(there.invoices.map(({ ledgerId }) => ledgerId));
  if (!ids.every((id) => found.has(id))) {
    throw new Refusal("conflict", "Its invoice was deleted or voided in QuickBooks: there are no payments to compare.");
  }
  // What pays an invoice shared with other orders is known to be there; whose it is cannot be told, so it is not added.
  const own = there.paymentsOf(ids);
  const knownIds = new Set(order.payments.flatMap(({ ledgerId }) => ledgerId ?? []));
  const shared = there.paymentsOf(which.ids).filter(({ ledgerId }) => knownIds.has(ledgerId));
  // What we sent is there as long as it is not deleted or voided: more than the invoice was owed stays unapplied.
  const payments = new Map([...there.paymentsById(sentIds), ...shared, ...own].map((one) => [one.ledgerId, one]));
  return { there, payments: [...payments.values()] };
}

/** Ids of payments that were sent from here, those that an imported line stands for since among them. */
function sentPaymentIds({ payments, added }: OrderPayments): string[] {
  const standIns = new Set(added.payments.flatMap((one) => (one.documentKey === null ? [] : one.orderPaymentId)));
  return payments.flatMap(({ origin, paymentId, ledgerId }) =>
    ledgerId !== null && (origin !== "imported" || standIns.has(paymentId)) ? [ledgerId] : [],
  );
}

/** The differences, and the mark of exactly these. */
export function differencesOf(
  order: OrderPayments,
  payments: readonly PaymentThere[],
  { books }: InvoicesThere,
): PaymentDifferences {
  const changes = compare(order.payments, payments);
  const methods = methodsOf(books);
  const used = changes.flatMap((change) => (change.is === "remove" ? [] : [change.after.method]));
  return {
    changes,
    shown: fingerprint(changes),
    unknownMethods: unknownMethods(used, methods, books.settings.paymentMethods),
    methods,
  };
}
