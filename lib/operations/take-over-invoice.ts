// The order's invoice is one that is in the books already: linked only, or linked with its lines and payments imported.
// What was imported from one it had before goes: it is not on this one.
import { inTransaction, type Transaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { dateText } from "#lib/dates.ts";
import { formatMoney, fromJson } from "#lib/money.ts";
import { deleteOtherAdjustments, deletePayments, insertAdjustments } from "#lib/orders/added/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { Refusal } from "#lib/refusal.ts";
import { whyNoImportSentences, type LedgerInvoice, type TakeOverInvoice } from "#lib/sync/invoices.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { comparePayments, type PaymentThere } from "#lib/sync/payments.ts";
import { linkByPerson, readTaken } from "#lib/sync/payments/store.ts";
import { supersede } from "#lib/sync/plan/store.ts";
import { askInvoices } from "./ask-invoices.ts";
import { applyChanges, keepMethods, type MethodsTold } from "./payments-applied.ts";
import { invoiceToLink, linkedInvoiceIds, readOrderPayments, type OrderPayments } from "./payments-of.ts";

export type TakenOverInvoice = { readonly number: string; readonly lines: number; readonly payments: number };

/** Reads the invoice once more, links it, and imports what was asked for. The next plan says what differs. */
export async function takeOverInvoice(scope: Scope, input: TakeOverInvoice): Promise<TakenOverInvoice> {
  allow(scope, "payments:record");
  const before = await inTransaction(scope, (tx) => readOrderPayments(tx, scope, input.orderId));
  const { companyFileId, orderId } = before;
  const { currency } = before.order;
  const otherIds = [...linkedInvoiceIds(before), ...before.sharedIds];
  const which = { is: "ids", ids: [input.ledgerId, ...otherIds] } as const;
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
  const paidIds = new Set(there.paymentsOf(which.ids).map(({ ledgerId }) => ledgerId));
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const order = await readOrderPayments(tx, scope, orderId);
    await link(tx, scope, order, invoice);
    const removed = await removeEarlier(tx, scope, order, invoice, paidIds);
    const taken = input.isImport ? await takeIn(tx, scope, order, invoice, payments, input) : null;
    await markToPlan(tx, scope, companyFileId, scope.now(), [orderId]);
    const lines = input.isImport ? invoice.lines.length : 0;
    const told = { number: invoice.number, lines, payments: taken?.payments ?? 0 };
    const methods = taken?.methods ?? {};
    const detail = { order: order.order.number, ...told, ...methods, ...removed, ledgerId: invoice.ledgerId };
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

/**
 * Takes off what came from an invoice that the order's was before: its lines, and imported payments that pay none of the
 * order's invoices. What was sent from here, or is being taken back, stays.
 */
async function removeEarlier(
  tx: Transaction,
  scope: Scope,
  { orderId, payments, added }: OrderPayments,
  { ledgerId: linkedTo }: LedgerInvoice,
  paidIds: ReadonlySet<string>,
): Promise<{ readonly removed?: string }> {
  const standIns = new Set(added.payments.flatMap((one) => (one.documentKey === null ? [] : one.orderPaymentId)));
  const gone = payments.filter(
    ({ paymentId, lock, ledgerId }) =>
      lock === "imported" && ledgerId !== null && !paidIds.has(ledgerId) && !standIns.has(paymentId),
  );
  const ids = gone.map(({ paymentId }) => paymentId);
  if (ids.length > 0) await deletePayments(tx, scope, orderId, ids);
  const lines = await deleteOtherAdjustments(tx, scope, orderId, linkedTo);
  const told = [
    ...(lines > 0 ? [`${lines} ${lines === 1 ? "line" : "lines"} of the invoice before`] : []),
    ...gone.map(({ date, amount }) => `payment ${formatMoney(fromJson(amount))} of ${dateText(date)}`),
  ];
  return told.length > 0 ? { removed: told.join(", ") } : {};
}

/** Its lines become adjustments of the order, its payments imported ones. */
async function takeIn(
  tx: Transaction,
  scope: Scope,
  order: OrderPayments,
  invoice: LedgerInvoice,
  payments: readonly PaymentThere[],
  { methods: answers }: TakeOverInvoice,
): Promise<{ readonly payments: number; readonly methods: MethodsTold }> {
  const { companyFileId } = order;
  const adjustments = invoice.lines.map((line) => ({
    ...line,
    ledgerId: invoice.ledgerId,
    amount: fromJson(line.amount),
  }));
  await insertAdjustments(tx, scope, order, adjustments, actorName(scope));
  const added = comparePayments(order.payments, payments).filter((change) => change.is === "add");
  const used = added.map(({ after }) => after.method);
  const books = await readBooks(tx, scope, companyFileId);
  const { methods, told } = await keepMethods(tx, scope, companyFileId, books, used, answers);
  await applyChanges(tx, scope, order, added, methods);
  return { payments: added.length, methods: told };
}
