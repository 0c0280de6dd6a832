// Which invoices does the order's customer have in the books already, with lines and payments?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { fromJson } from "#lib/money.ts";
import { Refusal } from "#lib/refusal.ts";
import {
  INVOICES_PAGE,
  unknownMethods,
  type ListInvoices,
  type OfferedInvoice,
  type OfferedInvoices,
} from "#lib/sync/invoices.ts";
import { readTaken } from "#lib/sync/payments/store.ts";
import { askInvoices, methodsOf } from "./ask-invoices.ts";
import { invoiceToLink, readOrderPayments } from "./payments-of.ts";

/** A page of them, newest first. Refused when the order has no invoice that could be one of them. */
export async function listInvoices(scope: Scope, input: ListInvoices): Promise<OfferedInvoices> {
  allow(scope, "payments:record");
  const order = await inTransaction(scope, (tx) => readOrderPayments(tx, scope, input.orderId));
  const invoice = invoiceToLink(order);
  if (typeof invoice === "string") throw new Refusal("conflict", invoice);
  const { companyFileId } = order;
  const { currency } = order.order;
  const which = { is: "customers", ids: invoice.customerIds, from: input.from, max: INVOICES_PAGE } as const;
  const there = await askInvoices(scope, { companyFileId, currency, which });
  const ids = there.invoices.map(({ ledgerId }) => ledgerId);
  const taken = await inTransaction(scope, (tx) => readTaken(tx, scope, companyFileId, "Invoice", ids));
  const methods = methodsOf(there.books);
  return {
    invoices: there.invoices.map((each): OfferedInvoice => {
      const payments = there.paymentsOf([each.ledgerId]).filter(({ total }) => fromJson(total).minor !== 0n);
      const used = payments.map(({ method }) => method);
      return {
        ...each,
        payments,
        linkedTo: taken.get(each.ledgerId)?.title ?? null,
        unknownMethods: unknownMethods(used, methods, there.books.settings.paymentMethods),
      };
    }),
    next: there.rows < INVOICES_PAGE ? null : input.from + INVOICES_PAGE,
    methods,
    customerName: invoice.customerName,
    ownNumber: invoice.title,
  };
}
