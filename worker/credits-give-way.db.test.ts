// Money and used credits on one invoice that change: does what takes less go first, so that the rest finds enough open?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { resyncProblems } from "#db/testing-resync.ts";
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
import { doAct } from "#lib/operations/do-act.ts";
import { carryTurn } from "#lib/operations/deliver-pushes.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { removePayment } from "#lib/operations/remove-payment.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { showPayments } from "#lib/operations/show-payments.ts";
import { takeTurn } from "#lib/operations/take-turn.ts";
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

const creditDay = "2026-11-05";
const credits = [{ externalId: "c-1", amount: "30.00", date: creditDay }];
/** Payments of the day of the credit; what is less than zero corrects them a day later. */
const paid = (...amounts: readonly string[]) =>
  amounts.map((amount, nth) => {
    const date = amount.startsWith("-") ? "2026-11-06" : creditDay;
    return { externalId: `p-${nth + 1}`, amount, date };
  });
const whole = "118.32";
const title = "Credit used by Acme Imports";

let version = 0;
async function told(company: TestCompany, more: Partial<OrderInput>): Promise<void> {
  const updatedAt = new Date(Date.parse("2026-11-02T08:00:00Z") + ++version * 60_000).toISOString();
  await planned(company, [orderOf(1, { customer: { name: "Acme Imports" }, updatedAt, credits, ...more })]);
}

async function rest(): Promise<void> {
  do await carryToRest(world, worker);
  while ((await planDue(worker)) > 0);
}

async function carried(company: TestCompany, more: Partial<OrderInput>): Promise<void> {
  await told(company, more);
  await rest();
}

type Books = { readonly open: unknown; readonly credit: unknown; readonly money: readonly string[] };
/** What is open on the invoice, what is left of the credit, and each payment with money as "total unapplied". */
async function booksOf({ realmId }: TestCompany): Promise<Books> {
  const [invoices, memos, payments] = await Promise.all(
    ["Invoice", "CreditMemo", "Payment"].map((entity) => world.simulator.books(realmId, entity)),
  );
  const money = payments!.filter(({ TotalAmt }) => Number(TotalAmt) > 0);
  return {
    open: invoices![0]?.Balance,
    credit: memos![0]?.Balance,
    money: money.map(({ TotalAmt, UnappliedAmt }) => `${String(TotalAmt)} ${String(UnappliedAmt)}`),
  };
}
const wholePaid: Books = { open: 0, credit: 30, money: ["118.32 0"] };
const creditUsed: Books = { open: 88.32, credit: 0, money: [] };

/** The newest efforts for payments and used credits, as "operation state code". */
async function effortsOf(company: TestCompany): Promise<readonly string[]> {
  const pushes = (await pushesOf(world, company)).filter(({ kind }) => kind === "payment");
  return pushes.map(({ operation, state, code }) => [operation, state, code].filter(Boolean).join(" "));
}

async function orderIdOf({ scope, companyFileId }: TestCompany): Promise<string> {
  return (await listOrders(scope, { companyFileId })).rows[0]!.orderId;
}

async function waitsOf(company: TestCompany): Promise<readonly string[]> {
  const { documents } = await showOrder(company.scope, { orderId: await orderIdOf(company) });
  return documents.flatMap(({ waitsForRoom }) => waitsForRoom);
}

async function closeBooks(company: TestCompany, bookCloseDate: string | null, isRead: boolean): Promise<void> {
  await world.simulator.control(`companies/${company.realmId}/settings`, { preferences: { bookCloseDate } });
  if (isRead) await refreshLists(company.scope, { companyFileId: company.companyFileId });
}

describe("a credit that is used on an invoice", () => {
  it("CNX-73 goes off it before a payment of its day that covers the whole sale, and the payment says what it waits for", async () => {
    const company = await newCompany(world);
    await carried(company, {});
    expect(await booksOf(company)).toEqual(creditUsed);
    await told(company, { payments: paid(whole) });
    expect(await effortsOf(company)).toEqual(["create posted", "create waiting", "void ready"]);
    expect(await waitsOf(company)).toEqual([title]);
    await rest();
    expect(await booksOf(company)).toEqual(wholePaid);
    expect(await waitsOf(company)).toEqual([]);
  });

  it.each([
    ["that stood beside it and becomes the whole", "88.32"],
    ["that had cut it short and becomes the whole", "112.00"],
  ])("CNX-73 goes off it before a payment %s", async (_what, before) => {
    const company = await newCompany(world);
    await carried(company, { payments: paid(before) });
    await carried(company, { payments: paid(whole) });
    expect(await booksOf(company)).toEqual(wholePaid);
  });

  it("CNX-73 goes off it once, also when the answer to that is lost and the order is told again meanwhile", async () => {
    const company = await newCompany(world);
    await carried(company, {});
    await told(company, { payments: paid(whole) });
    await world.simulator.control(`companies/${company.realmId}/faults`, { kind: "drop-after-write" });
    const turn = await taken();
    await carryTurn(worker, turn);
    expect(await effortsOf(company)).toEqual(["create posted", "create waiting", "void unsure"]);
    await told(company, { payments: paid(whole), notes: "Told again" });
    await told(company, { payments: [{ ...paid(whole)[0]!, reference: "R-9" }] });
    expect((await effortsOf(company)).at(-1)).toBe("create waiting");
    await rest();
    expect(await booksOf(company)).toEqual(wholePaid);
  });
});

