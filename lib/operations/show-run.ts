// How far is a piece of work on problems, which were there lately, and what became of each of its rows?
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { ListRuns, RunShown, ShowRun } from "#lib/sync/problems.ts";
import { runCsvHeader, runCsvLine } from "#lib/sync/run-csv.ts";
import { readResults, readResync } from "#lib/sync/runs/store.ts";
import { listRuns as findRuns, readRun, type KeptRun } from "#lib/sync/runs/progress/store.ts";
import { isUndoable } from "#lib/sync/triage/store.ts";

const RUNS_MAX = 20;
const RECENT_MS = 86_400_000;
/** So many rows as they are kept: one that was left alone, or a bundle. */
const KEPT_PER_PART = 50;

/** Progress of one run; of a resync counted from what became of its rows. */
export async function showRun(scope: Scope, { bulkRunId }: ShowRun): Promise<RunShown> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    const run = await readRun(tx, scope, bulkRunId);
    if (!run) throw notFound("This run");
    return await shown(tx, scope, run);
  });
}

/** Runs of a company that go on, and those of the last day, the newest first. */
export async function listRuns(scope: Scope, { companyFileId }: ListRuns): Promise<readonly RunShown[]> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const since = new Date(scope.now().getTime() - RECENT_MS);
    const all: RunShown[] = [];
    for (const run of await findRuns(tx, scope, companyFileId, { since, max: RUNS_MAX }))
      all.push(await shown(tx, scope, run));
    return all;
  });
}

export type RunFile = { readonly name: string; readonly parts: AsyncIterable<string> };

/** What became of each row of a run, as a file. Each part is read when it is asked for, in a transaction of its own. */
export async function showRunResults(scope: Scope, { bulkRunId }: ShowRun): Promise<RunFile> {
  allow(scope, "problems:read");
  const run = await inTransaction(scope, (tx) => readRun(tx, scope, bulkRunId));
  if (!run) throw notFound("This run");
  return { name: `${run.title.slice(0, 100)}.csv`, parts: partsOf(scope, bulkRunId) };
}

async function* partsOf(scope: Scope, bulkRunId: string): AsyncGenerator<string> {
  yield runCsvHeader;
  let after = 0;
  for (;;) {
    const page = { after, max: KEPT_PER_PART };
    const rows = await inTransaction(scope, (tx) => readResults(tx, scope, bulkRunId, page));
    if (rows.length === 0) return;
    yield rows.map(runCsvLine).join("");
    after = rows.at(-1)!.rowNumber;
  }
}

async function shown(tx: Transaction, scope: Scope, run: KeptRun): Promise<RunShown> {
  const { bulkRunId, kind, title, total, done, ok, failed, startedBy, selection } = run;
  const isApplied = run.state !== "running";
  const sent = kind === "resync" ? await readResync(tx, scope, bulkRunId) : null;
  const missing = Math.max(total - done, 0);
  const toDo = isApplied ? 0 : missing;
  const left = (sent?.left ?? 0) + toDo;
  const undo = run.undoneAt === null ? null : (selection.undo ?? null);
  const isUndone = undo !== null;
  return {
    bulkRunId,
    kind,
    title,
    state: run.state === "running" && run.isPaused ? "paused" : shownStates[run.state],
    failure: selection.failure ?? null,
    total,
    ok,
    failed,
    followers: selection.followers ?? 0,
    posted: sent?.posted ?? 0,
    problems: sent?.problems ?? 0,
    left: isUndone && isApplied ? 0 : left,
    isDone: isApplied && (isUndone || left === 0),
    startedBy,
    createdAt: new Date(run.createdAt).toISOString(),
    mayUndo: !isUndone && (await isUndoable(tx, scope, bulkRunId)),
    undo,
    asOf: scope.now().toISOString(),
  };
}

const shownStates = { running: "running", done: "done", aborted: "aborted", interrupted: "failed" } as const;
