// Does the demo carrier's backlog tell its story: 1,284 rows that do not go, for eleven causes, and the others in the books?
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  planned,
  wrongCounters,
  type TestWorld,
} from "../testing-world.ts";
import { problemTitle, type ProblemCode } from "#lib/problem.ts";

import { importBacklog } from "./backlog.ts";
import { demoTenants } from "./tenants.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

it("holds 1,284 rows for eleven causes, as the books find them", async () => {
  const demo = demoTenants.find(({ name }) => name === "Gateway Intermodal")!;
  const company = await newCompany(world, demo.settings, {}, "harbor-line");
  const worker = await newWorker(world);
  await importBacklog(company.scope, company.sourceId);
  await planned(company, []);
  await carryToRest(world, worker);
  const causes = await world.test.admin.query<{ code: ProblemCode; about: string; rows: number }>(
    `select code, about, count(*)::int as rows from problems
      where tenant_id = $1 and lane = 'needs-you' group by 1, 2 order by 3 desc`,
    [company.tenantId],
  );
  expect(causes.rows.map(({ code, about, rows }) => [problemTitle(code, about), rows])).toEqual([
    ["QuickBooks has no item Detention", 431],
    ["QuickBooks has no item Chassis Split", 287],
    ["Item Lumper is inactive in QuickBooks", 164],
    ["The books are closed for August 2026", 118],
    ["Accessorials is a category in QuickBooks, not an item", 96],
    ["QuickBooks does not know the terms Net 75", 72],
    ["QuickBooks has no class Oakland", 45],
    ["The lines do not add up to the order's total", 31],
    ["CAD is not the currency of the customer or the company", 28],
    ["There is nothing to bill", 11],
    ["The name TransPacific Terminals belongs to a vendor or an employee in QuickBooks", 1],
  ]);
  expect(causes.rows.reduce((sum, { rows }) => sum + rows, 0)).toBe(1_284);
  const invoices = await world.simulator.books(company.realmId, "Invoice");
  expect(invoices.filter(({ DocNumber }) => String(DocNumber).startsWith("GW-"))).toHaveLength(216);
  expect(await wrongCounters(world)).toEqual([]);
}, 180_000);
