// One measured run of many companies at once: the whole product on this machine, at the ledger's own pace.
import { setTimeout as pause } from "node:timers/promises";

import { pace } from "#lib/sync/pace.ts";
import { faultsInBooks } from "./books.ts";
import { analyze, closeLane, newCompany, takeInAndPlan, type Company } from "./company.ts";
import { CUSTOMERS, makeLoads } from "./loads.ts";
import { stopProgram, type Program } from "./programs.ts";
import type { Rig } from "./run.ts";
import { resetStats, setMode, statsOf } from "./simulator.ts";
import { cpuOf, cpuOfServer, memoryOfServer, peakMemoryOf } from "./usage.ts";
import { startWorker } from "./worker.ts";

export type FleetOptions = {
  readonly companies: number;
  /** Invoices of each company. */
  readonly orders: number;
  readonly workers: number;
};

export type FleetRun = {
  readonly documents: number;
  /** From the first call written down to the last answer written down. */
  readonly seconds: number;
  readonly throttled429: number;
  /** Processor microseconds per document, all processes of a kind together. */
  readonly cpu: { readonly workers: number; readonly postgres: number; readonly simulator: number };
  readonly memoryMib: { readonly workers: number; readonly postgres: number; readonly simulator: number };
  /** Documents a second of each company, slowest first: its own time, from its first call to its last answer. */
  readonly speeds: readonly number[];
  /** The most that one company ever sent. */
  readonly most: {
    readonly perMinute: number;
    readonly batchesPerMinute: number;
    readonly perSecond: number;
    readonly inFlight: number;
  };
  readonly faults: readonly string[];
};

const SETUP_AT_ONCE = 4;
const LOOK_MS = 50;
const STALL_MS = 120_000;

/**
 * Pushes `orders` invoices of each company; customers are known and orders planned before the clock starts, by the same
 * workers: a worker runs for weeks, and its first minute says little.
 */
export async function runFleet(rig: Rig, options: FleetOptions): Promise<FleetRun> {
  const workers: Program[] = [];
  try {
    for (let nth = 0; nth < options.workers; nth += 1)
      workers.push(await startWorker(rig, { client: "mixed", scale: 1 }));
    return await measure(rig, options, workers);
  } finally {
    for (const worker of workers) await stopProgram(worker);
  }
}

async function measure(rig: Rig, options: FleetOptions, workers: readonly Program[]): Promise<FleetRun> {
  const companies = await makeCompanies(rig, options);
  await setMode(rig.simulator, "throttled", 1);
  for (const company of companies) await resetStats(rig.simulator, company.realmId);
  // What was sent to meet the customers is forgotten by the ledger's minute before anything is measured.
  await pause(pace.minuteMs + pace.marginMs);
  const before = usage(rig, workers);
  const beganAt = new Date();
  await openLanes(rig);
  await settled(rig);
  const after = usage(rig, workers);
  const memoryMib = {
    workers: workers.reduce((sum, worker) => sum + peakMemoryOf(worker.pid), 0),
    postgres: memoryOfServer(rig.postmaster),
    simulator: peakMemoryOf(rig.simulator.program.pid),
  };
  for (const worker of workers) await stopProgram(worker);
  const documents = options.companies * options.orders;
  const times = await timesOf(rig, beganAt);
  const micros = (kind: keyof typeof before) => (after[kind] - before[kind]) / documents;
  return {
    documents,
    seconds: (Math.max(...times.map(({ to }) => to)) - Math.min(...times.map(({ from }) => from))) / 1000,
    cpu: { workers: micros("workers"), postgres: micros("postgres"), simulator: micros("simulator") },
    memoryMib,
    speeds: times.map(({ from, to }) => (options.orders * 1000) / (to - from)).toSorted((a, b) => a - b),
    ...(await limitsOf(rig, companies)),
    faults: await faultsOf(rig, companies, options),
  };
}

