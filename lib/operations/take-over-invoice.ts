// The order's invoice is one that is in the books already: linked only, or linked with its lines and payments imported.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { fromJson } from "#lib/money.ts";
import { insertAdjustments } from "#lib/orders/added/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { Refusal } from "#lib/refusal.ts";
import { whyNoImportSentences, type LedgerInvoice, type TakeOverInvoice } from "#lib/sync/invoices.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { comparePayments, type PaymentThere } from "#lib/sync/payments.ts";
import { linkByPerson, readTaken } from "#lib/sync/payments/store.ts";
import { supersede } from "#lib/sync/plan/store.ts";
import { askInvoices } from "./ask-invoices.ts";
import { applyChanges, keepMethods } from "./payments-applied.ts";
import { invoiceToLink, nameOfActor, readOrderPayments, type OrderPayments } from "./payments-of.ts";

export type TakenOverInvoice = { readonly number: string; readonly lines: number; readonly payments: number };

/** Reads the invoice once more, links it, and imports what was asked for. The next plan says what differs. */
export async function takeOverInvoice(scope: Scope, input: TakeOverInvoice): Promise<TakenOverInvoice> {
  allow(scope, "payments:record");
  const before = await inTransaction(scope, (tx) => readOrderPayments(tx, scope, input.orderId));
  const { companyFileId, orderId } = before;
  const { currency } = before.order;
  const which = { is: "ids", ids: [input.ledgerId] } as const;
  const there = await askInvoices(scope, { companyFileId, currency, which });
  const invoice = there.invoices.find(({ ledgerId }) => ledgerId === input.ledgerId);
  if (!invoice) throw new Refusal("moved-on", "This invoice is not in QuickBooks any more.");
  if (invoice.versionToken !== input.versionToken) {
    throw new Refusal("moved-on", "This invoice was changed in QuickBooks since it was shown. Look at it again.");
  }
  if (input.isImport && invoice.whyNoImport) {
    throw new Refusal("conflict", whyNoImportSentences[invoice.whyNoImport]);
  }
  const payments = there.paymentsOf([invoice.ledgerId]);
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const order = await readOrderPayments(tx, scope, orderId);
    await link(tx, scope, order, invoice);
    const imported = input.isImport ? await takeIn(tx, scope, order, invoice, payments, input) : 0;
    await markToPlan(tx, scope, companyFileId, scope.now(), [orderId]);
    const lines = input.isImport ? invoice.lines.length : 0;
    const told = { number: invoice.number, lines, payments: imported };
    const detail = { order: order.order.number, ...told, ledgerId: invoice.ledgerId };
    const action = input.isImport ? "invoice.taken-over" : "invoice.linked";
    await audit(tx, scope, { action, subjectKind: "order", subjectId: orderId, detail });
    return told;
  });
}

async function link(tx: Transaction, scope: Scope, order: OrderPayments, invoice: LedgerInvoice): Promise<void> {
  const { companyFileId } = order;
  const own = invoiceToLink(order);
  if (typeof own === "string") throw new Refusal("conflict", own);
  const taken = (await readTaken(tx, scope, companyFileId, "Invoice", [invoice.ledgerId])).get(invoice.ledgerId);
  if (taken) throw new Refusal("conflict", `This invoice is ${taken.title} already. Unlink it there first.`);
  const left = await supersede(tx, scope, companyFileId, [own.documentId], scope.now());
  if (left.size > 0) throw new Refusal("conflict", "Its invoice is being sent to QuickBooks right now.");
  const { ledgerId, versionToken, number, total, balance } = invoice;
  const record = { ledgerType: "Invoice", ledgerId, versionToken, number, totalMinor: total.minor };
  const isOurs = await linkByPerson(tx, scope, companyFileId, own.documentId, {
    ...record,
    balanceMinor: balance.minor,
  });
  if (!isOurs) throw new Refusal("conflict", "This invoice was linked by somebody else just now.");
}

/** Its lines become adjustments of the order, its payments imported ones. Returns how many payments. */
async function takeIn(
  tx: Transaction,
  scope: Scope,
  order: OrderPayments,
  invoice: LedgerInvoice,
  payments: readonly PaymentThere[],
  { methods: answers }: TakeOverInvoice,
): Promise<number> {
  const { companyFileId } = order;
  const adjustments = invoice.lines.map((line) => ({
    ...line,
    ledgerId: invoice.ledgerId,
    amount: fromJson(line.amount),
  }));
  await insertAdjustments(tx, scope, order, adjustments, nameOfActor(scope));
  const added = comparePayments(order.payments, payments).filter((change) => change.is === "add");
  const used = added.map(({ after }) => after.method);
  const books = await readBooks(tx, scope, companyFileId);
  const methods = await keepMethods(tx, scope, companyFileId, books, used, answers);
  await applyChanges(tx, scope, order, added, methods);
  return added.length;
}
