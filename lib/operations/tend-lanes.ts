// What waits in the lanes besides pushes: orders to plan, lists to read. One step of each kind at a time.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import {
  lanesToPlan,
  lanesToReadLists,
  postponeLists,
  postponePlanning,
  type WaitingLane,
} from "#lib/sync/lane/store.ts";
import { Refusal } from "#lib/refusal.ts";
import { planOrders } from "./plan-orders.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { refreshLists } from "./refresh-lists.ts";
import { workerScope, type World } from "./world.ts";

/** What failed in one lane, by QuickBooks or by a fault of ours, is tried again then; the lane goes on meanwhile. */
const AGAIN_MS = 60_000;

/**
 * Plans a handful of orders in every lane that waits for it. Returns how many orders were planned. A lane that makes it
 * throw is set aside; the error comes out after all others had their turn.
 */
export async function planDue(world: World): Promise<number> {
  let planned = 0;
  const failed: unknown[] = [];
  for (const lane of await lanesToPlan(world.db, world.now())) {
    const scope = workerScope(world, lane.tenantId, "plan");
    allow(scope, "sync:run");
    try {
      planned += await planOrders(scope, lane);
    } catch (error) {
      failed.push(error);
      await inTransaction(scope, (tx) => postponePlanning(tx, scope, lane.companyFileId, again(scope)));
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, "Orders could not be planned");
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
    await inTransaction(scope, (tx) => postponeLists(tx, scope, companyFileId, again(scope)));
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}

function again(scope: Scope): Date {
  return new Date(scope.now().getTime() + AGAIN_MS);
}
