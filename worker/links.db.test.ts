// Are customers and jobs linked, held, made or put on the one for all, as the company's rule says, before anything is sent?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { everyOrder } from "#db/testing-exports.ts";
import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import {
  carryToRest,
  newCompany,
  orderOf,
  planned,
  pushesOf,
  wrongCounters,
  type BookRow,
  type TestCompany,
} from "#db/testing-world.ts";
import { inTransaction } from "#db/client.ts";
import { customerKey } from "#lib/documents/plan.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { partiesToSend } from "#lib/operations/link-customers.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { resyncProblems } from "#db/testing-resync.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { showRun } from "#lib/operations/show-run.ts";
import { followDueChanges, readDueLists } from "#lib/operations/tend-lanes.ts";
import { CompanySettings as Settings } from "#lib/documents/settings.ts";
import type { OrderInput } from "#lib/orders/order.ts";

let reading: ReadingWorld;

beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

type Known = { readonly name: string; readonly body?: Record<string, unknown> };

/** A company whose books have these customers, known here. */
async function companyThatHas(
  customers: readonly Known[],
  settings: Partial<CompanySettings>,
  preferences: Readonly<Record<string, unknown>> = {},
): Promise<TestCompany> {
  const company = await newCompany(reading.world, settings, preferences);
  // Access tokens live an hour, over there too.
  await reading.world.test.admin.query("update company_files set access_expires_at = $2 where tenant_id = $1", [
    company.tenantId,
    new Date(reading.world.clock.now().getTime() + 3_600_000),
  ]);
  for (const { name, body } of customers)
    await reading.clerk(company, { do: "create-customer", name, body: body ?? {} });
  await followDueChanges(reading.worker);
  await reading.pass(1_000);
  return company;
}

const email = (Address: string) => ({ PrimaryEmailAddr: { Address } });
const from = (name: string, more: Partial<OrderInput["customer"]> = {}) => ({ customer: { name, ...more } });
const linksOf = async (company: TestCompany) =>
  await reading.rowsOf(
    `select d.party, l.ledger_id as id, l.linked_by as by from ledger_links l join documents d using (tenant_id, document_id)
      where l.tenant_id = $1 and d.kind = 'customer' order by d.party`,
    company,
  );
const stateOf = async (company: TestCompany) => {
  const pushes = await pushesOf(reading.world, company);
  return pushes
    .filter(({ state }) => state !== "superseded")
    .map(({ title, state, code }) => [title, state, code].filter(Boolean).join(" "));
};
const invoiceCustomers = async (company: TestCompany) =>
  (await reading.booksOf(company)).map((row) => (row.CustomerRef as BookRow).value);
const idOf = async (company: TestCompany, name: string) =>
  (await reading.booksOf(company, "Customer")).find((row) => row.DisplayName === name)?.Id;

describe("customers the books have", () => {
  it("CNX-60 are linked by display name, and nothing is said about them", async () => {
    const company = await companyThatHas([{ name: "Acme Imports" }], {});
    await planned(company, [orderOf(1, from("ACME imports"))]);
    const id = await idOf(company, "Acme Imports");
    expect(await linksOf(company)).toEqual([{ party: "ACME imports", id, by: "match" }]);
    expect(await stateOf(company)).toEqual(["Invoice L-1 ready"]);
    await carryToRest(reading.world, reading.worker);
    expect(await invoiceCustomers(company)).toEqual([id]);
  });

  it("PPR-18 CNX-61 are linked by any e-mail of the order, two names to one customer if need be", async () => {
    const books = [{ name: "Fox Studio", body: email("ann@fox.test") }];
    const company = await companyThatHas(books, { customerMatch: "email" });
    await planned(company, [
      orderOf(1, from("Ann Fox", { email: "old@fox.test, Ann@Fox.test" })),
      orderOf(2, from("A. Fox", { email: "ann@fox.test" })),
    ]);
    const id = await idOf(company, "Fox Studio");
    expect((await linksOf(company)).map((link) => [link.id, link.by])).toEqual([
      [id, "match"],
      [id, "match"],
    ]);
    await carryToRest(reading.world, reading.worker);
    expect(await invoiceCustomers(company)).toEqual([id, id]);
  });

  it("CNX-60 are linked by company", async () => {
    const company = await companyThatHas([{ name: "Fox, Ann", body: { CompanyName: "Fox Studio" } }], {
      customerMatch: "company",
    });
    await planned(company, [orderOf(1, from("Ann Fox", { company: "FOX STUDIO" }))]);
    expect(await linksOf(company)).toMatchObject([{ id: await idOf(company, "Fox, Ann"), by: "match" }]);
  });

  it("PPR-21 are not overwritten by what a later order says of them", async () => {
    const company = await companyThatHas([{ name: "Acme Imports" }], {});
    await planned(company, [
      orderOf(1, from("Acme Imports")),
      orderOf(2, from("Acme Imports", { email: "new@acme.test" })),
    ]);
    await carryToRest(reading.world, reading.worker);
    expect(await reading.booksOf(company, "Customer")).toMatchObject([{ DisplayName: "Acme Imports", SyncToken: "0" }]);
  });
});

