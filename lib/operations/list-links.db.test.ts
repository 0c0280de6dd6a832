// What are people told of customers and jobs that are not linked, and what do they decide of several together?
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, newCompany, orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { nameWithOwner, type UnlinkedRow } from "#lib/sync/links.ts";
import { decideCreate } from "./decide-create.ts";
import { linkRecord } from "./link-record.ts";
import { listLinks } from "./list-links.ts";
import { saveSettings } from "./save-settings.ts";
import { followDueChanges } from "./tend-lanes.ts";

let reading: ReadingWorld;
beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const from = (name: string, more: Partial<OrderInput> = {}) => ({ customer: { name }, ...more });

/** QuickBooks has a customer, and it is known here. */
async function known(company: TestCompany, name: string): Promise<string> {
  const made = await reading.clerk(company, { do: "create-customer", name });
  await followDueChanges(reading.worker);
  await reading.pass(60_000);
  return String((made.Customer as { Id: string }).Id);
}

async function unlinked({ scope, companyFileId }: TestCompany): Promise<readonly UnlinkedRow[]> {
  return (await listLinks(scope, { companyFileId, show: "unlinked" })).unlinked;
}

test("PSC-16 several are decided together; one that is linked by now says so and holds none up", async () => {
  const company = await newCompany(reading.world, { whenCustomerMissing: "hold", customerMatch: "email" });
  const ledgerId = await known(company, "Acme");
  await planned(company, [orderOf(1, from("Acme")), orderOf(2, from("Bo")), orderOf(3, from("Cy"))]);
  const rows = (await unlinked(company)).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const documentIds = rows.map(({ documentId }) => documentId);
  await linkRecord(company.scope, { documentId: documentIds[0]!, ledgerId, takeOver: false });
  const results = await decideCreate(company.scope, { documentIds });
  expect(results.map(({ name, whyNot }) => `${name}: ${whyNot}`)).toEqual([
    "Acme: It is linked by now.",
    "Bo: null",
    "Cy: null",
  ]);
  await planned(company, []);
  await carryToRest(reading.world, reading.worker);
  const names = (await reading.booksOf(company, "Invoice")).map((row) => (row.CustomerRef as { name: string }).name);
  expect(names.toSorted()).toEqual(["Acme", "Bo", "Cy"]);
});

test("PSC-16 a job whose customer waits for a decision is not called on its way; one by hand is not sent yet", async () => {
  const company = await newCompany(reading.world, { jobs: "sub-customer", whenCustomerMissing: "create" });
  await known(company, "Jones & Jones");
  const job = { externalId: "a", name: "Wedding" };
  await planned(company, [orderOf(1, from("Jones and Jones", { job })), orderOf(2, from("Ann Fox", { job }))]);
  const told = async () =>
    Object.fromEntries(
      (await unlinked(company)).map((row) => [nameWithOwner(row), row.why === null ? row.going : "a person decides"]),
    );
  expect(await told()).toEqual({
    "Jones and Jones": "a person decides",
    "Wedding of Jones and Jones": "owner",
    "Ann Fox": "by-itself",
    "Wedding of Ann Fox": "by-itself",
  });
  await saveSettings(company.scope, {
    companyFileId: company.companyFileId,
    settings: CompanySettings.parse({ jobs: "sub-customer", exports: "by-hand", whenCustomerMissing: "hold" }),
  });
  await planned(company, [orderOf(3, from("Bea Lund"))]);
  expect(await told()).toMatchObject({ "Bea Lund": "a person decides" });
});
