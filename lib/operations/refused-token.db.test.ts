// Are the lists read when QuickBooks refuses the access token before its time, by the worker and by the button?
import { afterAll, beforeAll, expect, it } from "vitest";

import { newCompany, newWorker, openTestWorld, type TestWorld } from "#db/testing-world.ts";
import { readDueLists } from "./tend-lanes.ts";
import { refreshLists } from "./refresh-lists.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

it("the button renews the token and reads the lists", async () => {
  const company = await newCompany(world);
  await world.simulator.control(`companies/${company.realmId}/expire-tokens`, {});
  expect((await refreshLists(company.scope, { companyFileId: company.companyFileId })).item).toBeGreaterThan(0);
});

it("the worker reads lists that are due, and they are not due again", async () => {
  const company = await newCompany(world);
  await world.test.admin.query("update lanes set lists_at = null");
  await world.test.admin.query("update lanes set lists_at = $2 where tenant_id = $1", [
    company.tenantId,
    world.clock.now(),
  ]);
  await world.simulator.control(`companies/${company.realmId}/expire-tokens`, {});
  const worker = await newWorker(world);
  expect(await readDueLists(worker)).toBe(1);
  expect(await readDueLists(worker)).toBe(0);
});
