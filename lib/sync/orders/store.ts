// Orders with how they stand in the books, and one order's documents.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import type { BookingCounted } from "#lib/documents/booking.ts";
import type { DocumentKind } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import { givingWayTo, needsRoom } from "#lib/sync/precedence/store.ts";
import type { PushOperation, PushState } from "#lib/sync/push.ts";
import { candidates } from "#lib/sync/orders/clues/store.ts";
import { facts, type Fact } from "#lib/sync/standing.ts";

export type ListedOrder = {
  readonly orderId: string;
  readonly number: string;
  readonly customerName: string;
  readonly source: string;
  readonly orderDate: string;
  readonly status: string;
  readonly totalMinor: string;
  readonly currency: string;
  /** What is known of how it stands, as `factBits` writes it. */
  readonly bits: number;
  readonly documents: number;
  readonly posted: number;
  readonly problem: Problem | null;
  /** When a document of it last got into the books, and when the books were last asked about the one longest unasked. */
  readonly exportedAt: string | null;
  readonly checkedAt: string | null;
};

/**
 * Which push says how a document stands: the newest; a second copy in the books comes before it, but only while it needs
 * a person.
 */
const telling = sql`
  and (p.operation <> 'void-extra' or p.state = 'problem')
  order by p.operation = 'void-extra' desc, p.push_id desc limit 1`;

/** Where each fact of the order `o` and its documents `d` is found. */
const factColumns: Readonly<Record<Fact, SQL>> = {
  isToPlan: sql`o.to_plan_at is not null`,
  isCompleted: sql`o.status = 'completed'`,
  hasOrderProblem: sql`o.problem_code is not null`,
  hasDocuments: sql`d.has_documents`,
  isUnlinked: sql`d.has_unlinked and s.links_first`,
  hasGone: sql`d.has_gone`,
  hasProblem: sql`d.has_problem`,
  hasGoing: sql`d.has_going`,
  hasChanged: sql`d.has_changed`,
  hasNew: sql`d.has_new`,
  hasExported: sql`d.has_exported`,
};
const bits = sql.join(
  facts.map((fact, place) => sql`(coalesce(${factColumns[fact]}, false)::int << ${sql.raw(String(place))})`),
  sql` | `,
);

/** What the company of the order `o` wants of links and payments. */
export const wishesOf = (tenantId: string) => sql`(
    select coalesce(bool_or(cs.settings @> '{"linksRequired": true}' or cs.settings @> '{"whenCustomerMissing": "hold"}'), false) as links_first,
           coalesce(bool_and(not cs.settings @> '{"sendPayments": false}'), true) as sends_payments
      from company_settings cs
     where cs.tenant_id = ${tenantId} and cs.company_file_id = o.company_file_id)`;

/**
 * The documents `c` of the order `o` with their links `k`, and what is known of each as `e`: one push says it, the link,
 * and whether it was left out. A payment the order has no longer, and the books still have, is a change. `s`: the wishes.
 */
export const eachDocument = (tenantId: string) => sql`
           (select document_id, is_planned, is_removed and s.sends_payments as is_removed from document_orders a
             where a.tenant_id = ${tenantId} and a.order_id = o.order_id) as l
      join documents c on c.tenant_id = ${tenantId} and c.document_id = l.document_id
      left join ledger_links k on k.tenant_id = ${tenantId} and k.document_id = l.document_id
      left join lateral (
        select p.state, p.operation, p.problem, p.problem_code from pushes p
         where p.tenant_id = ${tenantId} and p.document_id = l.document_id ${telling}) as newest on true
     cross join lateral (
       select l.is_removed, l.is_planned, newest.state, newest.problem, k.linked_at, coalesce(k.checked_at, k.gone_at, k.linked_at) as checked_at,
              c.kind not in ('customer', 'item') as is_sale,
              k.document_id is not null as is_linked,
              c.kind = 'customer' and k.document_id is null and c.link_decision is distinct from 'create' as is_unlinked,
              c.left_out_because is null and k.document_id is not null
                and (k.gone_at is not null or coalesce(newest.state = 'problem' and newest.problem_code = 'already-gone', false)) as is_gone,
              coalesce(newest.state in ('waiting', 'ready', 'sending', 'unsure', 'problem'), false) as is_live,
              c.left_out_because is not null or coalesce(newest.state = 'cleared', false) and k.document_id is null as is_left_out,
              l.is_removed or k.posted_fingerprint is distinct from c.fingerprint and newest.state is distinct from 'cleared' as is_changed) as e`;

/**
 * An order's own are those its last plan has, and those something is under way with. What was taken back counts no more.
 * A payment the order lost counts only while the books have it.
 */
export const isItsDocument = sql`(
        not (c.fingerprint = ${ENDED} and coalesce(k.posted_fingerprint, ${ENDED}) = ${ENDED})
    and (l.is_planned or e.is_live
         or l.is_removed and k.gone_at is null and k.document_id is not null and c.left_out_because is null
            and not (coalesce(newest.operation, '') = 'void' and newest.state = 'posted')))`;

