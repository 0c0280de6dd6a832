// Which documents would an export send, and what is decided about those that are gone? And the export as a run.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import type { ExportDocument } from "#lib/sync/export-plan.ts";
import { EXPORT_MAX, type ChooseOrders } from "#lib/sync/exports.ts";
import { eachDocument, isItsDocument, readOrders, wishesOf, type ListedOrder } from "#lib/sync/orders/store.ts";
import { bitsWhere } from "#lib/sync/standing.ts";

/** The orders that were chosen, newest first; `isCut` when a filter found more than go at once. */
export async function readChosenOrders(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  select: ChooseOrders,
): Promise<{ readonly orders: readonly ListedOrder[]; readonly isCut: boolean }> {
  if (select.is === "rows") {
    const { orderIds } = select;
    return { orders: await readOrders(tx, scope, companyFileId, { orderIds, max: orderIds.length }), isCut: false };
  }
  const wanted = select.state;
  const bits = wanted === undefined ? undefined : bitsWhere(({ state }) => state === wanted);
  const max = EXPORT_MAX + 1;
  const found = await readOrders(tx, scope, companyFileId, { bits, search: select.search, max });
  const orders = found.slice(0, EXPORT_MAX).filter(({ orderId }) => !select.except.includes(orderId));
  return { orders, isCut: found.length > EXPORT_MAX };
}

/** The documents of these orders, customers and items among them. */
export async function readExportDocuments(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  orderIds: readonly string[],
): Promise<ExportDocument[]> {
  const result = await tx.execute<ExportDocument>(sql`
    select o.order_id as "orderId", d.*
      from orders o
     cross join lateral ${wishesOf(scope.tenantId)} as s
     cross join lateral (
       select l.document_id as "documentId", c.key, c.kind,
              k.ledger_type as "ledgerType", k.ledger_id as "ledgerId", e.is_sale as "isSale", e.is_linked as "isLinked", e.is_gone as "isGone",
              k.gone_at is not null as "isLinkGone", k.edited_at is not null as "isEdited", e.is_changed as "isChanged",
              e.is_left_out as "isLeftOut", c.left_out_because as "leftOutBecause", e.is_removed as "isRemoved",
              live.push_id as "livePushId", live.state as "liveState", live.problem_code as "liveCode"
         from ${eachDocument(scope.tenantId)}
         left join lateral (
           select p.push_id, p.state, p.problem_code from pushes p
            where p.tenant_id = ${scope.tenantId} and p.document_id = l.document_id and p.operation <> 'void-extra'
              and p.state in ('waiting', 'ready', 'sending', 'unsure', 'problem')) as live on true
        where ${isItsDocument}) as d
     where o.tenant_id = ${scope.tenantId} and o.company_file_id = ${companyFileId}
       and o.order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))
     order by o.order_id`);
  return result.rows;
}

/** Unties documents that are gone over there, so that they can be made anew. Returns those that were still tied. */
export async function untieGone(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<string[]> {
  const result = await tx.execute<{ documentId: string }>(sql`
    delete from ledger_links
     where tenant_id = ${scope.tenantId} and gone_at is not null and ${among(documentIds)}
    returning document_id as "documentId"`);
  return result.rows.map((row) => row.documentId);
}

/** Says of documents that they are not sent, and why; null: that they are sent as usual. */
export async function leaveOut(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  because: string | null,
): Promise<void> {
  if (documentIds.length === 0) return;
  await tx.execute(sql`
    update documents set left_out_because = ${because}
     where tenant_id = ${scope.tenantId} and ${among(documentIds)}`);
}

const among = (documentIds: readonly string[]) => sql`
  document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))`;

/** Other orders than these that want these documents, by the documents' numbers. */
export async function ordersBeside(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  orderIds: readonly string[],
): Promise<{ readonly number: string; readonly others: readonly string[] }[]> {
  if (documentIds.length === 0) return [];
  const result = await tx.execute<{ number: string; others: string[] }>(sql`
    select d.body->>'number' as number, jsonb_agg(o.number order by o.number) as others
      from document_orders b
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = b.document_id
      join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = b.order_id
     where b.tenant_id = ${scope.tenantId} and b.is_planned
       and b.document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))
       and b.order_id <> all (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))
     group by d.document_id, d.body->>'number'
     order by 1`);
  return result.rows;
}

/** Which of these payments of the ledger are known: linked to a document of ours, or imported. */
export async function knownLedgerPayments(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ledgerIds.length === 0) return new Set();
  const json = JSON.stringify(ledgerIds);
  const result = await tx.execute<{ id: string }>(sql`
    select ledger_id as id from ledger_links
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and ledger_type = 'Payment'
       and ledger_id = any (array(select jsonb_array_elements_text(${json}::jsonb)))
    union
    select ledger_id from order_payments
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}
       and ledger_id = any (array(select jsonb_array_elements_text(${json}::jsonb)))`);
  return new Set(result.rows.map((row) => row.id));
}

/** Writes an export with its orders and the pushes that were made for it. */
export async function writeExport(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  run: { title: string; orderIds: readonly string[]; pushIds: readonly string[]; startedBy: string },
): Promise<string> {
  const bulkRunId = newId(scope);
  const now = scope.now();
  const selection = JSON.stringify({ orderIds: run.orderIds, pushIds: run.pushIds });
  await tx.execute(sql`
    insert into bulk_runs (tenant_id, bulk_run_id, company_file_id, kind, state, title, selection, rows_total, started_by, created_at, alive_at)
    values (${scope.tenantId}, ${bulkRunId}, ${companyFileId}, 'export', 'running', ${run.title}, ${selection}::jsonb,
            ${run.orderIds.length}, ${run.startedBy}, ${now}, ${now})`);
  return bulkRunId;
}

export type StoredExport = {
  readonly companyFileId: string;
  readonly title: string;
  readonly total: number;
  readonly orderIds: readonly string[];
};

/** An export with its orders, or null. */
export async function readExport(tx: Transaction, scope: Scope, bulkRunId: string): Promise<StoredExport | null> {
  const result = await tx.execute<StoredExport>(sql`
    select company_file_id as "companyFileId", title, rows_total as total, selection->'orderIds' as "orderIds"
      from bulk_runs where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and kind = 'export'`);
  return result.rows[0] ?? null;
}
