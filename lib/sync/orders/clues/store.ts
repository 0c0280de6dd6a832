// Which orders may stand as asked? Found from their documents and pushes, so that a rare few are not looked for one by one.
import { sql, type SQL } from "drizzle-orm";

import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import { leastClues, type Clue } from "#lib/sync/standing.ts";

type Find = (tenantId: string, companyFileId: string) => SQL;

/** The orders of the documents that a query names. */
const ordersOf = (tenantId: string, documents: SQL) => sql`
  select a.order_id from document_orders a where a.tenant_id = ${tenantId} and a.document_id = any (array(${documents}))`;

/** It differs from what the books hold, or they hold none; or they hold a payment that the order has no longer. */
const findDiffering: Find = (tenantId, companyFileId) => sql`
  ${ordersOf(
    tenantId,
    sql`
    select c.document_id from documents c left join ledger_links k on k.tenant_id = ${tenantId} and k.document_id = c.document_id
     where c.tenant_id = ${tenantId} and c.company_file_id = ${companyFileId} and c.kind not in ('customer', 'item')
       and k.posted_fingerprint is distinct from c.fingerprint`,
  )}
  union all select a.order_id from document_orders a where a.tenant_id = ${tenantId} and a.is_removed`;

const findUnlinked: Find = (tenantId, companyFileId) =>
  ordersOf(
    tenantId,
    sql`
    select c.document_id from documents c left join ledger_links k on k.tenant_id = ${tenantId} and k.document_id = c.document_id
     where c.tenant_id = ${tenantId} and c.company_file_id = ${companyFileId} and c.kind = 'customer' and k.document_id is null`,
  );

const findWithoutDocuments: Find = (tenantId, companyFileId) => sql`
  select r.order_id from orders r where r.tenant_id = ${tenantId} and r.company_file_id = ${companyFileId}
     and not exists (select 1 from document_orders a
                       join documents c on c.tenant_id = ${tenantId} and c.document_id = a.document_id
                      where a.tenant_id = ${tenantId} and a.order_id = r.order_id and a.is_planned
                        and c.kind not in ('customer', 'item') and c.fingerprint <> ${ENDED})`;

const findGoing: Find = (tenantId, companyFileId) =>
  ordersOf(
    tenantId,
    sql`
    select p.document_id from pushes p
     where p.tenant_id = ${tenantId} and p.company_file_id = ${companyFileId} and p.operation <> 'void-extra'
       and p.state in ('waiting', 'ready', 'sending', 'unsure', 'problem') and p.state <> 'problem'`,
  );

const findInProblem: Find = (tenantId, companyFileId) =>
  ordersOf(
    tenantId,
    sql`
    select p.document_id from pushes p
     where p.tenant_id = ${tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem'`,
  );

const findGone: Find = (tenantId, companyFileId) =>
  ordersOf(
    tenantId,
    sql`
    select k.document_id from ledger_links k
     where k.tenant_id = ${tenantId} and k.company_file_id = ${companyFileId}
       and (k.edited_at is not null or k.gone_at is not null) and k.gone_at is not null
    union all
    select p.document_id from pushes p
     where p.tenant_id = ${tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem'
       and p.problem_code = 'already-gone'`,
  );

const findAmongOrders =
  (which: SQL): Find =>
  (tenantId, companyFileId) =>
    sql`
    select r.order_id from orders r where r.tenant_id = ${tenantId} and r.company_file_id = ${companyFileId} and ${which}`;

/** Dearest first. Each finds all orders of which it is true, and perhaps more. */
const clues: readonly (Clue & { readonly find: Find })[] = [
  { fact: "hasDocuments", is: false, find: findWithoutDocuments },
  { fact: "hasNew", is: true, find: findDiffering },
  { fact: "hasChanged", is: true, find: findDiffering },
  { fact: "isUnlinked", is: true, find: findUnlinked },
  { fact: "hasGoing", is: true, find: findGoing },
  { fact: "isToPlan", is: true, find: findAmongOrders(sql`r.to_plan_at is not null`) },
  { fact: "hasOrderProblem", is: true, find: findAmongOrders(sql`r.problem_code is not null`) },
  { fact: "hasProblem", is: true, find: findInProblem },
  { fact: "hasGone", is: true, find: findGone },
];

/** All orders that may stand in one of these ways, and perhaps more; null: none can be left out. */
export function candidates(scope: Scope, companyFileId: string, bits: readonly number[]): SQL | null {
  const least = leastClues(bits, clues);
  if (least === null || least.length === 0) return null;
  const finds = [...new Set(least.map(({ find }) => find))].map((find) => find(scope.tenantId, companyFileId));
  return sql.join(finds, sql` union all `);
}
