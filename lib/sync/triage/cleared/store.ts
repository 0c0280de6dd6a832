// Documents a person took off the list: which versions of their orders was that about, and are they still the same?
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import { mustWait } from "#lib/sync/precedence/store.ts";
import type { Clearing } from "#lib/sync/triage.ts";

/**
 * Which orders a document carries and in which versions, as one number: another one when any of them changed, came or
 * left. A mapping, a rule or a setting does not change it.
 */
export const versionOfOrders = (tenantId: string, documentId: SQL) => sql`(
  select coalesce((sum(hashtextextended(k.order_id::text, o.version)) % 2147483647)::int, 0)
    from document_orders k join orders o on o.tenant_id = ${tenantId} and o.order_id = k.order_id
   where k.tenant_id = ${tenantId} and k.document_id = ${documentId} and k.is_planned)`;

/** Nobody wants the document any more: its order was cancelled or changed, or it was taken back. */
export const isOver = (tenantId: string, documentId: SQL) => sql`exists (
  select 1 from documents d where d.tenant_id = ${tenantId} and d.document_id = ${documentId}
     and (d.fingerprint = ${ENDED} or d.kind not in ('customer', 'item') and not exists (
       select 1 from document_orders k where k.tenant_id = ${tenantId} and k.document_id = d.document_id and k.is_planned)))`;

/** Those of these documents that stay cleared: their last push is, and their orders are what they were then. */
export async function readStillCleared(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (documentIds.length === 0) return new Set();
  const result = await tx.execute<{ documentId: string }>(sql`
    select p.record_id as "documentId" from problems p
     where p.tenant_id = ${scope.tenantId} and p.row_is = 'push' and p.lane = 'cleared'
       and p.record_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))
       and p.version is not distinct from ${versionOfOrders(scope.tenantId, sql`p.record_id`)}`);
  return new Set(result.rows.map((row) => row.documentId));
}

/**
 * Takes what waits behind cleared problems off the list with them, whatever is in between, each with a row of its own that
 * names the cause; but what may be in the books already, because no answer came, still has to be looked for. Returns how many. The lane must be locked.
 */
export async function clearFollowers(
  tx: Transaction,
  scope: Scope,
  decision: ClearingDecision,
  rowIds: readonly string[],
  because: string,
): Promise<number> {
  const { companyFileId, bulkRunId, by, now } = decision;
  const found = await tx.execute<{ pushId: string }>(sql`
    with recursive behind(document_id, code, about) as (
      select k.document_id, p.code, p.about from problems p
        join document_links k on k.tenant_id = ${scope.tenantId} and k.after_document_id = p.record_id
       where p.tenant_id = ${scope.tenantId} and p.row_is = 'push' and p.lane = 'cleared'
         and p.row_id = any (array(select jsonb_array_elements_text(${JSON.stringify(rowIds)}::jsonb)::uuid))
       union
      select k.document_id, behind.code, behind.about from behind
        join document_links k on k.tenant_id = ${scope.tenantId} and k.after_document_id = behind.document_id),
    waiting as (
      select distinct on (w.push_id) w.push_id, w.document_id, w.document_kind, w.amount_minor, w.currency, behind.code, behind.about
        from behind join pushes w on w.tenant_id = ${scope.tenantId} and w.company_file_id = ${companyFileId}
         and w.document_id = behind.document_id and w.state = 'waiting' and w.operation = 'create' and not w.memory @> '{"unsure": true}'
       order by w.push_id)
    insert into problems as p (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party, source_id,
                               amount_minor, currency, document_date, since, moved_at, clearing, decided_because, decided_by, decided_at,
                               decided_run, decided_before, version)
    select ${scope.tenantId}, w.push_id, ${companyFileId}, 'push', w.document_id, 'cleared', problem_tab(w.document_kind), w.document_kind,
           w.code, w.about, d.title, d.party, o.source_id, w.amount_minor, w.currency, d.document_date, ${now}, ${now}, 'cleared',
           ${because}, ${by}, ${now}, ${bulkRunId}, '{"lane": "waiting"}', ${versionOfOrders(scope.tenantId, sql`w.document_id`)}
      from waiting w
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = w.document_id
      left join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = d.order_id
    on conflict (tenant_id, row_id) do update
       set lane = 'cleared', moved_at = excluded.moved_at, clearing = 'cleared', decided_because = excluded.decided_because,
           decided_by = excluded.decided_by, decided_at = excluded.decided_at, decided_run = excluded.decided_run,
           decided_before = excluded.decided_before, version = excluded.version
    returning row_id as "pushId"`);
  const pushIds = found.rows.map((row) => row.pushId);
  // An older push of the same document stands in its newer one now.
  await tx.execute(sql`
    delete from problems b using problems p
     where p.tenant_id = ${scope.tenantId} and p.row_id = any (array(select jsonb_array_elements_text(${JSON.stringify(pushIds)}::jsonb)::uuid))
       and b.tenant_id = ${scope.tenantId} and b.record_id = p.record_id and b.row_id <> p.row_id and b.lane in ('past', 'waiting', 'cleared')`);
  // No problem is kept on them: restored, they wait again.
  await tx.execute(sql`
    update pushes set state = 'cleared', cleared_because = ${because}, problem = null, changed_at = ${now}
     where tenant_id = ${scope.tenantId} and state = 'waiting'
       and push_id = any (array(select jsonb_array_elements_text(${JSON.stringify(pushIds)}::jsonb)::uuid))`);
  return pushIds.length;
}

type ClearingDecision = {
  readonly companyFileId: string;
  readonly bulkRunId: string;
  readonly by: string;
  readonly now: Date;
};

/** Lets pushes that were cleared with another wait again, or go, if what they waited for is in the books by now. */
export async function waitAgain(tx: Transaction, scope: Scope, pushIds: readonly string[], now: Date): Promise<number> {
  if (pushIds.length === 0) return 0;
  const result = await tx.execute(sql`
    update pushes p set cleared_because = null, changed_at = ${now}, available_at = ${now}, state = case when ${mustWait(scope.tenantId)} then 'waiting' else 'ready' end
     where p.tenant_id = ${scope.tenantId} and p.state = 'cleared' and p.problem is null
       and p.push_id = any (array(select jsonb_array_elements_text(${JSON.stringify(pushIds)}::jsonb)::uuid))`);
  return result.rowCount ?? 0;
}

/** What people decided instead of sending it, by the row that it is: a push, or an order that could not be planned. */
export async function readDecisions(
  tx: Transaction,
  scope: Scope,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, DecidedRow>> {
  const result = await tx.execute<DecidedRow & { rowId: string }>(sql`
    select row_id as "rowId", clearing, decided_by as by, decided_because as because, decided_at as at from problems
     where tenant_id = ${scope.tenantId} and row_id = any (${idsOf(rowIds)}) and lane = 'cleared' and clearing is not null and decided_at is not null`);
  return new Map(result.rows.map(({ rowId, ...row }) => [rowId, row]));
}

export type DecidedRow = {
  readonly clearing: Clearing;
  readonly by: string | null;
  readonly because: string | null;
  readonly at: string;
};
