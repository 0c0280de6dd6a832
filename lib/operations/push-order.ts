// A person says "push" on one order: it is planned anew, and what QuickBooks does not hold of it goes before everything else.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound } from "#lib/refusal.ts";
import {
  beginGeneration,
  forgetGone,
  hurryPushes,
  readEfforts,
  readOrderState,
  type OrderEffort,
  type OrderState,
} from "#lib/sync/hurry/store.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import type { OrderPushed, PushOrder } from "#lib/sync/orders-pushed.ts";
import { readForPush, writePushes } from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { releaseProblems } from "#lib/sync/resolve/store.ts";
import { partiesToSend } from "./link-customers.ts";
import { planOrders } from "./plan-orders.ts";
import { workerScope } from "./world.ts";

/** Two hundred orders are planned at once, oldest first; behind more than these the clock plans it in its turn. */
const ROUNDS_MAX = 3;

/** Lets an order go now: creates what is missing in the books, updates what is there. Says how many documents are under way. */
export async function pushOrder(scope: Scope, input: PushOrder): Promise<OrderPushed> {
  allow(scope, "problems:resolve");
  const { orderId } = input;
  let order = await inTransaction(scope, (tx) => readOrderState(tx, scope, orderId));
  if (!order) throw notFound("This order");
  const { companyFileId } = order;
  await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    await markToPlan(tx, scope, companyFileId, scope.now(), [orderId]);
  });
  for (let round = 0; round < ROUNDS_MAX; round++) {
    await planOrders(workerScope(scope, scope.tenantId, "plan"), { companyFileId });
    order = await inTransaction(scope, (tx) => readOrderState(tx, scope, orderId));
    if (order?.isPlanned) break;
  }
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const efforts = (await readEfforts(tx, scope, orderId)).filter(({ isLeftOut }) => !isLeftOut);
    const going = await letGo(tx, scope, companyFileId, efforts);
    const detail = { documents: going };
    await audit(tx, scope, { action: "order.pushed", subjectKind: "order", subjectId: orderId, detail });
    return { going, because: going > 0 ? null : whyNothing(order, efforts) };
  });
}

/** Returns how many documents are under way. */
async function letGo(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  efforts: readonly OrderEffort[],
): Promise<number> {
  const now = scope.now();
  const gone = idsOf(efforts.filter(({ isGone, effort }) => isGone && effort === null));
  const fresh = idsOf(efforts.filter(({ isPosted, isGone, effort }) => effort === null && !isPosted && !isGone));
  await forgetGone(tx, scope, gone);
  const books = await readBooks(tx, scope, companyFileId);
  const rows = await readForPush(tx, scope, [...fresh, ...gone]);
  const customers = rows.flatMap(({ document, currency }) =>
    document.kind === "customer" ? [{ document, currency }] : [],
  );
  const { held } = await partiesToSend(tx, scope, companyFileId, customers, books.settings);
  const pushes = rows.map((row) => ({
    pushId: newId(scope),
    documentId: row.documentId,
    kind: row.document.kind,
    operation: row.isLinked ? ("update" as const) : ("create" as const),
    priority: priorities.person,
    problem: held.get(row.document.key) ?? ledgers.qbo.check(row.document, books)[0] ?? null,
    amountMinor: row.amountMinor,
    currency: row.currency,
  }));
  await writePushes(tx, scope, companyFileId, pushes, now);
  const anew = pushes.filter(({ documentId }) => gone.includes(documentId)).map(({ pushId }) => pushId);
  await beginGeneration(tx, scope, anew);
  const stuck = efforts.flatMap(({ effort, pushId }) => (effort === "problem" && pushId !== null ? [pushId] : []));
  const released =
    stuck.length === 0
      ? []
      : await releaseProblems(tx, scope, companyFileId, { is: "rows", pushIds: stuck }, priorities.person, now);
  const live = idsOf(efforts.filter(({ effort }) => effort === "live"));
  await hurryPushes(tx, scope, live);
  const going = pushes.length + released.length + live.length;
  // A cause that a person solved in QuickBooks counts only once the lists are read again.
  const wakes = released.length > 0 ? (["lists", "ready", "person"] as const) : (["ready", "person"] as const);
  if (going > 0) await wakeLane(tx, scope, companyFileId, wakes, now);
  return going;
}

function idsOf(efforts: readonly OrderEffort[]): readonly string[] {
  return efforts.map(({ documentId }) => documentId);
}

function whyNothing(order: OrderState | null, efforts: readonly OrderEffort[]): string {
  if (!order?.isPlanned) return "Many orders wait to be planned. This one goes in its turn.";
  if (order.hasProblem) return "Nothing could be planned: see the problem on the order.";
  if (efforts.length > 0) return "Nothing to send: QuickBooks holds this order as it is.";
  if (order.status === "cancelled") return "Nothing to send: the order is cancelled.";
  if (order.status !== "completed") return "Nothing to send: the order is not completed.";
  return "Nothing to send: nothing of this order has to be booked.";
}
