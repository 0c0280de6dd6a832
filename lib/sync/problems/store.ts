// Problems by cause, their rows, and moving them on. Reads stay flat: counters and keyset pages, never count(*).
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { DocumentKind, LedgerDocument } from "#lib/documents/document.ts";
import type { Problem, ProblemCode } from "#lib/problem.ts";
import type { PushState } from "#lib/sync/push.ts";

export type CountRow = {
  readonly documentKind: DocumentKind;
  readonly state: PushState;
  readonly code: ProblemCode | "";
  readonly about: string;
  readonly currency: string;
  readonly pushes: number;
  readonly amountMinor: string;
};

/** Every counter of a company that is not zero. */
export async function readCounts(tx: Transaction, scope: Scope, companyFileId: string): Promise<CountRow[]> {
  const result = await tx.execute<CountRow>(sql`
    select document_kind as "documentKind", state, problem_code as code, problem_about as about, currency, pushes::int as pushes,
           amount_minor::text as "amountMinor"
      from push_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and pushes <> 0`);
  return result.rows;
}

/** The same numbers counted from the pushes themselves: proof of the counters. */
export async function recount(tx: Transaction, scope: Scope, companyFileId: string): Promise<CountRow[]> {
  const result = await tx.execute<CountRow>(sql`
    select document_kind as "documentKind", state, problem_code as code, problem_about as about, currency, count(*)::int as pushes,
           sum(amount_minor)::text as "amountMinor"
      from pushes where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}
     group by 1, 2, 3, 4, 5`);
  return result.rows;
}

export type OrderCauseRow = {
  readonly code: ProblemCode;
  readonly about: string;
  readonly currency: string;
  readonly orders: number;
  readonly amountMinor: string;
  readonly oldestAt: string;
};

/** Orders that cannot be planned as a whole, by cause. */
export async function readOrderCauses(tx: Transaction, scope: Scope, companyFileId: string): Promise<OrderCauseRow[]> {
  const result = await tx.execute<OrderCauseRow>(sql`
    select problem_code as code, coalesce(problem_about, '') as about, currency, count(*)::int as orders,
           sum(total_minor)::text as "amountMinor", min(planned_at)::text as "oldestAt"
      from orders
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and problem_code is not null
     group by 1, 2, 3`);
  return result.rows;
}

/** When the oldest push of each cause came up. One index look-up a cause. */
export async function readOldest(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  causes: readonly { readonly code: string; readonly about: string; readonly kinds: readonly string[] }[],
): Promise<Map<string, string>> {
  if (causes.length === 0) return new Map();
  const asked = causes.flatMap(({ code, about, kinds }) => kinds.map((kind) => ({ code, about, kind })));
  const result = await tx.execute<{ code: string; about: string; at: string }>(sql`
    select a.code, a.about, min(oldest.created_at)::text as at
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(code text, about text, kind text)
     cross join lateral (
       select created_at from pushes
        where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and state = 'problem'
          and document_kind = a.kind and problem_code = a.code and problem_about = a.about
        order by push_id limit 1) as oldest
     group by 1, 2`);
  return new Map(result.rows.map((row) => [`${row.code}\n${row.about}`, row.at]));
}

export type PushProblemRow = {
  readonly pushId: string;
  readonly title: string;
  readonly party: string;
  readonly kind: DocumentKind;
  readonly state: PushState;
  readonly problem: Problem | null;
  readonly amountMinor: string;
  readonly currency: string;
  readonly date: string | null;
  readonly since: string;
  readonly orderIds: readonly string[];
  readonly documentId: string;
  readonly document: LedgerDocument;
  readonly companyFileId: string;
  readonly ledgerType: string | null;
  readonly ledgerId: string | null;
};

const pushColumns = (tenantId: string) => sql`
  p.push_id as "pushId", d.title, d.party, p.document_kind as kind, p.state, p.problem, p.amount_minor::text as "amountMinor", p.currency,
  d.document_date as date, p.changed_at::text as since, p.document_id as "documentId", d.body as document, p.company_file_id as "companyFileId",
  coalesce(p.memory->>'ledgerType', l.ledger_type) as "ledgerType", coalesce(p.extra_ledger_id, l.ledger_id) as "ledgerId",
  coalesce((select jsonb_agg(o.order_id) from document_orders o where o.tenant_id = ${tenantId} and o.document_id = p.document_id), '[]') as "orderIds"`;

