// Runs of decisions about problems as work: which goes on next, how far it is, and what people want of it. Each part is one
// transaction that holds the run's row, with its place in the row: whoever takes the next part goes on exactly there.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { listOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { problemActs, type ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ActSelection } from "#lib/sync/runs/store.ts";

const kinds = listOf(problemActs);
const ofRun = (scope: Scope, bulkRunId: string) =>
  sql`tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and kind in (${kinds})`;

export type KeptRun = {
  readonly bulkRunId: string;
  readonly companyFileId: string;
  readonly kind: ProblemAct["act"];
  readonly state: "running" | "done" | "aborted" | "interrupted";
  readonly title: string;
  readonly total: number;
  readonly done: number;
  readonly ok: number;
  readonly failed: number;
  readonly startedBy: string;
  readonly isPaused: boolean;
  readonly createdAt: string;
  readonly undoneAt: string | null;
  readonly selection: ActSelection;
};

const columns = sql`
  bulk_run_id as "bulkRunId", company_file_id as "companyFileId", kind, state, title, rows_total as total, rows_done as done, rows_ok as ok,
  rows_failed as failed, started_by as "startedBy", paused_at is not null as "isPaused", created_at::text as "createdAt",
  undone_at as "undoneAt", selection`;

/** One run of this tenant; null when there is none, or when it is no decision about problems. */
export async function readRun(tx: Transaction, scope: Scope, bulkRunId: string): Promise<KeptRun | null> {
  const result = await tx.execute<KeptRun>(sql`select ${columns} from bulk_runs where ${ofRun(scope, bulkRunId)}`);
  const [run] = result.rows;
  return run?.selection.act ? run : null;
}

/** The company's runs that go on, and those since a moment, the newest first. */
export async function listRuns(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { since, max }: { readonly since: Date; readonly max: number },
): Promise<readonly KeptRun[]> {
  const result = await tx.execute<KeptRun>(sql`
    select ${columns} from bulk_runs
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and kind in (${kinds}) and selection ? 'act'
       and (state = 'running' or created_at >= ${since})
     order by bulk_run_id desc limit ${max}`);
  return result.rows;
}

/** The company's oldest run that is to go on, held until the transaction ends; null when there is none. */
export async function takeRun(tx: Transaction, scope: Scope, companyFileId: string): Promise<KeptRun | null> {
  const result = await tx.execute<KeptRun>(sql`
    select ${columns} from bulk_runs
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and kind in (${kinds}) and state = 'running' and paused_at is null
       and selection ? 'act'
     order by bulk_run_id limit 1 for update skip locked`);
  return result.rows[0] ?? null;
}

/**
 * Adds a part: how many rows it was done to, how many were left alone, and where the next part begins (null: at the end);
 * `followers`: how many documents behind the rows were cleared with them so far.
 */
export async function advanceRun(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  part: {
    readonly ok: number;
    readonly failed: number;
    readonly place: ActSelection["place"];
    readonly followers: number;
  },
): Promise<void> {
  const place = JSON.stringify({ place: part.place ?? null, followers: part.followers, tries: 0 });
  await tx.execute(sql`
    update bulk_runs
       set rows_ok = rows_ok + ${part.ok}, rows_failed = rows_failed + ${part.failed}, rows_done = rows_done + ${part.ok + part.failed},
           selection = selection || ${place}::jsonb, alive_at = ${scope.now()} ${part.place ? sql`` : ended(scope, "done")}
     where ${ofRun(scope, bulkRunId)}`);
}

/** Adds a part of what was taken back; `isEnd`: it was the last. */
export async function advanceUndo(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  undo: { readonly undone: number; readonly left: number; readonly isEnd: boolean },
): Promise<void> {
  const counted = JSON.stringify({ undo: { undone: undo.undone, left: undo.left }, tries: 0 });
  await tx.execute(sql`
    update bulk_runs set selection = selection || ${counted}::jsonb, undone_at = coalesce(undone_at, ${scope.now()}), alive_at = ${scope.now()},
           ${undo.isEnd ? sql`state = case when state in ('aborted', 'interrupted') then state else 'done' end, finished_at = ${scope.now()}` : sql`state = 'running', finished_at = null, paused_at = null`}
     where ${ofRun(scope, bulkRunId)}`);
}

/** Says how often the next part has failed by now. */
export async function keepTries(tx: Transaction, scope: Scope, bulkRunId: string, tries: number): Promise<void> {
  await tx.execute(sql`
    update bulk_runs set selection = selection || ${JSON.stringify({ tries })}::jsonb, alive_at = ${scope.now()} where ${ofRun(scope, bulkRunId)}`);
}

/** Ends a run that cannot go on. One that was being taken back can be taken back again. */
export async function endFailed(tx: Transaction, scope: Scope, bulkRunId: string, failure: string): Promise<void> {
  const kept = JSON.stringify({ failure, tries: 0 });
  await tx.execute(sql`
    update bulk_runs set state = 'interrupted', finished_at = ${scope.now()}, paused_at = null, undone_at = null,
           selection = selection - 'undo' || ${kept}::jsonb where ${ofRun(scope, bulkRunId)}`);
}

const ended = (scope: Scope, state: "done" | "aborted"): SQL =>
  sql`, state = ${state}, finished_at = ${scope.now()}, paused_at = null`;

/**
 * Holds a run, lets it go on, or ends it where it is. False when it was not as that needs it: what is being taken back is
 * never ended, because nobody could take back its rest.
 */
export async function changeState(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  wish: "pause" | "go-on" | "abort",
): Promise<boolean> {
  const now = scope.now();
  const changes = {
    pause: sql`set paused_at = ${now} where ${ofRun(scope, bulkRunId)} and state = 'running' and paused_at is null`,
    "go-on": sql`set paused_at = null where ${ofRun(scope, bulkRunId)} and state = 'running' and paused_at is not null`,
    abort: sql`set state = 'aborted', finished_at = ${now}, paused_at = null where ${ofRun(scope, bulkRunId)} and state = 'running' and undone_at is null`,
  };
  const result = await tx.execute(sql`update bulk_runs ${changes[wish]}`);
  return result.rowCount === 1;
}
