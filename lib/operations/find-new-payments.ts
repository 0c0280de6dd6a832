// Which payments of these orders' invoices are only in the books? To be imported before the orders are exported.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { grouped } from "#lib/grouped.ts";
import { knownLedgerPayments } from "#lib/sync/exports/store.ts";
import type { FindNewPayments, NewPayments } from "#lib/sync/invoices.ts";
import { newLedgerPayments } from "#lib/sync/payments.ts";
import { askInvoices } from "./ask-invoices.ts";
import { linkedInvoiceIds, readOrdersPayments, type OrderPayments } from "./payments-of.ts";

/**
 * The orders that have such payments, with them. Two questions to QuickBooks per thousand invoices, none when nothing is
 * linked. Orders of other tenants are left out.
 */
export async function findNewPayments(scope: Scope, input: FindNewPayments): Promise<readonly NewPayments[]> {
  allow(scope, "payments:record");
  const orders = await inTransaction(scope, (tx) => readOrdersPayments(tx, scope, input.orderIds));
  const linked = orders.filter((order) => linkedInvoiceIds(order).length > 0);
  const groups = grouped(linked, ({ companyFileId, order }) => `${companyFileId}/${order.currency}`);
  const found: NewPayments[] = [];
  for (const group of groups.values()) found.push(...(await newOf(scope, group)));
  return found;
}

async function newOf(scope: Scope, orders: readonly OrderPayments[]): Promise<NewPayments[]> {
  const [first] = orders;
  if (!first) return [];
  const { companyFileId, order } = first;
  const which = { is: "ids", ids: orders.flatMap(linkedInvoiceIds) } as const;
  const there = await askInvoices(scope, { companyFileId, currency: order.currency, which });
  const found = orders.map((one) => ({
    one,
    candidates: newLedgerPayments(one.payments, there.paymentsOf(linkedInvoiceIds(one))),
  }));
  const ids = [...new Set(found.flatMap(({ candidates }) => candidates.map(({ ledgerId }) => ledgerId)))];
  // One that the order has no longer, or that is another order's, is ours all the same.
  const known = await inTransaction(scope, (tx) => knownLedgerPayments(tx, scope, companyFileId, ids));
  return found.flatMap(({ one, candidates }) => {
    const payments = candidates.filter(({ ledgerId }) => !known.has(ledgerId));
    return payments.length === 0 ? [] : [{ orderId: one.orderId, number: one.order.number, payments }];
  });
}
