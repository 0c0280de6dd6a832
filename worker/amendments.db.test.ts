// What a person corrects on top of an order: the date of closed books, the name of a customer. All that waited goes, once.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  pushesOf,
  wrongCounters,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import type { Scope } from "#lib/access/scope.ts";
import { acceptTotals, lookAtTotals } from "#lib/operations/accept-totals.ts";
import { lookAtMove, moveDates } from "#lib/operations/move-dates.ts";
import { planOrders } from "#lib/operations/plan-orders.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { renameCustomer } from "#lib/operations/rename-customer.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { takeBackAmendment } from "#lib/operations/take-back-amendment.ts";
import { takeBackMove } from "#lib/operations/take-back-move.ts";
import { workerScope, type World } from "#lib/operations/world.ts";
import type { OrderInput } from "#lib/orders/order.ts";

let world: TestWorld;
let worker: World;
beforeAll(async () => {
  world = await openTestWorld();
  worker = await newWorker(world);
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const because = "Books closed";
const asOf = () => world.clock.now().toISOString();

async function go(company: TestCompany): Promise<void> {
  const scope = workerScope(company.scope, company.tenantId, "plan");
  while ((await planOrders(scope, { companyFileId: company.companyFileId })) > 0);
  await carryToRest(world, worker);
  world.clock.advance(1_000);
}

async function problems(company: TestCompany): Promise<{ code: string; about: string; rowId: string; tab: string }[]> {
  const found = await world.test.admin.query<{ code: string; about: string; rowId: string; tab: string }>(
    `select code, about, row_id as "rowId", tab from problems where tenant_id = $1 and lane = 'needs-you' order by tab, row_id`,
    [company.tenantId],
  );
  return found.rows;
}

async function orderIdsOf(company: TestCompany): Promise<string[]> {
  const found = await world.test.admin.query<{ id: string }>(
    "select order_id as id from orders where tenant_id = $1 order by number",
    [company.tenantId],
  );
  return found.rows.map(({ id }) => id);
}

const dates = async (company: TestCompany, entity = "Invoice") =>
  (await world.simulator.books(company.realmId, entity)).map((row) => row.TxnDate);

describe("a closed period", () => {
  const old = (nth: number, more: Partial<OrderInput> = {}) => orderOf(nth, { orderDate: "2026-10-03", ...more });
  const october = { tab: "invoices", about: "October 2026" } as const;
  async function closed(orders: readonly OrderInput[]): Promise<TestCompany> {
    const company = await newCompany(world, {}, { bookCloseDate: "2026-10-31" });
    await planned(company, orders);
    await go(company);
    return company;
  }
  const move = (company: TestCompany, more: { readonly tab?: "payments"; readonly date?: string } = {}) => {
    const { companyFileId } = company;
    const asked = { companyFileId, ...october, date: "2026-11-01", because, asOf: asOf(), ...more };
    return moveDates(company.scope, asked);
  };

  it("PPR-17 37 invoices move to the first open day and are posted, each once, with the day they were", async () => {
    const company = await closed(Array.from({ length: 37 }, (_, nth) => old(nth + 1)));
    const look = await lookAtMove(company.scope, { companyFileId: company.companyFileId, ...october });
    expect(look).toMatchObject({ closedUntil: "2026-10-31", firstOpenDay: "2026-11-01", rows: 37, skips: [] });
    expect(look.money).toMatchObject([{ currency: "USD" }]);
    expect(await move(company)).toMatchObject({ rows: 37 });
    await go(company);
    const invoices = await world.simulator.books(company.realmId, "Invoice");
    expect(new Set(invoices.map((invoice) => invoice.DocNumber)).size).toBe(37);
    expect(invoices).toHaveLength(37);
    for (const invoice of invoices) {
      expect(invoice).toMatchObject({ TxnDate: "2026-11-01", CustomerMemo: { value: "Original date 2026-10-03" } });
    }
    expect(await problems(company)).toEqual([]);
    const [orderId] = await orderIdsOf(company);
    const { amendments, orderDate } = await showOrder(company.scope, { orderId: orderId! });
    expect(orderDate, "the source's own").toBe("2026-10-03");
    expect(amendments).toMatchObject([
      { field: "order-date", was: "2026-10-03", value: "2026-11-01", because, madeBy: "Ann", ended: null },
    ]);
    await expect(move(company)).rejects.toThrow("waits for an open day any more");
  });

  it("payments and credits of the period move by their own cause", async () => {
    const payments = [{ externalId: "p-1", date: "2026-10-05", amount: "10.00" }];
    const credits = [{ externalId: "c-1", date: "2026-10-06", amount: "5.00", reason: "Late" }];
    const company = await closed([orderOf(1, { payments, credits })]);
    expect(await dates(company)).toEqual(["2026-11-01"]);
    expect(await move(company, { tab: "payments" })).toMatchObject({ rows: 1 });
    const { companyFileId } = company;
    const asked = { companyFileId, ...october, date: "2026-11-02", because, asOf: asOf() };
    expect(await moveDates(company.scope, { ...asked, tab: "credit-memos" })).toMatchObject({ rows: 1 });
    await go(company);
    expect(await dates(company, "CreditMemo")).toEqual(["2026-11-02"]);
    expect(await dates(company, "Payment")).toContain("2026-11-01");
    expect(await problems(company)).toEqual([]);
  });

  it("comes back as a whole while nothing has gone; what has gone stays where it is", async () => {
    const company = await closed([old(1), old(2), old(3)]);
    const { companyFileId } = company;
    const first = await move(company);
    expect(await takeBackMove(company.scope, { companyFileId, at: first.at })).toEqual({ orders: 3, left: 0 });
    await go(company);
    expect(await dates(company)).toEqual([]);
    expect(await problems(company)).toHaveLength(3);
    await expect(takeBackMove(company.scope, { companyFileId, at: first.at })).rejects.toMatchObject({
      code: "moved-on",
    });
    const second = await move(company);
    await go(company);
    expect(await takeBackMove(company.scope, { companyFileId, at: second.at })).toEqual({ orders: 0, left: 3 });
    await go(company);
    expect(await dates(company)).toEqual(["2026-11-01", "2026-11-01", "2026-11-01"]);
  });

  it("a day that is closed too is refused, and what is in the books is left alone", async () => {
    const company = await closed([old(1)]);
    await expect(move(company, { date: "2026-10-31" })).rejects.toThrow("closed up to 31 Oct 2026");
    await expect(
      moveDates(company.scope, {
        companyFileId: company.companyFileId,
        ...october,
        date: "2026-11-01",
        because,
        asOf: "2026-01-01T00:00:00Z",
      }),
    ).rejects.toThrow("any more");
    const viewer: Scope = {
      ...company.scope,
      actor: { type: "person", userId: company.tenantId, name: "Vera", role: "viewer" },
    };
    await expect(move({ ...company, scope: viewer })).rejects.toMatchObject({ code: "not-allowed" });
  });

  it("stays when the source sends something else, and falls away when the source moves the date itself", async () => {
    const company = await closed([old(1)]);
    await move(company);
    await go(company);
    await planned(company, [old(1, { updatedAt: "2026-11-04T08:00:00Z", notes: "Gate 4" })]);
    await go(company);
    expect(await dates(company)).toEqual(["2026-11-01"]);
    await planned(company, [old(1, { updatedAt: "2026-11-05T08:00:00Z", orderDate: "2026-11-03" })]);
    await go(company);
    expect(await dates(company)).toEqual(["2026-11-03"]);
    const [orderId] = await orderIdsOf(company);
    const { amendments } = await showOrder(company.scope, { orderId: orderId! });
    expect(amendments).toMatchObject([{ ended: { how: "overtaken", by: null } }]);
    const { amendmentId } = amendments[0]!;
    await expect(takeBackAmendment(company.scope, { amendmentId })).rejects.toThrow("does not hold");
  });

  it("is taken back by a person, and moved once more from what the source had said", async () => {
    const company = await closed([old(1)]);
    await move(company);
    const [orderId] = await orderIdsOf(company);
    const [first] = (await showOrder(company.scope, { orderId: orderId! })).amendments;
    await takeBackAmendment(company.scope, { amendmentId: first!.amendmentId });
    await go(company);
    expect(await problems(company)).toMatchObject([{ code: "period-closed", about: "October 2026" }]);
    world.clock.advance(1_000);
    await move(company, { date: "2026-11-09" });
    await go(company);
    expect(await dates(company)).toEqual(["2026-11-09"]);
    const { amendments } = await showOrder(company.scope, { orderId: orderId! });
    expect(amendments.map(({ was, value, ended }) => [was, value, ended?.how])).toEqual([
      ["2026-10-03", "2026-11-01", "taken-back"],
      ["2026-10-03", "2026-11-09", undefined],
    ]);
  });
});

describe("a name QuickBooks does not take", () => {
  const of = (nth: number, name: string) => orderOf(nth, { customer: { name } });

  it("PPR-18 a customer whose name a vendor has is called otherwise there, and everything that waited goes", async () => {
    const company = await newCompany(world);
    const bookkeeper = `companies/${company.realmId}/bookkeeper`;
    await world.simulator.control(bookkeeper, { do: "create-vendor", name: "Acme" });
    await planned(company, [of(1, "Acme"), of(2, "Acme"), of(3, "Acme")]);
    await go(company);
    const [taken] = await problems(company);
    expect(taken).toMatchObject({ code: "customer-name-taken", about: "Acme" });
    const rename = (name: string) => renameCustomer(company.scope, { rowId: taken!.rowId, name, because });
    await expect(rename("Acme: Customer")).rejects.toThrow("no colon");
    await expect(rename("A".repeat(101))).rejects.toThrow("hold 100 characters");
    await expect(rename("Acme")).rejects.toThrow("called that now");
    expect(await rename("Acme (Customer)")).toEqual({ orders: 3 });
    await go(company);
    // A fourth order of the same customer goes on the same record.
    await planned(company, [of(4, "Acme")]);
    await go(company);
    const customers = await world.simulator.books(company.realmId, "Customer");
    expect(customers.map((customer) => customer.DisplayName)).toEqual(["Acme (Customer)"]);
    const invoices = await world.simulator.books(company.realmId, "Invoice");
    expect(new Set(invoices.map((invoice) => invoice.DocNumber))).toEqual(new Set(["L-1", "L-2", "L-3", "L-4"]));
    expect(invoices).toHaveLength(4);
    expect(await problems(company)).toEqual([]);
    const [orderId] = await orderIdsOf(company);
    const shown = await showOrder(company.scope, { orderId: orderId! });
    expect(shown.amendments).toMatchObject([{ field: "customer-name", was: "Acme", value: "Acme (Customer)" }]);
    expect(shown.customerName, "the source's own").toBe("Acme");
    await expect(rename("Acme 2")).rejects.toThrow("in QuickBooks by now");
  });

  it("a colon is taken out of a name", async () => {
    const company = await newCompany(world);
    await planned(company, [of(1, "Acme: West")]);
    await go(company);
    const [notAllowed] = await problems(company);
    expect(notAllowed).toMatchObject({ code: "name-not-allowed", about: "Acme: West" });
    await renameCustomer(company.scope, { rowId: notAllowed!.rowId, name: "Acme West", because });
    await go(company);
    expect((await world.simulator.books(company.realmId, "Customer")).map((row) => row.DisplayName)).toEqual([
      "Acme West",
    ]);
    expect((await pushesOf(world, company)).filter(({ state }) => state === "posted").length).toBe(2);
  });
});

describe("a total that QuickBooks makes otherwise", () => {
  const tax = (amount: string) => [{ name: "Sales tax", amount }];
  /** 10 % of 118.31 is 11.83; the order says a cent or so more. */
  const taxed = (nth: number, amount: string, more: Partial<OrderInput> = {}) =>
    orderOf(nth, {
      chargeSets: [{ charges: [{ code: "Line Haul", amount: "118.31", taxable: true }] }],
      taxes: tax(amount),
      ...more,
    });
  async function taxing(orders: readonly OrderInput[]): Promise<TestCompany> {
    const company = await newCompany(world, { taxCode: "Flat" }, { honourTotalTax: false, usingSalesTax: true });
    const bookkeeper = `companies/${company.realmId}/bookkeeper`;
    await world.simulator.control(bookkeeper, { do: "create-tax-code", name: "Flat", percent: 10 });
    await refreshLists(company.scope, { companyFileId: company.companyFileId });
    world.clock.advance(60_000);
    await planned(company, orders);
    await go(company);
    return company;
  }
  const accept = (company: TestCompany) => {
    const { companyFileId } = company;
    return acceptTotals(company.scope, { companyFileId, tab: "invoices", because: "Rounding of tax", asOf: asOf() });
  };

  it("is accepted with a visible rounding, both sides agree to the cent, and what differs by more is left", async () => {
    const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "130.15" }];
    const company = await taxing([taxed(1, "11.84", { payments }), taxed(2, "11.82"), taxed(3, "14.00")]);
    const look = await lookAtTotals(company.scope, { companyFileId: company.companyFileId, tab: "invoices" });
    expect(look).toMatchObject({ rows: 2, tolerance: "0.05", skips: [{ rows: 1 }] });
    expect(look.skips[0]?.reason).toMatch(/more than \$0\.05/);
    const before = await world.simulator.books(company.realmId, "Invoice");
    expect(await accept(company)).toEqual({ rows: 2 });
    await go(company);
    const invoices = await world.simulator.books(company.realmId, "Invoice");
    expect(invoices.map((invoice) => [invoice.Id, invoice.TotalAmt])).toEqual(
      before.map((one) => [one.Id, one.TotalAmt]),
    );
    const left = await problems(company);
    expect(left.filter(({ tab }) => tab === "invoices")).toHaveLength(1);
    const [orderId] = await orderIdsOf(company);
    const shown = await showOrder(company.scope, { orderId: orderId! });
    expect(shown.amendments.map(({ field, value, madeBy }) => [field, value, madeBy])).toEqual([
      ["total", "-0.01", "Ann"],
      ["tax", "-0.01", "Ann"],
    ]);
    expect(shown.total, "the source's own").toMatchObject({ minor: "13015" });
    const invoice = shown.documents.find(({ kind }) => kind === "invoice");
    expect(invoice).toMatchObject({ state: "posted", money: { minor: "13014" } });
    await expect(accept(company)).rejects.toThrow("more than $0.05");
  });

  it("falls away when the source sends another total", async () => {
    const company = await taxing([taxed(1, "11.84")]);
    await accept(company);
    await go(company);
    expect(await problems(company)).toEqual([]);
    await planned(company, [taxed(1, "11.83", { updatedAt: "2026-11-05T08:00:00Z" })]);
    await go(company);
    expect(await problems(company)).toEqual([]);
    const [orderId] = await orderIdsOf(company);
    const { amendments } = await showOrder(company.scope, { orderId: orderId! });
    expect(amendments.map(({ ended }) => ended?.how)).toEqual(["overtaken", "overtaken"]);
  });
});
