// Causes solved inside their card by a choice: a name, a setting, an item that is created. All that waited goes, once.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openActsWorld, stuck, type ActsWorld } from "#db/testing-acts.ts";
import {
  carryToRest,
  newCompany,
  orderOf,
  planned,
  wrongCounters,
  type BookRow,
  type TestCompany,
} from "#db/testing-world.ts";
import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { EntryList } from "#lib/ledgers/choices.ts";
import { chooseEntry } from "#lib/operations/choose-entry.ts";
import { countReturned } from "#lib/operations/count-returned.ts";
import { createItem } from "#lib/operations/create-item.ts";
import { listChoices } from "#lib/operations/list-choices.ts";
import { mapItem } from "#lib/operations/map-item.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import type { ChooseEntry } from "#lib/sync/fixes.ts";

let acts: ActsWorld;
beforeAll(async () => {
  acts = await openActsWorld();
});
afterAll(() => acts.world.close());
afterEach(async () => {
  expect(await wrongCounters(acts.world)).toEqual([]);
  await acts.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const bookkeeper = (company: TestCompany, action: BookRow) =>
  acts.world.simulator.control(`companies/${company.realmId}/bookkeeper`, action);
const booksOf = (company: TestCompany, entity: string) => acts.world.simulator.books(company.realmId, entity);

async function idOf(company: TestCompany, list: EntryList, name: string): Promise<string> {
  const { entries } = await listChoices(company.scope, { companyFileId: company.companyFileId, list });
  const entry = entries.find((each) => each.name === name);
  if (!entry) throw new Error(`The books have no ${list} ${name}, but ${entries.map((each) => each.name).join(", ")}`);
  return entry.ledgerId;
}

type Cause = Pick<ChooseEntry, "code" | "about" | "tab">;
const choose = (company: TestCompany, cause: Cause, entryId: string, scope = company.scope) =>
  chooseEntry(scope, { companyFileId: company.companyFileId, ...cause, entryId });

/** Plans what waits and carries it until nothing moves. */
async function goOn(company: TestCompany): Promise<void> {
  await planned(company, []);
  await carryToRest(acts.world, acts.worker);
}

const as = (company: TestCompany, role: Role): Scope => ({
  ...company.scope,
  actor: { type: "person", userId: company.tenantId, name: "Bea", role },
});

/** Their numbers, each with what a reference of theirs names; numbers that are there twice are there twice. */
async function numbersWith(company: TestCompany, field: string): Promise<readonly (readonly [string, unknown])[]> {
  const invoices = await booksOf(company, "Invoice");
  return invoices
    .map((row) => [String(row.DocNumber), (row[field] as BookRow | undefined)?.value] as const)
    .toSorted(([left], [right]) => left.localeCompare(right));
}

describe("another name", () => {
  const terms: Cause = { code: "terms-unknown", about: "Net 45", tab: "invoices" };

  it("PPR-17 PPR-25 PEER-09 fixes unknown terms once: everything that has them goes with the chosen ones, once each", async () => {
    const company = await acts.companyWith([
      orderOf(1, { terms: "Net 45" }),
      orderOf(2, { terms: "NET 45" }),
      orderOf(3, { terms: "Net 45", class: "Sacramento" }),
      orderOf(4, { terms: "Net 30" }),
      orderOf(5, { class: "Sacramento" }),
    ]);
    expect((await acts.rowsOf(company)).map(({ title, lane }) => `${title} ${lane}`)).toEqual(
      [1, 2, 3, 5].map((nth) => `Invoice L-${nth} needs-you`),
    );
    const net15 = await idOf(company, "term", "Net 15");
    const released = await choose(company, terms, net15);
    expect(released).toMatchObject({ orders: 3, documents: 0 });
    const { companyFileId } = company;
    const look = { companyFileId, since: released.at };
    expect(await countReturned(company.scope, look)).toEqual({ isPlanned: false, returned: 0 });
    await goOn(company);
    expect(await countReturned(company.scope, look)).toEqual({ isPlanned: true, returned: 1 });
    const net30 = await idOf(company, "term", "Net 30");
    expect(await numbersWith(company, "SalesTermRef")).toEqual([
      ["L-1", net15],
      ["L-2", net15],
      ["L-4", net30],
    ]);
    // What had another trouble behind the first comes back with it, and says so.
    const left = (await acts.rowsOf(company)).filter(({ lane }) => lane === "needs-you");
    expect(left).toMatchObject([
      { title: "Invoice L-3", cameBack: 1 },
      { title: "Invoice L-5", cameBack: 0 },
    ]);
    expect(await acts.lineOf(company, "mapping.name")).toMatchObject({
      actorName: "Ann",
      detail: { sets: "terms", about: "Net 45", name: "Net 15", orders: 3 },
    });
    // A later order goes by the same choice, and there is nothing left to choose for.
    await planned(company, [orderOf(6, { terms: "Net 45" })]);
    await carryToRest(acts.world, acts.worker);
    expect(await numbersWith(company, "SalesTermRef")).toContainEqual(["L-6", net15]);
    await expect(choose(company, terms, net15)).rejects.toMatchObject({
      code: "moved-on",
      message: "Nothing waits for the terms Net 45 any more.",
    });
  });

  it("PPR-17 solves classes of orders and charges, and payment methods, in the same way", async () => {
    const charges = [{ code: "Line Haul", amount: "50.00", class: "Sacramento" }];
    const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "50.00", method: "Bitcoin" }];
    const company = await acts.companyWith([orderOf(1, { chargeSets: [{ charges }], payments })]);
    const oakland = await idOf(company, "class", "Oakland");
    const check = await idOf(company, "payment-method", "Check");
    const method: Cause = { code: "payment-method-unknown", about: "Bitcoin", tab: "payments" };
    expect(
      await choose(company, { code: "class-unknown", about: "Sacramento", tab: "invoices" }, oakland),
    ).toMatchObject({
      orders: 1,
      documents: 0,
    });
    expect(await choose(company, method, check)).toMatchObject({ orders: 1, documents: 0 });
    await goOn(company);
    expect(await numbersWith(company, "ClassRef")).toEqual([["L-1", oakland]]);
    expect(await booksOf(company, "Payment")).toMatchObject([{ PaymentMethodRef: { value: check }, TotalAmt: 50 }]);
  });

  it("lets what waits go as it is, when QuickBooks has the very name by now", async () => {
    const company = await acts.companyWith([orderOf(1, { terms: "Net 45" })]);
    await bookkeeper(company, { do: "create-term", name: "Net 45", dueDays: 45 });
    acts.world.clock.advance(60_000);
    await refreshLists(company.scope, { companyFileId: company.companyFileId });
    const net45 = await idOf(company, "term", "Net 45");
    expect(await choose(company, terms, net45)).toMatchObject({ orders: 0, documents: 1 });
    await goOn(company);
    expect(await numbersWith(company, "SalesTermRef")).toEqual([["L-1", net45]]);
  });

  it("two people at once: the second is told, and each invoice is there once", async () => {
    const company = await acts.companyWith([orderOf(1, { terms: "Net 45" }), orderOf(2, { terms: "Net 45" })]);
    const [net15, net30] = [await idOf(company, "term", "Net 15"), await idOf(company, "term", "Net 30")];
    await choose(company, terms, net15);
    await planned(company, []);
    await expect(choose(company, terms, net30)).rejects.toMatchObject({ code: "moved-on" });
    await goOn(company);
    expect(await numbersWith(company, "SalesTermRef")).toEqual([
      ["L-1", net15],
      ["L-2", net15],
    ]);
  });

  it("refuses an entry that is gone, a cause no choice solves, and who may only look", async () => {
    const company = await acts.companyWith([orderOf(1, { terms: "Net 45" })]);
    await expect(choose(company, terms, "4711")).rejects.toMatchObject({
      code: "not-found",
      message: "QuickBooks has no terms of this ID to choose. Load the page again.",
    });
    const closed: Cause = { code: "period-closed", about: "November 2026", tab: "invoices" };
    await expect(choose(company, closed, "1")).rejects.toMatchObject({ code: "invalid" });
    const net15 = await idOf(company, "term", "Net 15");
    await expect(choose(company, terms, net15, as(company, "viewer"))).rejects.toMatchObject({ code: "not-allowed" });
    expect(await acts.lanesOf(company)).toEqual(["needs-you"]);
    expect(await choose(company, terms, net15, as(company, "clerk"))).toMatchObject({ orders: 1, documents: 0 });
  });
});

