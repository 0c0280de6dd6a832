// Is every invoice in the books exactly once when answers get lost and the worker is killed in the middle? With real processes.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  laneOf,
  newCompany,
  openTestWorld,
  orderOf,
  planned,
  pushesOf,
  ROOT,
  seedOfRun,
  until,
  worldEnv,
  wrongCounters,
  type BookRow,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";

const CUSTOMERS = 20;
const PUSHES = 2_000;
const INVOICES = PUSHES - CUSTOMERS;
const KILLS = 4;
const DEADLINE_MS = 120_000;
/** Small, so that a lost call is noticed soon; idMemoryMs long enough for several replays. */
const TIMING = { leaseMs: 1_500, callMs: 1_200, idMemoryMs: 2_000, aliveMs: 1_000 };

let world: TestWorld;
let worker: ChildProcess | undefined;
const seed = seedOfRun();

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(async () => {
  worker?.kill("SIGKILL");
  await world.close();
});

async function startWorker(): Promise<void> {
  const env = { ...process.env, ...worldEnv(world.test, world.simulator) };
  worker = spawn(process.execPath, ["--import", "tsx", "worker/main.ts"], {
    cwd: ROOT,
    env: { ...env, TIEOUT_WORKER_TIMING: JSON.stringify(TIMING), LOG_LEVEL: "error" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await once(worker, "spawn");
}

async function killWorker(): Promise<void> {
  if (!worker) return;
  const ended = once(worker, "exit");
  worker.kill("SIGKILL");
  await ended;
}

/** Lost answers, lost questions, and answers that make no sense, each with a strength of its own drawn from the seed. */
async function orderFaults(company: TestCompany, random: (index: number) => number): Promise<void> {
  const kinds = ["drop-after-write", "drop-before-write", "500-after-write", "truncate", "503"];
  for (const [index, kind] of kinds.entries()) {
    const most = kind === "drop-after-write" ? 0.35 : 0.1;
    const fault = { kind, times: 10_000, probability: 0.03 + random(index) * most, seed: (seed % 100_000) + index };
    await world.simulator.control(`companies/${company.realmId}/faults`, fault);
  }
}

async function countOf(company: TestCompany, states: readonly string[]): Promise<number> {
  const found = await world.test.admin.query<{ n: number }>(
    "select count(*)::int as n from pushes where tenant_id = $1 and state = any ($2)",
    [company.tenantId, states],
  );
  return found.rows[0]?.n ?? 0;
}

function byField(rows: readonly BookRow[], field: string): Map<string, BookRow[]> {
  const groups = new Map<string, BookRow[]>();
  for (const row of rows) groups.set(String(row[field]), [...(groups.get(String(row[field])) ?? []), row]);
  return groups;
}

it(`${PUSHES} pushes, lost answers and ${KILLS} kills end with every invoice in the books exactly once (seed ${seed})`, async () => {
  const [draws = []] = fc.sample(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
    {
      seed,
      numRuns: 1,
    },
  );
  // A second invoice of one number must be possible, or QuickBooks itself would hide that we sent it.
  const company = await newCompany(world, {}, { warnDuplicateNumbers: false });
  const orders = Array.from({ length: INVOICES }, (_, nth) => orderOf(nth));
  await planned(company, orders);
  expect(await pushesOf(world, company)).toHaveLength(PUSHES);
  await world.test.admin.query(
    "update lanes set batch_gap_ms = 40, call_gap_ms = 10, next_batch_at = now(), next_call_at = now(), lists_at = null where tenant_id = $1",
    [company.tenantId],
  );
  await orderFaults(company, (index) => draws[index] ?? 0);
  for (let kill = 0; kill < KILLS; kill++) {
    await startWorker();
    const already = await countOf(company, ["posted"]);
    const more = 40 + Math.floor((draws[5 + kill] ?? 0) * 300);
    await until(`${more} more pushes are posted`, DEADLINE_MS, async () => {
      return (await countOf(company, ["posted"])) >= Math.min(already + more, PUSHES - 100);
    });
    await killWorker();
  }
  expect(await countOf(company, ["posted"])).toBeLessThan(PUSHES);
  await startWorker();
  await until("every push is at rest", DEADLINE_MS, async () => {
    return (await countOf(company, ["waiting", "ready", "sending", "unsure"])) === 0;
  });
  await until("no call is under way", DEADLINE_MS, async () => (await laneOf(world, company)).in_flight === 0);

  const pushes = await pushesOf(world, company);
  expect(pushes.filter((push) => push.state !== "posted")).toEqual([]);
  expect(pushes).toHaveLength(PUSHES);
  const invoices = await world.simulator.books(company.realmId, "Invoice");
  const [byNumber, byMarker] = [byField(invoices, "DocNumber"), byField(invoices, "PrivateNote")];
  expect([...byNumber].filter(([, rows]) => rows.length > 1)).toEqual([]);
  expect([invoices.length, byNumber.size, byMarker.size]).toEqual([INVOICES, INVOICES, INVOICES]);
  const wrong = orders.filter((order) => {
    const cents = order.chargeSets[0]!.charges.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
    return Math.round(Number(byNumber.get(order.number)?.[0]?.TotalAmt) * 100) !== cents;
  });
  expect(wrong).toEqual([]);
  const customers = await world.simulator.books(company.realmId, "Customer");
  expect(customers.filter((row) => String(row.DisplayName).startsWith("Customer "))).toHaveLength(CUSTOMERS);
  expect(await wrongCounters(world)).toEqual([]);
}, 240_000);
