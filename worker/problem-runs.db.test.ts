// Decisions about very many problems: accepted at once, done by the clock part by part, held, ended, taken back, and finished after a crash.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { newStuckCompany } from "#db/testing-bulk.ts";
import { openTestWorld, newWorker, ROOT, until, worldEnv, wrongCounters, type TestWorld } from "#db/testing-world.ts";
import type { TestFile } from "#db/testing-problems.ts";
import { newPerson, scopeOf } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { changeRun } from "#lib/operations/change-run.ts";
import { doAct } from "#lib/operations/do-act.ts";
import { retryRun } from "#lib/operations/retry-run.ts";
import { listRuns, showRun, showRunResults } from "#lib/operations/show-run.ts";
import { undoRun } from "#lib/operations/undo-run.ts";
import { workActs } from "#lib/operations/work-acts.ts";
import type { World } from "#lib/operations/world.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";

const ROWS = 5_000;
const clear: ProblemAct = { act: "clear", because: "Never to be billed.", withFollowers: false };

let world: TestWorld;
let worker: World;
let process_: ChildProcess | undefined;
beforeAll(async () => {
  world = await openTestWorld();
  worker = await newWorker(world);
});
afterAll(async () => {
  process_?.kill("SIGKILL");
  await world.close();
});
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set acts_at = null");
});

type Company = { readonly file: TestFile; readonly scope: Scope };
async function stuckCompany(): Promise<Company> {
  const file = await newStuckCompany(world.test, { rows: ROWS, causes: 5 });
  const scope = scopeOf(world.test, file.tenantId, await newPerson(world.test, { [file.tenantId]: "clerk" }), "clerk");
  return { file, scope: { ...scope, now: world.clock.now } };
}
const everything = ({ file, scope }: Company, act: ProblemAct) =>
  doAct(scope, {
    companyFileId: file.companyFileId,
    act,
    select: { is: "matching", lane: "needs-you", tab: "invoices", filter: {}, asOf: world.clock.now().toISOString() },
  });
const lanes = async ({ file }: Company) => {
  const found = await world.test.admin.query<{ lane: string; n: number }>(
    "select lane, count(*)::int as n from problems where tenant_id = $1 group by 1",
    [file.tenantId],
  );
  return Object.fromEntries(found.rows.map(({ lane, n }) => [lane, n]));
};
/** The lines of the run's file, without its head. */
const resultsOf = async ({ scope }: Company, bulkRunId: string) => {
  const { parts } = await showRunResults(scope, { bulkRunId });
  let file = "";
  for await (const part of parts) file += part;
  const lines = file.trimEnd().split(/\r?\n/);
  return lines.slice(1).map((line) => {
    const [record, , , , result, reason, stands] = line.split(",");
    return { record, result, reason, stands };
  });
};
const toTheEnd = async () => {
  while ((await workActs(worker)) > 0);
};