describe("what a person decides", () => {
  it("CNX-64 a near name is held, and nothing is made twice", async () => {
    const company = await companyThatHas([{ name: "Jones & Jones" }], {});
    await planned(company, [orderOf(1, from("Jones and Jones"))]);
    expect(await stateOf(company)).toEqual([
      "Customer Jones and Jones problem customer-not-linked",
      "Invoice L-1 waiting",
    ]);
    await carryToRest(reading.world, reading.worker);
    expect(await reading.booksOf(company, "Customer")).toHaveLength(1);
  });

  it("CNX-62 the same name with another e-mail is held", async () => {
    const company = await companyThatHas([{ name: "Ann Fox", body: email("b@fox.test") }], { customerMatch: "email" });
    await planned(company, [orderOf(1, from("Ann Fox", { email: "a@fox.test" }))]);
    expect(await stateOf(company)).toContain("Customer Ann Fox problem customer-not-linked");
  });

  it("CNX-61 several with one e-mail are held", async () => {
    const books = ["Ann", "Bob"].map((name) => ({ name, body: email("office@fox.test") }));
    const company = await companyThatHas(books, { customerMatch: "email" });
    await planned(company, [orderOf(1, from("Cy", { email: "office@fox.test" }))]);
    const problems = await reading.rowsOf(
      "select problem->>'detail' as detail from pushes where tenant_id = $1 and state = 'problem'",
      company,
    );
    expect(problems).toEqual([{ detail: "2 customers in QuickBooks fit Cy: Ann, Bob." }]);
  });
});

