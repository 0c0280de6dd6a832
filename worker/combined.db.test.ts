// An invoice of several orders in the books: who is on it, who may join or leave, and how is it issued again?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

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
import { CompanySettings } from "#lib/documents/settings.ts";
import { doAct } from "#lib/operations/do-act.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { ListProblems } from "#lib/sync/problem-filter.ts";
import { reissueCombined } from "#lib/operations/reissue-combined.ts";
import { removePayment } from "#lib/operations/remove-payment.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { showPayments } from "#lib/operations/show-payments.ts";
import { planDue } from "#lib/operations/tend-lanes.ts";
import type { World } from "#lib/operations/world.ts";
import type { OrderInput } from "#lib/orders/order.ts";

let world: TestWorld;
let worker: World;

beforeAll(async () => {
  world = await openTestWorld();
  worker = await newWorker(world);
});
afterAll(() => world.close());
afterEach(() => world.test.admin.query("update lanes set is_paused = true, plan_at = null"));

/** Load `nth` of Acme on invoice C-7: 118.32, 119.33, 120.34 … */
function shared(nth: number, day = 1, more: Partial<OrderInput> = {}): OrderInput {
  const [set] = orderOf(nth).chargeSets;
  return orderOf(nth, {
    customer: { name: "Acme Imports" },
    updatedAt: `2026-11-${String(day).padStart(2, "0")}T08:00:00Z`,
    chargeSets: [{ ...set!, number: "C-7" }],
    ...more,
  });
}

async function carried(company: TestCompany, orders: readonly OrderInput[]): Promise<void> {
  await planned(company, orders);
  await rest();
}

/** Carries, and plans what an ending asks for, until nothing is due. */
async function rest(): Promise<void> {
  await carryToRest(world, worker);
  while ((await planDue(worker)) > 0) await carryToRest(world, worker);
}

const invoicesIn = (company: TestCompany) => world.simulator.books(company.realmId, "Invoice");

async function effortsOf(company: TestCompany): Promise<readonly string[]> {
  const pushes = await pushesOf(world, company);
  return pushes
    .filter((push) => push.kind === "invoice")
    .map(({ operation, state, code }) => [operation, state, code].filter(Boolean).join(" "));
}

async function ordersOn(company: TestCompany): Promise<{ documentId: string; orders: readonly string[] }> {
  const found = await world.test.admin.query<{ documentId: string; orders: string[] }>(
    `select d.document_id as "documentId", array_agg(o.number order by o.number) as orders
       from documents d join document_orders l using (tenant_id, document_id) join orders o on o.order_id = l.order_id
      where d.tenant_id = $1 and d.kind = 'invoice' group by d.document_id`,
    [company.tenantId],
  );
  return found.rows[0]!;
}

async function problemsOfOrders(company: TestCompany): Promise<readonly unknown[]> {
  const found = await world.test.admin.query(
    "select number, problem_code as code from orders where tenant_id = $1 and problem_code is not null",
    [company.tenantId],
  );
  return found.rows;
}

/** What is said of the invoice whose orders are others by now. */
async function saidOfInvoice({ scope, companyFileId }: TestCompany): Promise<readonly string[]> {
  const { rows } = await listProblems(scope, ListProblems.parse({ companyFileId }));
  return [...new Set(rows.map(({ detail }) => detail))];
}

