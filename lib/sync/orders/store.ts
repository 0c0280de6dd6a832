// Orders with how they stand in the books, and one order's documents.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { DocumentKind } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import type { OrderStanding } from "#lib/sync/orders-shown.ts";
import type { PushOperation, PushState } from "#lib/sync/push.ts";

export type ListedOrder = {
  readonly orderId: string;
  readonly number: string;
  readonly customerName: string;
  readonly source: string;
  readonly orderDate: string;
  readonly status: string;
  readonly totalMinor: string;
  readonly currency: string;
  readonly standing: OrderStanding;
  readonly documents: number;
  readonly posted: number;
  readonly problem: Problem | null;
};

/**
 * Which push says how a document stands: the newest; a second copy in the books comes before it, but only while it needs
 * a person.
 */
const telling = sql`
  and (p.operation <> 'void-extra' or p.state = 'problem')
  order by p.operation = 'void-extra' desc, p.push_id desc limit 1`;

/** One push of each of an order's documents says how the order stands. */
const standing = (tenantId: string) => sql`
  cross join lateral (
    select count(*)::int as documents,
           count(*) filter (where newest.state = 'posted' or newest.linked)::int as posted,
           bool_or(newest.state = 'problem') as has_problem,
           bool_or(newest.state in ('waiting', 'ready', 'sending', 'unsure')) as is_going,
           (array_agg(newest.problem) filter (where newest.state = 'problem'))[1] as problem
      from document_orders l
     cross join lateral (
       select p.state, p.problem,
              exists (select 1 from ledger_links k where k.tenant_id = ${tenantId} and k.document_id = l.document_id) as linked
         from pushes p where p.tenant_id = ${tenantId} and p.document_id = l.document_id ${telling}) as newest
     where l.tenant_id = ${tenantId} and l.order_id = o.order_id) as d
  cross join lateral (
    select case when o.problem_code is not null or d.has_problem then 'problem'
                when o.to_plan_at is not null then 'planning'
                when o.status <> 'completed' then 'not-due'
                when d.is_going then 'going'
                else 'in-books' end as standing) as s`;

/** A page of orders, newest first. Search looks at the start of the number and of the customer's name. */
export async function readOrders(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: { standing?: OrderStanding; search?: string; before?: string; max: number },
): Promise<ListedOrder[]> {
  const before = filter.before === undefined ? sql`` : sql`and o.order_id < ${filter.before}`;
  const search = filter.search
    ? sql`and (o.number ^@ ${filter.search} or lower(o.customer_name) ^@ lower(${filter.search}))`
    : sql``;
  const stands = filter.standing === undefined ? sql`` : sql`and s.standing = ${filter.standing}`;
  const result = await tx.execute<ListedOrder>(sql`
    select o.order_id as "orderId", o.number, o.customer_name as "customerName", c.name as source, o.order_date::text as "orderDate",
           o.status, o.total_minor::text as "totalMinor", o.currency, s.standing, d.documents, d.posted, coalesce(o.problem, d.problem) as problem
      from orders o
      join sources c on c.tenant_id = o.tenant_id and c.source_id = o.source_id
     ${standing(scope.tenantId)}
     where o.tenant_id = ${scope.tenantId} and o.company_file_id = ${companyFileId} ${search} ${before} ${stands}
     order by o.order_id desc limit ${filter.max}`);
  return result.rows;
}

export type OneOrder = ListedOrder & {
  readonly externalId: string;
  readonly companyFileId: string;
  readonly receivedAt: string;
  readonly body: unknown;
  readonly trace: readonly unknown[] | null;
};

/** One order, or null. */
export async function readOrder(tx: Transaction, scope: Scope, orderId: string): Promise<OneOrder | null> {
  const result = await tx.execute<OneOrder>(sql`
    select o.order_id as "orderId", o.number, o.external_id as "externalId", o.company_file_id as "companyFileId",
           o.customer_name as "customerName", c.name as source, o.order_date::text as "orderDate", o.received_at::text as "receivedAt",
           o.status, o.total_minor::text as "totalMinor", o.currency, s.standing, d.documents, d.posted, o.problem, o.body, o.trace
      from orders o
      join sources c on c.tenant_id = o.tenant_id and c.source_id = o.source_id
     ${standing(scope.tenantId)}
     where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId}`);
  return result.rows[0] ?? null;
}

export type OrderDocument = {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly party: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly state: PushState | null;
  readonly operation: PushOperation | null;
  readonly pushId: string | null;
  readonly problem: Problem | null;
  readonly ledgerType: string | null;
  readonly ledgerId: string | null;
  readonly editedAt: string | null;
  readonly goneAt: string | null;
  readonly waitsFor: readonly string[];
};

/** An order's documents with their newest pushes, in the order in which they go. */
export async function readOrderDocuments(tx: Transaction, scope: Scope, orderId: string): Promise<OrderDocument[]> {
  const result = await tx.execute<OrderDocument>(sql`
    select d.document_id as "documentId", d.kind, d.title, d.party, d.amount_minor::text as "amountMinor", d.currency,
           p.state, p.operation, p.push_id as "pushId", p.problem, l.ledger_type as "ledgerType", l.ledger_id as "ledgerId",
           l.edited_at as "editedAt", l.gone_at as "goneAt",
           coalesce((select jsonb_agg(parent.title order by parent.title)
                       from document_links k
                       join documents parent on parent.tenant_id = ${scope.tenantId} and parent.document_id = k.after_document_id
                       left join ledger_links pl on pl.tenant_id = ${scope.tenantId} and pl.document_id = k.after_document_id
                      where k.tenant_id = ${scope.tenantId} and k.document_id = d.document_id and pl.document_id is null), '[]') as "waitsFor"
      from document_orders o
      join documents d on d.tenant_id = o.tenant_id and d.document_id = o.document_id
      left join ledger_links l on l.tenant_id = d.tenant_id and l.document_id = d.document_id
      left join lateral (
        select state, operation, push_id, problem from pushes p
         where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id ${telling}) as p on true
     where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId}
     order by array_position(array['customer', 'item', 'sales-order', 'invoice', 'sales-receipt', 'credit-memo', 'payment', 'refund-receipt'], d.kind),
              d.title`);
  return result.rows;
}
