// Finds one order as its source told it: by our id, or by the source's own.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findOrder as findStored, findSources, type StoredOrder } from "#lib/orders/store.ts";
import type { FindOrder } from "#lib/orders/take-in.ts";
import { notFound } from "#lib/refusal.ts";

/** A source sees its own orders only. Throws a Refusal "not-found" for what is not there or not theirs. */
export async function findOrder(scope: Scope, input: FindOrder): Promise<StoredOrder> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const { actor } = scope;
    if ("orderId" in input) {
      const found = await findStored(tx, scope, input);
      if (!found || (actor.type === "source" && actor.sourceId !== found.sourceId)) throw notFound("This order");
      return found;
    }
    const sourceIds =
      actor.type === "source" ? [actor.sourceId] : (await findSources(tx, scope)).map((source) => source.sourceId);
    const found = sourceIds.length > 0 ? await findStored(tx, scope, { ...input, sourceIds }) : null;
    if (!found) throw notFound("This order");
    return found;
  });
}
