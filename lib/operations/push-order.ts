// A person says "push" on one order: it is planned anew, and what QuickBooks does not hold of it goes before everything else.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { asksPayments } from "#lib/sync/export-plan.ts";
import { newPaymentsNote } from "#lib/sync/exports.ts";
import { readExportDocuments } from "#lib/sync/exports/store.ts";
import { hurryPushes, readEfforts, readOrderState, type OrderEffort, type OrderState } from "#lib/sync/hurry/store.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { readOrders } from "#lib/sync/orders/store.ts";
import type { OrderPushed, PushOrder } from "#lib/sync/orders-pushed.ts";
import { priorities } from "#lib/sync/push.ts";
import { releaseProblems } from "#lib/sync/resolve/store.ts";
import { isExportable, standingOfBits } from "#lib/sync/standing.ts";
import { standingNote } from "#lib/sync/standing-note.ts";
import { exportOrders } from "./export-orders.ts";
import { planOrders } from "./plan-orders.ts";
import { workerScope } from "./world.ts";

/** Two hundred orders are planned at once, oldest first; behind more than these the clock plans it in its turn. */
const ROUNDS_MAX = 3;

/**
 * Lets an order go now, as an export of it alone would, and with it what of it needed a person. Says how many documents
 * are under way. Refuses what an export refuses.
 */
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
  const { unasked, blocked } = await exportIfItMay(scope, companyFileId, orderId);
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const efforts = await readEfforts(tx, scope, orderId);
    const wanted = efforts.filter(({ isLeftOut }) => !isLeftOut);
    const going = await letGo(tx, scope, companyFileId, wanted);
    const detail = { documents: going };
    await audit(tx, scope, { action: "order.pushed", subjectKind: "order", subjectId: orderId, detail });
    return { going, because: going > 0 ? null : whyNothing(order, efforts, blocked), unasked };
  });
}

type Exported = Pick<OrderPushed, "unasked"> & {
  /** Why the order cannot be exported at all. */
  readonly blocked: string | null;
};

/** What is new, changed or missing goes as an export. */
async function exportIfItMay(scope: Scope, companyFileId: string, orderId: string): Promise<Exported> {
  const orderIds = [orderId];
  const { order, documents } = await inTransaction(scope, async (tx) => ({
    order: (await readOrders(tx, scope, companyFileId, { orderIds, max: 1 }))[0],
    documents: await readExportDocuments(tx, scope, companyFileId, orderIds),
  }));
  if (!order) return { unasked: null, blocked: null };
  const standing = standingOfBits(order.bits, order.status, order.problem);
  if (!isExportable(standing)) {
    return { unasked: null, blocked: standing.state === "blocked" ? standingNote(order, standing) : null };
  }
  if (standing.state === "missing" && asksPayments(documents)) {
    const sentence = `The invoice of order ${order.number} was deleted in QuickBooks and had payments. Use Export: there it is asked what becomes of them.`;
    throw new Refusal("conflict", sentence);
  }
  const { unasked, held } = await exportOrders(scope, { companyFileId, select: { is: "rows", orderIds } });
  return { unasked, blocked: held > 0 ? newPaymentsNote : null };
}

/** Lets what needed a person go again, and hurries what is on its way. Returns how many documents are under way. */
async function letGo(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  efforts: readonly OrderEffort[],
): Promise<number> {
  const now = scope.now();
  const stuck = efforts.flatMap(({ effort, pushId }) => (effort === "problem" && pushId !== null ? [pushId] : []));
  const released =
    stuck.length === 0
      ? []
      : await releaseProblems(tx, scope, companyFileId, { is: "rows", pushIds: stuck }, priorities.person, now);
  const live = efforts.flatMap(({ effort, documentId }) => (effort === "live" ? [documentId] : []));
  await hurryPushes(tx, scope, live);
  const going = released.length + live.length;
  // A cause that a person solved in QuickBooks counts only once the lists are read again.
  const wakes = released.length > 0 ? (["lists", "ready", "person"] as const) : (["ready", "person"] as const);
  if (going > 0) await wakeLane(tx, scope, companyFileId, wakes, now);
  return going;
}

function whyNothing(order: OrderState | null, efforts: readonly OrderEffort[], blocked: string | null): string {
  if (!order?.isPlanned) return "Many orders wait to be planned. This one goes in its turn.";
  if (order.hasProblem) return "Nothing could be planned: see the problem on the order.";
  if (efforts.length > 0 && blocked !== null) return `Nothing to send: ${blocked}.`;
  if (efforts.some(({ isLeftOut }) => isLeftOut)) return "Nothing to send: a person left the rest of it out.";
  if (efforts.length > 0) return "Nothing to send: QuickBooks holds this order as it is.";
  if (order.status === "cancelled") return "Nothing to send: the order is cancelled.";
  if (order.status !== "completed") return "Nothing to send: the order is not completed.";
  return "Nothing to send: nothing of this order has to be booked.";
}
