// Takes a source's orders in: newer wins, older is ignored, the same twice changes nothing. One result per order.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { checkOrder, type CheckedOrder } from "#lib/orders/check.ts";
import { findSource, storeOrders, type Taken } from "#lib/orders/store.ts";
import type { TakeInOrders, TakeInResult } from "#lib/orders/take-in.ts";
import { notFound } from "#lib/refusal.ts";

/**
 * Stores up to 500 orders of one source in one transaction and marks them to be planned. A bad order is a refused
 * result with paths; it does not stop the others. Throws a Refusal when the source is not of this tenant (or, for a
 * source's own key, is another one).
 */
export async function takeInOrders(scope: Scope, input: TakeInOrders): Promise<readonly TakeInResult[]> {
  allow(scope, "orders:import");
  if (scope.actor.type === "source" && scope.actor.sourceId !== input.sourceId) throw notFound("This source");
  const read = input.orders.map((value) => checkOrder(value));
  const newest = newestOfEach(read.flatMap((one) => ("checked" in one ? [one.checked] : [])));
  const taken = await inTransaction(scope, async (tx) => {
    const source = await findSource(tx, scope, input.sourceId);
    if (!source) throw notFound("This source");
    if (newest.size === 0) return new Map<string, Taken>();
    const stored = await storeOrders(tx, scope, source, [...newest.values()]);
    const counts = countByResult([...stored.values()]);
    if (counts.created + counts.updated > 0) {
      await audit(tx, scope, {
        action: "orders.taken-in",
        subjectKind: "source",
        subjectId: source.sourceId,
        detail: { ...counts, refused: read.length - read.filter((one) => "checked" in one).length },
      });
    }
    return stored;
  });
  return read.map((one, index) => toResult(one, index, input.orders[index], newest, taken));
}

/** Of several versions of one order in one call, the newest; of equally new ones, the last. */
function newestOfEach(checked: readonly CheckedOrder[]): ReadonlyMap<string, CheckedOrder> {
  const newest = new Map<string, CheckedOrder>();
  for (const one of checked) {
    const known = newest.get(one.order.externalId);
    if (!known || Date.parse(one.order.updatedAt) >= Date.parse(known.order.updatedAt)) {
      newest.set(one.order.externalId, one);
    }
  }
  return newest;
}

function countByResult(taken: readonly Taken[]): Record<Taken["result"], number> {
  const counts = { created: 0, updated: 0, unchanged: 0, older: 0 };
  for (const { result } of taken) counts[result] += 1;
  return counts;
}

function toResult(
  one: ReturnType<typeof checkOrder>,
  index: number,
  sent: unknown,
  newest: ReadonlyMap<string, CheckedOrder>,
  taken: ReadonlyMap<string, Taken>,
): TakeInResult {
  if ("faults" in one) return { index, externalId: externalIdOf(sent), result: "refused", problems: one.faults };
  const { externalId } = one.checked.order;
  const stored = taken.get(externalId);
  if (!stored) throw new Error(`Order ${externalId} was neither stored nor found`);
  const winner = newest.get(externalId);
  if (winner === one.checked) return { index, externalId, result: stored.result, orderId: stored.orderId };
  const isSame = winner?.fingerprint === one.checked.fingerprint;
  return { index, externalId, result: isSame ? "unchanged" : "older", orderId: stored.orderId };
}

function externalIdOf(sent: unknown): string | null {
  const id = typeof sent === "object" && sent !== null && "externalId" in sent ? sent.externalId : null;
  return typeof id === "string" ? id.slice(0, 200) : null;
}
