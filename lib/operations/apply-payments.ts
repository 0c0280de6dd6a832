// Makes the order's payments as the books hold them: exactly what was shown, or nothing. What waited for them goes.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Applied, ApplyPayments } from "#lib/sync/invoices.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { newLedgerPayments } from "#lib/sync/payments.ts";
import { priorities } from "#lib/sync/push.ts";
import { releaseProblems } from "#lib/sync/resolve/store.ts";
import { differencesOf, paymentsInBooks, type InBooks } from "./compare-payments.ts";
import { applyChanges, keepMethods } from "./payments-applied.ts";
import { readOrderPayments } from "./payments-of.ts";

/** Asks the books again and applies the differences when they are those that were shown. */
export async function applyPayments(scope: Scope, input: ApplyPayments): Promise<Applied> {
  allow(scope, "payments:record");
  const before = await inTransaction(scope, (tx) => readOrderPayments(tx, scope, input.orderId));
  const inBooks = await paymentsInBooks(scope, before);
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, before.companyFileId);
    return await applyShown(scope, tx, inBooks, input);
  });
}

/** Applies what the books said of one order, and lets go what waited for it. The lane must be locked. */
export async function applyShown(
  scope: Scope,
  tx: Transaction,
  { there, payments }: InBooks,
  input: ApplyPayments,
): Promise<Applied> {
  allow(scope, "payments:record");
  const { orderId } = input;
  const now = scope.now();
  const order = await readOrderPayments(tx, scope, orderId);
  const { companyFileId } = order;
  const { changes, shown } = differencesOf(order, payments, there);
  if (shown !== input.shown) {
    throw new Refusal("moved-on", "The payments changed since they were shown. Look at the differences again.");
  }
  const used = changes.flatMap((change) => (change.is === "remove" ? [] : [change.after.method]));
  const books = await readBooks(tx, scope, companyFileId);
  const { methods, told } = await keepMethods(tx, scope, companyFileId, books, used, input.methods);
  await applyChanges(tx, scope, order, changes, methods);
  await markToPlan(tx, scope, companyFileId, now, [orderId]);
  const count = (is: (typeof changes)[number]["is"]) => changes.filter((change) => change.is === is).length;
  // One like a payment that is being sent is told apart once that answer is in: until then all of it waits on.
  const isAll = newLedgerPayments(order.payments, payments).length <= count("add");
  const waited = { is: "behind-payments", orderId } as const;
  const released = isAll ? await releaseProblems(tx, scope, companyFileId, waited, priorities.live, now) : [];
  if (released.length > 0) await wakeLane(tx, scope, companyFileId, ["ready"], now);
  const applied = {
    updated: count("update"),
    added: count("add"),
    removed: count("remove"),
    released: released.length,
  };
  const detail = { order: order.order.number, ...applied, ...told };
  await audit(tx, scope, { action: "payments.updated", subjectKind: "order", subjectId: orderId, detail });
  return applied;
}
