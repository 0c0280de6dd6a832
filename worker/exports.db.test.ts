// What does an export by hand send, and what does the look before it find?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { byText, everyOrder as all, exportsIn, statesIn, type ExportWorld } from "#db/testing-exports.ts";
import { acme, openReadingWorld, paid, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, orderOf, planned, pushesOf, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { checkExports } from "#lib/operations/check-exports.ts";
import { carryTurn, nextTurnAt, takeTurn } from "#lib/operations/deliver-pushes.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import type { ChooseOrders } from "#lib/sync/exports.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let byHand: ExportWorld["byHand"];
let check: ExportWorld["check"];
let exported: ExportWorld["exported"];
let stateOf: ExportWorld["stateOf"];
let effortsOf: ExportWorld["effortsOf"];
let paymentsIn: ExportWorld["paymentsIn"];
let numbersIn: ExportWorld["numbersIn"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ world } = reading);
  ({ byHand, check, exported, stateOf, effortsOf, paymentsIn, numbersIn } = exportsIn(reading));
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const order = orderOf(1, { ...acme, ...paid });
const later = (day: number) => `2026-11-${String(day).padStart(2, "0")}T09:00:00Z`;

/** The company, seen by a person before whom time passes with every look at the clock. */
function inTime(company: TestCompany): TestCompany {
  const now = () => {
    world.clock.advance(50);
    return world.clock.now();
  };
  return { ...company, scope: { ...company.scope, now } };
}

