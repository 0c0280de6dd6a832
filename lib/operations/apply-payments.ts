// Makes the order's payments as the books hold them: exactly what was shown, or nothing.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { Refusal } from "#lib/refusal.ts";
import type { ApplyPayments } from "#lib/sync/invoices.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { differencesOf, paymentsInBooks } from "./compare-payments.ts";
import { applyChanges, keepMethods } from "./payments-applied.ts";
import { readOrderPayments } from "./payments-of.ts";

export type Applied = { readonly updated: number; readonly added: number; readonly removed: number };

/** Asks the books again and applies the differences when they are those that were shown. */
export async function applyPayments(scope: Scope, input: ApplyPayments): Promise<Applied> {
  allow(scope, "payments:record");
  const before = await inTransaction(scope, (tx) => readOrderPayments(tx, scope, input.orderId));
  const { there, payments } = await paymentsInBooks(scope, before);
  const { companyFileId, orderId } = before;
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const order = await readOrderPayments(tx, scope, orderId);
    const { changes, shown } = differencesOf(order, payments, there);
    if (shown !== input.shown) {
      throw new Refusal("moved-on", "The payments changed since they were shown. Look at the differences again.");
    }
    const used = changes.flatMap((change) => (change.is === "remove" ? [] : [change.after.method]));
    const books = await readBooks(tx, scope, companyFileId);
    const { methods, told } = await keepMethods(tx, scope, companyFileId, books, used, input.methods);
    await applyChanges(tx, scope, order, changes, methods);
    await markToPlan(tx, scope, companyFileId, scope.now(), [orderId]);
    const count = (is: (typeof changes)[number]["is"]) => changes.filter((change) => change.is === is).length;
    const applied = { updated: count("update"), added: count("add"), removed: count("remove") };
    const detail = { order: order.order.number, ...applied, ...told };
    await audit(tx, scope, { action: "payments.updated", subjectKind: "order", subjectId: orderId, detail });
    return applied;
  });
}