describe("customers the books do not have", () => {
  it("PPR-19 are made", async () => {
    const company = await companyThatHas([{ name: "Somebody" }], {});
    await planned(company, [orderOf(1, from("Acme Imports"))]);
    await carryToRest(reading.world, reading.worker);
    expect(await linksOf(company)).toMatchObject([{ party: "Acme Imports", by: "push" }]);
  });

  it("CNX-63 are held with their orders; a resync looks again and lets nothing slip", async () => {
    const company = await companyThatHas([], { whenCustomerMissing: "hold" });
    const { companyFileId, scope } = company;
    await planned(company, [orderOf(1, from("Acme Imports"))]);
    const held = ["Customer Acme Imports problem customer-not-linked", "Invoice L-1 waiting"];
    expect(await stateOf(company)).toEqual(held);
    const cause = { is: "cause", tab: "customers", code: "customer-not-linked", about: "" } as const;
    expect(await resyncProblems(scope, { companyFileId, select: cause })).toMatchObject({ total: 1 });
    await planned(company, []);
    expect(await stateOf(company)).toEqual(held);
    await carryToRest(reading.world, reading.worker);
    expect(await reading.booksOf(company, "Customer")).toEqual([]);

    await reading.clerk(company, { do: "create-customer", name: "Acme Imports", body: {} });
    await reading.nextDay();
    await resyncProblems(scope, { companyFileId, select: cause });
    await readDueLists(reading.worker);
    await planned(company, []);
    await carryToRest(reading.world, reading.worker);
    expect(await stateOf(company)).toEqual(["Invoice L-1 posted"]);
    expect(await linksOf(company)).toMatchObject([{ by: "match" }]);
  });

  it("CNX-63 a held customer is one row of the resync, however many orders wait for it, until it is linked", async () => {
    const company = await companyThatHas([], { whenCustomerMissing: "hold" });
    const { companyFileId, scope } = company;
    await planned(company, [orderOf(1, from("Acme Imports")), orderOf(2, from("Acme Imports"))]);
    const cause = { is: "cause", tab: "customers", code: "customer-not-linked", about: "" } as const;
    const again = async () => {
      const { bulkRunId } = await resyncProblems(scope, { companyFileId, select: cause });
      expect(await showRun(scope, { bulkRunId })).toMatchObject({ total: 1, ok: 1, failed: 0, left: 1, isDone: false });
      return bulkRunId;
    };
    const first = await again();
    await planned(company, []);
    expect(await showRun(scope, { bulkRunId: first })).toMatchObject({ posted: 0, problems: 1, left: 0, isDone: true });

    await reading.clerk(company, { do: "create-customer", name: "Acme Imports", body: {} });
    await reading.nextDay();
    const second = await again();
    await readDueLists(reading.worker);
    await planned(company, []);
    await carryToRest(reading.world, reading.worker);
    expect(await showRun(scope, { bulkRunId: second })).toMatchObject({
      posted: 1,
      problems: 0,
      left: 0,
      isDone: true,
    });
  });

  it("CNX-63 go on the one customer for all, who is made when need be", async () => {
    const company = await companyThatHas([{ name: "Acme Imports" }], { whenCustomerMissing: "one" });
    await planned(company, [
      orderOf(1, from("Ann Fox")),
      orderOf(2, from("Bob Fox")),
      orderOf(3, from("Acme Imports")),
    ]);
    await carryToRest(reading.world, reading.worker);
    const [acme, store] = [await idOf(company, "Acme Imports"), await idOf(company, "Web Store")];
    expect(await invoiceCustomers(company)).toEqual(expect.arrayContaining([store, store, acme]));
    expect(await reading.booksOf(company, "Customer")).toHaveLength(2);
  });

  it("CNX-63 leave nothing behind when the rule changes from holding to the one for all", async () => {
    const company = await companyThatHas([], { whenCustomerMissing: "hold" });
    await planned(company, [orderOf(1, from("Ann Fox"))]);
    const settings = Settings.parse({ whenCustomerMissing: "one" });
    await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
    await planned(company, [orderOf(1, { ...from("Ann Fox"), updatedAt: "2026-11-02T08:00:00Z", notes: "again" })]);
    await carryToRest(reading.world, reading.worker);
    expect(await stateOf(company)).toEqual(["Customer Web Store posted", "Invoice L-1 posted"]);
  });

  it("CNX-82 are not those of another currency", async () => {
    const books = [
      { name: "Acme Imports", body: { CurrencyRef: { value: "EUR" } } },
      { name: "Harbor", body: { CurrencyRef: { value: "USD" } } },
    ];
    const company = await companyThatHas(books, { whenCustomerMissing: "hold" }, { multiCurrency: true });
    await planned(company, [orderOf(1, from("Acme Imports")), orderOf(2, from("Harbor"))]);
    expect(await linksOf(company)).toMatchObject([{ party: "Harbor", by: "match" }]);
    expect(await stateOf(company)).toContain("Customer Acme Imports problem customer-not-linked");
  });
});