describe("PSC-19 exporting by hand", () => {
  it("sends nothing by itself, then everything of the chosen orders, and the second click nothing twice", async () => {
    const company = await byHand([order, orderOf(2, acme), orderOf(3)]);
    const { scope, companyFileId } = company;
    expect(await reading.booksOf(company)).toEqual([]);
    const [third, second] = (await listOrders(scope, { companyFileId })).rows;
    const select: ChooseOrders = { is: "rows", orderIds: [second!.orderId] };
    await exportOrders(scope, { companyFileId, select });
    await expect(exportOrders(scope, { companyFileId, select })).rejects.toMatchObject({
      code: "moved-on",
      message: "Order L-2 is on its way already.",
    });
    await carryToRest(world, reading.worker);
    expect(await numbersIn(company)).toEqual(["L-2"]);
    expect(third?.standing.state).toBe("ready");
    const { total, skipped, run } = await exported(company);
    expect([total, skipped]).toEqual([2, []]);
    expect(run).toMatchObject({ total: 2, exported: 2, left: 0, problems: 0, isDone: true });
    expect(await numbersIn(company)).toEqual(["L-1", "L-2", "L-3"]);
    expect(await paymentsIn(company)).toEqual(["50 applied 50"]);
    expect(await effortsOf(company, "customer")).toEqual(["create posted", "create posted"]);
  });

  it("of two at the same moment sends each document once", async () => {
    const company = await byHand([order]);
    const { scope, companyFileId } = company;
    const ways = await Promise.allSettled([1, 2, 3].map(() => exportOrders(scope, { companyFileId, select: all })));
    expect(ways.map((way) => way.status).toSorted(byText)).toEqual(["fulfilled", "rejected", "rejected"]);
    await carryToRest(world, reading.worker);
    expect((await reading.booksOf(company)).length).toBe(1);
  });

  it("goes in front of everything when it is few, and is in the trail", async () => {
    const company = await byHand([order]);
    const { bulkRunId } = await exported(company);
    expect((await pushesOf(world, company)).map((push) => push.priority)).toEqual([0, 0, 0]);
    const [line] = await reading.rowsOf(
      "select * from audit_events where tenant_id = $1 and action = 'orders.export'",
      company,
    );
    expect(line).toMatchObject({ subject_id: bulkRunId, actor_name: "Ann", detail: { orders: 1, documents: 3 } });
  });

  it("VSS-05 updates the invoice that is there, and no second one is made", async () => {
    const company = await byHand([order]);
    await exported(company);
    const [set] = order.chargeSets;
    const dearer = {
      ...order,
      chargeSets: [{ ...set, charges: [...set!.charges, { code: "Tolls", amount: "5.05" }] }],
    };
    await planned(company, [{ ...dearer, updatedAt: later(2) }]);
    await carryToRest(world, reading.worker);
    expect(await stateOf(company)).toBe("changed");
    await exported(company);
    expect(await effortsOf(company, "invoice")).toEqual(["create posted", "update posted"]);
    expect(await reading.booksOf(company)).toMatchObject([{ DocNumber: "L-1", TotalAmt: 123.37 }]);
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it("PSC-37 voids a payment that the order has no longer", async () => {
    const company = await byHand([order]);
    await exported(company);
    await planned(company, [{ ...order, payments: [], updatedAt: later(2) }]);
    expect((await check(company)).rows).toMatchObject([{ removedPayments: 1, isExportable: true }]);
    await exported(company);
    expect(await effortsOf(company, "payment")).toEqual(["create posted", "void posted"]);
    expect(await reading.booksOf(company)).toMatchObject([{ Balance: 118.32 }]);
    expect(await stateOf(company)).toBe("up-to-date");
    // Told again, it is a payment again: another one, because the first was taken back.
    await planned(company, [{ ...order, updatedAt: later(9) }]);
    expect(await stateOf(company)).toBe("changed");
    await exported(company);
    expect(await effortsOf(company, "payment")).toEqual(["create posted", "void posted", "create posted"]);
    expect(await reading.booksOf(company)).toMatchObject([{ Balance: 68.32 }]);
  });

  it("PSC-37 voids it also while QuickBooks answers which payments it has: it is one of ours", async () => {
    const company = await byHand([order]);
    await exported(company);
    await planned(company, [{ ...order, payments: [], updatedAt: later(2) }]);
    await reading.pass(10_000);
    const started = await exported(inTime(company));
    expect(started).toMatchObject({ total: 1, unasked: null });
    expect(await effortsOf(company, "payment")).toEqual(["create posted", "void posted"]);
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it("PSC-23 while QuickBooks cannot be asked whether it has payments, the order goes and it is said", async () => {
    const company = await byHand([order]);
    await exported(company);
    await planned(company, [{ ...order, orderDate: "2026-11-03", updatedAt: later(2) }]);
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 7, date: "2026-11-06" });
    const { scope, companyFileId } = company;
    await world.test.admin.query("update company_files set connection = 'disconnected' where tenant_id = $1", [
      company.tenantId,
    ]);
    expect(await exportOrders(scope, { companyFileId, select: all })).toMatchObject({
      total: 1,
      held: 0,
      unasked: "The company is not connected to QuickBooks.",
    });
  });

  it("says what QuickBooks refused, row by row, and lets the others go", async () => {
    const company = await byHand([
      order,
      orderOf(2, { chargeSets: [{ charges: [{ code: "Layover", amount: "5" }] }] }),
    ]);
    const { run } = await exported(company);
    expect(run).toMatchObject({ total: 2, exported: 1, problems: 1, isDone: true });
    expect(run.rows.map((row) => [row.number, row.outcome, row.note])).toEqual([
      ["L-2", "problem", "QuickBooks has no item Layover"],
      ["L-1", "exported", "3 documents in the books"],
    ]);
  });

  it("a change that comes before it has left goes in its place", async () => {
    const company = await byHand([order]);
    const { scope, companyFileId } = company;
    await exportOrders(scope, { companyFileId, select: all });
    await planned(company, [{ ...order, orderDate: "2026-11-03", updatedAt: later(2) }]);
    await carryToRest(world, reading.worker);
    expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-11-03" }]);
    expect([await stateOf(company), await paymentsIn(company)]).toEqual(["up-to-date", ["50 applied 50"]]);
  });

  it("a change that comes after it has left waits for the next export", async () => {
    const plain = orderOf(1, acme);
    const company = await byHand([plain]);
    const { scope, companyFileId } = company;
    await exported(company);
    await planned(company, [{ ...plain, orderDate: "2026-11-04", updatedAt: later(3) }]);
    await exportOrders(scope, { companyFileId, select: all });
    // The look before an export is a call of the lane's: the next one waits for its pace.
    world.clock.reach((await nextTurnAt(reading.worker))!);
    const taken = await takeTurn(reading.worker);
    if (taken.is !== "turn") throw new Error(`Expected a turn, was ${taken.is}.`);
    await planned(company, [{ ...plain, orderDate: "2026-11-05", updatedAt: later(4) }]);
    await carryTurn(reading.worker, taken.turn);
    await carryToRest(world, reading.worker);
    expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-11-04" }]);
    expect(await stateOf(company)).toBe("changed");
  });

  it("is nothing for a viewer", async () => {
    const { scope, companyFileId } = await byHand([order]);
    const viewer = { ...scope, actor: { type: "person", userId: "v", name: "Vera", role: "viewer" } } as const;
    for (const ask of [checkExports, exportOrders]) {
      await expect(ask(viewer, { companyFileId, select: all })).rejects.toMatchObject({ code: "not-allowed" });
    }
  });
});

describe("PSC-20 the look before the export", () => {
  it("finds what was deleted, asks with one call, and what is new in QuickBooks is said", async () => {
    const company = await byHand([order, orderOf(2, acme), orderOf(3, { status: "open" })]);
    await exported(company);
    const [first, second] = (await reading.booksOf(company)).toSorted((a, b) =>
      String(a.DocNumber).localeCompare(String(b.DocNumber)),
    );
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: first?.Id });
    await reading.clerk(company, { do: "pay", id: second?.Id, amount: 5 });
    expect(await stateOf(company)).toBe("blocked up-to-date up-to-date");
    const before = await reading.readsOf(company);
    const seen = await check(company);
    // One question for invoices, one for payments, in one call.
    expect((await reading.readsOf(company)) - before).toBe(2);
    expect(seen.unchecked).toBeNull();
    expect(statesIn(seen)).toEqual(["L-1 missing", "L-2 up-to-date", "L-3 blocked"]);
    expect(seen).toMatchObject({ total: 3, exportable: 1, asksPayments: 1, states: { missing: 1, blocked: 1 } });
    expect(seen.rows.map((row) => [row.number, row.hasNewLedgerPayments])).toEqual([
      ["L-3", false],
      ["L-2", true],
      ["L-1", false],
    ]);
    expect(await stateOf(company)).toBe("blocked up-to-date missing");
  });

  it("tells our own change from an edit over there", async () => {
    const company = await byHand([order]);
    await exported(company);
    await planned(company, [{ ...order, orderDate: "2026-11-05", updatedAt: later(2) }]);
    expect((await check(company)).rows).toMatchObject([{ isEdited: false, standing: { state: "changed" } }]);
    const [invoice] = await reading.booksOf(company);
    await reading.clerk(company, { do: "update", entity: "Invoice", id: invoice?.Id, body: { TxnDate: "2026-10-30" } });
    expect((await check(company)).rows).toMatchObject([{ isEdited: true, standing: { state: "changed" } }]);
    await exported(company);
    expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-11-05" }]);
    expect((await check(company)).rows).toMatchObject([{ isEdited: false, standing: { state: "up-to-date" } }]);
  });

  it("sees what came back", async () => {
    const company = await byHand([orderOf(1, acme)]);
    await exported(company);
    await world.test.admin.query("update ledger_links set gone_at = now() where tenant_id = $1", [company.tenantId]);
    expect(await stateOf(company)).toBe("missing");
    expect(statesIn(await check(company))).toEqual(["L-1 up-to-date"]);
  });

  it("says what could not be checked, and shows it as it was last known, with its age", async () => {
    const company = await byHand([order]);
    await exported(company);
    const before = await check(company);
    await world.test.admin.query("update company_files set connection = 'disconnected' where tenant_id = $1", [
      company.tenantId,
    ]);
    const seen = await check(company);
    expect(seen.unchecked).toEqual({ sentence: "The company is not connected to QuickBooks.", documents: 2 });
    expect(statesIn(seen)).toEqual(["L-1 up-to-date"]);
    expect(seen.rows[0]?.checkedAt).toBe(before.rows[0]?.checkedAt);
    expect(seen.rows[0]?.checkedAt).not.toBeNull();
  });

  it("asks one question for a thousand records", async () => {
    const company = await byHand(Array.from({ length: 1_001 }, (_none, nth) => orderOf(nth + 1, acme)));
    await world.test.admin.query(
      `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at, posted_fingerprint)
       select tenant_id, company_file_id, document_id, 'Invoice', (900000 + row_number() over ())::text, '0', now(), fingerprint
         from documents where tenant_id = $1 and kind = 'invoice'`,
      [company.tenantId],
    );
    const before = await reading.readsOf(company);
    const seen = await check(company);
    expect((await reading.readsOf(company)) - before).toBe(2);
    expect([seen.total, seen.states.missing, seen.rows.length]).toEqual([1_001, 1_001, 200]);
  });

  it("asks nothing when nothing was exported yet", async () => {
    const company = await byHand([order]);
    const before = await reading.readsOf(company);
    expect(await check(company)).toMatchObject({ exportable: 1, unchecked: null, rows: [{ checkedAt: null }] });
    expect(await reading.readsOf(company)).toBe(before);
  });
});
