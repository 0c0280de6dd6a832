// Bulk work as an object: what was chosen, and how far it is. Survives reload and restart.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";

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
    chosen as (
      select p.document_id, p.state, p.operation from run cross join lateral jsonb_array_elements_text(run.selection->'pushIds') as c(id)
        join pushes p on p.tenant_id = ${scope.tenantId} and p.push_id = c.id::uuid),
    now_at as (
      select state from chosen where operation = 'void-extra'
      union all
      select newest.state from chosen cross join lateral (
        select state from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = chosen.document_id and p.operation <> 'void-extra'
         order by push_id desc limit 1) as newest
       where chosen.operation <> 'void-extra'
      union all
      select case when o.to_plan_at is not null then 'ready' when o.problem_code is not null then 'problem' else 'posted' end
        from run cross join lateral jsonb_array_elements_text(run.selection->'orderIds') as c(id)
        join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = c.id::uuid)
    select run.title, run.rows_total as total,
           (select count(*)::int from now_at where state = 'posted') as posted,
           (select count(*)::int from now_at where state = 'problem') as problems,
           (select count(*)::int from now_at where state in ('waiting', 'ready', 'sending', 'unsure')) as left
      from run`);
  return result.rows[0] ?? null;
}
