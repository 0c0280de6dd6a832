// Which orders wait to be planned, and what came of it.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { Order } from "#lib/orders/order.ts";
import type { Problem } from "#lib/problem.ts";

export type OrderToPlan = { readonly orderId: string; readonly sourceId: string; readonly body: Order };

/** Takes orders that wait to be planned, oldest first. Locked, so that two planners never plan one order at once. */
export async function takeOrdersToPlan(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  max: number,
): Promise<OrderToPlan[]> {
  const result = await tx.execute<OrderToPlan>(sql`
    select order_id as "orderId", source_id as "sourceId", body from orders
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and to_plan_at is not null
     order by to_plan_at, order_id limit ${max} for update skip locked`);
  return result.rows;
}

/**
 * Those of these orders that a person cleared and that did not change since: they are not planned, whatever a mapping or a
 * setting would make of them now, and wait no more. Answers which.
 */
export async function leaveCleared(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const result = await tx.execute<{ orderId: string }>(sql`
    update orders o set to_plan_at = null from problems p
     where o.tenant_id = ${scope.tenantId} and p.tenant_id = ${scope.tenantId} and p.row_id = o.order_id
       and o.order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))
       and p.row_is = 'order' and p.lane = 'cleared' and p.version = o.version
    returning o.order_id as "orderId"`);
  return new Set(result.rows.map((row) => row.orderId));
}

/** Other orders that are on these documents already: companions of a combined invoice. */
export async function readCompanions(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentKeys: readonly string[],
): Promise<OrderToPlan[]> {
  if (documentKeys.length === 0) return [];
  const result = await tx.execute<OrderToPlan>(sql`
    select distinct on (o.order_id) o.order_id as "orderId", o.source_id as "sourceId", o.body
      from documents d
      join document_orders l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
      join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = l.order_id
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId}
       and d.key in (select jsonb_array_elements_text(${JSON.stringify(documentKeys)}::jsonb))`);
  return result.rows;
}

export type IssuedCredit = {
  readonly orderId: string;
  readonly creditId: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly date: string;
  readonly chargeCode: string | null;
  readonly reason: string | null;
};

/** Credits people made here and issued, of these orders, in the order in which they were made. */
export async function readIssuedCredits(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<IssuedCredit[]> {
  if (orderIds.length === 0) return [];
  const result = await tx.execute<IssuedCredit>(sql`
    select order_id as "orderId", credit_id as "creditId", amount_minor::text as "amountMinor", currency,
           credit_date::text as date, charge_code as "chargeCode", reason
      from credits
     where tenant_id = ${scope.tenantId} and state = 'issued'
       and order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))
     order by credit_id`);
  return result.rows;
}

/**
 * Marks orders to be planned anew after documents they are on were taken back: those an order wants again, and those of
 * several orders with the orders that waited to join.
 */
export async function markAfterEnd(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  companyFileId: string,
  now: Date,
  documentIds: readonly string[],
): Promise<void> {
  const marked = await tx.execute(sql`
    update orders o set to_plan_at = coalesce(o.to_plan_at, ${now})
     where o.tenant_id = ${scope.tenantId} and o.company_file_id = ${companyFileId} and exists (
       select 1 from documents d
        where d.tenant_id = ${scope.tenantId} and (d.fingerprint <> 'ended' or d.key like 'combined/%')
          and d.document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))
          and (exists (select 1 from document_orders l
                        where l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id and l.order_id = o.order_id)
            or o.problem_code = 'combined-changed' and o.problem_about = d.body->>'number'))`);
  if ((marked.rowCount ?? 0) === 0) return;
  await tx.execute(sql`
    update lanes set plan_at = least(coalesce(plan_at, ${now}), ${now})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

export type StoredBody = OrderToPlan & { readonly companyFileId: string };

/** Orders as their sources told them, by id. Those of other tenants are not in it. */
export async function readOrderBodies(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<StoredBody[]> {
  const result = await tx.execute<StoredBody>(sql`
    select order_id as "orderId", company_file_id as "companyFileId", body from orders
     where tenant_id = ${scope.tenantId}
       and order_id in (select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid)
     order by order_id`);
  return result.rows;
}

export type PlannedRow = {
  readonly orderId: string;
  readonly problem: Problem | null;
  readonly trace: readonly unknown[];
};

/** Writes that these orders were planned, with the problem of the order as a whole, if any. */
export async function writePlanned(
  tx: Transaction,
  scope: Scope,
  rows: readonly PlannedRow[],
  now: Date,
): Promise<void> {
  const json = rows.map((row) => ({
    id: row.orderId,
    code: row.problem?.code ?? null,
    about: row.problem?.about ?? null,
    problem: row.problem,
    trace: row.trace.length === 0 ? null : row.trace,
  }));
  await tx.execute(sql`
    update orders o set to_plan_at = null, planned_at = ${now}, problem_code = r.code, problem_about = r.about, problem = r.problem, trace = r.trace
      from jsonb_to_recordset(${JSON.stringify(json)}::jsonb) as r(id uuid, code text, about text, problem jsonb, trace jsonb)
     where o.tenant_id = ${scope.tenantId} and o.order_id = r.id`);
}

/** The newest orders of a company as their source told them. */
export async function readNewestOrders(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  max: number,
): Promise<OrderToPlan[]> {
  const result = await tx.execute<OrderToPlan>(sql`
    select order_id as "orderId", source_id as "sourceId", body from orders
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}
     order by order_id desc limit ${max}`);
  return result.rows;
}

/**
 * Marks orders to be planned again, after a mapping or a rule changed. All of the company, those that have no sale or
 * payment in the books, or only those given.
 */
export async function markToPlan(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  now: Date,
  orderIds: readonly string[] | "all" | "waiting",
): Promise<number> {
  const which =
    orderIds === "all"
      ? sql`true`
      : orderIds === "waiting"
        ? notInBooks(scope)
        : sql`order_id = any (${idsOf(orderIds)})`;
  const result = await tx.execute(sql`
    update orders set to_plan_at = coalesce(to_plan_at, ${now})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}
       and ${which}`);
  await tx.execute(sql`
    update lanes set plan_at = least(coalesce(plan_at, ${now}), ${now})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
  return result.rowCount ?? 0;
}

function notInBooks({ tenantId }: Scope) {
  return sql`not exists (
    select from document_orders d
      join ledger_links l on l.tenant_id = ${tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${tenantId} and d.order_id = orders.order_id and l.gone_at is null
       and l.ledger_type not in ('Customer', 'Item'))`;
}
