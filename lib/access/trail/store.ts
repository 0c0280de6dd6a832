// Who did this last to each of these, and what are the things called that lines of the trail are about?
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "../scope.ts";

/** The name of who last did an action to each subject; subjects nobody did it to are missing. */
export async function readActors(
  tx: Transaction,
  scope: Scope,
  action: string,
  subjectKind: string,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (subjectIds.length === 0) return new Map();
  const result = await tx.execute<{ id: string; name: string }>(sql`
    select distinct on (subject_id) subject_id as id, actor_name as name from audit_events
     where tenant_id = ${scope.tenantId} and subject_kind = ${subjectKind} and action = ${action}
       and subject_id = any (array(select jsonb_array_elements_text(${JSON.stringify(subjectIds)}::jsonb)))
     order by subject_id, audit_event_id desc`);
  return new Map(result.rows.map((row) => [row.id, row.name]));
}

type Subject = { readonly subjectKind: string; readonly subjectId: string };

/** At most so many orders are named of one line. */
const ORDERS_NAMED = 5;

/** What the subjects of lines are called, by kind and id: "order/0197…" → "L-1". What is not there any more is missing. */
export async function readSubjectNames(
  tx: Transaction,
  scope: Scope,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<string, string>> {
  const of = (kind: string) => {
    const ids = subjects.flatMap(({ subjectKind, subjectId }) => (subjectKind === kind ? [subjectId] : []));
    return sql`any (array(select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid))`;
  };
  const result = await tx.execute<{ key: string; name: string }>(sql`
    select 'order/' || order_id as key, number as name from orders where tenant_id = ${scope.tenantId} and order_id = ${of("order")}
    union all
    select 'company-file/' || company_file_id, name from company_files
     where tenant_id = ${scope.tenantId} and company_file_id = ${of("company-file")}
    union all
    select 'source/' || source_id, name from sources where tenant_id = ${scope.tenantId} and source_id = ${of("source")}
    union all
    select 'document/' || d.document_id, d.title || case when d.kind in ('customer', 'item') then '' else coalesce(', order ' || n.numbers, '') end
      from documents d
      left join lateral (${numbersOf(
        scope,
        sql`
        select o.order_id from document_orders o where o.tenant_id = ${scope.tenantId} and o.document_id = d.document_id`,
      )}) as n on true
     where d.tenant_id = ${scope.tenantId} and d.document_id = ${of("document")}
    union all
    select 'bulk-run/' || b.bulk_run_id, b.title || coalesce(': ' || n.numbers, '')
      from bulk_runs b
      left join lateral (${numbersOf(
        scope,
        sql`
        select jsonb_array_elements_text(b.selection->'orderIds')::uuid where jsonb_typeof(b.selection->'orderIds') = 'array'`,
      )}) as n on true
     where b.tenant_id = ${scope.tenantId} and b.bulk_run_id = ${of("bulk-run")}`);
  return new Map(result.rows.map(({ key, name }) => [key, name]));
}

/** "L-1, L-2", and a sign that there are more. */
function numbersOf(scope: Scope, orderIds: SQL): SQL {
  return sql`
    select string_agg(r.number, ', ' order by r.number) filter (where r.nth <= ${ORDERS_NAMED}) ||
           case when count(*) > ${ORDERS_NAMED} then ' and others' else '' end as numbers
      from (select o.number, row_number() over (order by o.number) as nth
              from orders o where o.tenant_id = ${scope.tenantId} and o.order_id in (${orderIds})) as r`;
}

export type TrailLine = {
  readonly auditEventId: string;
  readonly action: string;
  readonly actorName: string;
  /** ISO. */
  readonly at: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** What was done to one thing, the newest first. */
export async function readTrailOf(
  tx: Transaction,
  scope: Scope,
  { subjectKind, subjectId }: Subject,
  actions: readonly string[],
  max: number,
): Promise<TrailLine[]> {
  const result = await tx.execute<TrailLine>(sql`
    select audit_event_id as "auditEventId", action, actor_name as "actorName", at, detail from audit_events
     where tenant_id = ${scope.tenantId} and subject_kind = ${subjectKind} and subject_id = ${subjectId}
       and action = any (array(select jsonb_array_elements_text(${JSON.stringify(actions)}::jsonb)))
     order by audit_event_id desc limit ${max}`);
  return result.rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}
