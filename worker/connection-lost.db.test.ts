// The connection dies in the middle of a run: does everything wait, are people told, and does all of it go on after reconnecting?
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { connectByHand } from "#db/testing-connect.ts";
import {
  laneOf,
  newCompany,
  openTestWorld,
  orderOf,
  planned,
  pushesOf,
  ROOT,
  until,
  worldEnv,
  wrongCounters,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import { findNotices } from "#lib/ledgers/notices/store.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { readFrame } from "#lib/operations/read-frame.ts";

const ORDERS = 240;
const LATE_ORDERS = 20;
const CUSTOMERS = 20;
const DEADLINE_MS = 60_000;

let world: TestWorld;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  world = await openTestWorld();
  process.env.NEXTAUTH_URL = "http://localhost:3000";
  process.env.NEXTAUTH_SECRET = "another secret of the tests";
});
afterAll(async () => {
  worker?.kill("SIGKILL");
  await world.close();
});

async function startWorker(): Promise<void> {
  worker = spawn(process.execPath, ["--import", "tsx", "worker/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, ...worldEnv(world.test, world.simulator), LOG_LEVEL: "error" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await once(worker, "spawn");
}

async function countOf(company: TestCompany, states: readonly string[]): Promise<number> {
  const pushes = await pushesOf(world, company);
  return pushes.filter((push) => states.includes(push.state)).length;
}

const orders = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => orderOf(from + index));

it("waits, tells it, and posts everything exactly once after reconnecting", { timeout: 180_000 }, async () => {
  const company = await newCompany(world);
  const { scope, companyFileId, realmId } = company;
  // By its own clock the company may go at any time: what is slow here is only the pace of batches.
  await planned(company, orders(0, ORDERS));
  await startWorker();
  await until("some documents are posted", DEADLINE_MS, async () => (await countOf(company, ["posted"])) > 60);

  // What a person does inside QuickBooks: nobody tells us.
  await world.simulator.control(`companies/${realmId}/disconnect`, {});
  await until("the loss is noticed", DEADLINE_MS, async () => {
    return (await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId)))?.connection === "lost";
  });
  await until("nothing is under way", DEADLINE_MS, async () => Number((await laneOf(world, company)).in_flight) === 0);
  const posted = await countOf(company, ["posted"]);
  const waiting = await countOf(company, ["waiting", "ready", "unsure"]);
  expect(posted).toBeLessThan(ORDERS + CUSTOMERS);
  expect(posted + waiting).toBe(ORDERS + CUSTOMERS);
  expect(await countOf(company, ["problem"])).toBe(0);
  const notices = await inTransaction(scope, (tx) => findNotices(tx, scope, companyFileId));
  expect(notices).toMatchObject([{ kind: "connection-lost", endedAt: null }]);
  expect((await readFrame(scope, {})).news).toMatchObject([{ is: "lost", waiting }]);

  // Orders keep coming in and are planned meanwhile; they wait with the others.
  await planned(company, orders(ORDERS, ORDERS + LATE_ORDERS));
  expect(await countOf(company, ["posted"])).toBe(posted);

  await connectByHand(scope, realmId, companyFileId);
  const all = ORDERS + LATE_ORDERS + CUSTOMERS;
  await until("everything is posted", DEADLINE_MS, async () => (await countOf(company, ["posted"])) === all);
  const invoices = await world.simulator.books(realmId, "Invoice");
  expect(invoices.map((invoice) => String(invoice.DocNumber)).toSorted()).toEqual(
    orders(0, ORDERS + LATE_ORDERS)
      .map((order) => order.number)
      .toSorted(),
  );
  expect(await world.simulator.books(realmId, "Customer")).toHaveLength(CUSTOMERS);
  expect(await wrongCounters(world)).toEqual([]);
  const after = await inTransaction(scope, (tx) => findNotices(tx, scope, companyFileId));
  expect(after.every((notice) => notice.endedAt !== null)).toBe(true);
  expect((await readFrame(scope, {})).news).toEqual([]);
});
