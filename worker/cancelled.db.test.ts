// An order that is cancelled, loses charges, or comes back: what is taken back in the books, in which order, and what stays?
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
import { carryTurn, takeTurn } from "#lib/operations/deliver-pushes.ts";
import { planDue } from "#lib/operations/tend-lanes.ts";
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

const voiding = { whenCancelled: "void" } as const;
const acme = { customer: { name: "Acme Imports" } };
const orderOn = (day: number, more: Partial<OrderInput> = {}) =>
  orderOf(1, { ...acme, updatedAt: `2026-11-${String(day).padStart(2, "0")}T08:00:00Z`, ...more });
const payments = [{ externalId: "pay-1", date: "2026-11-02", amount: "50.00", method: "Check" }];
const credits = [{ externalId: "c-1", date: "2026-11-03", amount: "20.00" }];

/** Plans, carries, and plans again what an ending asks for. */
async function rest(): Promise<void> {
  await carryToRest(world, worker);
  while ((await planDue(worker)) > 0) await carryToRest(world, worker);
}

async function carried(company: TestCompany, order: OrderInput): Promise<void> {
  await planned(company, [order]);
  await rest();
}

const booksOf = (company: TestCompany, entity: string) => world.simulator.books(company.realmId, entity);

async function effortsOf(company: TestCompany): Promise<readonly string[]> {
  const pushes = await pushesOf(world, company);
  return pushes
    .filter((push) => push.kind !== "customer")
    .map(({ kind, operation, state }) => `${kind} ${operation} ${state}`);
}

describe("an order that is cancelled", () => {
  it("is left as it is in the books, unless the company wants otherwise", async () => {
    const company = await newCompany(world);
    await carried(company, orderOn(2, { payments }));
    await carried(company, orderOn(3, { payments, status: "cancelled" }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 118.32, Balance: 68.32 }]);
    expect(await effortsOf(company)).toEqual(["invoice create posted", "payment create posted"]);
  });

  it("CNX-73 is voided: first what follows it, then the invoice; money that was received stays with the customer", async () => {
    const company = await newCompany(world, voiding);
    await carried(company, orderOn(2, { payments, credits }));
    expect(await booksOf(company, "CreditMemo")).toMatchObject([{ TotalAmt: 20, Balance: 0 }]);
    await carried(company, orderOn(3, { payments, credits, status: "cancelled" }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 0, Balance: 0 }]);
    expect(await booksOf(company, "CreditMemo")).toEqual([]);
    const money = (await booksOf(company, "Payment")).filter((row) => row.TotalAmt !== 0);
    expect(money).toMatchObject([{ TotalAmt: 50, UnappliedAmt: 50 }]);
    expect((await effortsOf(company)).filter((effort) => !effort.endsWith("posted"))).toEqual([]);
    // Planning it again takes nothing back twice.
    const before = await effortsOf(company);
    await carried(company, orderOn(4, { payments, credits, status: "cancelled", notes: "again" }));
    expect(await effortsOf(company)).toEqual(before);
  });

  it("that comes back is made anew, under another generation, and its money is applied again", async () => {
    const company = await newCompany(world, voiding);
    await carried(company, orderOn(2, { payments }));
    const [old] = await booksOf(company, "Invoice");
    await carried(company, orderOn(3, { payments, status: "cancelled" }));
    await carried(company, orderOn(4, { payments }));
    const anew = (await booksOf(company, "Invoice")).filter((invoice) => invoice.Id !== old?.Id);
    expect(anew).toMatchObject([{ TotalAmt: 118.32, Balance: 68.32 }]);
    expect(anew[0]?.PrivateNote).toBe(String(old?.PrivateNote).replace("]", ".1]"));
    expect(await booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 50, UnappliedAmt: 0 }]);
    await carried(company, orderOn(5, { payments, chargeSets: [{ charges: [{ code: "Tolls", amount: "60.00" }] }] }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 0 }, { TotalAmt: 60, Balance: 10 }]);
  });

  it("and comes back before its void has left is as it was: nothing is sent", async () => {
    const company = await newCompany(world, voiding);
    await carried(company, orderOn(2));
    await planned(company, [orderOn(3, { status: "cancelled" })]);
    await planned(company, [orderOn(4)]);
    await rest();
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 118.32 }]);
    expect(await effortsOf(company)).toEqual(["invoice create posted", "invoice void superseded"]);
  });

  it("while its invoice is under way is voided when the answer is in, and not sooner", async () => {
    const company = await newCompany(world, voiding);
    await planned(company, [orderOn(2)]);
    const take = async () => {
      world.clock.advance(pace.batchGapMs);
      const taken = await takeTurn(worker);
      if (taken.is !== "turn") throw new Error(`Expected a turn, was ${taken.is}.`);
      return taken.turn;
    };
    let turn = await take();
    while (!(await effortsOf(company)).includes("invoice create sending")) {
      await carryTurn(worker, turn);
      turn = await take();
    }
    await planned(company, [orderOn(3, { status: "cancelled" })]);
    expect(await effortsOf(company)).toEqual(["invoice create sending"]);
    await carryTurn(worker, turn);
    expect(await effortsOf(company)).toEqual(["invoice create posted", "invoice void ready"]);
    await rest();
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 0 }]);
  });

  it("and comes back while its void is under way is made anew after it", async () => {
    const company = await newCompany(world, voiding);
    await carried(company, orderOn(2));
    await planned(company, [orderOn(3, { status: "cancelled" })]);
    world.clock.advance(pace.batchGapMs);
    const taken = await takeTurn(worker);
    if (taken.is !== "turn") throw new Error(`Expected a turn, was ${taken.is}.`);
    await planned(company, [orderOn(4)]);
    expect(await effortsOf(company)).toEqual(["invoice create posted", "invoice void sending"]);
    await carryTurn(worker, taken.turn);
    await rest();
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 0 }, { TotalAmt: 118.32 }]);
    expect(await effortsOf(company)).toEqual(["invoice create posted", "invoice void posted", "invoice create posted"]);
  });

  it("CNX-05 with a sales order and an invoice loses both", async () => {
    const company = await newCompany(world, { ...voiding, mode: "sales-order-then-invoice" });
    await carried(company, orderOn(2, { payments }));
    await carried(company, orderOn(3, { payments, status: "cancelled" }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 0 }]);
    expect(await booksOf(company, "Estimate")).toEqual([]);
    expect(await booksOf(company, "Payment")).toMatchObject([{ UnappliedAmt: 50 }]);
    await carried(company, orderOn(4, { payments }));
    const [, anew] = await booksOf(company, "Invoice");
    expect(anew).toMatchObject({ TotalAmt: 118.32, Balance: 68.32 });
    expect(await booksOf(company, "Estimate")).toMatchObject([{ TxnStatus: "Closed" }]);
  });
});

