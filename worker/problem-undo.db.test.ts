// What a person decides about problems and takes back: restored, undone, sent again; and two people at once.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { clear, openActsWorld, stuck, type ActsWorld } from "#db/testing-acts.ts";
import { carryToRest, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { newPerson, scopeOf } from "#lib/access/testing.ts";
import { addComment, deleteComment, listComments } from "#lib/operations/comment-problem.ts";
import { doAct } from "#lib/operations/do-act.ts";
import { previewAct } from "#lib/operations/preview-act.ts";
import { showRun } from "#lib/operations/show-run.ts";
import { readDueLists } from "#lib/operations/tend-lanes.ts";
import { undoRun } from "#lib/operations/undo-run.ts";
import { RESYNC_WAIT_MS, type ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";

let acts: ActsWorld;
beforeAll(async () => {
  acts = await openActsWorld();
});
afterAll(() => acts.world.close());
afterEach(async () => {
  expect(await wrongCounters(acts.world)).toEqual([]);
  await acts.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

/** What is kept of each problem: all that a person saw of it. */
const detailsOf = async (company: TestCompany) => {
  const found = await acts.world.test.admin.query<Record<string, unknown>>(
    `select r.row_id, r.lane, r.code, r.about, r.since, r.came_back, r.decided_because, p.state, p.problem_code, p.problem_about, p.problem, p.cleared_because
       from problems r join pushes p on p.tenant_id = r.tenant_id and p.push_id = r.row_id where r.tenant_id = $1 order by 1`,
    [company.tenantId],
  );
  return found.rows;
};
const invoicePushes = async (company: TestCompany) => {
  const found = await acts.world.test.admin.query<{ state: string; priority: number; waitMs: number }>(
    `select state, priority, (extract(epoch from available_at - changed_at) * 1000)::int as "waitMs" from pushes where tenant_id = $1 and document_kind = 'invoice'`,
    [company.tenantId],
  );
  return found.rows;
};

describe("taking back", () => {
  it("PEER-03 restores cleared and snoozed problems as they were", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const before = await detailsOf(company);
    await acts.act(company, clear);
    await acts.act(company, { act: "restore" });
    expect(await detailsOf(company)).toEqual(before);
    await acts.act(company, { act: "snooze", until: { is: "day", day: "2027-01-04" } });
    expect(await acts.lanesOf(company)).toEqual(["snoozed", "snoozed"]);
    await acts.act(company, { act: "restore" });
    expect(await detailsOf(company)).toEqual(before);
  });

  it("undoes a whole act, back to what each row was, and once only", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2), stuck(3)]);
    const [first] = await acts.rowsOf(company);
    const one: ProblemSelect = acts.one(first!.rowId);
    await acts.act(company, { act: "snooze", until: { is: "day", day: "2027-01-04" } }, one);
    const { bulkRunId } = await acts.act(company, clear);
    expect(await acts.lanesOf(company)).toEqual(["cleared", "cleared", "cleared"]);
    expect(await undoRun(company.scope, { bulkRunId })).toEqual({ undone: 3, left: 0, isApplied: true });
    expect(await acts.rowsOf(company)).toMatchObject([
      { lane: "snoozed", snooze: "day" },
      { lane: "needs-you", clearing: null, because: null, cameBack: 0 },
      { lane: "needs-you", clearing: null, because: null },
    ]);
    await expect(undoRun(company.scope, { bulkRunId })).rejects.toThrow("This was taken back already.");
  });

  it("leaves what nobody wants any more: its order was cancelled meanwhile", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const { bulkRunId } = await acts.act(company, clear);
    await planned(company, [stuck(1, { status: "cancelled", updatedAt: "2026-11-02T08:00:00Z" })]);
    expect(await undoRun(company.scope, { bulkRunId })).toEqual({ undone: 1, left: 1, isApplied: true });
    expect((await acts.lanesOf(company)).toSorted()).toEqual(["cleared", "needs-you"]);
  });

  it("undoes a restore, an assignment and a snooze", async () => {
    const company = await acts.companyWith([stuck(1)]);
    const undone = async (what: ProblemAct) => {
      const { bulkRunId } = await acts.act(company, what);
      await undoRun(company.scope, { bulkRunId });
      acts.world.clock.advance(1_000);
      return await acts.rowsOf(company);
    };
    const [open] = await acts.rowsOf(company);
    const userId = await acts.memberOf(company);
    expect(await undone({ act: "assign", userId })).toEqual([open]);
    expect(await undone({ act: "snooze", until: { is: "record-changes" } })).toEqual([open]);
    await acts.act(company, clear);
    const [cleared] = await acts.rowsOf(company);
    expect(await undone({ act: "restore" })).toEqual([cleared]);
  });

  it("leaves rows that went on, or were decided anew, and counts them", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const [first] = await acts.rowsOf(company);
    const { bulkRunId } = await acts.act(company, clear);
    await acts.act(company, { act: "restore" }, acts.one(first!.rowId));
    expect(await undoRun(company.scope, { bulkRunId })).toEqual({ undone: 1, left: 1, isApplied: true });
    expect(await acts.lanesOf(company)).toEqual(["needs-you", "needs-you"]);
    await expect(undoRun(company.scope, { bulkRunId })).rejects.toThrow("taken back already");
  });
});

