// What waits in the lanes besides pushes: orders to plan, lists to read. One step of each kind at a time.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { lanesToPlan, lanesToReadLists, postponeLists, type WaitingLane } from "#lib/sync/lane/store.ts";
import { Refusal } from "#lib/refusal.ts";
import { planOrders } from "./plan-orders.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { refreshLists } from "./refresh-lists.ts";
import { workerScope, type World } from "./world.ts";

/** When QuickBooks does not give its lists now, the lane goes on with those it has and asks again then. */
const LISTS_AGAIN_MS = 60_000;

/** Plans a handful of orders in every lane that waits for it. Returns how many orders were planned. */
export async function planDue(world: World): Promise<number> {
  let planned = 0;
  for (const lane of await lanesToPlan(world.db, world.now())) {
    const scope = workerScope(world, lane.tenantId, "plan");
    allow(scope, "sync:run");
    planned += await planOrders(scope, { companyFileId: lane.companyFileId });
  }
  return planned;
}

/** Reads the lists of every company that is due. Returns how many companies' lists were read. */
export async function readDueLists(world: World): Promise<number> {
  let read = 0;
  for (const lane of await lanesToReadLists(world.db, world.now())) {
    const scope = workerScope(world, lane.tenantId, "lists");
    allow(scope, "sync:run");
    read += (await readListsOf(scope, lane)) ? 1 : 0;
  }
  return read;
}

async function readListsOf(scope: Scope, { companyFileId }: WaitingLane): Promise<boolean> {
  try {
    await refreshCredentials(scope, { companyFileId });
    await refreshLists(scope, { companyFileId });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const again = new Date(scope.now().getTime() + LISTS_AGAIN_MS);
    await inTransaction(scope, (tx) => postponeLists(tx, scope, companyFileId, again));
    return false;
  }
}