describe("a setting of the company", () => {
  const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "10.00", method: "Check" }];
  const account: Cause = { code: "account-missing", about: "Old Bank", tab: "payments" };

  it("PPR-17 is for whoever may change settings: the account that money goes to", async () => {
    const company = await acts.companyWith([orderOf(1, { payments }), orderOf(2, { payments })], {
      depositAccount: "Old Bank",
    });
    expect(await acts.lanesOf(company)).toEqual(["needs-you", "needs-you"]);
    const checking = await idOf(company, "money-account", "Checking");
    await expect(choose(company, account, checking, as(company, "clerk"))).rejects.toMatchObject({
      code: "not-allowed",
    });
    expect(await choose(company, account, checking)).toMatchObject({ orders: 0, documents: 2 });
    await goOn(company);
    const booked = await booksOf(company, "Payment");
    expect(booked.map((row) => (row.DepositToAccountRef as BookRow).value)).toEqual([checking, checking]);
    expect(await acts.lineOf(company, "settings.chosen")).toMatchObject({
      detail: { sets: "depositAccount", name: "Checking", documents: 2 },
    });
  });

  it("PPR-17 the tax code: what bears tax is planned with the new one", async () => {
    const taxed = { taxes: [{ name: "Tax", amount: "8.00" }] };
    const company = await newCompany(acts.world, { taxCode: "Oregon" }, { usingSalesTax: true });
    await bookkeeper(company, { do: "create-tax-code", name: "California", percent: 7.25 });
    await refreshLists(company.scope, { companyFileId: company.companyFileId });
    acts.world.clock.advance(60_000);
    await planned(company, [orderOf(1, taxed), orderOf(2)]);
    await carryToRest(acts.world, acts.worker);
    const california = await idOf(company, "tax-code", "California");
    const [row] = await acts.rowsOf(company);
    expect(row).toMatchObject({ title: "Invoice L-1", lane: "needs-you" });
    const about: Cause = { code: "tax-code-unknown", about: "Oregon", tab: "invoices" };
    expect(await choose(company, about, california)).toMatchObject({ orders: 1, documents: 0 });
    await goOn(company);
    const [taxedInvoice] = (await booksOf(company, "Invoice")).filter((invoice) => invoice.DocNumber === "L-1");
    expect(taxedInvoice?.TxnTaxDetail).toMatchObject({ TxnTaxCodeRef: { value: california }, TotalTax: 8 });
    const list = await listChoices(company.scope, { companyFileId: company.companyFileId, list: "tax-code" });
    expect(list.chosenId).toBe(california);
  });
});

