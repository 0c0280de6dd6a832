// Problems that are put aside: which come back now, and when is the next look?
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { standsOpen } from "#lib/sync/triage/store.ts";

/** How often it is looked whether a cause has grown. */
const LOOK_MS = 60_000;

/**
 * Brings back what was put aside until now: its day has come, its period is open, or its cause has more rows than it was
 * to have. Returns how many. The lane must be locked.
 */
export async function wakeSnoozed(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  closedUntil: string | null,
  max: number,
): Promise<number> {
  const now = scope.now();
  const result = await tx.execute(sql`
    update problems p set lane = ${standsOpen(scope)}, moved_at = ${now}, snooze = null, snooze_until = null, snooze_rows = null,
           decided_because = null, decided_by = null, decided_at = null, decided_run = null, decided_before = null
     where p.tenant_id = ${scope.tenantId} and p.row_id = any (array(
       select s.row_id from problems s
         left join (select code, about, sum(rows) as rows from problem_counts
                     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane in ('needs-you', 'snoozed')
                     group by 1, 2) as c on s.snooze = 'group-grows' and c.code = s.code and c.about = s.about
        where s.tenant_id = ${scope.tenantId} and s.company_file_id = ${companyFileId} and s.lane = 'snoozed'
          and (s.snooze = 'day' and s.snooze_until <= ${now}
            or s.snooze = 'period-opens' and (${closedUntil}::text is null or s.document_date is null or s.document_date > ${closedUntil})
            or s.snooze = 'group-grows' and s.snooze_rows < coalesce(c.rows, 0))
        limit ${max}))`);
  return result.rowCount ?? 0;
}

/** When to look again; null when nothing is put aside until a day or until more of it. */
export async function nextWaking(tx: Transaction, scope: Scope, companyFileId: string): Promise<Date | null> {
  const lookAt = new Date(scope.now().getTime() + LOOK_MS);
  const result = await tx.execute<{ at: Date | null }>(sql`
    select min(case when s.snooze = 'day' then s.snooze_until else ${lookAt}::timestamptz end) as at from problems s
     where s.tenant_id = ${scope.tenantId} and s.company_file_id = ${companyFileId} and s.snooze in ('day', 'period-opens', 'group-grows')`);
  const at = result.rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
}

/** When the first of what is put aside until a day comes back, ISO; null when nothing is. */
export async function readFirstBack(tx: Transaction, scope: Scope, companyFileId: string): Promise<string | null> {
  const result = await tx.execute<{ at: string | null }>(sql`
    select min(snooze_until)::text as at from problems
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and snooze = 'day'`);
  const at = result.rows[0]?.at ?? null;
  return at === null ? null : new Date(at).toISOString();
}

/** Orders that were put aside and are planned again now are on their way, as others are. The lane must be locked. */
export async function wakeToPlan(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  orderIds: readonly string[],
  now: Date,
): Promise<void> {
  if (orderIds.length === 0) return;
  await tx.execute(sql`
    update problems p set lane = 'waiting', moved_at = ${now}, snooze = null, snooze_until = null, snooze_rows = null,
           decided_because = null, decided_by = null, decided_at = null, decided_run = null, decided_before = null
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.row_is = 'order' and p.lane = 'snoozed'
       and p.row_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))`);
}
