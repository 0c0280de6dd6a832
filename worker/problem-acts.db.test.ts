// What a person decides about problems: cleared, or marked paid, and nothing is sent of them.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { because, clear, openActsWorld, stuck, type ActsWorld } from "#db/testing-acts.ts";
import { inTransaction } from "#db/client.ts";
import { carryToRest, orderOf, planned, wrongCounters } from "#db/testing-world.ts";
import { newId } from "#lib/access/scope.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { previewAct } from "#lib/operations/preview-act.ts";
import { readTieOut } from "#lib/operations/read-tie-out.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { showRun } from "#lib/operations/show-run.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { readDueLists } from "#lib/operations/tend-lanes.ts";
import { undoRun } from "#lib/operations/undo-run.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { dropProblems } from "#lib/sync/ending/store.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import { clearRows } from "#lib/sync/triage/store.ts";

let acts: ActsWorld;
beforeAll(async () => {
  acts = await openActsWorld();
});
afterAll(() => acts.world.close());
afterEach(async () => {
  expect(await wrongCounters(acts.world)).toEqual([]);
  await acts.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("clearing", () => {
  it("PPR-14 PEER-02 takes an invoice off the list, says why, and sends nothing, whatever is planned again", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const asked = { companyFileId: company.companyFileId, act: "clear", select: acts.matching() } as const;
    const preview = await previewAct(company.scope, asked);
    expect(preview).toMatchObject({ total: 2, money: [{ minor: "20300", currency: "USD" }], skips: [], behind: 0 });
    expect(preview.says[0]).toBe("They leave the list: nothing is sent, and nothing in QuickBooks changes.");
    const looked = acts.matching();
    acts.world.clock.advance(1_000);
    expect(await acts.act(company, clear, looked)).toMatchObject({ total: 2, isApplied: true, movedOn: [] });
    expect(await acts.rowsOf(company)).toMatchObject([
      { lane: "cleared", clearing: "cleared", because },
      { lane: "cleared", clearing: "cleared", because },
    ]);
    // The item is mapped for everybody: what was cleared stays so, though it would go now.
    const chargeMappings = { layover: { item: "Line Haul" } };
    await saveSettings(company.scope, {
      companyFileId: company.companyFileId,
      settings: CompanySettings.parse({ chargeMappings }),
    });
    await planned(company, []);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.lanesOf(company)).toEqual(["cleared", "cleared"]);
    expect(await acts.booksOf(company)).toHaveLength(0);
    const bodies = await acts.world.test.admin.query<{ item: string }>(
      "select body->'lines'->0->'item'->>'name' as item from documents where tenant_id = $1 and kind = 'invoice'",
      [company.tenantId],
    );
    expect(bodies.rows.map(({ item }) => item)).toEqual(["Line Haul", "Line Haul"]);
    const line = await acts.lineOf(company, "problems.clear");
    expect(line).toMatchObject({ actorName: "Ann", detail: { title: "Clear 2 invoices", rows: 2, because } });
  });

  it("PPR-14 comes back when the order changes", async () => {
    const company = await acts.companyWith([stuck(1)]);
    await acts.act(company, clear);
    await planned(company, [stuck(1, { updatedAt: "2026-11-02T08:00:00Z", orderDate: "2026-11-02" })]);
    expect(await acts.rowsOf(company)).toMatchObject([
      { lane: "needs-you", cameBack: 1, clearing: null, because: null },
    ]);
  });

  it("PPR-14 takes an order off the list that cannot be planned, until it changes", async () => {
    const nothing = (more: Partial<OrderInput>) =>
      orderOf(1, { chargeSets: [{ charges: [{ code: "Tolls", amount: "0.00" }] }], ...more });
    const company = await acts.companyWith([nothing({})]);
    expect(await acts.lanesOf(company)).toEqual(["needs-you"]);
    const { bulkRunId } = await acts.act(company, clear);
    expect(await acts.lanesOf(company)).toEqual(["cleared"]);
    await undoRun(company.scope, { bulkRunId });
    expect(await acts.lanesOf(company)).toEqual(["needs-you"]);
    acts.world.clock.advance(1_000);
    await acts.act(company, clear);
    await planned(company, [nothing({ updatedAt: "2026-11-02T08:00:00Z", orderDate: "2026-11-02" })]);
    expect(await acts.rowsOf(company)).toMatchObject([{ lane: "needs-you", cameBack: 1, because: null }]);
  });

  it("PPR-14 leaves a cleared order alone, though another setting would let it go now", async () => {
    // A sales receipt wants the money first; an invoice would not.
    const company = await acts.companyWith([orderOf(1)], { mode: "sales-receipt" });
    expect(await acts.lanesOf(company)).toEqual(["needs-you"]);
    await acts.act(company, clear);
    const settings = CompanySettings.parse({ mode: "invoice" });
    await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
    await planned(company, []);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.lanesOf(company)).toEqual(["cleared"]);
    expect(await acts.booksOf(company)).toHaveLength(0);
    await planned(company, [orderOf(1, { updatedAt: "2026-11-02T08:00:00Z", orderDate: "2026-11-02" })]);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(1);
  });

  it("PEER-02 says what waits behind, and leaves it waiting", async () => {
    const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "101.00", method: "Check" }];
    const company = await acts.companyWith([stuck(1, { payments })]);
    const preview = await previewAct(company.scope, {
      companyFileId: company.companyFileId,
      act: "clear",
      select: acts.matching(),
    });
    expect(preview).toMatchObject({ total: 1, behind: 1 });
    expect(preview.says.at(-1)).toMatch(/^1 document waits behind it and will not be sent either/);
  });
});

