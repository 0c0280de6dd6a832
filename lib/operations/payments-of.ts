// Orders with their payments and invoices as they stand here: read alike for every page and decision about payments.
import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { readSettings } from "#lib/ledgers/store.ts";
import { grouped } from "#lib/grouped.ts";
import { nothingAdded, type Added } from "#lib/orders/added.ts";
import { readAdded } from "#lib/orders/added/store.ts";
import { Order } from "#lib/orders/order.ts";
import { readOrderBodies } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { paymentsHere } from "#lib/sync/payments-here.ts";
import type { PaymentHere } from "#lib/sync/payments.ts";
import { readInvoiceDocuments, readPaymentDocuments, type InvoiceDocumentRow } from "#lib/sync/payments/store.ts";

export type OrderPayments = {
  readonly orderId: string;
  readonly companyFileId: string;
  readonly order: Order;
  readonly added: Added;
  readonly payments: readonly PaymentHere[];
  /** Its own invoices. */
  readonly invoices: readonly InvoiceDocumentRow[];
  /** Ledger ids of invoices it shares with other orders. */
  readonly sharedIds: readonly string[];
};

/** Many orders at once; those of other tenants are not in it. */
export async function readOrdersPayments(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<readonly OrderPayments[]> {
  const stored = await readOrderBodies(tx, scope, orderIds);
  const added = await readAdded(tx, scope, orderIds);
  const documents = grouped(await readPaymentDocuments(tx, scope, orderIds), ({ orderId }) => orderId);
  const invoices = grouped(await readInvoiceDocuments(tx, scope, orderIds), ({ orderId }) => orderId);
  const methods = new Map<string, Readonly<Record<string, string>>>();
  for (const companyFileId of new Set(stored.map((one) => one.companyFileId))) {
    methods.set(companyFileId, (await readSettings(tx, scope, companyFileId)).paymentMethods);
  }
  return stored.map(({ orderId, companyFileId, body }) => {
    const own = {
      orderId,
      order: Order.parse(body),
      added: added.get(orderId) ?? nothingAdded,
      documents: documents.get(orderId) ?? [],
      methods: methods.get(companyFileId) ?? {},
    };
    const { order, added: addedTo } = own;
    const payments = paymentsHere(own);
    const all = invoices.get(orderId) ?? [];
    const sharedIds = all.flatMap(({ isShared, ledgerId }) => (isShared && ledgerId !== null ? [ledgerId] : []));
    const ownInvoices = all.filter(({ isShared }) => !isShared);
    return { orderId, companyFileId, order, added: addedTo, payments, invoices: ownInvoices, sharedIds };
  });
}

/** One order. Refused as not found when it is another tenant's. */
export async function readOrderPayments(tx: Transaction, scope: Scope, orderId: string): Promise<OrderPayments> {
  const [found] = await readOrdersPayments(tx, scope, [orderId]);
  if (!found) throw notFound("This order");
  return found;
}

/** One payment of it. */
export function paymentOf({ payments }: OrderPayments, paymentId: string): PaymentHere {
  const found = payments.find((payment) => payment.paymentId === paymentId);
  if (!found) throw new Refusal("moved-on", "This payment is not there any more.");
  return found;
}

/** Ids of its invoices in the books. */
export function linkedInvoiceIds({ invoices }: OrderPayments): string[] {
  return invoices.flatMap(({ ledgerId, isGone }) => (ledgerId === null || isGone ? [] : [ledgerId]));
}

/** Why its payments cannot be compared with the books; null: they can. */
export function whyNoUpdate(order: OrderPayments): string | null {
  if (linkedInvoiceIds(order).length > 0) return null;
  return order.invoices.some(({ isGone }) => isGone)
    ? "Its invoice was deleted or voided in QuickBooks."
    : "It has no invoice of its own in QuickBooks.";
}

/** The invoice that may be an existing one of the books: the first client's, not linked yet. */
export function invoiceToLink(order: OrderPayments): InvoiceDocumentRow | string {
  const invoice = order.invoices.find(({ key }) => key.endsWith("/invoice/1"));
  if (!invoice) return "It has no invoice of its own: it is open, has nothing to bill, or shares its invoice.";
  if (invoice.ledgerId !== null && !invoice.isGone) return `Its invoice is QuickBooks ID ${invoice.ledgerId} already.`;
  if (invoice.hasLeft) return "Its invoice is being sent to QuickBooks right now.";
  if (invoice.customerIds.length > 0) return invoice;
  return `The customer ${invoice.customerName} is not linked to QuickBooks yet.`;
}