describe("an item that is created", () => {
  const income = (company: TestCompany) => idOf(company, "income-account", "Freight Income");
  const layovers = async (company: TestCompany) =>
    (await booksOf(company, "Item")).filter((item) => item.Name === "Layover");

  it("PPR-17 PEER-09 is created once, on the chosen account, and nothing else is; what waited for it follows", async () => {
    const other = { chargeSets: [{ charges: [{ code: "Chassis Split", amount: "30.00" }] }] };
    const company = await acts.companyWith([stuck(1), stuck(2), stuck(3), orderOf(4, other)]);
    const asked = { companyFileId: company.companyFileId, about: "Layover", accountId: await income(company) };
    expect(await createItem(company.scope, asked)).toMatchObject({ orders: 3, documents: 0 });
    await goOn(company);
    const [item, ...more] = await layovers(company);
    expect(more).toEqual([]);
    expect(item).toMatchObject({ Type: "Service", IncomeAccountRef: { value: asked.accountId } });
    const invoices = await booksOf(company, "Invoice");
    expect(invoices.map((row) => String(row.DocNumber)).toSorted()).toEqual(["L-1", "L-2", "L-3"]);
    for (const { Line } of invoices) {
      expect((Line as BookRow[])[0]).toMatchObject({ SalesItemLineDetail: { ItemRef: { value: item?.Id } } });
    }
    const left = (await acts.rowsOf(company)).filter(({ lane }) => lane === "needs-you");
    expect(left.map(({ title }) => title)).toEqual(["Invoice L-4"]);
    // The account is remembered, and a later order needs nobody.
    const { companyFileId } = company;
    const list = await listChoices(company.scope, { companyFileId, list: "income-account" });
    expect(list.chosenId).toBe(asked.accountId);
    await planned(company, [stuck(5)]);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(4);
    expect(await layovers(company)).toHaveLength(1);
    await expect(createItem(company.scope, asked)).rejects.toMatchObject({ code: "moved-on" });
  });

  it("two people at once create one item, and one that somebody made in QuickBooks meanwhile is taken", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const { companyFileId } = company;
    const asked = { companyFileId, about: "Layover", accountId: await income(company) };
    const sales = { ...asked, accountId: await idOf(company, "income-account", "Sales") };
    await acts.makeItem(company);
    await Promise.all([createItem(company.scope, asked), createItem(company.scope, sales)]);
    await goOn(company);
    expect(await layovers(company)).toHaveLength(1);
    expect(await acts.booksOf(company)).toHaveLength(2);
  });

  it("the answer is lost after QuickBooks wrote the item: it is there once, and its invoices too", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    await createItem(company.scope, {
      companyFileId: company.companyFileId,
      about: "Layover",
      accountId: await income(company),
    });
    await acts.world.simulator.control(`companies/${company.realmId}/faults`, { kind: "drop-after-write", times: 2 });
    await goOn(company);
    expect(await layovers(company)).toHaveLength(1);
    expect((await acts.booksOf(company)).map((row) => row.DocNumber)).toHaveLength(2);
  });

  it("refuses an account that is none, a name QuickBooks does not allow, and who may only look", async () => {
    const charges = [{ code: "Wait: night", amount: "30.00" }];
    const company = await acts.companyWith([stuck(1), orderOf(2, { chargeSets: [{ charges }] })]);
    const { companyFileId } = company;
    const asked = { companyFileId, about: "Layover", accountId: await income(company) };
    const checking = await idOf(company, "money-account", "Checking");
    await expect(createItem(company.scope, { ...asked, accountId: checking })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(createItem(company.scope, { ...asked, about: "Wait: night" })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(createItem(as(company, "viewer"), asked)).rejects.toMatchObject({ code: "not-allowed" });
    await goOn(company);
    expect(await layovers(company)).toEqual([]);
  });
});

describe("mapping", () => {
  it("PPR-20 a charge code of sales orders is mapped as one of invoices is", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)], { mode: "sales-order" });
    const { companyFileId } = company;
    expect(await acts.lanesOf(company)).toEqual(["needs-you", "needs-you"]);
    const itemId = await idOf(company, "item", "Line Haul");
    expect(await mapItem(company.scope, { companyFileId, about: "Layover", itemId })).toMatchObject({
      orders: 2,
      documents: 0,
    });
    await goOn(company);
    expect(await booksOf(company, "Estimate")).toHaveLength(2);
  });
});