describe("a document that was sent and nobody heard of", () => {
  it.each([clear, { act: "mark-paid", because } as const])("cannot be taken off the list: $act", async (act) => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const [row] = await acts.rowsOf(company);
    await acts.world.test.admin.query(
      `update pushes set memory = memory || '{"unsure": true}' where tenant_id = $1 and push_id = $2`,
      [company.tenantId, row!.rowId],
    );
    const why = "1 may be in QuickBooks: it was sent and no answer came. Resync it, which looks there first";
    const { companyFileId } = company;
    expect(
      await previewAct(company.scope, { companyFileId, act: act.act, select: await acts.all(company) }),
    ).toMatchObject({ total: 1, skips: [{ reason: why, rows: 1 }] });
    await expect(acts.act(company, act, acts.one(row!.rowId))).rejects.toThrow(why);
    expect(await acts.act(company, act)).toMatchObject({ total: 1, skips: [{ reason: why, rows: 1 }] });
    expect((await acts.lanesOf(company)).toSorted()).toEqual(["cleared", "needs-you"]);
    expect(await acts.act(company, { act: "resync" }, acts.one(row!.rowId))).toMatchObject({ total: 1 });
  });
});

describe("clearing with what waits behind", () => {
  const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "101.00", method: "Check" }];

  it("PEER-02 takes the payments along, and brings them back to where they waited", async () => {
    const company = await acts.companyWith([stuck(1, { payments })]);
    const both = { ...clear, withFollowers: true } as ProblemAct;
    const { bulkRunId, total, followers } = await acts.act(company, both, acts.matching());
    expect({ total, followers }).toEqual({ total: 1, followers: 1 });
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({
      title: "Clear 1 invoice",
      total: 1,
      ok: 1,
      failed: 0,
      followers: 1,
    });
    expect(await acts.lanesOf(company)).toEqual(["cleared", "cleared"]);
    expect(await undoRun(company.scope, { bulkRunId })).toEqual({ undone: 2, left: 0, isApplied: true });
    expect((await acts.lanesOf(company)).toSorted()).toEqual(["needs-you", "waiting"]);
    acts.world.clock.advance(1_000);
    await acts.act(company, both, acts.matching());
    await acts.act(company, { act: "restore" });
    expect((await acts.lanesOf(company)).toSorted()).toEqual(["needs-you", "waiting"]);
  });

  it("goes again when what it waited for is in the books by now", async () => {
    const company = await acts.companyWith([stuck(1, { payments })]);
    await acts.act(company, { ...clear, withFollowers: true } as ProblemAct, acts.matching());
    const [invoice, payment] = await acts.rowsOf(company);
    await acts.act(company, { act: "restore" }, acts.one(invoice!.rowId));
    await acts.makeItem(company);
    await acts.act(company, { act: "resync" }, acts.one(invoice!.rowId));
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(1);
    await acts.act(company, { act: "restore" }, acts.one(payment!.rowId));
    await carryToRest(acts.world, acts.worker);
    expect(await acts.world.simulator.books(company.realmId, "Payment")).toHaveLength(1);
  });

  it("PPR-14 both come back when the order changes", async () => {
    const company = await acts.companyWith([stuck(1, { payments })]);
    await acts.act(company, { ...clear, withFollowers: true } as ProblemAct, acts.matching());
    await planned(company, [stuck(1, { payments, updatedAt: "2026-11-02T08:00:00Z", orderDate: "2026-11-02" })]);
    expect((await acts.lanesOf(company)).toSorted()).toEqual(["needs-you", "waiting"]);
    await acts.makeItem(company);
    await acts.act(company, { act: "resync" }, acts.matching());
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.world.simulator.books(company.realmId, "Payment")).toHaveLength(1);
  });
});