const pushJoins = sql`
  join documents d on d.tenant_id = p.tenant_id and d.document_id = p.document_id
  left join ledger_links l on l.tenant_id = p.tenant_id and l.document_id = p.document_id`;

/** A page of problem rows of some kinds, oldest first, after a row. */
export async function readProblemRows(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: { kinds: readonly DocumentKind[]; code?: string; about?: string; after?: string; max: number },
): Promise<PushProblemRow[]> {
  const kinds = sql.join(
    filter.kinds.map((kind) => sql`${kind}`),
    sql`, `,
  );
  const cause =
    filter.code === undefined
      ? sql``
      : sql`and p.problem_code = ${filter.code} and p.problem_about = ${filter.about ?? ""}`;
  const after = filter.after === undefined ? sql`` : sql`and p.push_id > ${filter.after}`;
  const result = await tx.execute<PushProblemRow>(sql`
    select ${pushColumns(scope.tenantId)} from pushes p ${pushJoins}
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem'
       and p.document_kind in (${kinds}) ${cause} ${after}
     order by p.push_id limit ${filter.max}`);
  return result.rows;
}

/** One push with its document, or null. */
export async function readPush(tx: Transaction, scope: Scope, pushId: string): Promise<PushProblemRow | null> {
  const result = await tx.execute<PushProblemRow>(sql`
    select ${pushColumns(scope.tenantId)} from pushes p ${pushJoins} where p.tenant_id = ${scope.tenantId} and p.push_id = ${pushId}`);
  return result.rows[0] ?? null;
}

export type OrderProblemRow = {
  readonly orderId: string;
  readonly number: string;
  readonly customerName: string;
  readonly totalMinor: string;
  readonly currency: string;
  readonly orderDate: string;
  readonly since: string;
  readonly problem: Problem;
  readonly companyFileId: string;
  readonly body: unknown;
};

const orderColumns = sql`
  order_id as "orderId", number, customer_name as "customerName", total_minor::text as "totalMinor", currency, order_date::text as "orderDate",
  planned_at::text as since, problem, company_file_id as "companyFileId", body`;

/** Orders that cannot be planned as a whole, after an order id. */
export async function readOrderProblems(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: { code?: string; about?: string; after?: string; orderIds?: readonly string[]; max: number },
): Promise<OrderProblemRow[]> {
  const cause =
    filter.code === undefined
      ? sql``
      : sql`and problem_code = ${filter.code} and coalesce(problem_about, '') = ${filter.about ?? ""}`;
  const after = filter.after === undefined ? sql`` : sql`and order_id > ${filter.after}`;
  const among =
    filter.orderIds === undefined
      ? sql``
      : sql`and order_id = any(array(select jsonb_array_elements_text(${JSON.stringify(filter.orderIds)}::jsonb)::uuid))`;
  const result = await tx.execute<OrderProblemRow>(sql`
    select ${orderColumns} from orders
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and problem_code is not null ${cause} ${after} ${among}
     order by order_id limit ${filter.max}`);
  return result.rows;
}

/** One order that cannot be planned, or null. */
export async function readOrderProblem(
  tx: Transaction,
  scope: Scope,
  orderId: string,
): Promise<OrderProblemRow | null> {
  const result = await tx.execute<OrderProblemRow>(sql`
    select ${orderColumns} from orders
     where tenant_id = ${scope.tenantId} and order_id = ${orderId} and problem_code is not null`);
  return result.rows[0] ?? null;
}

/** How many pushes wait behind the problems of these causes, by cause. At most a thousand are looked at. */
export async function readWaitingBehind(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  kinds: readonly DocumentKind[],
): Promise<Map<string, number>> {
  const list = sql.join(
    kinds.map((kind) => sql`${kind}`),
    sql`, `,
  );
  const result = await tx.execute<{ code: string; about: string; pushes: number }>(sql`
    select p.problem_code as code, p.problem_about as about, count(distinct w.push_id)::int as pushes
      from (select * from pushes where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and state = 'problem'
               and operation <> 'void-extra' and document_kind in (${list}) order by push_id limit 1000) as p
      join document_links k on k.tenant_id = ${scope.tenantId} and k.after_document_id = p.document_id
      join pushes w on w.tenant_id = ${scope.tenantId} and w.document_id = k.document_id and w.state = 'waiting'
     group by 1, 2`);
  return new Map(result.rows.map((row) => [`${row.code}\n${row.about}`, row.pushes]));
}
