// Documents that wait because the books are closed for their day, or come to another total there, with their orders.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ACCEPTED_MAX, type DifferingRow, type LookAtTotals } from "#lib/sync/accepting.ts";
import { MOVED_MAX, type ClosedRow, type LookAtMove } from "#lib/sync/amending.ts";

/** Those of one cause that a person has to decide about, as they stood at a moment. */
export async function readClosed(
  tx: Transaction,
  scope: Scope,
  { companyFileId, tab, about }: LookAtMove,
  asOf: Date,
): Promise<ClosedRow[]> {
  const result = await tx.execute<ClosedRow>(sql`
    with chosen as materialized (
      select row_id, record_id from problems
       where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = 'needs-you' and tab = ${tab}
         and code = 'period-closed' and about = ${about} and row_is = 'push' and moved_at <= ${asOf}
       order by since, row_id limit ${MOVED_MAX})
    select d.document_id as "documentId", d.kind, d.key, p.operation, p.memory @> '{"unsure": true}' as "isUnheard", d.body->>'date' as date,
           p.amount_minor::text as "amountMinor", p.currency, o.order_id as "orderId", o.order_date::text as "orderDate",
           exists (select 1 from document_orders s
                     join documents x on x.tenant_id = ${scope.tenantId} and x.document_id = s.document_id
                     join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = s.document_id
                    where s.tenant_id = ${scope.tenantId} and s.order_id = o.order_id and x.kind in ('invoice', 'sales-receipt')) as "hasOthers"
      from chosen c
      join pushes p on p.tenant_id = ${scope.tenantId} and p.push_id = c.row_id and p.state = 'problem'
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = p.document_id
      join document_orders b on b.tenant_id = ${scope.tenantId} and b.document_id = d.document_id and b.is_planned
      join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = b.order_id`);
  return result.rows;
}

/** Those whose total differs, as they stood at a moment. */
export async function readDiffering(
  tx: Transaction,
  scope: Scope,
  { companyFileId, tab }: LookAtTotals,
  asOf: Date,
): Promise<DifferingRow[]> {
  const result = await tx.execute<DifferingRow>(sql`
    with chosen as materialized (
      select row_id from problems
       where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = 'needs-you' and tab = ${tab}
         and code = 'total-differs' and about = '' and row_is = 'push' and moved_at <= ${asOf}
       order by since, row_id limit ${ACCEPTED_MAX})
    select d.order_id as "orderId", d.title, d.body as document, p.operation, p.problem
      from chosen c
      join pushes p on p.tenant_id = ${scope.tenantId} and p.push_id = c.row_id and p.state = 'problem'
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = p.document_id`);
  return result.rows;
}