describe("an invoice of several orders in the books", () => {
  it("PPR-30 is traceable both ways, and a member's change is an update of it", async () => {
    const company = await newCompany(world);
    await carried(company, [shared(1), shared(2)]);
    expect(await ordersOn(company)).toMatchObject({ orders: ["L-1", "L-2"] });
    const { rows } = await listOrders(company.scope, { companyFileId: company.companyFileId });
    const first = rows.find(({ number }) => number === "L-1")!;
    const { documents } = await showOrder(company.scope, { orderId: first.orderId });
    expect(documents.flatMap(({ sharedWith }) => sharedWith.map(({ number }) => number))).toEqual(["L-2"]);
    await carried(company, [shared(1, 2, { orderDate: "2026-11-09" })]);
    expect(await invoicesIn(company)).toMatchObject([{ DocNumber: "C-7", TotalAmt: 237.65, TxnDate: "2026-11-09" }]);
    expect(await effortsOf(company)).toEqual(["create posted", "update posted"]);
  });

  it("PPR-30 an order that wants to join is a problem on both, and changes nothing, however often it is planned", async () => {
    const company = await newCompany(world);
    await carried(company, [shared(1), shared(2)]);
    await carried(company, [shared(3)]);
    await carried(company, [shared(3, 2, { notes: "again" }), shared(1, 2, { notes: "again" })]);
    expect(await effortsOf(company)).toEqual(["create posted", "update problem combined-changed"]);
    expect(await problemsOfOrders(company)).toEqual([{ number: "L-3", code: "combined-changed" }]);
    expect(await saidOfInvoice(company)).toEqual([
      "Invoice C-7 is in QuickBooks, and order L-3 wants to join it. It stays as it was sent until it is voided and issued again.",
    ]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 237.65 }]);
    // It goes its own way after all: then there is nothing to decide any more.
    await carried(company, [shared(3, 3, { chargeSets: orderOf(3).chargeSets })]);
    await carried(company, [shared(1, 3, { notes: "once more" })]);
    expect((await effortsOf(company)).filter((effort) => effort.includes("problem"))).toEqual([]);
    expect(await problemsOfOrders(company)).toEqual([]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 237.65 }, { DocNumber: "L-3", TotalAmt: 120.34 }]);
  });

  it("PPR-30 what a person took off the list does not come back by itself, however often it is planned", async () => {
    const company = await newCompany(world);
    await carried(company, [shared(1), shared(2)]);
    await carried(company, [shared(3)]);
    world.clock.advance(1_000);
    const { scope, companyFileId } = company;
    await doAct(scope, {
      companyFileId,
      act: { act: "clear", because: "It stays as it is.", withFollowers: false },
      select: { is: "matching", lane: "needs-you", tab: "invoices", filter: {}, asOf: world.clock.now().toISOString() },
    });
    await carried(company, [shared(3, 2, { notes: "again" })]);
    expect(await effortsOf(company)).toEqual(["create posted", "update cleared"]);
    await carried(company, [shared(1, 2, { notes: "again" }), shared(3, 3, { notes: "once more" })]);
    expect((await effortsOf(company)).at(-1)).toBe("update problem combined-changed");
  });

  it("PPR-30 an order that leaves is a problem on it until it comes back", async () => {
    const company = await newCompany(world, { whenCancelled: "void" });
    await carried(company, [shared(1), shared(2)]);
    await carried(company, [shared(2, 2, { status: "cancelled" })]);
    expect(await effortsOf(company)).toEqual(["create posted", "update problem combined-changed"]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 237.65 }]);
    expect(await ordersOn(company)).toMatchObject({ orders: ["L-1", "L-2"] });
    expect(await saidOfInvoice(company)).toEqual([
      "Invoice C-7 is in QuickBooks, and order L-2 left it. It stays as it was sent until it is voided and issued again.",
    ]);
    await carried(company, [shared(2, 3)]);
    expect(await effortsOf(company)).toEqual(["create posted", "update superseded"]);
  });

  it("PPR-30 an order that leaves for an invoice of its own waits, so that nothing is billed twice", async () => {
    const company = await newCompany(world);
    await carried(company, [shared(1), shared(2)]);
    await carried(company, [shared(2, 2, { chargeSets: orderOf(2).chargeSets })]);
    expect(await problemsOfOrders(company)).toEqual([{ number: "L-2", code: "combined-changed" }]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 237.65 }]);
    const { documentId } = await ordersOn(company);
    await reissueCombined(company.scope, { documentId });
    await rest();
    const totals = (await invoicesIn(company)).map(
      (invoice) => `${String(invoice.DocNumber)} ${String(invoice.TotalAmt)}`,
    );
    expect(totals.toSorted()).toEqual(["C-7 0", "C-7 118.32", "L-2 119.33"]);
    expect(await problemsOfOrders(company)).toEqual([]);
  });

  it("PPR-30 of one order alone is updated when its number or its payer changes, and no setting books it twice", async () => {
    const company = await newCompany(world);
    await carried(company, [shared(1)]);
    const [set] = shared(1).chargeSets;
    await carried(company, [shared(1, 2, { chargeSets: [{ ...set!, number: "C-8" }], customer: { name: "Redwood" } })]);
    expect(await invoicesIn(company)).toMatchObject([{ DocNumber: "C-8", CustomerRef: { name: "Redwood" } }]);
    const settings = CompanySettings.parse({ combineInvoices: false });
    await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
    await carried(company, [shared(1, 3, { notes: "again" })]);
    expect(await invoicesIn(company)).toMatchObject([{ DocNumber: "C-7", CustomerRef: { name: "Acme Imports" } }]);
  });

  it("PPR-30 is voided with the last of its orders", async () => {
    const company = await newCompany(world, { whenCancelled: "void" });
    await carried(company, [shared(1), shared(2)]);
    await carried(company, [shared(1, 2, { status: "cancelled" })]);
    await carried(company, [shared(2, 2, { status: "cancelled" })]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 0 }]);
    expect((await effortsOf(company)).at(-1)).toBe("void posted");
  });

  it("PPR-30 voided and reissued bears the orders that want it now, and their money pays it again", async () => {
    const company = await newCompany(world);
    const payments = [{ externalId: "p-1", date: "2026-11-03", amount: "100.00" }];
    const credits = [{ externalId: "c-1", date: "2026-11-04", amount: "10.00" }];
    await carried(company, [shared(1, 1, { payments, credits }), shared(2)]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 237.65, Balance: 127.65 }]);
    await carried(company, [shared(3), shared(2, 2, { status: "cancelled" })]);
    const { documentId } = await ordersOn(company);
    expect(await reissueCombined(company.scope, { documentId })).toEqual({ orders: 2 });
    await expect(reissueCombined(company.scope, { documentId })).rejects.toMatchObject({ code: "moved-on" });
    // A member planned again before the void is done changes nothing of it.
    await planned(company, [shared(1, 3, { payments, credits, notes: "meanwhile" })]);
    await rest();
    const [old, anew, ...others] = await invoicesIn(company);
    expect(others).toEqual([]);
    expect(old).toMatchObject({ DocNumber: "C-7", TotalAmt: 0 });
    expect(anew).toMatchObject({ DocNumber: "C-7", TotalAmt: 238.66, Balance: 128.66 });
    expect(await ordersOn(company)).toMatchObject({ orders: ["L-1", "L-3"] });
    expect(await problemsOfOrders(company)).toEqual([]);
    const pushes = await pushesOf(world, company);
    expect(pushes.filter(({ state }) => state !== "posted" && state !== "superseded")).toEqual([]);
    const money = (await world.simulator.books(company.realmId, "Payment")).filter((row) => row.TotalAmt !== 0);
    expect(money).toMatchObject([{ TotalAmt: 100, UnappliedAmt: 0 }]);
    const [line] = (
      await world.test.admin.query(
        "select action, detail from audit_events where tenant_id = $1 and action = 'invoice.reissued'",
        [company.tenantId],
      )
    ).rows;
    expect(line).toMatchObject({ detail: { number: "C-7", orders: 2 } });
  });

  it("PPR-30 voided and reissued, a payment that a person took back stays taken back", async () => {
    const company = await newCompany(world);
    const payments = [{ externalId: "p-1", date: "2026-11-03", amount: "50.00" }];
    await carried(company, [shared(1, 1, { payments }), shared(2)]);
    const { rows } = await listOrders(company.scope, { companyFileId: company.companyFileId });
    const { orderId } = rows.find(({ number }) => number === "L-1")!;
    const [payment] = (await showPayments(company.scope, { orderId })).payments;
    await removePayment(company.scope, { orderId, paymentId: payment!.paymentId, reason: "Bounced" });
    await rest();
    const { documentId } = await ordersOn(company);
    await reissueCombined(company.scope, { documentId });
    await rest();
    expect(await world.simulator.books(company.realmId, "Payment")).toMatchObject([{ TotalAmt: 0, UnappliedAmt: 0 }]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 0 }, { TotalAmt: 237.65, Balance: 237.65 }]);
  });

  it("PPR-30 an invoice of one order is not reissued, nor one that is not in QuickBooks", async () => {
    const company = await newCompany(world);
    await planned(company, [orderOf(1)]);
    const { documentId } = await ordersOn(company);
    await expect(reissueCombined(company.scope, { documentId })).rejects.toMatchObject({ code: "invalid" });
    const viewer = { ...company.scope, actor: { ...company.scope.actor, role: "viewer" } } as typeof company.scope;
    await expect(reissueCombined(viewer, { documentId })).rejects.toMatchObject({ code: "not-allowed" });
  });
});
