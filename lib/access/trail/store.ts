// Who did this last to each of these? Names from the trail.
import { sql } from "drizzle-orm";

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
