// One measured run of Tieout: a real worker process empties the lane of one company.
import { setTimeout as pause } from "node:timers/promises";

import { pace } from "#lib/sync/pace.ts";
import { faultsInBooks } from "./books.ts";
import { closeLane, newCompany, openLane, takeInAndPlan, type Company } from "./company.ts";
import { CUSTOMERS, makeLoads } from "./loads.ts";
import { startProgram, stopProgram, type Program } from "./programs.ts";
import type { Rig, Run } from "./run.ts";
import { resetStats, setMode, statsOf, type Mode } from "./simulator.ts";
import { cpuOf, cpuOfServer, peakMemoryOf } from "./usage.ts";

/** Without progress for this long a run is given up; longer than any latency, shorter than a lost lease. */
const STALL_MS = 60_000;
const LOOK_MS = 100;
const LOOK_MS_AT_THE_END = 10;

/**
 * Pushes `rig.options.orders` invoices of known customers. They are planned before the clock starts. It runs from the
 * moment the worker wrote the first call down, just before sending it, until no push is open any more.
 */
export async function runTieout(rig: Rig, mode: Mode): Promise<Run> {
  const { orders, scale } = rig.options;
  const company = await newCompany(rig);
  await meetCustomers(rig, company);
  const loads = makeLoads(orders, CUSTOMERS);
  await takeInAndPlan(rig, company, loads);
  await setMode(rig.simulator, mode, scale);
  await resetStats(rig.simulator, company.realmId);
  const worker = await startWorker(rig);
  try {
    const before = usage(rig, worker);
    const beganAt = new Date();
    await openLane(rig, company, gapsOf(mode, scale));
    const endedAt = await settled(rig, company, orders);
    const after = usage(rig, worker);
    const { throttled429 } = await statsOf(rig.simulator, company.realmId);
    const seconds = (endedAt - (await firstSend(rig, company, beganAt))) / 1000;
    const peakMemoryMib = peakMemoryOf(worker.pid);
    await stopProgram(worker);
    return {
      client: "tieout",
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
  await takeInAndPlan(rig, company, makeLoads(CUSTOMERS));
  await openLane(rig, company, gapsOf("unthrottled", 1));
  const worker = await startWorker({ ...rig, options: { ...rig.options, profile: "" } });
  await settled(rig, company, CUSTOMERS);
  await stopProgram(worker);
  await closeLane(rig, company);
}

/** The product's own gaps on the ledger's faster clock; none where nothing is throttled. */
function gapsOf(mode: Mode, scale: number): { batchMs: number; callMs: number } {
  if (mode === "unthrottled") return { batchMs: 0, callMs: 0 };
  return { batchMs: Math.ceil(pace.batchGapMs / scale), callMs: Math.ceil(pace.callGapMs / scale) };
}

async function startWorker(rig: Rig): Promise<Program> {
  const { profile } = rig.options;
  return await startProgram({
    file: "worker/main.ts",
    env: {
      DATABASE_APP_URL: rig.test.appUrl,
      TIEOUT_SECRET: rig.secret,
      TIEOUT_SIMULATOR_URL: rig.simulator.url,
      LOG_LEVEL: "warn",
    },
    ready: "worker ready",
    core: rig.core,
    nodeOptions: profile === "" ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
  });
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