describe("a decision in the database", () => {
  it("keeps to its own pushes: of another that moves in the same transaction the row follows", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const { companyFileId, scope } = company;
    const [first, second] = await acts.rowsOf(company);
    const decision = { companyFileId, bulkRunId: newId(scope), by: "Ann", now: acts.world.clock.now() };
    await inTransaction(scope, async (tx) => {
      await clearRows(tx, scope, decision, [first!.rowId], { clearing: "cleared", because });
      await dropProblems(tx, scope, [second!.rowId]);
    });
    // What is past is not shown.
    expect(await acts.rowsOf(company)).toMatchObject([{ rowId: first!.rowId, lane: "cleared" }]);
  });
});

describe("marking paid", () => {
  it("PPR-15 settles an invoice by hand: nothing is sent, and who and why are kept", async () => {
    const company = await acts.companyWith([stuck(1)]);
    const preview = await previewAct(company.scope, {
      companyFileId: company.companyFileId,
      act: "mark-paid",
      select: acts.matching(),
    });
    expect(preview.says).toEqual([
      "QuickBooks will still show $101.00 open, if the invoice is there; nothing is sent.",
    ]);
    await acts.act(company, { act: "mark-paid", because });
    expect(await acts.rowsOf(company)).toMatchObject([{ lane: "cleared", clearing: "marked-paid", because }]);
    const { rows } = await readTieOut(company.scope, {
      companyFileId: company.companyFileId,

      until: "2026-11",
    });
    expect(rows.flatMap(({ differences }) => differences.map(({ reason }) => reason))).toEqual(["treated-as-paid"]);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(0);
    const line = await acts.lineOf(company, "problems.mark-paid");
    expect(line).toMatchObject({ actorName: "Ann", detail: { title: "Mark 1 invoice paid", because } });
  });

  it("PPR-15 is told on the order's page with who, when and why, until it is taken back", async () => {
    const company = await acts.companyWith([
      stuck(1),
      orderOf(2, { ...stuck(2), externalId: "2", number: "L-2", total: "1.00" }),
    ]);
    const { scope, companyFileId } = company;
    const { rows } = await listOrders(scope, { companyFileId });
    const shown = async () => await Promise.all(rows.map(({ orderId }) => showOrder(scope, { orderId })));
    const done = await acts.act(company, { act: "mark-paid", because });
    const told = { clearing: "marked-paid", by: "Ann", because, at: expect.stringMatching(/^2026-/) };
    const [unplanned, invoiced] = await shown();
    expect(unplanned).toMatchObject({ decided: told, documents: [] });
    expect(invoiced).toMatchObject({ decided: null });
    expect(invoiced?.documents.map(({ kind, decided }) => [kind, decided])).toContainEqual(["invoice", told]);
    await undoRun(scope, { bulkRunId: done.bulkRunId });
    for (const { decided, documents } of await shown()) {
      expect([decided, ...documents.map((one) => one.decided)].filter(Boolean)).toEqual([]);
    }
  });

  it("PPR-15 is for invoices and sales orders alone", async () => {
    const company = await acts.companyWith([orderOf(1, { customer: { name: "Acme: Imports" } })]);
    const select = await acts.all(company);
    const preview = await previewAct(company.scope, { companyFileId: company.companyFileId, act: "mark-paid", select });
    expect(preview).toMatchObject({
      total: 0,
      skips: [{ reason: "1 is not an invoice and cannot be marked paid", rows: 1 }],
    });
    await expect(acts.act(company, { act: "mark-paid", because }, select)).rejects.toThrow(
      "Nothing to mark paid: 1 is not an invoice and cannot be marked paid.",
    );
  });
});