/** Customers and items belong to many orders: only their problems, and their being on their way, are an order's. */
const known = (tenantId: string) => sql`
  cross join lateral ${wishesOf(tenantId)} as s
  cross join lateral (
    select count(*) filter (where not e.is_left_out and e.is_planned)::int as documents,
           count(*) filter (where e.is_linked and not e.is_left_out and e.is_planned)::int as posted,
           bool_or(e.is_sale and e.is_planned) as has_documents,
           bool_or(e.is_unlinked) as has_unlinked,
           bool_or(e.is_sale and e.is_planned and e.is_gone) as has_gone,
           bool_or(e.state = 'problem' and not (e.is_sale and e.is_planned and e.is_gone)) as has_problem,
           bool_or(e.is_live and e.state <> 'problem') as has_going,
           bool_or(e.is_sale and e.is_linked and not e.is_live and not e.is_left_out and e.is_changed) as has_changed,
           bool_or(e.is_sale and not e.is_linked and not e.is_live and not e.is_left_out) as has_new,
           bool_or(e.is_sale and e.is_linked) as has_exported,
           (array_agg(e.problem) filter (where e.state = 'problem'))[1] as problem,
           max(e.linked_at) filter (where e.is_sale) as exported_at, min(e.checked_at) filter (where e.is_sale) as checked_at
      from ${eachDocument(tenantId)}
     where ${isItsDocument}) as d
  cross join lateral (select ${bits} as bits) as f`;

const listed = sql`
  o.order_id as "orderId", o.number, o.customer_name as "customerName", c.name as source, o.order_date::text as "orderDate",
  o.status, o.total_minor::text as "totalMinor", o.currency, f.bits, d.documents, d.posted, coalesce(o.problem, d.problem) as problem,
  d.exported_at as "exportedAt", d.checked_at as "checkedAt"`;

export type OrderFilter = {
  /** Combinations of facts, as `bitsWhere` gives them; all when left out. */
  readonly bits?: readonly number[] | undefined;
  /** The start of the number or of the customer's name. */
  readonly search?: string | undefined;
  readonly before?: string | undefined;
  readonly orderIds?: readonly string[] | undefined;
  readonly max: number;
};

/** How many of the newest orders, beyond a page, are looked at one by one before those that may fit are looked for among all. */
const NEWEST = 500;

/** Orders of a company, newest first. Search looks at the start of the number and of the customer's name. */
export async function readOrders(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: OrderFilter,
): Promise<ListedOrder[]> {
  const some = filter.bits && !filter.orderIds ? candidates(scope, companyFileId, filter.bits) : null;
  if (some === null) return await selectOrders(tx, scope, companyFileId, filter, sql``);
  // A page of what is common is full at once.
  const before = filter.before === undefined ? sql`` : sql`and n.order_id < ${filter.before}`;
  const newest = sql`
    select n.order_id from orders n where n.tenant_id = ${scope.tenantId} and n.company_file_id = ${companyFileId} ${before}
     order by n.order_id desc limit ${filter.max + NEWEST}`;
  const near = await selectOrders(tx, scope, companyFileId, filter, among(newest));
  return near.length === filter.max ? near : await selectOrders(tx, scope, companyFileId, filter, among(some));
}

const among = (orderIds: SQL) => sql`and o.order_id = any (array(${orderIds}))`;

async function selectOrders(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: OrderFilter,
  which: SQL,
): Promise<ListedOrder[]> {
  const result = await tx.execute<ListedOrder>(sql`
    select ${listed}
      from orders o
      join sources c on c.tenant_id = ${scope.tenantId} and c.source_id = o.source_id
     ${known(scope.tenantId)}
     where ${fits(scope, companyFileId, filter)} ${which}
     order by o.order_id desc limit ${filter.max}`);
  return result.rows;
}

