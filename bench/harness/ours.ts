// One measured run of Tieout: a real worker process empties the lane of one company.
import { setTimeout as pause } from "node:timers/promises";

import { pace } from "#lib/sync/pace.ts";
import { faultsInBooks } from "./books.ts";
import { analyze, closeLane, newCompany, openLane, takeInAndPlan, type Company } from "./company.ts";
import { CUSTOMERS, makeLoads } from "./loads.ts";
import { stopProgram, type Program } from "./programs.ts";
import type { Ours, Rig, Run } from "./run.ts";
import { resetStats, setMode, statsOf, type Mode } from "./simulator.ts";
import { cpuOf, cpuOfServer, peakMemoryOf } from "./usage.ts";
import { startWorker } from "./worker.ts";

/** Without progress for this long a run is given up; longer than any latency, shorter than a lost lease. */
const STALL_MS = 60_000;
const LOOK_MS = 100;
const LOOK_MS_AT_THE_END = 10;

/**
 * Pushes `rig.options.orders` invoices of known customers. They are planned before the clock starts. It runs from the
 * moment the worker wrote the first call down, just before sending it, until no push is open any more.
 */
export async function runTieout(rig: Rig, client: Ours, mode: Mode): Promise<Run> {
  const { scale, throttle } = rig.options;
  const orders = mode === "throttled" ? rig.options.orders : rig.options.unthrottledOrders;
  const company = await newCompany(rig, throttle);
  await meetCustomers(rig, company);
  const loads = makeLoads(orders, CUSTOMERS);
  await takeInAndPlan(company, loads);
  await analyze(rig);
  await setMode(rig.simulator, mode, scale);
  await resetStats(rig.simulator, company.realmId);
  // What was sent to meet the customers is forgotten by the ledger's minute before anything is measured.
  if (mode === "throttled") await pause((pace.minuteMs + pace.marginMs) / scale);
  const worker = await startWorker(rig, { client, scale: mode === "throttled" ? scale : 1 });
  try {
    const before = usage(rig, worker);
    const beganAt = new Date();
    await openLane(rig, company, gapsOf(mode));
    const endedAt = await settled(rig, company, orders);
    const after = usage(rig, worker);
    const { throttled429 } = await statsOf(rig.simulator, company.realmId);
    const seconds = (endedAt - (await firstSend(rig, company, beganAt))) / 1000;
    const peakMemoryMib = peakMemoryOf(worker.pid);
    await stopProgram(worker);
    return {
      client,
      mode,
      documents: orders,
      seconds,
      throttled429,
      cpu: {
        client: (after.client - before.client) / orders,
        postgres: (after.postgres - before.postgres) / orders,
        simulator: (after.simulator - before.simulator) / orders,
      },
      simulatorShare: (after.simulator - before.simulator) / 1e6 / seconds,
      peakMemoryMib,
      faults: await faultsInBooks(rig.simulator, company.realmId, [...makeLoads(CUSTOMERS), ...loads]),
    };
  } finally {
    await stopProgram(worker);
    await closeLane(rig, company);
  }
}

/** One invoice for each customer, not measured: then both sides know them. */
async function meetCustomers(rig: Rig, company: Company): Promise<void> {
  await setMode(rig.simulator, "unthrottled", rig.options.scale);
  await takeInAndPlan(company, makeLoads(CUSTOMERS));
  await emptyLane(rig, company, CUSTOMERS);
}

/** Lets one worker push whatever waits in the lane, as fast as it goes; the simulator must be unthrottled. */
export async function emptyLane(rig: Rig, company: Company, expected: number): Promise<void> {
  await openLane(rig, company, gapsOf("unthrottled"));
  const worker = await startWorker(
    { ...rig, options: { ...rig.options, profile: "" } },
    { client: "batches", scale: 1 },
  );
  await settled(rig, company, expected);
  await stopProgram(worker);
  await closeLane(rig, company);
}

/** The product's own gaps; none where nothing is throttled. */
function gapsOf(mode: Mode): { batchMs: number; callMs: number } {
  if (mode === "unthrottled") return { batchMs: 0, callMs: 0 };
  return { batchMs: pace.batchGapMs, callMs: pace.callGapMs };
}

function usage(rig: Rig, worker: Program) {
  return {
    client: cpuOf(worker.pid),
    postgres: cpuOfServer(rig.postmaster),
    simulator: cpuOf(rig.simulator.program.pid),
  };
}

/** Waits until no push of the company is open. Returns when that was seen, in milliseconds since 1970. */
async function settled(rig: Rig, company: Company, expected: number): Promise<number> {
  let [left, changedAt] = [Infinity, Date.now()];
  for (;;) {
    const counts = await countPushes(rig, company);
    const now = Date.now();
    if (counts.problem > 0) throw new Error(`${counts.problem} pushes became problems: this is no benchmark`);
    if (counts.open === 0) return now;
    if (counts.open !== left) [left, changedAt] = [counts.open, now];
    if (now - changedAt > STALL_MS) throw new Error(`Nothing moved for a minute; ${left} pushes are still open`);
    await pause(left < expected / 20 + 60 ? LOOK_MS_AT_THE_END : LOOK_MS);
  }
}

async function countPushes(rig: Rig, { tenantId, companyFileId }: Company): Promise<{ open: number; problem: number }> {
  const result = await rig.test.admin.query<{ open: string; problem: string }>(
    `select coalesce(sum(pushes) filter (where state in ('waiting', 'ready', 'sending', 'unsure')), 0) as open,
            coalesce(sum(pushes) filter (where state = 'problem'), 0) as problem
       from push_counts where tenant_id = $1 and company_file_id = $2`,
    [tenantId, companyFileId],
  );
  return { open: Number(result.rows[0]!.open), problem: Number(result.rows[0]!.problem) };
}

async function firstSend(rig: Rig, { tenantId, companyFileId }: Company, since: Date): Promise<number> {
  const result = await rig.test.admin.query<{ at: Date }>(
    "select min(sent_at) as at from attempts where tenant_id = $1 and company_file_id = $2 and sent_at >= $3",
    [tenantId, companyFileId, since],
  );
  return result.rows[0]!.at.getTime();
}
