// One measured run of a lane under trouble: many workers, one killed now and then, and another app in the same company.
import { setTimeout as pause } from "node:timers/promises";

import { defaultTiming } from "#lib/operations/world.ts";
import { pace } from "#lib/sync/pace.ts";
import { faultsInBooks } from "./books.ts";
import { analyze, newCompany, openLane, takeInAndPlan, type Company } from "./company.ts";
import { CUSTOMERS, makeLoads } from "./loads.ts";
import { emptyLane } from "./ours.ts";
import { killProgram, stopProgram, type Program } from "./programs.ts";
import type { Rig } from "./run.ts";
import { letOthersIn, resetStats, setMode } from "./simulator.ts";
import { startWorker } from "./worker.ts";

export type CrowdOptions = {
  readonly workers: number;
  /** How many of the company's calls another app takes, 0 to 1. */
  readonly otherShare: number;
  /** Minutes of the ledger's clock that are measured. */
  readonly minutes: number;
  /** One worker is killed, and another started, this often by the ledger's clock. */
  readonly killEverySeconds: number;
};

export type CrowdRun = CrowdOptions & {
  readonly documents: number;
  readonly perMinute: number;
  /** What one app may send beside the other: 40 batches, and single calls in what is left of 500. */
  readonly ceiling: number;
  readonly calls: number;
  readonly throttled429: number;
  readonly killed: number;
  readonly faults: readonly string[];
};

/** Killed workers are missed as soon as in life, though never so soon that a busy one is. */
const aliveMsOf = (scale: number) => Math.max(defaultTiming.aliveMs / scale, 2_500);
const CALLS = 500;
const BATCHES = 40;

/** Measures for some minutes, then lets one worker finish the rest and checks the books. */
export async function runCrowd(rig: Rig, options: CrowdOptions): Promise<CrowdRun> {
  const { scale } = rig.options;
  const ceiling = BATCHES * 30 + CALLS * (1 - options.otherShare) - BATCHES;
  const company = await newCompany(rig, rig.options.throttle);
  await setMode(rig.simulator, "unthrottled", 1);
  await takeInAndPlan(company, makeLoads(CUSTOMERS));
  await emptyLane(rig, company, CUSTOMERS);
  // A little more than can be sent: the lane must never run dry while it is measured.
  const loads = makeLoads(Math.ceil((options.minutes + 1) * ceiling), CUSTOMERS);
  await takeInAndPlan(company, loads);
  await analyze(rig);
  await setMode(rig.simulator, "throttled", scale);
  await resetStats(rig.simulator, company.realmId);
  await letOthersIn(rig.simulator, company.realmId, options.otherShare);
  await pause((pace.minuteMs + pace.marginMs) / scale);
  const measured = await measure(rig, company, options);
  await letOthersIn(rig.simulator, company.realmId, 0);
  await setMode(rig.simulator, "unthrottled", 1);
  await emptyLane(rig, company, loads.length);
  const faults = await faultsInBooks(rig.simulator, company.realmId, [...makeLoads(CUSTOMERS), ...loads]);
  return { ...options, ...measured, perMinute: measured.documents / options.minutes, ceiling, faults };
}

async function measure(rig: Rig, company: Company, options: CrowdOptions) {
  const { scale } = rig.options;
  const workers = await Promise.all(
    Array.from({ length: options.workers }, () =>
      startWorker(rig, { client: "mixed", scale, aliveMs: aliveMsOf(scale) }),
    ),
  );
  const since = new Date();
  const end = since.getTime() + (options.minutes * 60_000) / scale;
  await openLane(rig, company, { batchMs: pace.batchGapMs, callMs: pace.callGapMs });
  const killed = await killNowAndThen(rig, workers, (options.killEverySeconds * 1000) / scale, end);
  const counted = await countSince(rig, company, since);
  await Promise.all(workers.map(stopProgram));
  return { ...counted, killed };
}

/** Kills the oldest worker without a word, and starts another, until the end. Returns how many were killed. */
async function killNowAndThen(rig: Rig, workers: Program[], everyMs: number, end: number): Promise<number> {
  for (let killed = 0; ; killed += 1) {
    const left = end - Date.now();
    await pause(Math.max(0, Math.min(everyMs, left)));
    if (left <= everyMs) return killed;
    const victim = workers.shift();
    if (victim) await killProgram(victim);
    workers.push(
      await startWorker(rig, { client: "mixed", scale: rig.options.scale, aliveMs: aliveMsOf(rig.options.scale) }),
    );
  }
}

async function countSince(rig: Rig, { tenantId }: Company, since: Date) {
  const posted = await rig.test.admin.query<{ n: number }>(
    "select count(*)::int as n from ledger_links where tenant_id = $1 and linked_at >= $2",
    [tenantId, since],
  );
  const calls = await rig.test.admin.query<{ calls: number; refused: number }>(
    `select count(*)::int as calls, count(*) filter (where status = 429)::int as refused
       from attempts where tenant_id = $1 and sent_at >= $2 and answered_at is not null`,
    [tenantId, since],
  );
  const { calls: answered, refused } = calls.rows[0]!;
  return { documents: posted.rows[0]!.n, calls: answered, throttled429: refused };
}
