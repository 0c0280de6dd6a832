// What a person's decision does to pushes: back to ready, with a clean memory, in front of everything else.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf, listOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import { behindPayments } from "#lib/sync/payments/store.ts";
import { hasFollowersToGo, mustWait } from "#lib/sync/precedence/store.ts";
import type { Priority } from "#lib/sync/push.ts";

export type Chosen =
  | { readonly is: "rows"; readonly pushIds: readonly string[] }
  | ({ readonly is: "cause" } & Cause)
  /** What waited until the payments of an order were imported. */
  | { readonly is: "behind-payments"; readonly orderId: string };

/**
 * Lets problem pushes go again, from `availableAt` on: `ready`, or `waiting` while a document they follow is not in the books. One deleted over
 * there gets a new generation and is really made again; one whose outcome is unknown is looked for first. Only pushes that are still in problem move; the ids of those
 * that did are returned. Customers that wait for a link are not let go: planning decides about them. Nor is what waits for payments
 * to be imported, unless it is asked for as that. The lane must be locked.
 */
export async function releaseProblems(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  chosen: Chosen,
  priority: Priority,
  now: Date,
  availableAt: Date = now,
): Promise<string[]> {
  const mine = sql`p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem' and p.problem_code <> 'customer-not-linked' and ${choice(scope, chosen)}
       -- A record that is linked by now is a second one of nothing.
       and (p.operation <> 'void-extra' or not exists (
         select from ledger_links k where k.tenant_id = ${scope.tenantId} and k.company_file_id = ${companyFileId}
            and k.ledger_type = p.memory->>'ledgerType' and k.ledger_id = p.extra_ledger_id and k.gone_at is null))`;
  await tx.execute(sql`
    delete from ledger_links l using pushes p
     where ${mine} and p.problem_code = 'already-gone' and p.operation not in ('void', 'void-extra') and l.tenant_id = ${scope.tenantId} and l.document_id = p.document_id`);
  const result = await tx.execute<{ pushId: string }>(sql`
    update pushes p
       set state = case when p.operation = 'void' and ${hasFollowersToGo(scope.tenantId)} then 'waiting'
                        when p.operation not in ('void', 'void-extra') and ${mustWait(scope.tenantId)} then 'waiting' else 'ready' end,
           operation = case when p.operation in ('void', 'void-extra') then p.operation
                            when exists (select 1 from ledger_links l where l.tenant_id = ${scope.tenantId} and l.document_id = p.document_id)
                            then 'update' else 'create' end,
           generation = p.generation + case when p.problem_code = 'already-gone' then 1 else 0 end,
           memory = case when p.memory @> '{"unsure": true}' and p.problem_code <> 'already-gone'
                         then jsonb_strip_nulls(jsonb_build_object('unsure', true, 'sentBody', p.memory->'sentBody')) else '{}' end
                    || jsonb_strip_nulls(jsonb_build_object('ledgerType', case when p.operation = 'void-extra' then p.memory->'ledgerType' end)),
           turns = 0, laters = 0, priority = ${priority}, available_at = ${availableAt}, changed_at = ${now},
           problem_code = '', problem_about = ''
     where ${mine}
    returning p.push_id as "pushId"`);
  return result.rows.map((row) => row.pushId);
}

function choice(scope: Scope, chosen: Chosen): SQL {
  switch (chosen.is) {
    case "rows":
      return sql`p.problem_code <> ${behindPayments} and p.push_id = any (${idsOf(chosen.pushIds)})`;
    case "cause":
      return sql`p.problem_code <> ${behindPayments} and p.document_kind in (${listOf(chosen.kinds)}) and p.problem_code = ${chosen.code} and p.problem_about = ${chosen.about}`;
    case "behind-payments":
      return sql`p.problem_code = ${behindPayments} and p.document_id in (
        select o.document_id from document_orders o where o.tenant_id = ${scope.tenantId} and o.order_id = ${chosen.orderId})`;
    default:
      return chosen satisfies never;
  }
}

/** Orders whose customer or job waits for a link, among the chosen problems: they are planned again instead. */
export async function ordersOfHeld(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  chosen: Chosen,
): Promise<string[]> {
  const result = await tx.execute<{ orderId: string }>(sql`
    select distinct o.order_id as "orderId"
      from pushes p join document_orders o on o.tenant_id = ${scope.tenantId} and o.document_id = p.document_id
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem'
       and p.problem_code = 'customer-not-linked' and ${choice(scope, chosen)}`);
  return result.rows.map((row) => row.orderId);
}

export type Cause = { readonly kinds: readonly DocumentKind[]; readonly code: string; readonly about: string };

/** A document in problem for a cause, with one of its orders; one row for each of them, and one without when it has none. */
export type HeldUpRow = {
  readonly pushId: string;
  readonly orderId: string | null;
  readonly about: string;
  readonly hasTax: boolean;
  readonly taxCode: string | null;
};

/** Everything that waits for a cause to be solved. The books compare names without regard to case, and so does this. */
export async function readHeldUp(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { kinds, code, about }: Cause,
): Promise<HeldUpRow[]> {
  const result = await tx.execute<HeldUpRow>(sql`
    select p.push_id as "pushId", o.order_id as "orderId", p.problem_about as about, d.body ? 'tax' as "hasTax", d.body->'tax'->>'code' as "taxCode"
      from pushes p
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = p.document_id
      left join document_orders o on o.tenant_id = ${scope.tenantId} and o.document_id = p.document_id and o.is_planned
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem' and p.operation in ('create', 'update')
       and p.document_kind in (${listOf(kinds)}) and p.problem_code = ${code} and lower(p.problem_about) = lower(${about})`);
  return result.rows;
}

export type BlockedLine = { readonly orderId: string; readonly chargeCode: string };

const saleKinds: readonly DocumentKind[] = documentKinds.filter(
  (kind) => !["customer", "item", "payment"].includes(kind),
);

/** Charge codes behind a missing item, and the orders that have them: lines of documents that name the item. */
export async function readBlockedLines(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  itemName: string,
): Promise<BlockedLine[]> {
  const result = await tx.execute<BlockedLine>(sql`
    select distinct o.order_id as "orderId", line->>'chargeCode' as "chargeCode"
      from pushes p
      join documents d on d.tenant_id = p.tenant_id and d.document_id = p.document_id
      join document_orders o on o.tenant_id = p.tenant_id and o.document_id = p.document_id
     cross join lateral jsonb_array_elements(d.body->'lines') as line
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem'
       and p.operation in ('create', 'update') and p.document_kind in (${listOf(saleKinds)}) and lower(line->'item'->>'name') = lower(${itemName})`);
  return result.rows;
}
