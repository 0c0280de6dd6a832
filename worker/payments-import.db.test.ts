// An export meets payments that only the books have: does it wait on Problem Sync, and go once they are imported there?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { byText, everyOrder as all, exportsIn, type ExportWorld } from "#db/testing-exports.ts";
import { acme, openReadingWorld, paid, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { applyPayments } from "#lib/operations/apply-payments.ts";
import { comparePayments } from "#lib/operations/compare-payments.ts";
import { doAct } from "#lib/operations/do-act.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { importNewPayments, lookAtNewPayments } from "#lib/operations/import-payments.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { pushOrder } from "#lib/operations/push-order.ts";
import { showPayments } from "#lib/operations/show-payments.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let byHand: ExportWorld["byHand"];
let exported: ExportWorld["exported"];
let stateOf: ExportWorld["stateOf"];
let effortsOf: ExportWorld["effortsOf"];
let paymentsIn: ExportWorld["paymentsIn"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ world } = reading);
  ({ byHand, exported, stateOf, effortsOf, paymentsIn } = exportsIn(reading));
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const later = (day: number) => `2026-11-${String(day).padStart(2, "0")}T09:00:00Z`;
const card = { externalId: "p2", amount: "7.00", date: "2026-11-06", reference: "card-77" };

/** Time passes with every look at the clock, as before a person: QuickBooks is asked no faster than it allows. */
function inTime(company: TestCompany): TestCompany {
  const now = () => {
    world.clock.advance(50);
    return world.clock.now();
  };
  return { ...company, scope: { ...company.scope, now } };
}

/** Exported once; then each order is moved to another day, and the bookkeeper receives 7.00 on the invoice of each. */
async function withNewPayments(orders = 1, more: Parameters<typeof orderOf>[1] = {}): Promise<TestCompany> {
  const numbers = Array.from({ length: orders }, (_none, nth) => nth + 1);
  const company = await byHand(numbers.map((nth) => orderOf(nth, { ...acme, ...paid })));
  await exported(company);
  await planned(
    company,
    numbers.map((nth) => orderOf(nth, { ...acme, ...paid, ...more, orderDate: "2026-11-03", updatedAt: later(2) })),
  );
  for (const nth of numbers) {
    const { amount, date, reference } = card;
    await reading.clerk(company, { do: "pay", docNumber: `L-${nth}`, amount: Number(amount), date, reference });
  }
  await reading.pass(10_000);
  return inTime(company);
}

async function settle(company: TestCompany): Promise<void> {
  await planned(company, []);
  await carryToRest(world, reading.worker);
}

const causesOf = async ({ scope, companyFileId }: TestCompany, tab: "invoices" | "payments" = "invoices") =>
  (await listProblems(scope, { companyFileId, lane: "needs-you", tab, filter: {}, sort: "oldest" })).causes.map(
    ({ code, rows }) => `${code} ${rows}`,
  );

const orderIdOf = async ({ scope, companyFileId }: TestCompany) =>
  (await listOrders(scope, { companyFileId })).rows[0]!.orderId;

