// How do the payments of the linked invoice in the books differ from ours? Only looks; what is shown can then be applied.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { fingerprint } from "#lib/documents/fingerprint.ts";
import { grouped } from "#lib/grouped.ts";
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

/** What the books say of the payments of one order. */
export type InBooks = { readonly there: InvoicesThere; readonly payments: readonly PaymentThere[] };

/** What the books say of the order's payments. Refused when its invoice is not there. */
export async function paymentsInBooks(scope: Scope, order: OrderPayments): Promise<InBooks> {
  allow(scope, "payments:record");
  const found = (await paymentsOfOrders(scope, [order])).get(order.orderId);
  if (typeof found === "object") return found;
  throw new Refusal("conflict", found ?? GONE);
}

const GONE = "Its invoice was deleted or voided in QuickBooks: there are no payments to compare.";

/** What the books say of the payments of many orders of one company, or why that cannot be told. Two questions per thousand invoices. */
export async function paymentsOfOrders(
  scope: Scope,
  orders: readonly OrderPayments[],
): Promise<ReadonlyMap<string, InBooks | string>> {
  allow(scope, "payments:record");
  const found = new Map<string, InBooks | string>();
  const told = orders.filter((order) => {
    const why = whyNoUpdate(order);
    if (why !== null) found.set(order.orderId, why);
    return why === null;
  });
  for (const group of grouped(told, ({ order }) => order.currency).values()) {
    const { companyFileId, order } = group[0]!;
    const ids = group.flatMap((one) => [...linkedInvoiceIds(one), ...one.sharedIds]);
    const there = await askInvoices(scope, {
      companyFileId,
      currency: order.currency,
      which: { is: "ids", ids: [...new Set(ids)] },
      paymentIds: [...new Set(group.flatMap(sentPaymentIds))],
    });
    for (const one of group) found.set(one.orderId, paymentsAmong(there, one));
  }
  return found;
}

function paymentsAmong(there: InvoicesThere, order: OrderPayments): InBooks | string {
  const ids = linkedInvoiceIds(order);
  const found = new Set(there.invoices.map(({ ledgerId }) => ledgerId));
  if (!ids.every((id) => found.has(id))) return GONE;
  // What pays an invoice shared with other orders is known to be there; whose it is cannot be told, so it is not added.
  const own = there.paymentsOf(ids);
  const knownIds = new Set(order.payments.flatMap(({ ledgerId }) => ledgerId ?? []));
  const shared = there.paymentsOf([...ids, ...order.sharedIds]).filter(({ ledgerId }) => knownIds.has(ledgerId));
  // What we sent is there as long as it is not deleted or voided: more than the invoice was owed stays unapplied.
  const sent = there.paymentsById(sentPaymentIds(order));
  const payments = new Map([...sent, ...shared, ...own].map((one) => [one.ledgerId, one]));
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
