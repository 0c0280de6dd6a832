// How far is a piece of work on problems, which were there lately, and what became of each of its rows?
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { ListRuns, RunShown, ShowRun } from "#lib/sync/problems.ts";
import { readResults, readResync, type ResultRow } from "#lib/sync/runs/store.ts";
import { listRuns as findRuns, readRun, type KeptRun } from "#lib/sync/runs/work/store.ts";
import { isUndoable } from "#lib/sync/triage/store.ts";

const RUNS_MAX = 20;
const RECENT_MS = 86_400_000;
const RESULTS_MAX = 100_000;

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

export type RunResults = { readonly title: string; readonly rows: readonly ResultRow[] };

/** What became of each row of a run, for a file. */
export async function showRunResults(scope: Scope, { bulkRunId }: ShowRun): Promise<RunResults> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    const run = await readRun(tx, scope, bulkRunId);
    if (!run) throw notFound("This run");
    return { title: run.title, rows: await readResults(tx, scope, bulkRunId, RESULTS_MAX) };
  });
}

async function shown(tx: Transaction, scope: Scope, run: KeptRun): Promise<RunShown> {
  const { bulkRunId, kind, title, total, done, ok, failed, startedBy, selection } = run;
  const isApplied = run.state !== "running";
  const sent = kind === "resync" ? await readResync(tx, scope, bulkRunId) : null;
  const missing = Math.max(total - done, 0);
  const toDo = isApplied ? 0 : missing;
  // Chosen once, and gone when their turn came.
  const gone = run.state === "done" ? missing : 0;
  const left = (sent?.left ?? 0) + toDo;
  const undo = run.undoneAt === null ? null : (selection.undo ?? null);
  const isUndone = undo !== null;
  return {
    bulkRunId,
    kind,
    title,
    state:
      run.state === "running" ? (run.isPaused ? "paused" : "running") : run.state === "aborted" ? "aborted" : "done",
    total,
    ok,
    failed: failed + gone,
    posted: sent?.posted ?? 0,
    problems: sent?.problems ?? 0,
    left: isUndone && isApplied ? 0 : left,
    isDone: isApplied && (isUndone || left === 0),
    startedBy,
    createdAt: new Date(run.createdAt).toISOString(),
    mayUndo: !isUndone && (await isUndoable(tx, scope, bulkRunId)),
    undo,
  };
}
