// Lost leases become `unsure`, silent workers' slots come back. Run by every worker, harmless when run twice.
import { inHotTransaction, type Database } from "#db/client.ts";
import { allow } from "#lib/access/scope.ts";
import type { Clock } from "#lib/id.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { beat, isLaneWell, lanesInFlight, leave, loseCalls, quickenLanes, readClock } from "#lib/sync/sweep/store.ts";
import { workerScope, type World } from "./world.ts";

/** Looks after every lane with calls under way. Returns how many calls were found lost. */
export async function sweep(world: World): Promise<number> {
  let lost = 0;
  for (const lane of await lanesInFlight(world.db)) {
    const scope = workerScope(world, lane.tenantId, "sweep");
    allow(scope, "sync:run");
    lost += await inHotTransaction(scope, async (tx) => {
      if (await isLaneWell(tx, scope, lane.companyFileId, world.now(), world.timing)) return 0;
      await lockLane(tx, scope, lane.companyFileId);
      return await loseCalls(tx, scope, lane.companyFileId, world.now(), world.timing);
    });
  }
  return lost;
}

/** Lanes that QuickBooks slowed down find their pace again, a little each minute; asked more often it does nothing. */
export async function quicken(world: World): Promise<void> {
  await quickenLanes(world.db, world.now(), world.timing.minuteMs);
}

/** Says that this worker lives. */
export async function beatHeart(world: World): Promise<void> {
  await beat(world.db, world.owner, world.now());
}

/** Says that this worker leaves. */
export async function leaveWorld(world: World): Promise<void> {
  await leave(world.db, world.owner);
}

/**
 * The database's clock, asked once: workers on several machines then agree on the time. Its drift in between is the
 * machine's own.
 */
export async function databaseClock(db: Database): Promise<Clock> {
  const before = Date.now();
  const at = await readClock(db);
  const offsetMs = at.getTime() - (before + Date.now()) / 2;
  // Less than the trip's own uncertainty is no difference: then the machine's clock is as good and never jumps.
  return Math.abs(offsetMs) < 50 ? () => new Date() : () => new Date(Date.now() + offsetMs);
}