describe("PSC-23 an export that meets payments only QuickBooks has", () => {
  it("waits on Problem Sync, and goes once they are imported there", async () => {
    const company = await withNewPayments(2);
    const { scope, companyFileId } = company;
    expect(await exportOrders(scope, { companyFileId, select: all })).toMatchObject({ total: 2, held: 2, skipped: [] });
    await carryToRest(world, reading.worker);
    expect(await causesOf(company)).toEqual(["payments-not-imported 2"]);
    expect(await stateOf(company)).toBe("blocked blocked");
    await reading.pass(10_000);
    const reads = await reading.readsOf(company);
    const look = await lookAtNewPayments(scope, { companyFileId });
    expect((await reading.readsOf(company)) - reads).toBe(2);
    expect(look).toMatchObject({
      rows: 2,
      payments: 2,
      paidOrders: 2,
      others: 0,
      skips: [],
      money: [{ minor: "1400", currency: "USD" }],
    });
    await reading.pass(10_000);
    const imported = await importNewPayments(scope, { companyFileId, orders: [...look.orders], methods: {} });
    expect(imported).toMatchObject({ payments: 2, orders: 2, documents: 2, left: [] });
    await settle(company);
    expect(await stateOf(company)).toBe("up-to-date up-to-date");
    expect((await effortsOf(company, "invoice")).toSorted(byText)).toEqual([
      "create posted",
      "create posted",
      "update posted",
      "update posted",
    ]);
    expect(await paymentsIn(company)).toEqual(["50 applied 50", "50 applied 50", "7 applied 7", "7 applied 7"]);
    expect(await causesOf(company)).toEqual([]);
    await expect(
      importNewPayments(scope, { companyFileId, orders: [...look.orders], methods: {} }),
    ).rejects.toMatchObject({ code: "moved-on" });
  });

  it("does not send the payment that the books have already, though it was to be exported", async () => {
    const company = await withNewPayments(1, { payments: [...paid.payments, card] });
    const { scope, companyFileId } = company;
    expect(await exportOrders(scope, { companyFileId, select: all })).toMatchObject({ held: 2 });
    expect([await causesOf(company), await causesOf(company, "payments")]).toEqual([
      ["payments-not-imported 1"],
      ["payments-not-imported 1"],
    ]);
    await reading.pass(10_000);
    const { orders } = await lookAtNewPayments(scope, { companyFileId });
    const imported = await importNewPayments(scope, { companyFileId, orders: [...orders], methods: {} });
    expect(imported).toMatchObject({ payments: 1, documents: 1 });
    // Taken along before anybody planned again, it would be in the books twice.
    await carryToRest(world, reading.worker);
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["50 applied 50", "7 applied 7"]);
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it.each([
    ["it is as QuickBooks has it from then on", false, ["50 applied 50", "7 applied 7"]],
    ["it is not made anew where the bookkeeper deleted it", true, ["7 applied 7"]],
  ])("a payment that its source changed meanwhile: %s", async (_what, isDeleted, expected) => {
    const changed = { payments: [{ ...paid.payments[0]!, amount: "60.00" }] };
    const company = await withNewPayments(1, changed);
    const { scope, companyFileId } = company;
    const ours = (await reading.booksOf(company, "Payment")).find(({ TotalAmt }) => TotalAmt === 50)!;
    if (isDeleted) await reading.clerk(company, { do: "delete", entity: "Payment", id: ours.Id });
    await exportOrders(scope, { companyFileId, select: all });
    expect(await effortsOf(company, "payment")).toEqual(["create posted", "update problem"]);
    await reading.pass(10_000);
    const look = await lookAtNewPayments(scope, { companyFileId });
    expect(look).toMatchObject({ payments: 1, others: 1 });
    await importNewPayments(scope, { companyFileId, orders: [...look.orders], methods: {} });
    // Also before anybody planned again.
    await carryToRest(world, reading.worker);
    await settle(company);
    expect(await effortsOf(company, "payment")).toEqual(["create posted", "update superseded"]);
    expect(await paymentsIn(company)).toEqual(expected);
    expect(await causesOf(company, "payments")).toEqual([]);
  });

  it("waits again when it was cleared and its order changes", async () => {
    const company = await withNewPayments(1, { payments: [...paid.payments, card] });
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    for (const tab of ["invoices", "payments"] as const) {
      const filter = { companyFileId, lane: "needs-you", tab, filter: {}, sort: "oldest" } as const;
      const { rows } = await listProblems(scope, filter);
      const select = { is: "rows", rowIds: rows.map(({ rowId }) => rowId), asOf: scope.now().toISOString() } as const;
      await doAct(scope, {
        companyFileId,
        act: { act: "clear", because: "Received there", withFollowers: false },
        select,
      });
    }
    const payments = [...paid.payments, { ...card, amount: "8.00" }];
    await planned(company, [orderOf(1, { ...acme, payments, orderDate: "2026-11-04", updatedAt: later(4) })]);
    await carryToRest(world, reading.worker);
    expect([await causesOf(company), await causesOf(company, "payments")]).toEqual([
      ["payments-not-imported 1"],
      ["payments-not-imported 1"],
    ]);
    expect(await paymentsIn(company)).toEqual(["50 applied 50", "7 applied 7"]);
  });

  it("stays behind them when its order changes, is resynced or pushed", async () => {
    const company = await withNewPayments();
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    await planned(company, [orderOf(1, { ...acme, ...paid, orderDate: "2026-11-04", updatedAt: later(3) })]);
    expect(await causesOf(company)).toEqual(["payments-not-imported 1"]);
    const { rows } = await listProblems(scope, {
      companyFileId,
      lane: "needs-you",
      tab: "invoices",
      filter: {},
      sort: "oldest",
    });
    const asOf = scope.now().toISOString();
    const select = { is: "rows", rowIds: rows.map(({ rowId }) => rowId), asOf } as const;
    await expect(doAct(scope, { companyFileId, act: { act: "resync" }, select })).rejects.toMatchObject({
      message: expect.stringMatching(/import them in the card/),
    });
    const orderId = await orderIdOf(company);
    expect(await pushOrder(scope, { orderId })).toMatchObject({ going: 0, because: expect.stringMatching(/payments/) });
    await carryToRest(world, reading.worker);
    expect(await effortsOf(company, "invoice")).toEqual(["create posted", "update superseded", "update problem"]);
  });

  it("goes as well when its order's own page takes them over", async () => {
    const company = await withNewPayments();
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    await reading.pass(10_000);
    const orderId = await orderIdOf(company);
    const { shown } = await comparePayments(scope, { orderId });
    expect(await applyPayments(scope, { orderId, shown, methods: {} })).toMatchObject({ added: 1, released: 1 });
    await settle(company);
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it("goes when they are no longer there, and nothing is imported", async () => {
    const company = await withNewPayments();
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    const theirs = (await reading.booksOf(company, "Payment")).find((row) => row.TotalAmt === 7);
    await reading.clerk(company, { do: "delete", entity: "Payment", id: theirs?.Id });
    await reading.pass(10_000);
    const look = await lookAtNewPayments(scope, { companyFileId });
    expect(look).toMatchObject({ rows: 1, payments: 0, orders: [{}] });
    const imported = await importNewPayments(scope, { companyFileId, orders: [...look.orders], methods: {} });
    expect(imported).toMatchObject({ payments: 0, documents: 1 });
    await settle(company);
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it("imports only what was shown, and leaves the order that changed since, by name of the reason", async () => {
    const company = await withNewPayments(2);
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    await reading.pass(10_000);
    const { orders } = await lookAtNewPayments(scope, { companyFileId });
    await reading.clerk(company, { do: "pay", docNumber: "L-2", amount: 3, date: "2026-11-07" });
    await reading.pass(10_000);
    const imported = await importNewPayments(scope, { companyFileId, orders: [...orders], methods: {} });
    expect(imported).toMatchObject({
      payments: 1,
      orders: 1,
      left: [{ rows: 1, reason: expect.stringMatching(/changed since they were shown/) }],
    });
    await settle(company);
    expect(await causesOf(company)).toEqual(["payments-not-imported 1"]);
  });

  it("says that the company is not connected, and changes nothing", async () => {
    const company = await withNewPayments();
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    await reading.pass(10_000);
    const { orders } = await lookAtNewPayments(scope, { companyFileId });
    await world.test.admin.query("update company_files set connection = 'disconnected' where tenant_id = $1", [
      company.tenantId,
    ]);
    const off = { code: "unavailable", message: "The company is not connected to QuickBooks." };
    await expect(lookAtNewPayments(scope, { companyFileId })).rejects.toMatchObject(off);
    await expect(importNewPayments(scope, { companyFileId, orders: [...orders], methods: {} })).rejects.toMatchObject(
      off,
    );
    expect(await causesOf(company)).toEqual(["payments-not-imported 1"]);
    const orderId = await orderIdOf(company);
    expect((await showPayments(scope, { orderId })).payments).toHaveLength(1);
  });

  it("is nothing for a viewer, nor for another tenant", async () => {
    const company = await withNewPayments();
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    await reading.pass(10_000);
    const { orders } = await lookAtNewPayments(scope, { companyFileId });
    const input = { companyFileId, orders: [...orders], methods: {} };
    const viewer = { ...scope, actor: { type: "person", userId: "v", name: "Vera", role: "viewer" } } as const;
    await expect(lookAtNewPayments(viewer, { companyFileId })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(importNewPayments(viewer, input)).rejects.toMatchObject({ code: "not-allowed" });
    const { scope: stranger, companyFileId: own } = await withNewPayments();
    await expect(importNewPayments(stranger, input)).rejects.toMatchObject({ code: "not-found" });
    await expect(importNewPayments(stranger, { ...input, companyFileId: own })).rejects.toMatchObject({
      code: "moved-on",
    });
    expect(await causesOf(company)).toEqual(["payments-not-imported 1"]);
  });
});
