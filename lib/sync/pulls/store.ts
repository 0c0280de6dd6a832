// Pulls of a found set in the database: what was chosen, who works it off, how far it is, what failed.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import type { PullShown, PullState } from "#lib/sync/balances.ts";
import type { FoundSet } from "#lib/sync/found-set.ts";

/** Who works a pull off holds it this long; renewed with every thousand. A dead worker's is taken up after that. */
const LEASE_MS = 120_000;
const FAILURES_SHOWN = 100;

const free = (scope: Scope) => new Date(scope.now().getTime() - LEASE_MS);
const ofRun = (scope: Scope, bulkRunId: string) =>
  sql`tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and kind = 'pull-balances'`;

/** Writes a pull with its frozen selection; nobody works it off yet. */
export async function writePull(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  run: { title: string; filter: Omit<FoundSet, "companyFileId">; documentIds: readonly string[]; startedBy: string },
): Promise<string> {
  const bulkRunId = newId(scope);
  const selection = JSON.stringify({ filter: run.filter, documentIds: run.documentIds });
  await tx.execute(sql`
    insert into bulk_runs (tenant_id, bulk_run_id, company_file_id, kind, state, title, selection, rows_total, started_by, created_at, alive_at)
    values (${scope.tenantId}, ${bulkRunId}, ${companyFileId}, 'pull-balances', 'running', ${run.title}, ${selection}::jsonb,
            ${run.documentIds.length}, ${run.startedBy}, ${scope.now()}, ${free(scope)})`);
  return bulkRunId;
}

/** A pull that somebody works off. `aliveAt` tells this hold from another's. */
export type HeldPull = { readonly bulkRunId: string; readonly aliveAt: string; readonly done: number };

/** Takes the company's oldest pull that waits, or whose worker is gone; null when there is none. */
export async function takePull(tx: Transaction, scope: Scope, companyFileId: string): Promise<HeldPull | null> {
  const result = await tx.execute<HeldPull>(sql`
    update bulk_runs set alive_at = ${scope.now()}, note = null
     where tenant_id = ${scope.tenantId} and bulk_run_id = (
       select bulk_run_id from bulk_runs
        where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and kind = 'pull-balances' and state = 'running'
          and alive_at <= ${free(scope)}
        order by bulk_run_id limit 1 for update skip locked)
    returning bulk_run_id as "bulkRunId", alive_at::text as "aliveAt", rows_done as done`);
  return result.rows[0] ?? null;
}

/** The next documents of a pull's selection. */
export async function readSelected(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  from: number,
  max: number,
): Promise<readonly string[]> {
  const result = await tx.execute<{ id: string }>(sql`
    select id from bulk_runs cross join lateral jsonb_array_elements_text(selection->'documentIds') with ordinality as c(id, place)
     where ${ofRun(scope, bulkRunId)} and place > ${from} and place <= ${from + max} order by place`);
  return result.rows.map(({ id }) => id);
}

/**
 * Adds what became of some records, and holds the pull longer. Null when it is not ours any more: another worker took it
 * up. `isStopping`: a person asked it to stop.
 */
export async function advancePull(
  tx: Transaction,
  scope: Scope,
  held: HeldPull,
  step: {
    readonly done: number;
    readonly failures: readonly { readonly documentId: string; readonly reason: string }[];
  },
): Promise<(HeldPull & { readonly isStopping: boolean }) | null> {
  const failed = step.failures.length;
  const result = await tx.execute<{ aliveAt: string; isStopping: boolean; done: number }>(sql`
    update bulk_runs
       set rows_done = rows_done + ${step.done}, rows_ok = rows_ok + ${step.done - failed}, rows_failed = rows_failed + ${failed},
           alive_at = ${scope.now()}
     where ${ofRun(scope, held.bulkRunId)} and state = 'running' and alive_at = ${held.aliveAt}::timestamptz and rows_done = ${held.done}
    returning alive_at::text as "aliveAt", abort_asked_at is not null as "isStopping", rows_done as done`);
  const row = result.rows[0];
  if (!row) return null;
  if (failed > 0) {
    await tx.execute(sql`
      insert into bulk_run_rows (tenant_id, bulk_run_id, row_number, is_ok, reason, record)
      select ${scope.tenantId}, ${held.bulkRunId}, ${held.done} + f.place::int, false, f.row->>'reason', jsonb_build_object('documentId', f.row->>'documentId')
        from jsonb_array_elements(${JSON.stringify(step.failures)}::jsonb) with ordinality as f(row, place)
      on conflict do nothing`);
  }
  return { ...held, ...row };
}

