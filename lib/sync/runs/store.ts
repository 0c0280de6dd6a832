// Bulk work as an object: what was chosen, and how far it is. Survives reload and restart.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import type { BulkRunKind } from "#lib/sync/run.ts";
import type { Decision } from "#lib/sync/triage/store.ts";

/** Writes a resync with its frozen selection. Order ids are chosen where the order itself could not be planned. */
export async function writeResync(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  run: { title: string; pushIds: readonly string[]; orderIds: readonly string[]; startedBy: string },
): Promise<string> {
  const bulkRunId = newId(scope);
  const now = scope.now();
  const selection = JSON.stringify({ pushIds: run.pushIds, orderIds: run.orderIds });
  await tx.execute(sql`
    insert into bulk_runs (tenant_id, bulk_run_id, company_file_id, kind, state, title, selection, rows_total, started_by, created_at, alive_at)
    values (${scope.tenantId}, ${bulkRunId}, ${companyFileId}, 'resync', 'running', ${run.title}, ${selection}::jsonb,
            ${run.pushIds.length + run.orderIds.length}, ${run.startedBy}, ${now}, ${now})`);
  return bulkRunId;
}

/** What became of one row of a run: left alone with the reason, or let go on its way to the books. */
export type RunRow = {
  readonly rowId: string;
  readonly title: string;
  readonly isOk: boolean;
  readonly reason: string;
};

export type ActRun = {
  readonly kind: ProblemAct["act"];
  readonly title: string;
  readonly selection: { readonly act: ProblemAct; readonly select: ProblemSelect };
  /** Rows it was done to, and rows that were left alone. */
  readonly ok: number;
  readonly failed: number;
};

/** Writes what was decided about problems. It is done. */
export async function writeAct(
  tx: Transaction,
  scope: Scope,
  { companyFileId, bulkRunId, by, now }: Decision,
  { kind, title, selection, ok, failed }: ActRun,
): Promise<void> {
  await tx.execute(sql`
    insert into bulk_runs (tenant_id, bulk_run_id, company_file_id, kind, state, title, selection, rows_total, rows_done, rows_ok, rows_failed,
                           started_by, created_at, alive_at, finished_at)
    values (${scope.tenantId}, ${bulkRunId}, ${companyFileId}, ${kind}, 'done', ${title}, ${JSON.stringify(selection)}::jsonb,
            ${ok + failed}, ${ok + failed}, ${ok}, ${failed}, ${by}, ${now}, ${now}, ${now})`);
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

export type KeptRun = {
  readonly companyFileId: string;
  readonly kind: BulkRunKind;
  readonly state: string;
  readonly title: string;
  readonly ok: number;
  readonly undoneAt: string | null;
  /** Of runs that decide about problems. */
  readonly act: ProblemAct | null;
};

/** One run of this tenant; null when there is none. */
export async function readRun(tx: Transaction, scope: Scope, bulkRunId: string): Promise<KeptRun | null> {
  const result = await tx.execute<KeptRun>(sql`
    select company_file_id as "companyFileId", kind, state, title, rows_ok as ok, undone_at as "undoneAt", selection->'act' as act
      from bulk_runs where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId}`);
  return result.rows[0] ?? null;
}

/** Says that a run was taken back. */
export async function markUndone(tx: Transaction, scope: Scope, bulkRunId: string): Promise<void> {
  await tx.execute(sql`
    update bulk_runs set undone_at = ${scope.now()} where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and undone_at is null`);
}

export type RunProgress = {
  readonly title: string;
  readonly total: number;
  readonly posted: number;
  readonly problems: number;
  readonly left: number;
};

/**
 * How far a resync is, counted from the pushes it chose: of each document the newest push counts, because an order that
 * changed in between goes on with a new one.
 */
export async function readResync(tx: Transaction, scope: Scope, bulkRunId: string): Promise<RunProgress | null> {
  const result = await tx.execute<RunProgress>(sql`
    with run as (
      select title, rows_total, selection from bulk_runs
       where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and kind = 'resync'),
    rows_of as (
      select c.id::uuid as id from run cross join lateral jsonb_array_elements_text(coalesce(run.selection->'pushIds', '[]') || coalesce(run.selection->'orderIds', '[]')) as c(id)
      union all
      select (r.record->>'rowId')::uuid from bulk_run_rows r
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
