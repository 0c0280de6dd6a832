// An invoice was deleted in QuickBooks: what becomes of it, and of its payments, when the order is exported again?
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";

import { everyOrder as all, exportsIn, statesIn, type ExportWorld } from "#db/testing-exports.ts";
import { acme, openReadingWorld, paid, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { removePayment } from "#lib/operations/remove-payment.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { showPayments } from "#lib/operations/show-payments.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import type { PaymentChoice } from "#lib/sync/exports.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let byHand: ExportWorld["byHand"];
let check: ExportWorld["check"];
let exported: ExportWorld["exported"];
let stateOf: ExportWorld["stateOf"];
let effortsOf: ExportWorld["effortsOf"];
let paymentsIn: ExportWorld["paymentsIn"];
let numbersIn: ExportWorld["numbersIn"];
let leftOut: ExportWorld["leftOut"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ world } = reading);
  ({ byHand, check, exported, stateOf, effortsOf, paymentsIn, numbersIn, leftOut } = exportsIn(reading));
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const order = orderOf(1, { ...acme, ...paid });
const payment = order.payments![0]!;
const later = (day: number) => `2026-11-${String(day).padStart(2, "0")}T09:00:00Z`;

describe("PSC-25 the deleted invoice had payments", () => {
  /** One payment went with the invoice, one came after; then the invoice was deleted. */
  async function deleted(more: Partial<OrderInput> = {}): Promise<TestCompany> {
    const company = await byHand([order]);
    await exported(company);
    const [invoice] = await reading.booksOf(company);
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: invoice?.Id });
    const payments = [payment, { externalId: "p2", amount: "7.00", date: "2026-11-04" }];
    await planned(company, [{ ...order, payments, updatedAt: later(2), ...more }]);
    expect(statesIn(await check(company))).toEqual(["L-1 missing"]);
    return company;
  }

  it("must be told what becomes of them: exactly one of three", async () => {
    const company = await deleted();
    const { scope, companyFileId } = company;
    await expect(exportOrders(scope, { companyFileId, select: all })).rejects.toMatchObject({
      code: "invalid",
      path: "payments",
    });
    expect(await reading.booksOf(company)).toEqual([]);
  });

  test.each<[PaymentChoice, readonly string[], number]>([
    ["new", ["50 applied 0", "7 applied 7"], 1],
    ["all", ["50 applied 50", "7 applied 7"], 0],
    ["none", ["50 applied 0"], 2],
  ])("PSC-25 %s: the payments are %s", async (choice, expected, left) => {
    const company = await deleted();
    const { run } = await exported(company, choice);
    expect(run).toMatchObject({ exported: 1, problems: 0 });
    expect(await numbersIn(company)).toEqual(["L-1"]);
    expect(await paymentsIn(company)).toEqual(expected);
    expect(await leftOut(company)).toBe(left);
    const { rows } = await listOrders(company.scope, { companyFileId: company.companyFileId });
    const { documents } = await showOrder(company.scope, { orderId: rows[0]!.orderId });
    expect(documents.filter((one) => one.leftOutBecause !== null).length).toBe(left);
    const { payments } = await showPayments(company.scope, { orderId: rows[0]!.orderId });
    const out = payments.filter(({ lock }) => lock === "left-out");
    expect(out.map(({ lockReason }) => lockReason?.includes("Chosen by Ann."))).toEqual(out.map(() => true));
    expect(out.length).toBe(left);
    expect(await stateOf(company)).toBe("up-to-date");
    expect(statesIn(await check(company))).toEqual(["L-1 up-to-date"]);
    const [line] = await reading.rowsOf(
      "select detail from audit_events where tenant_id = $1 and action = 'orders.export' order by audit_event_id desc limit 1",
      company,
    );
    expect(line?.detail).toMatchObject({ payments: choice, madeAnew: 1, leftOut: left });
  });

  test.each<[PaymentChoice, readonly string[]]>([
    ["new", ["7 applied 7"]],
    ["all", ["50 applied 50", "7 applied 7"]],
    ["none", []],
  ])("PSC-25 %s, when the payment was deleted too", async (choice, expected) => {
    const company = await deleted();
    const [there] = await reading.booksOf(company, "Payment");
    await reading.clerk(company, { do: "delete", entity: "Payment", id: there?.Id });
    await check(company);
    await exported(company, choice);
    expect(await paymentsIn(company)).toEqual(expected);
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it("none, then deleted again and all: those that were left out go as well", async () => {
    const company = await deleted();
    await exported(company, "none");
    const [invoice] = await reading.booksOf(company);
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: invoice?.Id });
    expect(statesIn(await check(company))).toEqual(["L-1 missing"]);
    await exported(company, "all");
    expect(await paymentsIn(company)).toEqual(["50 applied 50", "7 applied 7"]);
    expect([await leftOut(company), await stateOf(company)]).toEqual([0, "up-to-date"]);
  });

  it("is not asked when it had none, and a payment that came later goes along", async () => {
    const company = await byHand([orderOf(1, acme)]);
    await exported(company);
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: (await reading.invoiceOf(company)).Id });
    await planned(company, [{ ...order, updatedAt: later(2) }]);
    expect(await check(company)).toMatchObject({ exportable: 1, asksPayments: 0 });
    await exported(company);
    expect(await paymentsIn(company)).toEqual(["50 applied 50"]);
    expect(await effortsOf(company, "invoice")).toEqual(["create posted", "create posted"]);
  });

  it("a payment that a person took back stays taken back, whatever the answer is", async () => {
    const company = await byHand([
      { ...order, payments: [payment, { externalId: "p2", amount: "20.00", date: "2026-11-03" }] },
    ]);
    await exported(company);
    const { rows } = await listOrders(company.scope, { companyFileId: company.companyFileId });
    const { orderId } = rows[0]!;
    const { payments } = await showPayments(company.scope, { orderId });
    const bounced = payments.find(({ amount }) => amount.minor === "5000")!;
    await removePayment(company.scope, { orderId, paymentId: bounced.paymentId, reason: "Bounced" });
    await carryToRest(world, reading.worker);
    await planned(company, []);
    expect(await paymentsIn(company)).toEqual(["0 applied 0", "20 applied 20"]);
    for (const choice of ["none", "all"] as const) {
      await reading.clerk(company, { do: "delete", entity: "Invoice", id: (await reading.invoiceOf(company)).Id });
      expect(statesIn(await check(company))).toEqual(["L-1 missing"]);
      await exported(company, choice);
    }
    expect(await paymentsIn(company)).toEqual(["0 applied 0", "20 applied 20"]);
    const after = (await showPayments(company.scope, { orderId })).payments;
    expect(after.find(({ paymentId }) => paymentId === bounced.paymentId)?.lock).toBe("taken-back");
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it("an invoice of several orders goes again with all of them, so that the payments of each are asked about", async () => {
    const shared = (nth: number, amount: string) =>
      orderOf(nth, {
        ...acme,
        chargeSets: [{ ...orderOf(nth).chargeSets[0]!, number: "C-500" }],
        payments: [{ externalId: `p${nth}`, amount, date: "2026-11-02" }],
      });
    const company = await byHand([shared(1, "50.00"), shared(2, "30.00")]);
    const { scope, companyFileId } = company;
    await exported(company);
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: (await reading.invoiceOf(company)).Id });
    expect(statesIn(await check(company))).toEqual(["L-1 missing", "L-2 missing"]);
    const { rows } = await listOrders(scope, { companyFileId });
    const orderIds = rows.flatMap(({ orderId, number }) => (number === "L-1" ? [orderId] : []));
    const half = exportOrders(scope, { companyFileId, select: { is: "rows", orderIds }, payments: "all" });
    await expect(half).rejects.toMatchObject({
      code: "conflict",
      message: "Invoice C-500 also bears order L-2: export both.",
    });
    await exported(company, "all");
    expect(await numbersIn(company)).toEqual(["C-500"]);
    expect(await paymentsIn(company)).toEqual(["30 applied 30", "50 applied 50"]);
    expect(await stateOf(company)).toBe("up-to-date up-to-date");
  });

  it("works also where documents go by themselves", async () => {
    const company = await reading.companyWithInvoice(paid);
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: (await reading.invoiceOf(company)).Id });
    expect(statesIn(await check(company))).toEqual(["L-1 missing"]);
    await exported(company, "all");
    expect(await paymentsIn(company)).toEqual(["50 applied 50"]);
  });
});