/** Tenants with one connected company each; their customers met, their orders planned, their lanes closed. */
async function makeCompanies(rig: Rig, options: FleetOptions): Promise<readonly Company[]> {
  await setMode(rig.simulator, "unthrottled", 1);
  const companies = await each(options.companies, async () => {
    const company = await newCompany(rig, rig.options.throttle);
    await takeInAndPlan(company, makeLoads(CUSTOMERS));
    return company;
  });
  await analyze(rig);
  await rig.test.admin.query("update lanes set is_paused = false, batch_gap_ms = 0, call_gap_ms = 0");
  await settled(rig);
  for (const company of companies) await closeLane(rig, company);
  await each(companies.length, (nth) => takeInAndPlan(companies[nth]!, makeLoads(options.orders, CUSTOMERS)));
  await analyze(rig);
  return companies;
}

async function each<T>(count: number, work: (nth: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let nth = next++; nth < count; nth = next++) made[nth] = await work(nth);
  };
  await Promise.all(Array.from({ length: SETUP_AT_ONCE }, lane));
  return made;
}

async function openLanes(rig: Rig): Promise<void> {
  await rig.test.admin.query(
    `update lanes set is_paused = false, batch_gap_ms = $1, call_gap_ms = $2, next_batch_at = now(), next_call_at = now(),
            next_beside_at = now(), pace_log = '{"batches": [], "calls": []}'`,
    [pace.batchGapMs, pace.callGapMs],
  );
}

/** Waits until no push of anybody is open. */
async function settled(rig: Rig): Promise<void> {
  let [left, changedAt] = [Infinity, Date.now()];
  for (;;) {
    const result = await rig.test.admin.query<{ open: string; problem: string }>(
      `select coalesce(sum(pushes) filter (where state in ('waiting', 'ready', 'sending', 'unsure')), 0) as open,
              coalesce(sum(pushes) filter (where state = 'problem'), 0) as problem from push_counts`,
    );
    const [open, problems] = [Number(result.rows[0]!.open), Number(result.rows[0]!.problem)];
    if (problems > 0) throw new Error(`${problems} pushes became problems: this is no benchmark`);
    if (open === 0) return;
    if (open !== left) [left, changedAt] = [open, Date.now()];
    if (Date.now() - changedAt > STALL_MS) throw new Error(`Nothing moved for two minutes; ${open} pushes are open`);
    await pause(LOOK_MS);
  }
}

function usage(rig: Rig, workers: readonly Program[]) {
  return {
    workers: workers.reduce((sum, worker) => sum + cpuOf(worker.pid), 0),
    postgres: cpuOfServer(rig.postmaster),
    simulator: cpuOf(rig.simulator.program.pid),
  };
}

async function timesOf(rig: Rig, since: Date): Promise<{ from: number; to: number }[]> {
  const result = await rig.test.admin.query<{ from: Date; to: Date }>(
    `select min(sent_at) as "from", max(answered_at) as "to" from attempts where sent_at >= $1 and shape <> 'read' group by tenant_id`,
    [since],
  );
  return result.rows.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
}

async function limitsOf(rig: Rig, companies: readonly Company[]): Promise<Pick<FleetRun, "throttled429" | "most">> {
  const stats = await each(companies.length, (nth) => statsOf(rig.simulator, companies[nth]!.realmId));
  const most = (pick: (one: (typeof stats)[number]) => number) => Math.max(...stats.map(pick));
  return {
    throttled429: stats.reduce((sum, one) => sum + one.throttled429, 0),
    most: {
      perMinute: most((one) => one.maxPerMinute),
      batchesPerMinute: most((one) => one.maxBatchesPerMinute),
      perSecond: most((one) => one.maxPerSecond),
      inFlight: most((one) => one.maxInFlight),
    },
  };
}

async function faultsOf(rig: Rig, companies: readonly Company[], { orders }: FleetOptions): Promise<string[]> {
  const loads = [...makeLoads(CUSTOMERS), ...makeLoads(orders, CUSTOMERS)];
  const found = await each(companies.length, (nth) => faultsInBooks(rig.simulator, companies[nth]!.realmId, loads));
  return found.flat();
}