/** How many orders fit, at most `max`. */
export async function countOrders(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: OrderFilter,
): Promise<number> {
  const facts = filter.bits === undefined ? sql`` : known(scope.tenantId);
  const some = filter.bits ? candidates(scope, companyFileId, filter.bits) : null;
  const result = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select 1 from orders o ${facts} where ${fits(scope, companyFileId, filter)} ${some ? among(some) : sql``} limit ${filter.max}) as found`);
  return result.rows[0]?.n ?? 0;
}

function fits(scope: Scope, companyFileId: string, filter: OrderFilter): SQL {
  const before = filter.before === undefined ? sql`` : sql`and o.order_id < ${filter.before}`;
  const search = filter.search
    ? sql`and (o.number ^@ ${filter.search} or lower(o.customer_name) ^@ lower(${filter.search}))`
    : sql``;
  const chosen =
    filter.orderIds === undefined
      ? sql``
      : among(sql`select jsonb_array_elements_text(${JSON.stringify(filter.orderIds)}::jsonb)::uuid`);
  const stands = filter.bits === undefined ? sql`` : sql`and f.bits = any (${`{${filter.bits.join(",")}}`}::int[])`;
  return sql`o.tenant_id = ${scope.tenantId} and o.company_file_id = ${companyFileId} ${search} ${before} ${chosen} ${stands}`;
}

export type OneOrder = ListedOrder & {
  readonly externalId: string;
  readonly companyFileId: string;
  readonly receivedAt: string;
  readonly body: unknown;
  readonly trace: readonly unknown[] | null;
  /** What is wrong with the order as a whole; `problem` may be a document's. */
  readonly orderProblem: Problem | null;
};

/** One order, or null. */
export async function readOrder(tx: Transaction, scope: Scope, orderId: string): Promise<OneOrder | null> {
  const result = await tx.execute<OneOrder>(sql`
    select ${listed}, o.external_id as "externalId", o.company_file_id as "companyFileId", o.received_at::text as "receivedAt", o.body,
           o.trace, o.problem as "orderProblem"
      from orders o
      join sources c on c.tenant_id = ${scope.tenantId} and c.source_id = o.source_id
     ${known(scope.tenantId)}
     where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId}`);
  return result.rows[0] ?? null;
}

export type OrderNamed = { readonly orderId: string; readonly number: string };

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
  readonly leftOutBecause: string | null;
  readonly waitsFor: readonly string[];
  /** Other money of the order that is to give way on the invoice first, by title. */
  readonly waitsForRoom: readonly string[];
  /** Of a combined invoice: the other orders on it. */
  readonly sharedWith: readonly OrderNamed[];
};

/** An order's documents with their newest pushes, in the order in which they go. */
export async function readOrderDocuments(tx: Transaction, scope: Scope, orderId: string): Promise<OrderDocument[]> {
  const result = await tx.execute<OrderDocument>(sql`
    select d.document_id as "documentId", d.kind, d.title, d.party, d.amount_minor::text as "amountMinor", d.currency,
           p.state, p.operation, p.push_id as "pushId", p.problem, l.ledger_type as "ledgerType", l.ledger_id as "ledgerId",
           l.edited_at as "editedAt", l.gone_at as "goneAt", d.left_out_because as "leftOutBecause",
           coalesce((select jsonb_agg(parent.title order by parent.title)
                       from document_links k
                       join documents parent on parent.tenant_id = ${scope.tenantId} and parent.document_id = k.after_document_id
                       left join ledger_links pl on pl.tenant_id = ${scope.tenantId} and pl.document_id = k.after_document_id
                      where k.tenant_id = ${scope.tenantId} and k.document_id = d.document_id and pl.document_id is null), '[]') as "waitsFor",
           coalesce((select jsonb_agg(distinct s.title) ${givingWayTo(scope.tenantId, sql`d.document_id`)}
                        and p.state = 'waiting' and p.operation <> 'void' and ${needsRoom(scope.tenantId)}), '[]') as "waitsForRoom",
           coalesce((select jsonb_agg(jsonb_build_object('orderId', s.order_id, 'number', s.number) order by s.number)
                       from document_orders b join orders s on s.tenant_id = ${scope.tenantId} and s.order_id = b.order_id
                      where d.key ^@ 'combined/' and b.tenant_id = ${scope.tenantId} and b.document_id = d.document_id
                        and b.order_id <> o.order_id), '[]') as "sharedWith"
      from document_orders o
      join documents d on d.tenant_id = o.tenant_id and d.document_id = o.document_id
      left join ledger_links l on l.tenant_id = d.tenant_id and l.document_id = d.document_id
      left join lateral (
        select state, operation, push_id, problem, document_id, document_kind, memory from pushes p
         where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id ${telling}) as p on true
     where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId}
     order by array_position(array['customer', 'item', 'sales-order', 'invoice', 'sales-receipt', 'credit-memo', 'payment', 'refund-receipt'], d.kind),
              d.title`);
  return result.rows;
}

/** How many orders of a company wait, and how many have a document in the books. */
export async function countByBooked(tx: Transaction, scope: Scope, companyFileId: string): Promise<BookingCounted> {
  const result = await tx.execute<BookingCounted>(sql`
    select count(*) filter (where o.status <> 'cancelled' and b.order_id is null)::int as waiting,
           count(*) filter (where o.status <> 'cancelled' and b.order_id is not null)::int as there,
           count(*) filter (where o.status = 'cancelled' and b.order_id is not null)::int as cancelled
      from orders o
      left join (
        select distinct d.order_id
          from ledger_links l
          join document_orders d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
         where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.gone_at is null
           and l.ledger_type not in ('Customer', 'Item')) as b on b.order_id = o.order_id
     where o.tenant_id = ${scope.tenantId} and o.company_file_id = ${companyFileId}`);
  return result.rows[0] ?? { waiting: 0, there: 0, cancelled: 0 };
}