describe("a decision about five thousand problems", () => {
  it("is accepted at once and done part by part, then taken back", async () => {
    const company = await stuckCompany();
    const { bulkRunId, ...done } = await everything(company, clear);
    expect(done).toMatchObject({ total: ROWS, isApplied: false });
    expect(await lanes(company)).toEqual({ "needs-you": ROWS });
    await workActs(worker);
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({ state: "running", total: ROWS, isDone: false });
    await toTheEnd();
    expect(await lanes(company)).toEqual({ cleared: ROWS });
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({
      title: "Clear 5,000 invoices",
      state: "done",
      ok: ROWS,
      failed: 0,
      left: 0,
      isDone: true,
      mayUndo: true,
    });
    expect(await undoRun(company.scope, { bulkRunId })).toEqual({ undone: 0, left: 0, isApplied: false });
    await workActs(worker);
    await expect(changeRun(company.scope, { bulkRunId, wish: "abort" })).rejects.toThrow("is being taken back");
    await toTheEnd();
    expect(await lanes(company)).toEqual({ "needs-you": ROWS });
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({
      state: "done",
      mayUndo: false,
      undo: { undone: ROWS, left: 0 },
    });
    const [shown] = await listRuns(company.scope, { companyFileId: company.file.companyFileId });
    expect(shown).toMatchObject({ bulkRunId, undo: { undone: ROWS, left: 0 } });
  });

  it("leaves alone what came or moved since, and tells", async () => {
    const company = await stuckCompany();
    const run = await everything(company, clear);
    world.clock.advance(1_000);
    const first = await world.test.admin.query<{ id: string }>(
      "select row_id as id from problems where tenant_id = $1 order by since, row_id desc limit 3",
      [company.file.tenantId],
    );
    const rowIds = first.rows.map(({ id }) => id);
    const select = { is: "rows" as const, rowIds, asOf: world.clock.now().toISOString() };
    const { companyFileId } = company.file;
    await doAct(company.scope, { companyFileId, act: { act: "snooze", until: { is: "record-changes" } }, select });
    await toTheEnd();
    expect(await lanes(company)).toEqual({ cleared: ROWS - 3, snoozed: 3 });
    const shown = await showRun(company.scope, run);
    expect(shown).toMatchObject({ state: "done", total: ROWS, ok: ROWS - 3, failed: 3, isDone: true });
    const results = await resultsOf(company, run.bulkRunId);
    expect(results).toHaveLength(ROWS);
    expect(results.filter(({ result }) => result === "left alone")).toEqual(
      Array.from({ length: 3 }, () => ({
        record: expect.stringContaining("Invoice L-"),
        result: "left alone",
        reason: "1 has moved on since you looked",
        stands: "snoozed",
      })),
    );
    // Once more they are done, but for the one that somebody put aside again after that was looked at.
    const act: ProblemAct = { act: "restore" };
    await doAct(company.scope, { companyFileId, act, select: { ...select, asOf: world.clock.now().toISOString() } });
    const { asOf } = await showRun(company.scope, run);
    world.clock.advance(1_000);
    for (const again of [{ act: "snooze", until: { is: "record-changes" } }, act] as const) {
      const last = { is: "rows" as const, rowIds: [rowIds[0]!], asOf: world.clock.now().toISOString() };
      await doAct(company.scope, { companyFileId, act: again, select: last });
      world.clock.advance(1_000);
    }
    expect(await retryRun(company.scope, { bulkRunId: run.bulkRunId, asOf })).toMatchObject({
      total: 2,
      skips: [{ reason: "1 has moved on since you looked", rows: 1 }],
    });
  });

  it("leaves alone what waits for payments to be imported, though all others are sent again", async () => {
    const company = await stuckCompany();
    await world.test.admin.query(
      `update pushes set problem_code = 'payments-not-imported', problem_about = ''
        where tenant_id = $1 and push_id = (select min(push_id::text)::uuid from pushes where tenant_id = $1)`,
      [company.file.tenantId],
    );
    const { bulkRunId } = await everything(company, { act: "resync" });
    await toTheEnd();
    const leftAlone = (await resultsOf(company, bulkRunId)).filter(({ result }) => result !== "done");
    expect(leftAlone).toMatchObject([{ record: "Invoice L-1" }]);
    expect(await lanes(company)).toEqual({ "needs-you": 1, waiting: ROWS - 1 });
  });

  it("keeps what became of each row when it is decided again", async () => {
    const company = await stuckCompany();
    const { bulkRunId } = await everything(company, { act: "assign", userId: null });
    await toTheEnd();
    world.clock.advance(1_000);
    await everything(company, clear);
    await toTheEnd();
    const results = await resultsOf(company, bulkRunId);
    expect(new Set(results.map(({ record }) => record)).size).toBe(ROWS);
    expect(results.every(({ result, stands }) => result === "done" && stands === "cleared")).toBe(true);
  });

  it("fails for good after a few tries with growing waits, and the next one goes on", async () => {
    const company = await stuckCompany();
    const { admin } = world.test;
    await admin.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is on fire'; end $$;
      create trigger refuse before update on problems for each row when (new.decided_because = 'Burns.') execute function refuse()`);
    const burning = await everything(company, { ...clear, because: "Burns." });
    const next = await everything(company, clear);
    for (const wait of [0, 15_000, 60_000, 240_000]) {
      world.clock.advance(wait - 1);
      expect(await workActs(worker)).toBe(0);
      world.clock.advance(1);
      await expect(workActs(worker)).rejects.toThrow("could not go on");
    }
    expect(await showRun(company.scope, burning)).toMatchObject({
      state: "failed",
      failure: "the disk is on fire",
      ok: 0,
      failed: 0,
      isDone: true,
    });
    await toTheEnd();
    expect(await showRun(company.scope, next)).toMatchObject({ state: "done", ok: ROWS });
    await admin.query("drop function refuse cascade");
  });

  it("is done once more for all that were left alone, a thousand at a time", async () => {
    const company = await stuckCompany();
    const { companyFileId, tenantId } = company.file;
    const found = await world.test.admin.query<{ id: string }>(
      "select row_id as id from problems where tenant_id = $1 order by since, row_id limit 1501",
      [tenantId],
    );
    const [still, ...moved] = found.rows.map(({ id }) => id);
    const looked = world.clock.now().toISOString();
    const acts: readonly ProblemAct[] = [{ act: "snooze", until: { is: "record-changes" } }, { act: "restore" }];
    for (const act of acts) {
      world.clock.advance(1_000);
      const select = { is: "rows" as const, rowIds: moved, asOf: world.clock.now().toISOString() };
      await doAct(company.scope, { companyFileId, act, select });
    }
    const select = { is: "rows" as const, rowIds: [still!, ...moved], asOf: looked };
    const { bulkRunId } = await doAct(company.scope, { companyFileId, act: clear, select });
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({ ok: 1, failed: 1_500 });
    const { asOf } = await showRun(company.scope, { bulkRunId });
    expect(await retryRun(company.scope, { bulkRunId, asOf })).toMatchObject({ total: 1_000, isApplied: true });
    expect(await retryRun(company.scope, { bulkRunId, asOf })).toMatchObject({ total: 500, isApplied: true });
    expect(await lanes(company)).toEqual({ "needs-you": ROWS - 1_501, cleared: 1_501 });
    await expect(retryRun(company.scope, { bulkRunId, asOf })).rejects.toThrow("none of its rows failed");
  });

  it("is held, goes on, and is ended where it is", async () => {
    const company = await stuckCompany();
    const { bulkRunId } = await everything(company, { act: "assign", userId: null });
    await workActs(worker);
    await changeRun(company.scope, { bulkRunId, wish: "pause" });
    await toTheEnd();
    const held = await showRun(company.scope, { bulkRunId });
    expect(held).toMatchObject({ state: "paused", isDone: false });
    expect(held.ok).toBeLessThan(ROWS);
    await changeRun(company.scope, { bulkRunId, wish: "go-on" });
    await workActs(worker);
    await changeRun(company.scope, { bulkRunId, wish: "abort" });
    await toTheEnd();
    const ended = await showRun(company.scope, { bulkRunId });
    expect(ended).toMatchObject({ state: "aborted", isDone: true });
    expect(ended.ok).toBeGreaterThan(held.ok);
    expect(ended.ok).toBeLessThan(ROWS);
    await expect(changeRun(company.scope, { bulkRunId, wish: "pause" })).rejects.toThrow("has gone on already");
  });

  it("lets all of them go, each once, with a result per row", async () => {
    const company = await stuckCompany();
    const { bulkRunId } = await everything(company, { act: "resync" });
    await toTheEnd();
    expect(await lanes(company)).toEqual({ waiting: ROWS });
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({ ok: ROWS, left: ROWS, isDone: false });
    expect(new Set((await resultsOf(company, bulkRunId)).map(({ record }) => record)).size).toBe(ROWS);
    const { asOf } = await showRun(company.scope, { bulkRunId });
    await expect(retryRun(company.scope, { bulkRunId, asOf })).rejects.toThrow("none of its rows failed");
  });

  it("PEER-10 is finished after the worker was killed in the middle, each row once", async () => {
    const company = await stuckCompany();
    const { bulkRunId } = await everything(company, clear);
    const done = async () => (await showRun(company.scope, { bulkRunId })).ok;
    await startWorker();
    await until("a part is done", 30_000, async () => (await done()) > 0);
    await killWorker();
    await startWorker();
    await until("all is done", 60_000, async () => (await showRun(company.scope, { bulkRunId })).state === "done");
    await killWorker();
    expect(await lanes(company)).toEqual({ cleared: ROWS });
    expect(await done()).toBe(ROWS);
  });
});

async function startWorker(): Promise<void> {
  const env = { ...process.env, ...worldEnv(world.test, world.simulator), LOG_LEVEL: "error" };
  const args = ["--import", "tsx", "worker/main.ts"];
  process_ = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  await once(process_, "spawn");
}

async function killWorker(): Promise<void> {
  if (!process_) return;
  const ended = once(process_, "exit");
  process_.kill("SIGKILL");
  await ended;
}
