// What goes out when an order changes: nothing for the same again, one update for a change, whenever it comes?
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
import { carryTurn, takeTurn, type Turn } from "#lib/operations/deliver-pushes.ts";
import { mapItem } from "#lib/operations/map-item.ts";
import { planDue } from "#lib/operations/tend-lanes.ts";
import { resyncProblems } from "#db/testing-resync.ts";
import type { World } from "#lib/operations/world.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { pace } from "#lib/sync/pace.ts";

let world: TestWorld;
let worker: World;

beforeAll(async () => {
  world = await openTestWorld();
  worker = await newWorker(world);
});
afterAll(() => world.close());
afterEach(() => world.test.admin.query("update lanes set is_paused = true, plan_at = null"));

const acme = { customer: { name: "Acme Imports" } };
const later = (day: number) => `2026-11-${String(day).padStart(2, "0")}T08:00:00Z`;
const invoicesIn = (company: TestCompany) => world.simulator.books(company.realmId, "Invoice");

/** The order with another amount of tolls, as its source told us on a day of November. */
function withTolls(order: OrderInput, amount: string, day: number): OrderInput {
  const [set] = order.chargeSets;
  const charges = [...set!.charges, { code: "Tolls", amount }];
  return { ...order, updatedAt: later(day), chargeSets: [{ ...set, charges }] };
}

async function effortsOf(company: TestCompany, kind = "invoice"): Promise<readonly string[]> {
  const pushes = await pushesOf(world, company);
  return pushes.filter((push) => push.kind === kind).map(({ operation, state }) => `${operation} ${state}`);
}

async function mustTake(): Promise<Turn> {
  const taken = await takeTurn(worker);
  if (taken.is !== "turn") throw new Error(`Expected a turn, was ${taken.is}.`);
  return taken.turn;
}

/** Carries turns until no push waits for another. */
async function releaseAll(company: TestCompany): Promise<void> {
  while ((await effortsOf(company)).some((effort) => effort.endsWith("waiting"))) {
    await carryTurn(worker, await mustTake());
    world.clock.advance(pace.batchGapMs);
  }
}

describe("planning again", () => {
  it("pushes nothing for the same order, and exactly one update for a changed one", async () => {
    const company = await newCompany(world);
    const order = orderOf(1, acme);
    await planned(company, [order]);
    await carryToRest(world, worker);
    await planned(company, [{ ...order, updatedAt: later(2), notes: "seen" }]);
    expect(await effortsOf(company)).toEqual(["create posted"]);
    await planned(company, [withTolls(order, "5.05", 3)]);
    expect(await effortsOf(company)).toEqual(["create posted", "update ready"]);
    await carryToRest(world, worker);
    expect(await effortsOf(company)).toEqual(["create posted", "update posted"]);
    expect(await effortsOf(company, "customer")).toEqual(["create posted"]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 123.37 }]);
  });

  it.each(["waiting", "ready", "problem"])("replaces an effort that is %s", async (state) => {
    const company = await newCompany(world);
    const code = state === "problem" ? "Layover" : "Line Haul";
    const order = orderOf(1, { ...acme, chargeSets: [{ charges: [{ code, amount: "80.00" }] }] });
    await planned(company, [order]);
    if (state === "ready") await releaseAll(company);
    expect(await effortsOf(company)).toEqual([`create ${state}`]);
    await planned(company, [orderOf(1, { ...acme, updatedAt: later(2) })]);
    expect(await effortsOf(company)).toEqual([
      "create superseded",
      state === "ready" ? "create ready" : "create waiting",
    ]);
    await carryToRest(world, worker);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 118.32 }]);
  });

  it("waits while the old version is under way, then sends one update, however often it changed", async () => {
    const company = await newCompany(world);
    const order = orderOf(1, acme);
    await planned(company, [order]);
    await releaseAll(company);
    const turn = await mustTake();
    await planned(company, [withTolls(order, "1.00", 2)]);
    await planned(company, [withTolls(order, "2.00", 3)]);
    expect(await effortsOf(company)).toEqual(["create sending"]);
    expect(await carryTurn(worker, turn)).toMatchObject({ posted: 1, problems: 0 });
    expect(await effortsOf(company)).toEqual(["create posted", "update ready"]);
    await carryToRest(world, worker);
    expect(await effortsOf(company)).toEqual(["create posted", "update posted"]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 120.32 }]);
  });

  it("forgets the problem of a version that was under way when the source corrected it", async () => {
    const company = await newCompany(world);
    await world.test.admin.query("delete from ledger_lists where tenant_id = $1", [company.tenantId]);
    const wrong = orderOf(1, { ...acme, chargeSets: [{ charges: [{ code: "Layover", amount: "80.00" }] }] });
    await planned(company, [wrong]);
    await world.test.admin.query("update company_files set lists_read_at = $2 where tenant_id = $1", [
      company.tenantId,
      world.clock.now(),
    ]);
    let turn = await mustTake();
    // Customer, then the invoice: refused, asked which item; the answer to that is under way when the correction comes.
    while (!decodeURIComponent(turn.attempt.call.path).includes("FROM Item")) {
      await carryTurn(worker, turn);
      world.clock.advance(pace.batchGapMs);
      turn = await mustTake();
    }
    await planned(company, [orderOf(1, { ...acme, updatedAt: later(2) })]);
    expect(await carryTurn(worker, turn)).toMatchObject({ problems: 1 });
    await carryToRest(world, worker);
    expect(await effortsOf(company)).toEqual(["create posted"]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 118.32 }]);
  });

  it("sends what was called off before it left, when it is on again", async () => {
    const company = await newCompany(world);
    const order = orderOf(1, acme);
    await planned(company, [order]);
    await planned(company, [{ ...order, status: "cancelled", updatedAt: later(2) }]);
    expect(await effortsOf(company)).toEqual(["create superseded"]);
    await carryToRest(world, worker);
    expect(await invoicesIn(company)).toEqual([]);
    await planned(company, [{ ...order, updatedAt: later(3) }]);
    await carryToRest(world, worker);
    expect(await effortsOf(company)).toEqual(["create superseded", "create posted"]);
    expect(await invoicesIn(company)).toHaveLength(1);
  });

  it("one company that cannot be planned holds no other up", async () => {
    const [broken, fine] = [await newCompany(world), await newCompany(world)];
    await planned(broken, [orderOf(1)]);
    await planned(fine, [orderOf(1)]);
    await world.test.admin.query(
      `update orders set to_plan_at = received_at, body = case when tenant_id = $1 then '{}'::jsonb else body end`,
      [broken.tenantId],
    );
    await world.test.admin.query("update lanes set plan_at = 'epoch' where tenant_id = any ($1)", [
      [broken.tenantId, fine.tenantId],
    ]);
    await expect(planDue(worker)).rejects.toThrow("could not be planned");
    const waiting = await world.test.admin.query<{ tenant_id: string }>(
      "select distinct tenant_id from orders where to_plan_at is not null and tenant_id = any ($1)",
      [[broken.tenantId, fine.tenantId]],
    );
    expect(waiting.rows).toEqual([{ tenant_id: broken.tenantId }]);
    expect(await planDue(worker)).toBe(0);
  });
});