describe("an order that loses charges", () => {
  const sets = (...amounts: string[]) => amounts.map((amount) => ({ charges: [{ code: "Line Haul", amount }] }));

  it("has the invoice of a charge set that is gone voided, and its money moves to the one that stays", async () => {
    const company = await newCompany(world, voiding);
    const both = [{ externalId: "pay-1", date: "2026-11-02", amount: "150.00" }];
    await carried(company, orderOn(2, { chargeSets: sets("100.00", "50.00"), payments: both }));
    await carried(company, orderOn(3, { chargeSets: sets("120.00"), payments: both }));
    const invoices = await booksOf(company, "Invoice");
    expect(invoices).toMatchObject([
      { DocNumber: "L-1", TotalAmt: 120, Balance: 0 },
      { DocNumber: "L-1-2", TotalAmt: 0 },
    ]);
    expect(await booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 150, UnappliedAmt: 30 }]);
  });

  it("is updated, never deleted and made again: lines, customer and dates", async () => {
    const company = await newCompany(world, voiding);
    await carried(company, orderOn(2));
    await carried(
      company,
      orderOn(3, { chargeSets: sets("7.00"), orderDate: "2026-11-09", customer: { name: "Redwood" } }),
    );
    const invoices = await booksOf(company, "Invoice");
    expect(invoices).toMatchObject([{ TotalAmt: 7, TxnDate: "2026-11-09", CustomerRef: { name: "Redwood" } }]);
    expect(await effortsOf(company)).toEqual(["invoice create posted", "invoice update posted"]);
  });
});
