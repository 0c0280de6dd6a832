// Which records of the books stand behind orders, and what did the books last say of them?
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { DocumentKind } from "#lib/documents/document.ts";

/** A record to be read: our document, and what it is in the books. */
export type LinkedRecord = { readonly documentId: string; readonly ledgerType: string; readonly ledgerId: string };

const ids = (values: readonly string[]) =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)::uuid)`;
const types = (values: readonly string[]) =>
  sql`any (array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)))`;

export type FoundRecords = {
  /** Each once, though several orders may share it; those of a kind together. */
  readonly documentIds: readonly string[];
  /** Orders that have any of them. */
  readonly orders: number;
};

/** The linked records of these kinds behind orders: those given, or all of the company. */
export async function findRecords(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerTypes: readonly string[],
  orderIds: readonly string[] | "all",
): Promise<FoundRecords> {
  const chosen = orderIds === "all" ? sql`` : sql`and o.order_id = any (array${ids(orderIds)})`;
  const result = await tx.execute<{ documentIds: string[]; orders: number }>(sql`
    with found as materialized (
      select l.document_id, l.ledger_type, o.order_id
        from ledger_links l
        join document_orders o on o.tenant_id = ${scope.tenantId} and o.document_id = l.document_id
       where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = ${types(ledgerTypes)} ${chosen})
    select coalesce((select jsonb_agg(document_id order by ledger_type, document_id)
                       from (select distinct document_id, ledger_type from found) as d), '[]') as "documentIds",
           (select count(distinct order_id)::int from found) as orders`);
  return result.rows[0]!;
}

/** How many orders the company has. */
export async function countOrders(tx: Transaction, scope: Scope, companyFileId: string): Promise<number> {
  const result = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from orders where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
  return result.rows[0]!.n;
}

/** What these documents are in the books now; those no longer linked are missing. In the order given. */
export async function readRecords(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<readonly LinkedRecord[]> {
  const result = await tx.execute<LinkedRecord>(sql`
    select l.document_id as "documentId", l.ledger_type as "ledgerType", l.ledger_id as "ledgerId"
      from jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb) with ordinality as c(id, place)
      join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = c.id::uuid
     where l.company_file_id = ${companyFileId}
     order by c.place`);
  return result.rows;
}

/** The company and the records of these kinds of one order; null when there is no such order here. */
export async function readRecordsOfOrder(
  tx: Transaction,
  scope: Scope,
  ledgerTypes: readonly string[],
  orderId: string,
): Promise<{ readonly companyFileId: string; readonly records: readonly LinkedRecord[] } | null> {
  const order = await tx.execute<{ companyFileId: string }>(sql`
    select company_file_id as "companyFileId" from orders where tenant_id = ${scope.tenantId} and order_id = ${orderId}`);
  const companyFileId = order.rows[0]?.companyFileId;
  if (companyFileId === undefined) return null;
  const { documentIds } = await findRecords(tx, scope, companyFileId, ledgerTypes, [orderId]);
  return { companyFileId, records: await readRecords(tx, scope, companyFileId, documentIds) };
}

/** The days of payments of ours, by their ids in the books: as it was found there, else as we sent it. */
export async function readPaymentDays(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerIds: readonly string[],
): Promise<Map<string, string | null>> {
  if (ledgerIds.length === 0) return new Map();
  const result = await tx.execute<{ id: string; day: string | null }>(sql`
    select l.ledger_id as id, case when d.amount_minor <> 0 then coalesce(l.there->>'date', d.document_date) end as day
      from ledger_links l
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
     where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = 'Payment'
       and l.ledger_id = ${types(ledgerIds)}`);
  return new Map(result.rows.map(({ id, day }) => [id, day]));
}

/** What is to be said of records that were just read: those gone from the books, and those that were not judged. */
export type RecordTrouble = {
  readonly documentId: string;
  readonly title: string;
  readonly isGone: boolean;
};

/** Which of these documents the books do not hold, or could not be looked at since a moment. */
export async function readTroubles(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  since: Date,
): Promise<readonly RecordTrouble[]> {
  const result = await tx.execute<RecordTrouble>(sql`
    select d.document_id as "documentId", d.title, l.gone_at is not null as "isGone"
      from ledger_links l
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
     where l.tenant_id = ${scope.tenantId} and l.document_id = any (array${ids(documentIds)})
       and (l.gone_at is not null or l.checked_at is null or l.checked_at < ${since})`);
  return result.rows;
}

export type StoredInBooks = LinkedRecord & {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly number: string | null;
  readonly currency: string;
  readonly totalMinor: string | null;
  readonly balanceMinor: string | null;
  readonly paidOn: string | null;
  readonly pushedAt: string;
  readonly checkedAt: string | null;
  readonly goneAt: string | null;
};

/** What is sold over the counter is paid as it is sold: a receipt that was looked at has nothing open. */
const open = sql`coalesce(l.balance_minor, case when d.kind = 'sales-receipt' and l.checked_at is not null then 0 end)`;

/** What of an order is in the books, names and items excepted. */
export async function readInBooks(tx: Transaction, scope: Scope, orderId: string): Promise<readonly StoredInBooks[]> {
  const result = await tx.execute<StoredInBooks>(sql`
    select d.document_id as "documentId", d.kind, d.title, d.currency, l.ledger_type as "ledgerType", l.ledger_id as "ledgerId",
           l.ledger_number as number, l.total_minor::text as "totalMinor", ${open}::text as "balanceMinor",
           l.paid_on::text as "paidOn", l.linked_at as "pushedAt", l.checked_at as "checkedAt", l.gone_at as "goneAt"
      from document_orders o
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = o.document_id
      join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = o.document_id
     where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId} and d.kind not in ('customer', 'item')
     order by array_position(array['sales-order', 'invoice', 'sales-receipt', 'credit-memo', 'payment', 'refund-receipt'], d.kind), d.title`);
  return result.rows;
}

export type StoredBalance = {
  readonly orderId: string;
  readonly currency: string;
  readonly totalMinor: string | null;
  readonly balanceMinor: string | null;
  readonly paidOn: string | null;
  readonly pushedAt: string;
  readonly checkedAt: string | null;
  readonly isMissing: boolean;
};

/** What the books say of these orders' sales together. Orders without a linked one are missing. */
export async function readOrderBalances(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, StoredBalance>> {
  if (orderIds.length === 0) return new Map();
  const result = await tx.execute<StoredBalance>(sql`
    select o.order_id as "orderId", min(d.currency) as currency, sum(l.total_minor) filter (where l.gone_at is null)::text as "totalMinor",
           sum(${open}) filter (where l.gone_at is null)::text as "balanceMinor", max(l.paid_on)::text as "paidOn",
           min(l.linked_at) as "pushedAt",
           case when bool_and(l.checked_at is not null) then min(l.checked_at) end as "checkedAt", bool_or(l.gone_at is not null) as "isMissing"
      from document_orders o
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = o.document_id and d.kind in ('invoice', 'sales-receipt')
      join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = o.document_id
     where o.tenant_id = ${scope.tenantId} and o.order_id = any (array${ids(orderIds)})
     group by o.order_id`);
  return new Map(result.rows.map((row) => [row.orderId, row]));
}
