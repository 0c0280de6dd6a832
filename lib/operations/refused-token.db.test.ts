// QuickBooks refuses the access token before its time: are the lists read all the same, and is the token kept nowhere?
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  type TestWorld,
} from "#db/testing-world.ts";
import { inTransaction } from "#db/client.ts";
import { readConnection } from "#lib/ledgers/store.ts";
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

it("no stored answer repeats the token, neither of a question nor of a push", async () => {
  const company = await newCompany(world);
  const { tenantId, companyFileId, realmId, scope } = company;
  const connection = await inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId));
  const worker = await newWorker(world);
  await world.simulator.control(`companies/${realmId}/expire-tokens`, {});
  await refreshLists(scope, { companyFileId });
  await planned(company, [orderOf(1), orderOf(2)]);
  await world.simulator.control(`companies/${realmId}/expire-tokens`, {});
  await carryToRest(world, worker);
  const refused = await world.test.admin.query<{ shape: string; answer: string }>(
    "select shape, answer from attempts where tenant_id = $1 and status = 401 order by sent_at",
    [tenantId],
  );
  expect(refused.rows.map(({ shape }) => shape === "read")).toEqual([true, false]);
  for (const { answer } of refused.rows) expect(answer).toContain("Token expired: [hidden]");
  // The gateway repeats the beginning; eight characters are enough to know it by.
  const stored = await world.test.admin.query("select 1 from attempts where answer like '%' || $1 || '%'", [
    connection!.accessToken.slice(0, 8),
  ]);
  expect(stored.rowCount).toBe(0);
});
