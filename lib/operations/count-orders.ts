// How many orders fit a filter? Counted only as far as one export reaches.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { EXPORT_MAX } from "#lib/sync/exports.ts";
import type { ListOrders, OrderCount } from "#lib/sync/orders-shown.ts";
import { countOrders as countStored } from "#lib/sync/orders/store.ts";
import { bitsWhere } from "#lib/sync/standing.ts";

/** `isMore`: there are more than that. */
export async function countOrders(scope: Scope, input: ListOrders): Promise<OrderCount> {
  allow(scope, "orders:read");
  const wanted = input.state;
  const bits = wanted === undefined ? undefined : bitsWhere(({ state }) => state === wanted);
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    const filter = { bits, search: input.search, max: EXPORT_MAX + 1 };
    const count = await countStored(tx, scope, input.companyFileId, filter);
    return { count: Math.min(count, EXPORT_MAX), isMore: count > EXPORT_MAX };
  });
}