describe("a combined invoice", () => {
  const shared = (nth: number) => {
    const [set] = orderOf(nth).chargeSets;
    return orderOf(nth, { ...acme, chargeSets: [{ ...set!, number: "C-7" }] });
  };

  it.each([
    [1, 2],
    [2, 1],
  ])("of orders %i and %i is one document and one push, whichever is planned first", async (first, second) => {
    const company = await newCompany(world);
    await planned(company, [shared(first)]);
    await planned(company, [shared(second)]);
    expect((await effortsOf(company)).filter((effort) => effort !== "create superseded")).toEqual(["create waiting"]);
    await carryToRest(world, worker);
    const invoices = await invoicesIn(company);
    expect(invoices).toMatchObject([{ DocNumber: "C-7", TotalAmt: 237.65 }]);
    const lines = (invoices[0]!.Line as { Amount: number; DetailType: string }[]).filter(
      (line) => line.DetailType === "SalesItemLineDetail",
    );
    expect(lines.map((line) => line.Amount)).toEqual([101.01, 17.31, 102.02, 17.31]);
  });

  it("planned at once is one push; a third order coming later changes nothing that was sent", async () => {
    const company = await newCompany(world);
    await planned(company, [shared(1), shared(2)]);
    await carryToRest(world, worker);
    expect(await effortsOf(company)).toEqual(["create posted"]);
    await planned(company, [shared(3)]);
    await carryToRest(world, worker);
    expect(await effortsOf(company)).toEqual(["create posted", "update problem"]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 237.65 }]);
  });
});

