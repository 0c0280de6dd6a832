// What waits in the lanes besides pushes: orders to plan, lists to read, changes to follow. One step of each kind at a time.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { lanesToFollow, lookEverywhere } from "#lib/sync/events/store.ts";
import {
  lanesToPlan,
  lanesToReadLists,
  postponeLists,
  postponePlanning,
  type WaitingLane,
} from "#lib/sync/lane/store.ts";
import { hasOtherWorkers } from "#lib/sync/sweep/store.ts";
import { followChanges } from "./follow-changes.ts";
import { planOrders } from "./plan-orders.ts";
import { readBookLists } from "./refresh-lists.ts";
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

/**
 * Reads the lists of every company whose pushes wait for them: just connected, or a person resyncs after a fix. Returns
 * how many companies' lists were read.
 */
export async function readDueLists(world: World): Promise<number> {
  const lanes = await lanesToReadLists(world.db, world.now());
  return await eachOf(world, lanes, "lists", async (scope, lane) => {
    const read = await readBookLists(world, lane);
    if (read.is === "later") await setBack(scope, lane);
    return read.is === "read";
  });
}

/** Follows the changes of every company that is due. Returns how many companies were followed. */
export async function followDueChanges(world: World): Promise<number> {
  const lanes = await lanesToFollow(world.db, world.now());
  return await eachOf(world, lanes, "changes", async (_scope, lane) => await followChanges(world, lane));
}

/**
 * Nobody listened for a while, because no worker ran: every company looks at once for all that changed. Not when another
 * worker lives, as while one after the other is replaced.
 */
export async function lookAfterOutage(world: World): Promise<void> {
  if (!(await hasOtherWorkers(world.db, world.owner, world.now(), world.timing.aliveMs)))
    await lookEverywhere(world.db);
}

const LANES_SIDE_BY_SIDE = 4;

/** Some lanes side by side: a long reading holds up its own company, and few others. Faults come out at the end. */
async function eachOf(
  world: World,
  lanes: readonly WaitingLane[],
  job: string,
  work: (scope: Scope, lane: WaitingLane) => Promise<boolean>,
): Promise<number> {
  const waiting = [...lanes];
  const failed: unknown[] = [];
  let done = 0;
  const serve = async () => {
    for (let lane = waiting.shift(); lane && !world.isLeaving?.(); lane = waiting.shift()) {
      const scope = workerScope(world, lane.tenantId, job);
      allow(scope, "sync:run");
      try {
        if (await work(scope, lane)) done++;
      } catch (error) {
        failed.push(error);
        if (job === "lists") await setBack(scope, lane);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES_SIDE_BY_SIDE }, serve));
  if (failed.length > 0) throw new AggregateError(failed, `Some companies' ${job} could not be read`);
  return done;
}

async function setBack(scope: Scope, { companyFileId }: WaitingLane): Promise<void> {
  await inTransaction(scope, (tx) => postponeLists(tx, scope, companyFileId, again(scope)));
}

function again(scope: Scope): Date {
  return new Date(scope.now().getTime() + AGAIN_MS);
}
