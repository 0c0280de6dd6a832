// One problem with its document or its order, as the books should hold it.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { DocumentKind, LedgerDocument } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import type { PushState } from "#lib/sync/push.ts";

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
