// A person wants one order in the books now: what of it is still to go, and how it comes in front of everything else?
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { priorities } from "#lib/sync/push.ts";

export type OrderState = {
  readonly companyFileId: string;
  readonly status: string;
  readonly isPlanned: boolean;
  readonly hasProblem: boolean;
};

/** How an order stands with planning; null when it is not there. */
export async function readOrderState(tx: Transaction, scope: Scope, orderId: string): Promise<OrderState | null> {
  const result = await tx.execute<OrderState>(sql`
    select company_file_id as "companyFileId", status, to_plan_at is null as "isPlanned", problem_code is not null as "hasProblem"
      from orders where tenant_id = ${scope.tenantId} and order_id = ${orderId}`);
  return result.rows[0] ?? null;
}

/** An order's document with its newest effort. */
export type OrderEffort = {
  readonly documentId: string;
  readonly pushId: string | null;
  /** problem: a person is needed. live: on its way. null: there is no effort. */
  readonly effort: "problem" | "live" | null;
  readonly isLeftOut: boolean;
};

/** An order's documents and how far each is. */
export async function readEfforts(tx: Transaction, scope: Scope, orderId: string): Promise<readonly OrderEffort[]> {
  const result = await tx.execute<OrderEffort>(sql`
    select d.document_id as "documentId", p.push_id as "pushId",
           case when p.state = 'problem' then 'problem' when p.state in ('waiting', 'ready', 'sending', 'unsure') then 'live' end as effort,
           d.left_out_because is not null as "isLeftOut"
      from document_orders o
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = o.document_id
      left join lateral (
        select push_id, state from pushes p
         where p.tenant_id = ${scope.tenantId} and p.document_id = o.document_id and p.operation <> 'void-extra'
         order by push_id desc limit 1) as p on true
     where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId}`);
  return result.rows;
}

const ids = (values: readonly string[]) =>
  sql`any (array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)::uuid))`;

/** What has not left yet of these documents goes in front of everything else. The lane must be locked. */
export async function hurryPushes(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update pushes set priority = ${priorities.person}
     where tenant_id = ${scope.tenantId} and state in ('waiting', 'ready') and operation <> 'void-extra' and document_id = ${ids(documentIds)}`);
}