describe("a payment that had taken the place of a credit", () => {
  it.each([
    ["comes to nothing", "-118.32", creditUsed],
    ["becomes less", "-18.32", { open: 0, credit: 11.68, money: ["100 0"] }],
  ])("CNX-73 and %s makes room before the credit is used again", async (_what, correction, books) => {
    const company = await newCompany(world);
    await carried(company, {});
    await carried(company, { payments: paid(whole) });
    await carried(company, { payments: paid(whole, correction) });
    expect(await booksOf(company)).toEqual(books);
    await carried(company, { payments: [...paid(whole, correction), { ...paid("18.32")[0]!, externalId: "p-3" }] });
    await carried(company, { payments: paid(whole) });
    expect(await booksOf(company)).toEqual(wholePaid);
  });

  it("CNX-73 and is being sent while it becomes less makes room in the end", async () => {
    const company = await newCompany(world);
    await carried(company, { credits: [] });
    await told(company, { credits: [], payments: paid(whole) });
    const turn = await taken();
    await told(company, { payments: paid(whole, "-18.32") });
    world.clock.advance(pace.batchGapMs);
    await carryTurn(worker, turn);
    await rest();
    expect(await booksOf(company)).toEqual({ open: 0, credit: 11.68, money: ["100 0"] });
  });

  it("CNX-73 and is taken back by a person is voided before the credit is used again", async () => {
    const company = await newCompany(world);
    await carried(company, { payments: paid(whole) });
    const orderId = await orderIdOf(company);
    const { payments } = await showPayments(company.scope, { orderId });
    await removePayment(company.scope, { orderId, paymentId: payments[0]!.paymentId, reason: "Bounced" });
    await planDue(worker);
    expect(await effortsOf(company)).toEqual(["create posted", "void ready", "create waiting"]);
    await rest();
    expect(await booksOf(company)).toEqual(creditUsed);
  });
});

describe("a credit that cannot be taken off its invoice while the books are closed", () => {
  const held = ["create posted", "create waiting", "void problem period-closed"];

  /** `isKnown`: Tieout has read that they are closed, so the payment is not even tried. */
  async function stuck(isKnown = false): Promise<TestCompany> {
    const company = await newCompany(world);
    await carried(company, {});
    await closeBooks(company, "2026-11-30", isKnown);
    await carried(company, { payments: paid(whole) });
    return company;
  }

  it.each([
    [false, held],
    [true, ["create posted", "create problem period-closed", "void problem period-closed"]],
  ])("CNX-73 goes before the payment once both are let go (known before: %s)", async (isKnown, efforts) => {
    const company = await stuck(isKnown);
    expect(await effortsOf(company)).toEqual(efforts);
    expect(await waitsOf(company)).toEqual(isKnown ? [] : [title]);
    await closeBooks(company, null, false);
    const cause = { is: "cause", tab: "payments", code: "period-closed", about: "November 2026" } as const;
    await resyncProblems(company.scope, { companyFileId: company.companyFileId, select: cause });
    expect(await effortsOf(company)).toEqual(["create posted", "create waiting", "void ready"]);
    // A resync waits for what the books say now.
    await refreshLists(company.scope, { companyFileId: company.companyFileId });
    await rest();
    expect(await booksOf(company)).toEqual(wholePaid);
  });

  it("CNX-73 holds no payment once a person takes it off the list: what could not be applied is said", async () => {
    const company = await stuck();
    await closeBooks(company, null, true);
    const { scope, companyFileId } = company;
    const rowIds = (await pushesOf(world, company))
      .filter(({ state }) => state === "problem")
      .map(({ pushId }) => pushId);
    const select = { is: "rows" as const, rowIds, asOf: scope.now().toISOString() };
    await doAct(scope, { companyFileId, act: { act: "clear", because: "It stays", withFollowers: false }, select });
    await rest();
    expect(await booksOf(company)).toEqual({ open: 0, credit: 0, money: ["118.32 30"] });
    const efforts = ["create posted", "create problem applied-differently", "void cleared"];
    expect(await effortsOf(company)).toEqual(efforts);
  });

  it("CNX-73 holds no payment once the order wants the credit used again", async () => {
    const company = await stuck();
    await closeBooks(company, null, true);
    await carried(company, { payments: paid("50.00") });
    expect(await booksOf(company)).toEqual({ open: 38.32, credit: 0, money: ["50 0"] });
  });
});

async function taken() {
  world.clock.advance(60_000);
  for (let asks = 0; asks < 5; asks++) {
    const found = await takeTurn(worker);
    if (found.is === "turn") return found.turn;
  }
  throw new Error("No turn was taken.");
}
