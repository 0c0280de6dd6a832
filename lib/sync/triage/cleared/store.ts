// Documents a person took off the list: which versions of their orders was that about, and are they still the same?
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";

/**
 * Which orders a document carries and in which versions, as one number: another one when any of them changed, came or
 * left. A mapping, a rule or a setting does not change it.
 */
export const versionOfOrders = (tenantId: string, documentId: SQL) => sql`(
  select coalesce((sum(hashtextextended(k.order_id::text, o.version)) % 2147483647)::int, 0)
    from document_orders k join orders o on o.tenant_id = ${tenantId} and o.order_id = k.order_id
   where k.tenant_id = ${tenantId} and k.document_id = ${documentId} and k.is_planned)`;

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