describe("assigning", () => {
  it("gives problems to a member, and to nobody else", async () => {
    const company = await acts.companyWith([stuck(1)]);
    const userId = await acts.memberOf(company);
    await acts.act(company, { act: "assign", userId });
    expect(await acts.rowsOf(company)).toMatchObject([{ assigneeId: userId, lane: "needs-you" }]);
    await expect(acts.act(company, { act: "assign", userId: crypto.randomUUID() })).rejects.toThrow(
      "This person was not found",
    );
    await acts.act(company, { act: "assign", userId: null });
    expect(await acts.rowsOf(company)).toMatchObject([{ assigneeId: null }]);
  });
});

describe("comments", () => {
  it("stay with the record, and only their writer takes them away", async () => {
    const company = await acts.companyWith([stuck(1)]);
    const [row] = await acts.rowsOf(company);
    const { commentId } = await addComment(company.scope, { rowId: row!.rowId, text: "Ask the carrier." });
    const colleague = scopeOf(
      acts.world.test,
      company.tenantId,
      await newPerson(acts.world.test, { [company.tenantId]: "clerk" }),
      "clerk",
    );
    expect(await listComments(colleague, { rowId: row!.rowId })).toMatchObject([
      { text: "Ask the carrier.", writtenBy: "Ann", isOwn: false },
    ]);
    await expect(deleteComment(colleague, { commentId })).rejects.toThrow("This comment of yours was not found");
    await deleteComment(company.scope, { commentId });
    expect(await listComments(company.scope, { rowId: row!.rowId })).toEqual([]);
  });
});

describe("sending again", () => {
  it("PPR-16 PEER-04 waits a few seconds, shows as waiting, and goes", async () => {
    const company = await acts.companyWith([stuck(1)]);
    await acts.makeItem(company);
    const { bulkRunId, total } = await acts.act(company, { act: "resync" });
    expect(total).toBe(1);
    expect(await acts.lanesOf(company)).toEqual(["waiting"]);
    const [push] = await invoicePushes(company);
    expect(push).toMatchObject({ state: "ready", priority: 0, waitMs: RESYNC_WAIT_MS });
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({ total: 1, left: 1, isDone: false });
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.lanesOf(company)).toEqual(["done"]);
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({ posted: 1, left: 0, isDone: true });
    expect(await acts.booksOf(company)).toHaveLength(1);
  });

  it("PPR-16 is taken back before the first byte left, with the problem as it was", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    await acts.makeItem(company);
    const before = await detailsOf(company);
    const { bulkRunId } = await acts.act(company, { act: "resync" });
    expect(await undoRun(company.scope, { bulkRunId })).toEqual({ undone: 2, left: 0, isApplied: true });
    expect(await detailsOf(company)).toEqual(before);
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    expect(await acts.booksOf(company)).toHaveLength(0);
  });

  it("PPR-16 cannot be taken back once it has left", async () => {
    const company = await acts.companyWith([stuck(1)]);
    await acts.makeItem(company);
    const { bulkRunId } = await acts.act(company, { act: "resync" });
    await readDueLists(acts.worker);
    await carryToRest(acts.world, acts.worker);
    await expect(undoRun(company.scope, { bulkRunId })).rejects.toThrow("all of it has gone on already");
    expect(await acts.booksOf(company)).toHaveLength(1);
  });

  it("says what will be made, and which cause still stands", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const asked = { companyFileId: company.companyFileId, act: "resync", select: acts.matching() } as const;
    expect(await previewAct(company.scope, asked)).toMatchObject({
      total: 2,
      creates: 2,
      updates: 0,
      voids: 0,
      plans: 0,
      willFail: [{ reason: "QuickBooks has no item Layover", rows: 2 }],
    });
  });
});

describe("two people at once", () => {
  it("one clears, the other resyncs the same row: the second is told, and nothing is lost", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const select = await acts.all(company);
    const { companyFileId, scope } = company;
    acts.world.clock.advance(1);
    const both = await Promise.allSettled([
      doAct(scope, { companyFileId, act: clear, select }),
      doAct(scope, { companyFileId, act: { act: "resync" }, select }),
    ]);
    const told = both.filter((one) => one.status === "rejected");
    expect(told.map(({ reason }) => (reason as Error).message)).toEqual([
      expect.stringMatching(/^Nothing to (clear|resync): these rows have moved on already\.$/),
    ]);
    expect(new Set(await acts.lanesOf(company)).size).toBe(1);
  });

  it("rows that moved since are left out and named", async () => {
    const company = await acts.companyWith([stuck(1), stuck(2)]);
    const all = acts.matching();
    const named = await acts.all(company);
    const [first] = await acts.rowsOf(company);
    acts.world.clock.advance(1_000);
    await acts.act(company, clear, acts.one(first!.rowId));
    const snooze: ProblemAct = { act: "snooze", until: { is: "record-changes" } };
    const done = await acts.act(company, snooze, named);
    expect(done).toMatchObject({ total: 1, movedOn: [first!.title] });
    expect(done.skips).toEqual([{ reason: "1 has moved on since you looked", rows: 1 }]);
    await acts.act(company, { act: "restore" }, acts.one(first!.rowId));
    await expect(acts.act(company, clear, all)).rejects.toThrow("these rows have moved on already");
  });
});