it("PSC-02 who waits for a link is known where people export by hand, and nobody is linked or made meanwhile", async () => {
  const company = await companyThatHas([{ name: "Jones & Jones" }, { name: "Acme" }], {
    exports: "by-hand",
    whenCustomerMissing: "hold",
  });
  await planned(company, [orderOf(1, from("Jones and Jones")), orderOf(2, from("Acme")), orderOf(3, from("Nobody"))]);
  expect(await stateOf(company)).toEqual([]);
  expect(await linksOf(company)).toMatchObject([{ party: "Acme", by: "match" }]);
  const customers = ["Jones and Jones", "Acme", "Nobody"].map((name) => ({
    document: { kind: "customer", key: customerKey(name), after: [], name } as const,
    currency: "USD",
  }));
  const settings = Settings.parse({ whenCustomerMissing: "hold" });
  const { held } = await inTransaction(company.scope, (tx) =>
    partiesToSend(tx, company.scope, company.companyFileId, customers, settings),
  );
  expect([...held].map(([key, { detail }]) => [key, detail])).toEqual([
    ["customer/jones and jones", "QuickBooks has Jones & Jones, which may be Jones and Jones or somebody else."],
    ["customer/nobody", "QuickBooks has no customer with the name Nobody."],
  ]);
});

it("PSC-02 whom somebody made in QuickBooks after the planning is linked by the export, and nobody is made beside them", async () => {
  const company = await companyThatHas([], { exports: "by-hand", customerMatch: "email" });
  const { scope, companyFileId } = company;
  await planned(company, [orderOf(1, { customer: { name: "Jo Mills", email: "jo@mills.example" } })]);
  const body = { DisplayName: "Mills Household", PrimaryEmailAddr: { Address: "jo@mills.example" } };
  await reading.clerk(company, { do: "create", entity: "Customer", body });
  const [household] = await reading.booksOf(company, "Customer");
  await reading.told(reading.event(company, "Customer", String(household?.Id), "created"));
  await exportOrders(scope, { companyFileId, select: everyOrder });
  await carryToRest(reading.world, reading.worker);
  expect((await reading.booksOf(company, "Customer")).map((row) => row.DisplayName)).toEqual(["Mills Household"]);
  expect(await linksOf(company)).toMatchObject([{ party: "Jo Mills", by: "match" }]);
  expect(await stateOf(company)).toEqual(["Invoice L-1 posted"]);
});

describe("jobs", () => {
  const album = { ...from("Ann Fox"), job: { externalId: "album-7", name: "Fox wedding" } };

  it("PSC-01 become jobs of their customer, and the invoice goes on the job", async () => {
    const company = await companyThatHas([{ name: "Ann Fox" }], { jobs: "sub-customer" });
    await planned(company, [orderOf(1, album)]);
    await carryToRest(reading.world, reading.worker);
    const ann = await idOf(company, "Ann Fox");
    const job = (await reading.booksOf(company, "Customer")).find((row) => row.DisplayName === "Fox wedding");
    expect(job).toMatchObject({ Job: true, ParentRef: { value: ann }, BillWithParent: true });
    expect(await invoiceCustomers(company)).toEqual([job?.Id]);
  });

  it("PSC-01 that the books have are linked below their customer", async () => {
    const company = await companyThatHas([{ name: "Ann Fox" }], { jobs: "sub-customer", linksRequired: true });
    const ann = await idOf(company, "Ann Fox");
    const body = { Job: true, ParentRef: { value: ann } };
    await reading.clerk(company, { do: "create-customer", name: "Fox wedding", body });
    await reading.nextDay();
    await planned(company, [orderOf(1, album)]);
    expect(await linksOf(company)).toMatchObject([
      { party: "Ann Fox", by: "match" },
      { party: "Fox wedding", by: "match" },
    ]);
  });

  it("PSC-02 both links are needed where links are required: without the job nothing goes", async () => {
    const company = await companyThatHas([{ name: "Ann Fox" }], { jobs: "sub-customer", linksRequired: true });
    await planned(company, [orderOf(1, album)]);
    expect(await stateOf(company)).toEqual(["Job Fox wedding problem customer-not-linked", "Invoice L-1 waiting"]);
    await planned(company, [orderOf(2, { ...from("Bob"), job: album.job })]);
    expect(await stateOf(company)).toContain("Customer Bob problem customer-not-linked");
    await carryToRest(reading.world, reading.worker);
    expect(await reading.booksOf(company)).toEqual([]);
    expect(await reading.booksOf(company, "Customer")).toHaveLength(1);
  });
});
