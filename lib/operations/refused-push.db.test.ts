// QuickBooks refuses the access token of a push: is it asked in peace until a good token is there, and does all arrive then?
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  pushesOf,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import { nextTurnAt, carryTurn, takeTurn } from "./deliver-pushes.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;

let world: TestWorld;
let worker: World;
let company: TestCompany;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  worker = await newWorker(world);
  company = await newCompany(world);
  await planned(company, [orderOf(1), orderOf(2)]);
});

/** Takes every turn that is due within so long, as a worker would; returns how many calls were made. */
async function callsWithin(ms: number): Promise<number> {
  const end = world.clock.now().getTime() + ms;
  let calls = 0;
  for (let turns = 0; turns < 200; turns++) {
    const taken = await takeTurn(worker);
    if (taken.is === "turn") {
      calls++;
      await carryTurn(worker, taken.turn);
    }
    if (taken.is !== "idle") continue;
    const at = await nextTurnAt(worker);
    if (at === null || at.getTime() >= end) break;
    world.clock.advance(1);
    world.clock.reach(at);
  }
  world.clock.reach(new Date(end));
  return calls;
}

async function waitForAPerson(): Promise<void> {
  const now = world.clock.now();
  await world.test.admin.query("update pushes set priority = 0 where tenant_id = $1", [company.tenantId]);
  await world.test.admin.query("update lanes set person_ready_at = $2 where tenant_id = $1", [company.tenantId, now]);
}

async function expectAllPosted(): Promise<void> {
  await carryToRest(world, worker);
  const pushes = await pushesOf(world, company);
  expect(pushes.length).toBeGreaterThan(2);
  expect(new Set(pushes.map(({ state }) => state))).toEqual(new Set(["posted"]));
}

it.each([
  ["pushes", async () => {}],
  ["pushes a person waits for", waitForAPerson],
])("%s: Intuit gives no new token for a while, QuickBooks is asked once a minute", async (_what, prepare) => {
  await prepare();
  await world.simulator.control(`companies/${company.realmId}/expire-tokens`, {});
  await world.simulator.control("token-faults", { kind: "503", times: 3 });
  for (const _minute of [1, 2, 3]) expect(await callsWithin(MINUTE_MS)).toBe(1);
  await expectAllPosted();
});

it("new tokens that are refused as well are not renewed and tried without end", async () => {
  await world.simulator.control(`companies/${company.realmId}/faults`, { kind: "expire-token", times: 4 });
  expect(await callsWithin(MINUTE_MS)).toBe(2);
  expect(await callsWithin(MINUTE_MS)).toBe(1);
  expect(await callsWithin(MINUTE_MS)).toBe(1);
  await expectAllPosted();
});

it("a token that is refused once is renewed, and the push goes on at once", async () => {
  await world.simulator.control(`companies/${company.realmId}/expire-tokens`, {});
  expect(await callsWithin(5_000)).toBeGreaterThan(1);
  await expectAllPosted();
});