describe("who waits for whom", () => {
  const paid = (nth: number) =>
    orderOf(nth, {
      ...acme,
      payments: [{ externalId: `p-${nth}`, date: "2026-11-02", amount: "50.00", method: "Check" }],
    });

  it("an invoice goes after its customer, a payment after its invoice, and no sooner", async () => {
    const company = await newCompany(world);
    await planned(company, [paid(1)]);
    const standing = async () => [
      ...(await effortsOf(company, "customer")),
      ...(await effortsOf(company)),
      ...(await effortsOf(company, "payment")),
    ];
    const seen = new Set<string>();
    for (let turns = 0; turns < 4; turns++) {
      seen.add((await standing()).map((effort) => effort.replace("create ", "")).join(" "));
      await carryTurn(worker, await mustTake());
      world.clock.advance(pace.batchGapMs);
    }
    seen.add((await standing()).map((effort) => effort.replace("create ", "")).join(" "));
    expect([...seen]).toEqual([
      "ready waiting waiting",
      "posted ready waiting",
      "posted posted ready",
      "posted posted posted",
    ]);
    const [payment] = await world.simulator.books(company.realmId, "Payment");
    expect(payment).toMatchObject({ TotalAmt: 50, UnappliedAmt: 0 });
  });

  it("one bad invoice holds its own payment, and a mapping releases both", async () => {
    const company = await newCompany(world);
    const bad = { ...paid(1), chargeSets: [{ charges: [{ code: "Layover", amount: "80.00" }] }] };
    await planned(company, [bad, paid(2)]);
    await carryToRest(world, worker);
    expect((await effortsOf(company)).toSorted()).toEqual(["create posted", "create problem"]);
    expect((await effortsOf(company, "payment")).toSorted()).toEqual(["create posted", "create waiting"]);
    const items = await world.simulator.books(company.realmId, "Item");
    const detention = items.find((item) => item.Name === "Detention");
    const { companyFileId } = company;
    const mapped = await mapItem(company.scope, { companyFileId, about: "Layover", itemId: String(detention?.Id) });
    expect(mapped).toMatchObject({ orders: 1, documents: 0 });
    await planDue(worker);
    await carryToRest(world, worker);
    expect((await effortsOf(company, "payment")).toSorted()).toEqual(["create posted", "create posted"]);
    expect(await invoicesIn(company)).toHaveLength(2);
  });

  it("a resync of a customer lets everything behind it go", async () => {
    const company = await newCompany(world);
    const { companyFileId } = company;
    await world.simulator.control(`companies/${company.realmId}/bookkeeper`, {
      do: "create-vendor",
      name: "Acme Imports",
    });
    await planned(company, [paid(1), paid(2)]);
    await carryToRest(world, worker);
    const [customer] = (await pushesOf(world, company)).filter((push) => push.kind === "customer");
    expect(customer).toMatchObject({ state: "problem", code: "customer-name-taken" });
    expect(await effortsOf(company)).toEqual(["create waiting", "create waiting"]);
    await world.simulator.control(`companies/${company.realmId}/bookkeeper`, {
      do: "rename",
      entity: "Vendor",
      name: "Acme Imports",
      to: "Acme Imports (vendor)",
    });
    const run = await resyncProblems(company.scope, {
      companyFileId,
      select: { is: "cause", tab: "customers", code: "customer-name-taken", about: "Acme Imports" },
    });
    expect(run.total).toBe(1);
    await world.test.admin.query("update lanes set lists_at = null where tenant_id = $1", [company.tenantId]);
    await carryToRest(world, worker);
    expect(new Set((await pushesOf(world, company)).map((push) => push.state))).toEqual(new Set(["posted"]));
    await expect(
      resyncProblems(company.scope, { companyFileId, select: { is: "rows", rowIds: [customer!.pushId] } }),
    ).rejects.toMatchObject({ code: "moved-on" });
  });
});

describe("a document deleted in QuickBooks", () => {
  it("is made anew by a resync, under another generation that later changes keep", async () => {
    const company = await newCompany(world);
    const order = orderOf(1, acme);
    await planned(company, [order]);
    await carryToRest(world, worker);
    const [old] = await invoicesIn(company);
    await world.simulator.control(`companies/${company.realmId}/bookkeeper`, {
      do: "delete",
      entity: "Invoice",
      id: old?.Id,
    });
    await planned(company, [withTolls(order, "1.00", 2)]);
    await carryToRest(world, worker);
    const gone = (await pushesOf(world, company)).find((push) => push.code === "already-gone");
    expect(gone).toMatchObject({ state: "problem", operation: "update" });
    await resyncProblems(company.scope, {
      companyFileId: company.companyFileId,
      select: { is: "rows", rowIds: [gone!.pushId] },
    });
    await world.test.admin.query("update lanes set lists_at = null where tenant_id = $1", [company.tenantId]);
    await carryToRest(world, worker);
    await planned(company, [withTolls(order, "2.00", 3)]);
    await carryToRest(world, worker);
    expect(await effortsOf(company)).toEqual(["create posted", "create posted", "update posted"]);
    const anew = (await invoicesIn(company)).filter((invoice) => invoice.Id !== old?.Id);
    expect(anew).toMatchObject([{ TotalAmt: 120.32 }]);
    expect(anew[0]?.PrivateNote).toBe(String(old?.PrivateNote).replace("]", ".1]"));
  });
});