/** Lets a pull go that is not at its end: at that moment somebody goes on with it. */
export async function postponePull(
  tx: Transaction,
  scope: Scope,
  held: HeldPull,
  at: Date,
  note: string | null,
): Promise<void> {
  const aliveAt = new Date(at.getTime() - LEASE_MS);
  await tx.execute(sql`
    update bulk_runs set alive_at = ${aliveAt}, note = ${note}
     where ${ofRun(scope, held.bulkRunId)} and state = 'running' and alive_at = ${held.aliveAt}::timestamptz`);
}

/** Ends a pull. */
export async function endPull(
  tx: Transaction,
  scope: Scope,
  held: HeldPull,
  end: { readonly state: Exclude<PullState, "running">; readonly note: string | null },
): Promise<void> {
  const now = scope.now();
  await tx.execute(sql`
    update bulk_runs set state = ${end.state}, note = ${end.note}, finished_at = ${now}, alive_at = ${now}
     where ${ofRun(scope, held.bulkRunId)} and state = 'running' and alive_at = ${held.aliveAt}::timestamptz`);
}

/** Asks a pull to stop. One that nobody works on stops at once. False when it is not running. */
export async function stopPull(tx: Transaction, scope: Scope, bulkRunId: string): Promise<boolean> {
  const now = scope.now();
  const result = await tx.execute(sql`
    update bulk_runs
       set abort_asked_at = coalesce(abort_asked_at, ${now}),
           state = case when alive_at <= ${free(scope)} or note is not null then 'aborted' else state end,
           finished_at = case when alive_at <= ${free(scope)} or note is not null then ${now}::timestamptz end
     where ${ofRun(scope, bulkRunId)} and state = 'running'`);
  return result.rowCount === 1;
}

/** Lets a pull that was stopped go on where it stopped. False when it is not one that was. The lane must be locked. */
export async function resumePull(tx: Transaction, scope: Scope, bulkRunId: string): Promise<boolean> {
  const result = await tx.execute(sql`
    update bulk_runs set state = 'running', abort_asked_at = null, finished_at = null, note = null, alive_at = ${free(scope)}
     where ${ofRun(scope, bulkRunId)} and state in ('aborted', 'interrupted')`);
  return result.rowCount === 1;
}

/** The company of a pull; null when there is no such pull here. */
export async function companyOfPull(tx: Transaction, scope: Scope, bulkRunId: string): Promise<string | null> {
  const result = await tx.execute<{ companyFileId: string }>(sql`
    select company_file_id as "companyFileId" from bulk_runs where ${ofRun(scope, bulkRunId)}`);
  return result.rows[0]?.companyFileId ?? null;
}

/** Is there a pull of the company that is not at its end? */
export async function isPulling(tx: Transaction, scope: Scope, companyFileId: string): Promise<boolean> {
  const result = await tx.execute(sql`
    select 1 from bulk_runs
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and kind = 'pull-balances' and state = 'running' limit 1`);
  return result.rows.length > 0;
}

/** The company's latest pull since a moment, with the first of what failed. */
export async function readLatestPull(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  since: Date,
): Promise<PullShown | null> {
  const result = await tx.execute<PullShown>(sql`
    select bulk_run_id as "bulkRunId", title, state, rows_total as total, rows_done as done, rows_ok as ok, rows_failed as failed,
           state = 'running' and abort_asked_at is not null as "isStopping", note, started_by as "startedBy", created_at::text as "createdAt",
           coalesce((select jsonb_agg(jsonb_build_object('title', d.title, 'orderId', d.order_id, 'reason', f.reason) order by f.row_number)
                       from (select * from bulk_run_rows f where f.tenant_id = ${scope.tenantId} and f.bulk_run_id = r.bulk_run_id
                              order by row_number limit ${FAILURES_SHOWN}) as f
                       join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = (f.record->>'documentId')::uuid), '[]') as failures
      from bulk_runs r
     where r.tenant_id = ${scope.tenantId} and r.company_file_id = ${companyFileId} and r.kind = 'pull-balances'
       and (r.state = 'running' or r.created_at >= ${since})
     order by r.bulk_run_id desc limit 1`);
  return result.rows[0] ?? null;
}
