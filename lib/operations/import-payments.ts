// Orders wait because QuickBooks has payments of theirs that are not known here: they are imported, and what waited goes.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { Applied } from "#lib/sync/invoices.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import {
  IMPORTED_MAX,
  newPaymentsLook,
  skipsOf,
  type BehindPayments,
  type ImportNewPayments,
  type LookAtNewPayments,
  type NewPaymentsLook,
  type PaymentsImported,
} from "#lib/sync/new-payments.ts";
import { readBehindPayments } from "#lib/sync/payments/store.ts";
import { applyShown } from "./apply-payments.ts";
import { differencesOf, paymentsOfOrders, type InBooks } from "./compare-payments.ts";
import { readOrdersPayments, type OrderPayments } from "./payments-of.ts";

type Waiting = { readonly order: OrderPayments; readonly behind: BehindPayments };

/** What an import would take over, of which orders, and what is let go by it. Two questions to QuickBooks. */
export async function lookAtNewPayments(scope: Scope, input: LookAtNewPayments): Promise<NewPaymentsLook> {
  allow(scope, "payments:record");
  const waiting = await readWaiting(scope, input, IMPORTED_MAX + 1);
  const orders = waiting.slice(0, IMPORTED_MAX);
  const found = await paymentsOfOrders(
    scope,
    orders.map(({ order }) => order),
  );
  const told = orders.map(({ order, behind }) => {
    const inBooks = found.get(order.orderId) ?? "";
    const { payments: here } = order;
    if (typeof inBooks === "string") return { ...behind, here, found: inBooks };
    const { there, payments } = inBooks;
    return { ...behind, here, found: { there: payments, differences: differencesOf(order, payments, there) } };
  });
  return newPaymentsLook(told, waiting.length > orders.length);
}

/** Imports exactly what was shown, as an order's own page does; an order that changed since is left and named. */
export async function importNewPayments(scope: Scope, input: ImportNewPayments): Promise<PaymentsImported> {
  allow(scope, "problems:resolve");
  const { companyFileId, methods } = input;
  const marks = new Map(input.orders.map(({ orderId, shown }) => [orderId, shown]));
  const waiting = await readWaiting(scope, { companyFileId, orderIds: [...marks.keys()] }, IMPORTED_MAX);
  if (waiting.length === 0) throw new Refusal("moved-on", "Nothing waits for payments to be imported any more.");
  const found = await paymentsOfOrders(
    scope,
    waiting.map(({ order }) => order),
  );
  const at = scope.now().toISOString();
  const done: Applied[] = [];
  const left: { readonly why: string; readonly documents: number }[] = [];
  for (const { behind } of waiting) {
    const { orderId, documents } = behind;
    const inBooks = found.get(orderId) ?? "";
    const shown = marks.get(orderId) ?? "";
    const outcome =
      typeof inBooks === "string"
        ? inBooks
        : await importOne(scope, companyFileId, inBooks, { orderId, shown, methods });
    if (typeof outcome === "string") left.push({ why: outcome, documents });
    else done.push(outcome);
  }
  if (done.length === 0) throw new Refusal("conflict", left[0]?.why ?? "");
  return {
    payments: done.reduce((sum, { added }) => sum + added, 0),
    orders: done.length,
    documents: done.reduce((sum, { released }) => sum + released, 0),
    left: skipsOf(left),
    at,
  };
}

/** Orders are independent: one that changed meanwhile holds no other up. Answers why, when it did. */
async function importOne(
  scope: Scope,
  companyFileId: string,
  inBooks: InBooks,
  input: Parameters<typeof applyShown>[3],
): Promise<Applied | string> {
  try {
    return await inTransaction(scope, async (tx) => {
      await lockLane(tx, scope, companyFileId);
      return await applyShown(scope, tx, inBooks, input);
    });
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code !== "not-allowed") return thrown.message;
    throw thrown;
  }
}

/** The orders that wait, the oldest first; those of another tenant are not among them. */
async function readWaiting(scope: Scope, input: LookAtNewPayments, max: number): Promise<Waiting[]> {
  const { companyFileId, orderIds = null } = input;
  return await inTransaction(scope, async (tx: Transaction) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const behind = await readBehindPayments(tx, scope, companyFileId, { orderIds, max });
    const orders = await readOrdersPayments(
      tx,
      scope,
      behind.map(({ orderId }) => orderId),
    );
    const byId = new Map(orders.map((order) => [order.orderId, order]));
    return behind.flatMap((one) => {
      const order = byId.get(one.orderId);
      return order ? [{ order, behind: one }] : [];
    });
  });
}
