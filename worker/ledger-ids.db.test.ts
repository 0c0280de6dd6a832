// QuickBooks IDs: listed, looked up before they are changed, cleared, and linked back, with real books behind them.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openActsWorld, stuck, type ActsWorld } from "#db/testing-acts.ts";
import { carryToRest, orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import type { Scope } from "#lib/access/scope.ts";
import { changeId as change } from "#lib/operations/change-id.ts";
import { clearId } from "#lib/operations/clear-id.ts";
import { findId as find } from "#lib/operations/find-id.ts";
import { countIds, listIds } from "#lib/operations/list-ids.ts";
import { showId } from "#lib/operations/show-id.ts";
import { readDueLists } from "#lib/operations/tend-lanes.ts";
import type { ChangeId, FindId, IdRow, ListIds } from "#lib/sync/ledger-ids.ts";

let acts: ActsWorld;
beforeAll(async () => {
  acts = await openActsWorld();
});
afterAll(() => acts.world.close());
afterEach(async () => {
  expect(await wrongCounters(acts.world)).toEqual([]);
  await acts.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const because = "Moved from another tool";
/** The clock stands: the pace of questions passes before each. */
const passing = () => acts.world.clock.advance(2_000);
const findId = (scope: Scope, input: FindId) => (passing(), find(scope, input));
const changeId = (scope: Scope, input: ChangeId) => (passing(), change(scope, input));

async function idsOf({ scope, companyFileId }: TestCompany, query: Partial<ListIds> = {}): Promise<readonly IdRow[]> {
  return (await listIds(scope, { companyFileId, kind: "invoice", show: "all", ...query })).rows;
}

/** What a person does with a record that was looked up. */
async function linkTo({ scope }: TestCompany, documentId: string, text: string, isSure = false) {
  const { records } = await findId(scope, { documentId, text });
  const { ledgerId, versionToken } = records[0]!;
  return await changeId(scope, { documentId, ledgerId, versionToken, isSure, because });
}

const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "118.32", method: "Check" }];

describe("the list", () => {
  it("PPR-05 PEER-05 lists each kind with ID, number, state and proof; filters, search and pages agree", async () => {
    const company = await acts.companyWith([orderOf(1, { payments }), orderOf(2), stuck(3)]);
    const { scope, companyFileId } = company;
    const invoices = await idsOf(company);
    expect(invoices.map(({ title, number, state }) => [title, number, state])).toEqual([
      ["Invoice L-3", null, "problem"],
      ["Invoice L-2", "L-2", "linked"],
      ["Invoice L-1", "L-1", "linked"],
    ]);
    expect(invoices[0]!.provenAt).toBeNull();
    expect(invoices[1]).toMatchObject({ linkedBy: "push", ledgerId: expect.stringMatching(/^\d+$/) });
    expect(invoices[1]!.provenAt).not.toBeNull();
    const customers = await idsOf(company, { kind: "customer" });
    expect(customers.map(({ title, state }) => [title, state])).toEqual([
      ["Customer 1", "linked"],
      ["Customer 2", "linked"],
      ["Customer 3", "linked"],
    ]);
    expect(await idsOf(company, { kind: "payment" })).toHaveLength(1);
    const counts = await countIds(scope, { companyFileId });
    expect(counts.invoice).toEqual({ all: 3, unlinked: 1, edited: 0, gone: 0 });
    expect(counts["credit-memo"]).toEqual({ all: 0, unlinked: 0, edited: 0, gone: 0 });
    const titles = async (query: Partial<ListIds>) => (await idsOf(company, query)).map(({ title }) => title);
    expect(await titles({ show: "linked" })).toEqual(["Invoice L-2", "Invoice L-1"]);
    expect(await titles({ show: "unlinked" })).toEqual(["Invoice L-3"]);
    expect(await titles({ show: "gone" })).toEqual([]);
    expect(await titles({ search: "L-2" })).toEqual(["Invoice L-2"]);
    expect(await titles({ search: "customer 1" })).toEqual(["Invoice L-1"]);
    expect(await titles({ search: invoices[1]!.ledgerId! })).toEqual(["Invoice L-2"]);
    expect(await titles({ kind: "customer", search: "customer 2" })).toEqual(["Customer 2"]);
    expect(await titles({ after: invoices[1]!.documentId })).toEqual(["Invoice L-1"]);
    expect(await titles({ kind: "customer", after: customers[1]!.documentId })).toEqual(["Customer 3"]);
  });
});

describe("changing an ID", () => {
  it("PPR-06 PPR-08 links what somebody made by hand, says why, and sends nothing", async () => {
    const company = await acts.companyWith([stuck(1)]);
    const invoice = await acts.madeByHand(company, "L-1", 101);
    const [row] = await idsOf(company);
    await linkTo(company, row!.documentId, "L-1");
    expect((await idsOf(company))[0]).toMatchObject({ state: "linked", ledgerId: invoice.Id, linkedBy: "person" });
    expect(await acts.lanesOf(company)).toEqual(["done"]);
    const { history, backTo } = await showId(company.scope, { documentId: row!.documentId });
    expect(history).toMatchObject([{ is: "linked", by: "Ann", ledgerId: invoice.Id, because }]);
    expect(backTo).toBeNull();
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(1);
  });

  it("PPR-08 one that is linked becomes another record, and back again", async () => {
    const company = await acts.companyWith([orderOf(1)]);
    const [row] = await idsOf(company);
    const sent = row!.ledgerId!;
    const other = String((await acts.madeByHand(company, "77", 118.32)).Id);
    await linkTo(company, row!.documentId, other);
    expect((await idsOf(company))[0]).toMatchObject({ ledgerId: other, number: "77", state: "linked" });
    const shown = await showId(company.scope, { documentId: row!.documentId });
    expect(shown.history[0]).toMatchObject({ is: "replaced", before: sent, ledgerId: other });
    expect(shown.backTo).toBe(sent);
    await linkTo(company, row!.documentId, shown.backTo!);
    expect((await idsOf(company))[0]).toMatchObject({ ledgerId: sent });
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(2);
  });

  it("PPR-09 refuses an ID of another type, one that is used, and without a word one that differs", async () => {
    const company = await acts.companyWith([orderOf(1, { payments }), orderOf(2), stuck(21)]);
    const { scope } = company;
    const [open, second] = await idsOf(company);
    const { documentId } = open!;
    const [payment] = await idsOf(company, { kind: "payment" });
    const found = await findId(scope, { documentId, text: payment!.ledgerId! });
    expect(found).toMatchObject({
      records: [],
      elsewhere: `${payment!.ledgerId!} is a payment in QuickBooks, not an invoice.`,
    });
    await expect(
      changeId(scope, { documentId, ledgerId: payment!.ledgerId!, versionToken: "0", isSure: true, because }),
    ).rejects.toThrow("not in QuickBooks any more");
    const used = await findId(scope, { documentId, text: second!.ledgerId! });
    expect(used.records).toMatchObject([{ refused: "It is Invoice L-2 of order L-2 already. Unlink it there first." }]);
    await expect(linkTo(company, documentId, second!.ledgerId!, true)).rejects.toThrow("already");
    // Of Customer 1, and ours too: only the total differs; then of another customer.
    await acts.madeByHand(company, "88", 5);
    await expect(linkTo(company, documentId, "88")).rejects.toThrow("It differs in total");
    const other = await idsOf(company, { search: "customer 2" });
    await expect(linkTo(company, other[0]!.documentId, "88")).rejects.toThrow("It differs in customer, total");
    expect((await idsOf(company))[0]!.state).toBe("problem");
  });

  it("is for those who may, and says so", async () => {
    const company = await acts.companyWith([orderOf(1)]);
    const [row] = await idsOf(company);
    const { documentId } = row!;
    for (const role of ["clerk", "viewer"] as const) {
      const actor = { type: "person", userId: company.tenantId, name: "Vera", role } as const;
      const scope = { ...company.scope, actor };
      await expect(find(scope, { documentId, text: "1" })).rejects.toThrow(/Ask someone/);
      await expect(clearId(scope, { documentId, because })).rejects.toThrow(/Ask someone/);
      expect((await showId(scope, { documentId })).row.state).toBe("linked");
    }
  });
});

describe("clearing an ID", () => {
  it("PPR-07 PEER-05 goes back to Problem Sync, is sent again once, or linked back", async () => {
    const company = await acts.companyWith([orderOf(1, { payments })]);
    const { scope } = company;
    const [row] = await idsOf(company);
    const { documentId } = row!;
    const { rowId } = await clearId(scope, { documentId, because });
    expect((await acts.rowsOf(company)).filter(({ lane }) => lane === "needs-you")).toMatchObject([{ rowId }]);
    const cleared = await showId(scope, { documentId });
    expect(cleared).toMatchObject({ backTo: row!.ledgerId, row: { state: "problem", ledgerId: null } });
    await expect(clearId(scope, { documentId, because })).rejects.toThrow("has no QuickBooks ID");
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company), "nothing goes by itself").toHaveLength(1);

    await linkTo(company, documentId, cleared.backTo!);
    expect((await idsOf(company))[0]).toMatchObject({ state: "linked", ledgerId: row!.ledgerId });
    await planned(company, [orderOf(1, { payments, updatedAt: "2026-11-03T08:00:00Z" })]);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(1);

    const again = await clearId(scope, { documentId, because });
    await acts.act(company, { act: "resync" }, acts.one(again.rowId!));
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company), "its number is still used, so it is no second one").toHaveLength(1);
    const { realmId } = company;
    await acts.world.simulator.control(`companies/${realmId}/bookkeeper`, {
      do: "delete",
      entity: "Invoice",
      id: row!.ledgerId,
    });
    await acts.act(company, { act: "resync" });
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(1);
    expect((await idsOf(company))[0]).toMatchObject({ state: "linked", linkedBy: "push" });
    expect((await idsOf(company))[0]!.ledgerId).not.toBe(row!.ledgerId);
  });

  it("PPR-06 PPR-07 a customer's, with the reason: its orders wait until it is linked again", async () => {
    const company = await acts.companyWith([orderOf(1), stuck(2)]);
    const { scope } = company;
    const [first, second] = await idsOf(company, { kind: "customer" });
    await clearId(scope, { documentId: second!.documentId, because });
    expect((await idsOf(company, { kind: "customer" }))[1]).toMatchObject({ ledgerId: null });
    // Customer 1's record: another name, and somebody's already.
    const taken = await findId(scope, { documentId: second!.documentId, text: first!.ledgerId! });
    expect(taken.records).toMatchObject([
      { number: "Customer 1", grade: "differs", refused: null, note: expect.stringContaining("Customer 1 already") },
    ]);
    await expect(linkTo(company, second!.documentId, first!.ledgerId!)).rejects.toThrow("already");
    await linkTo(company, second!.documentId, "customer 2");
    expect((await idsOf(company, { kind: "customer" }))[1]).toMatchObject({ ledgerId: second!.ledgerId });
    const { history } = await showId(scope, { documentId: second!.documentId });
    expect(history.map(({ is, because: why }) => [is, why])).toEqual([
      ["linked", because],
      ["cleared", because],
    ]);
  });

  it("PPR-07 an item's: what it is made of is found by its name again", async () => {
    const company = await acts.companyWith([stuck(1)], { createItems: true, incomeAccount: "Freight Income" });
    const [item] = await idsOf(company, { kind: "item" });
    expect(item).toMatchObject({ title: "Layover", state: "linked" });
    await clearId(company.scope, { documentId: item!.documentId, because });
    expect((await idsOf(company, { kind: "item" }))[0]).toMatchObject({ state: "problem", ledgerId: null });
    await planned(company, [stuck(2)]);
    await carryToRest(acts.world, acts.worker);
    expect((await idsOf(company, { kind: "item" }))[0], "a later order does not decide").toMatchObject({
      state: "problem",
    });
    await linkTo(company, item!.documentId, "Layover");
    await carryToRest(acts.world, acts.worker);
    expect((await idsOf(company, { kind: "item" }))[0]).toMatchObject({ ledgerId: item!.ledgerId });
    expect((await idsOf(company)).map(({ state }) => state)).toEqual(["linked", "linked"]);
  });
});
