// Bulk work as an object: what was chosen, and how far it is. Survives reload and restart.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import type { RunResult } from "#lib/sync/run-csv.ts";
import type { ChosenPlace } from "#lib/sync/triage/selection/store.ts";
import type { RunRow } from "#lib/sync/triage/sorting.ts";
import type { Decision } from "#lib/sync/triage/store.ts";

/** What a run of decisions is about; with it goes how far it came, and how far taking it back came. */
export type ActSelection = {
  readonly act: ProblemAct;
  readonly select: ProblemSelect;
  /** Who chose. */
  readonly userId: string | null;
  readonly place?: ChosenPlace | null;
  readonly undo?: { readonly undone: number; readonly left: number } | null;
};

export type ActRun = {
  readonly kind: ProblemAct["act"];
  readonly title: string;
  readonly state: "running" | "done";
  readonly selection: ActSelection;
  readonly total: number;
  /** Rows it was done to, and rows that were left alone. */
  readonly ok: number;
  readonly failed: number;
};

/** Writes what was decided about problems. */
export async function writeAct(
  tx: Transaction,
  scope: Scope,
  { companyFileId, bulkRunId, by, now }: Decision,
  { kind, title, state, selection, total, ok, failed }: ActRun,
): Promise<void> {
  await tx.execute(sql`
    insert into bulk_runs (tenant_id, bulk_run_id, company_file_id, kind, state, title, selection, rows_total, rows_done, rows_ok, rows_failed,
                           started_by, created_at, alive_at, finished_at)
    values (${scope.tenantId}, ${bulkRunId}, ${companyFileId}, ${kind}, ${state}, ${title}, ${JSON.stringify(selection)}::jsonb,
            ${total}, ${ok + failed}, ${ok}, ${failed}, ${by}, ${now}, ${now}, ${state === "done" ? now : null})`);
}

/** Keeps what became of rows, numbered on from `from`. */
export async function writeRunRows(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  from: number,
  rows: readonly RunRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into bulk_run_rows (tenant_id, bulk_run_id, row_number, is_ok, reason, record)
    select ${scope.tenantId}, ${bulkRunId}, ${from} + r.place::int, (r.row->>'isOk')::boolean, r.row->>'reason',
           jsonb_build_object('rowId', r.row->>'rowId', 'title', r.row->>'title')
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as r(row, place)`);
}

export type RunProgress = {
  readonly title: string;
  readonly total: number;
  readonly posted: number;
  readonly problems: number;
  readonly left: number;
};

export type ResultRow = RunResult;

/** What became of each row of a run: what was left alone with its reason, and what it was done to, as it stands now. */
export async function readResults(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  max: number,
): Promise<readonly ResultRow[]> {
  const result = await tx.execute<ResultRow>(sql`
    with chosen as (
      select (r.record->>'rowId')::uuid as row_id, r.record->>'title' as title, r.is_ok, r.reason, r.row_number::bigint as place
        from bulk_run_rows r where r.tenant_id = ${scope.tenantId} and r.bulk_run_id = ${bulkRunId}
      union all
      select p.row_id, p.title, true, '', 1000000000 from problems p
       where p.tenant_id = ${scope.tenantId} and p.decided_run = ${bulkRunId} and not exists (
         select 1 from bulk_run_rows r where r.tenant_id = ${scope.tenantId} and r.bulk_run_id = ${bulkRunId} and r.is_ok limit 1))
    select coalesce(p.title, c.title) as title, coalesce(p.party, '') as party, p.amount_minor::text as "amountMinor", p.currency,
           c.is_ok as "isOk", c.reason, p.lane
      from chosen c left join problems p on p.tenant_id = ${scope.tenantId} and p.row_id = c.row_id
     order by c.place, c.row_id limit ${max}`);
  return result.rows;
}

/**
 * The rows a run left alone, and those of a resync that need a person again, as far as they still stand where the act can
 * be done to them: what was done since does not hide those behind it.
 */
export async function readFailed(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  act: ProblemAct,
  max: number,
): Promise<readonly string[]> {
  const result = await tx.execute<{ rowId: string }>(sql`
    select p.row_id as "rowId"
      from bulk_run_rows r join problems p on p.tenant_id = ${scope.tenantId} and p.row_id = (r.record->>'rowId')::uuid
     where r.tenant_id = ${scope.tenantId} and r.bulk_run_id = ${bulkRunId}
       and (not r.is_ok and ${stillFits(act)} or r.is_ok and p.lane = 'needs-you')
     order by r.row_number limit ${max}`);
  return result.rows.map((row) => row.rowId);
}

/** Problem `p` can have it done once more. What somebody put aside meanwhile stays there. */
function stillFits(act: ProblemAct): SQL {
  switch (act.act) {
    case "assign":
      return sql`p.lane not in ('done', 'past') and p.assignee_id is distinct from ${act.userId}`;
    case "restore":
      return sql`p.lane in ('snoozed', 'cleared')`;
    case "mark-paid":
      return sql`p.lane = 'needs-you' and p.tab in ('invoices', 'sales-orders')`;
    default:
      return sql`p.lane = 'needs-you'`;
  }
}

/**
 * How far a resync is, counted from the pushes it chose: of each document the newest push counts, because an order that
 * changed in between goes on with a new one.
 */
export async function readResync(tx: Transaction, scope: Scope, bulkRunId: string): Promise<RunProgress | null> {
  const result = await tx.execute<RunProgress>(sql`
    with run as (
      select title, rows_total from bulk_runs
       where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and kind = 'resync'),
    rows_of as (
      select (r.record->>'rowId')::uuid as id from bulk_run_rows r
       where r.tenant_id = ${scope.tenantId} and r.bulk_run_id = ${bulkRunId} and r.is_ok),
    chosen as (
      select p.document_id, p.state, p.operation from rows_of
        join pushes p on p.tenant_id = ${scope.tenantId} and p.push_id = rows_of.id),
    now_at as (
      select state from chosen where operation = 'void-extra'
      union all
      select newest.state from chosen cross join lateral (
        select state from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = chosen.document_id and p.operation <> 'void-extra'
         order by push_id desc limit 1) as newest
       where chosen.operation <> 'void-extra'
      union all
      select case when o.to_plan_at is not null then 'ready' when o.problem_code is not null then 'problem' else 'posted' end
        from rows_of join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = rows_of.id)
    select run.title, run.rows_total as total,
           (select count(*)::int from now_at where state = 'posted') as posted,
           (select count(*)::int from now_at where state = 'problem') as problems,
           (select count(*)::int from now_at where state in ('waiting', 'ready', 'sending', 'unsure')) as left
      from run`);
  return result.rows[0] ?? null;
}
