// A document that is in the books already, made by hand: found by ID, number or address, compared, and linked instead of sent.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openActsWorld, stuck, type ActsWorld } from "#db/testing-acts.ts";
import { showProblem } from "#lib/operations/show-problem.ts";
import { carryToRest, orderOf, planned, wrongCounters, type BookRow, type TestCompany } from "#db/testing-world.ts";
import { findRecord as find } from "#lib/operations/find-record.ts";
import { linkExisting as link_ } from "#lib/operations/link-existing.ts";
import { readDueLists } from "#lib/operations/tend-lanes.ts";
import { unlinkDocument } from "#lib/operations/unlink-document.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { FindRecord, LinkExisting } from "#lib/sync/relink.ts";

let acts: ActsWorld;
beforeAll(async () => {
  acts = await openActsWorld();
});
afterAll(() => acts.world.close());
afterEach(async () => {
  expect(await wrongCounters(acts.world)).toEqual([]);
  await acts.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

/** The clock stands: the pace of questions passes before each. */
const passing = () => acts.world.clock.advance(2_000);
const findRecord = (scope: Scope, input: FindRecord) => (passing(), find(scope, input));
const linkExisting = (scope: Scope, input: LinkExisting) => (passing(), link_(scope, input));

const rowOf = async (company: TestCompany) => (await acts.rowsOf(company))[0]!.rowId;

describe("linking to what is there", () => {
  const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "101.00", method: "Check" }];

  it("PEER-05 finds it by number, ID and address, links it, and lets what waited go", async () => {
    const company = await acts.companyWith([stuck(1, { payments })]);
    const invoice = await acts.madeByHand(company, "L-1", 101);
    const rowId = await rowOf(company);
    const address = `https://qbo.intuit.com/app/invoice?txnId=${String(invoice.Id)}&companyId=${company.realmId}`;
    for (const text of ["L-1", String(invoice.Id), address]) {
      const { records, kind } = await findRecord(company.scope, { rowId, text });
      expect(kind).toBe("invoice");
      expect(records).toMatchObject([{ ledgerId: invoice.Id, number: "L-1", grade: "exact", refused: null }]);
    }
    const versionToken = String(invoice.SyncToken);
    const link = { rowId, ledgerId: String(invoice.Id), versionToken, isSure: false };
    expect(await linkExisting(company.scope, link)).toEqual({ number: "L-1" });
    expect(await acts.lanesOf(company)).toEqual(["done"]);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(1);
    expect(await acts.world.simulator.books(company.realmId, "Payment")).toHaveLength(1);
    await expect(linkExisting(company.scope, link)).rejects.toThrow("is linked to QuickBooks already");
  });

  it("says what differs, and wants to be sure; a record of another document is refused", async () => {
    const company = await acts.companyWith([stuck(1), stuck(21)]);
    const invoice = await acts.madeByHand(company, "77", 90);
    const [first, second] = await acts.rowsOf(company);
    const { records } = await findRecord(company.scope, { rowId: first!.rowId, text: "77" });
    expect(records).toMatchObject([{ grade: "differs" }]);
    const link = { ledgerId: String(invoice.Id), versionToken: String(invoice.SyncToken) };
    await expect(linkExisting(company.scope, { ...link, rowId: first!.rowId, isSure: false })).rejects.toThrow(
      /^It differs in .*total/,
    );
    await linkExisting(company.scope, { ...link, rowId: first!.rowId, isSure: true });
    const again = await findRecord(company.scope, { rowId: second!.rowId, text: String(invoice.Id) });
    expect(again.records[0]?.refused).toMatch(/^It is Invoice .* already/);
    await expect(linkExisting(company.scope, { ...link, rowId: second!.rowId, isSure: true })).rejects.toThrow(
      "already",
    );
    await expect(
      findRecord(company.scope, { rowId: second!.rowId, text: "https://qbo.intuit.com/app/recvpayment?txnId=5" }),
    ).rejects.toThrow("another kind of record");
    expect((await findRecord(company.scope, { rowId: second!.rowId, text: "nothing" })).records).toEqual([]);
  });
});

describe("unlinking", () => {
  const because = "It was the February load.";
  const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "101.00", method: "Check" }];

  it("PPR-07 what was linked to the wrong record comes back, and goes to the right one", async () => {
    const company = await acts.companyWith([stuck(1, { payments })]);
    const wrong = await acts.madeByHand(company, "77", 101);
    const right = await acts.madeByHand(company, "L-1", 101);
    const linkTo = async (rowId: string, record: BookRow) =>
      await linkExisting(company.scope, {
        rowId,
        ledgerId: String(record.Id),
        versionToken: String(record.SyncToken),
        isSure: false,
      });
    const rowId = await rowOf(company);
    await linkTo(rowId, wrong);
    const shown = await showProblem(company.scope, { rowId });
    expect(shown.tie).toMatchObject({ ledgerId: wrong.Id, whyNoUnlink: null });
    const unlinked = await unlinkDocument(company.scope, { rowId, because });
    const rows = await acts.rowsOf(company);
    expect(rows).toMatchObject([{ rowId: unlinked.rowId, lane: "needs-you" }]);
    const again = await showProblem(company.scope, { rowId: unlinked.rowId });
    expect(again.problem).toMatchObject({ code: "unlinked", about: "Invoice L-1" });
    expect(again.problem.detail).toContain(because);
    expect(again.tie).toMatchObject({ number: "L-1", ledgerId: null, whyNoLink: null });
    await carryToRest(acts.world, acts.worker);
    expect(await acts.world.simulator.books(company.realmId, "Payment"), "it waits for its invoice").toEqual([]);
    await linkTo(unlinked.rowId, right);
    await carryToRest(acts.world, acts.worker);
    const [payment] = await acts.world.simulator.books(company.realmId, "Payment");
    expect(JSON.stringify(payment)).toContain(`"TxnId":"${String(right.Id)}"`);
    expect(await acts.booksOf(company)).toHaveLength(2);
    expect(await acts.lineOf(company, "link.removed")).toMatchObject({ detail: { because, quickBooks: wrong.Id } });
  });

  it("an update in problem is unlinked, and made anew by a resync", async () => {
    const company = await acts.companyWith([orderOf(1)]);
    await planned(company, [{ ...stuck(1), updatedAt: "2026-11-03T08:00:00Z", number: "L-1b" }]);
    const rowId = await rowOf(company);
    expect((await showProblem(company.scope, { rowId })).tie).toMatchObject({
      whyNoLink: "Invoice L-1b is linked to QuickBooks already.",
      whyNoUnlink: null,
    });
    const unlinked = await unlinkDocument(company.scope, { rowId, because });
    await acts.makeItem(company);
    await acts.act(company, { act: "resync" }, acts.one(unlinked.rowId));
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    expect((await acts.booksOf(company)).map((invoice) => invoice.DocNumber)).toEqual(["L-1", "L-1b"]);
    await expect(unlinkDocument(company.scope, { rowId: unlinked.rowId, because })).rejects.toThrow("can be unlinked");
  });

  it("who may only look is refused", async () => {
    const company = await acts.companyWith([stuck(1)]);
    const viewer: Scope = {
      ...company.scope,
      actor: { type: "person", userId: company.tenantId, name: "Vera", role: "viewer" },
    };
    const rowId = await rowOf(company);
    await expect(unlinkDocument(viewer, { rowId, because })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(findRecord(viewer, { rowId, text: "1" })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(unlinkDocument(company.scope, { rowId, because })).rejects.toThrow("is not linked");
  });
});
