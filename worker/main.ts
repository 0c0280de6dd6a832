// The clock: plans, delivers, reads lists and changes, sweeps. Any number of these may run; they share nothing but the database.
import { setTimeout as sleep } from "node:timers/promises";

import { openDatabase } from "#db/client.ts";
import { idFrom } from "#lib/id.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { carryTurn, nextTurnAt, takeTurn, type TurnEnd } from "#lib/operations/deliver-pushes.ts";
import { noticeExpiries } from "#lib/operations/notice-expiries.ts";
import { deliverDue } from "#lib/operations/deliver-webhooks.ts";
import { sendDueDigests } from "#lib/operations/send-digests.ts";
import { tellCauses } from "#lib/operations/tell-causes.ts";
import { beatHeart, databaseClock, leaveWorld, quicken, sweep } from "#lib/operations/sweep.ts";
import { followDueChanges, lookAfterOutage, planDue, readDueLists } from "#lib/operations/tend-lanes.ts";
import { workActs } from "#lib/operations/work-acts.ts";
import { defaultTiming, machineChance, type World } from "#lib/operations/world.ts";
import { startLoop } from "./loop.ts";

/** Calls under way in this process; lanes have limits of their own. */
const CARRIED_MAX = 400;
/** With so many calls under way this process has enough to do with batches: a single call costs as much as twenty documents in one. */
const BESIDE_MAX = 40;
const IDLE_MS = 200;
const BEAT_MS = 3_000;
const LISTS_MS = 500;
const CHANGES_MS = 1_000;
/** Connections end by the day: every worker looks once an hour, and the first to look tells it. */
const NOTICES_MS = 3_600_000;
/** Digests are due at a full hour; a minute late is on time. */
const DIGESTS_MS = 60_000;
const WEBHOOKS_MS = 1_000;

async function main(): Promise<void> {
  const db = openDatabase(env().DATABASE_APP_URL, {
    max: 8,
    onError: (error) => log.warn({ err: error }, "a database connection broke"),
  });
  const now = await databaseClock(db);
  const batchItemsCount = env().QBO_BATCH_ITEMS_COUNT;
  const timing = { ...defaultTiming, batchItemsCount, ...timingOf(process.env.TIEOUT_WORKER_TIMING) };
  let isLeaving = false;
  const world: World = {
    db,
    now,
    chance: machineChance,
    owner: idFrom(now().getTime(), machineChance(10)),
    timing,
    wait: sleep,
    isLeaving: () => isLeaving,
  };
  await lookAfterOutage(world).catch((error: unknown) =>
    log.error({ err: error }, "the look after an outage could not be asked for; the daily look makes up for it"),
  );
  await beatHeart(world);
  const carried = new Set<Promise<void>>();
  const loops = startLoops(world, carried);
  process.stdout.write("worker ready\n");
  const leave = async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
    await Promise.all(carried);
    await leaveWorld(world);
    await db.$client.end();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isLeaving) return;
      isLeaving = true;
      leave().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, "the worker could not leave in order");
          process.exit(1);
        },
      );
    });
  }
}

function startLoops(world: World, carried: Set<Promise<void>>) {
  const report = (job: string) => (error: unknown) => log.error({ err: error, job }, "a step of the worker failed");
  const deliver = startLoop(() => deliverStep(world, carried, () => deliver.wake()), report("deliver"));
  const plan = startLoop(async () => {
    const planned = await planDue(world);
    if (planned > 0) deliver.wake();
    return planned > 0 ? 0 : IDLE_MS;
  }, report("plan"));
  const lists = startLoop(async () => {
    if ((await readDueLists(world)) > 0) deliver.wake();
    return LISTS_MS;
  }, report("lists"));
  // Two: while one reads a company's hundred thousand customers, the other goes on with the rest.
  const changes = [1, 2].map(() =>
    startLoop(async () => {
      await followDueChanges(world);
      return CHANGES_MS;
    }, report("changes")),
  );
  const beatMs = Math.min(BEAT_MS, world.timing.aliveMs / 4);
  // Apart from the sweep, which may take long: a worker that is busy must not be taken for dead.
  const heart = startLoop(async () => {
    await beatHeart(world);
    return beatMs;
  }, report("heart"));
  const sweeping = startLoop(async () => {
    const lost = await sweep(world);
    if (lost > 0) log.warn({ lost }, "calls without an answer will be asked about");
    await quicken(world);
    return beatMs;
  }, report("sweep"));
  const acts = startLoop(async () => ((await workActs(world)) > 0 ? 0 : IDLE_MS), report("acts"));
  const notices = startLoop(async () => {
    await noticeExpiries(world);
    return NOTICES_MS;
  }, report("notices"));
  const digests = startLoop(async () => {
    await sendDueDigests(world);
    return DIGESTS_MS;
  }, report("digests"));
  // Telling and delivering apart: a receiver that answers slowly keeps no news from being written down.
  const telling = startLoop(async () => ((await tellCauses(world)) > 0 ? 0 : WEBHOOKS_MS), report("causes"));
  const webhooks = startLoop(async () => ((await deliverDue(world)) > 0 ? 0 : WEBHOOKS_MS), report("webhooks"));
  return [deliver, plan, lists, ...changes, heart, sweeping, acts, notices, digests, telling, webhooks];
}

/** Takes turns until no lane may go; says how long to wait. Carrying goes on beside it. */
async function deliverStep(world: World, carried: Set<Promise<void>>, wake: () => void): Promise<number> {
  if (carried.size >= CARRIED_MAX) return IDLE_MS;
  const singlesBeside = world.timing.singlesBeside && carried.size < BESIDE_MAX;
  const loaded: World = { ...world, timing: { ...world.timing, singlesBeside } };
  const taken = await takeTurn(loaded);
  if (taken.is === "turn") {
    const carrying = carryTurn(world, taken.turn)
      .then(report, (error: unknown) => log.error({ err: error }, "a turn could not be settled"))
      .then(() => {
        carried.delete(carrying);
        wake();
      });
    carried.add(carrying);
  }
  if (taken.is !== "idle") return 0;
  const at = await nextTurnAt(loaded);
  return at === null ? IDLE_MS : Math.min(Math.max(at.getTime() - world.now().getTime(), 1), IDLE_MS);
}

function report(ended: TurnEnd): void {
  const { isThrottled, isUnauthorized, held: _held, isTooLate, ...turn } = ended;
  log.debug(turn, "turn");
  if (isThrottled) log.warn({ companyFileId: turn.companyFileId }, "QuickBooks was asked too fast; the lane rests");
  if (isUnauthorized) log.info({ companyFileId: turn.companyFileId }, "the access token was refused");
  if (isTooLate)
    log.warn({ companyFileId: turn.companyFileId }, "a turn was taken over; its late answer changed nothing");
}

/** For tests that cannot wait two minutes for a lease: JSON with some of the timings, in milliseconds. */
function timingOf(text: string | undefined): Partial<World["timing"]> {
  return text ? (JSON.parse(text) as Partial<World["timing"]>) : {};
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, "the worker could not start");
  process.exitCode = 1;
});
