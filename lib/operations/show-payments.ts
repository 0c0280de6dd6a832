// What was paid of this order, and what is locked?
import { inTransaction } from "#db/client.ts";
import { allow, may, type Scope } from "#lib/access/scope.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { toJson } from "#lib/money.ts";
import type { ShowPayments } from "#lib/sync/invoices.ts";
import { sumsOf } from "#lib/sync/payments-here.ts";
import type { PaymentsShown } from "#lib/sync/payments.ts";
import { readMoneyBeside } from "#lib/sync/payments/store.ts";
import { methodsOf } from "./ask-invoices.ts";
import { ledgerUrl } from "./ledger-url.ts";
import { invoiceToLink, readOrderPayments, whyNoUpdate } from "./payments-of.ts";

/** The payments of an order with sums, locks and what this person may do. Not found when it is another tenant's. */
export async function showPayments(scope: Scope, input: ShowPayments): Promise<PaymentsShown> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const found = await readOrderPayments(tx, scope, input.orderId);
    const { orderId, companyFileId, order, added, payments } = found;
    const company = await readCompanyFile(tx, scope, companyFileId);
    const toLink = invoiceToLink(found);
    return {
      orderId,
      number: order.number,
      payments: payments.map((payment) => {
        const link = payment.ledgerId === null ? null : { ledgerType: "Payment", ledgerId: payment.ledgerId };
        return { ...payment, ledgerUrl: link ? ledgerUrl(company, link) : null };
      }),
      sums: sumsOf(order, added, payments, await readMoneyBeside(tx, scope, orderId)),
      adjustments: added.adjustments.map(({ ledgerId: _ledgerId, amount, ...line }) => ({
        ...line,
        amount: toJson(amount),
      })),
      methods: methodsOf(await readBooks(tx, scope, companyFileId)),
      whyNoUpdate: whyNoUpdate(found),
      whyNoTakeOver: typeof toLink === "string" ? toLink : null,
      may: { record: may(scope.actor, "payments:record"), unlock: may(scope.actor, "payments:unlock") },
    };
  });
}
