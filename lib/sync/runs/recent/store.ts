// What was decided about a company's problems lately? The runs of people, newest first.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { RecentRun } from "#lib/sync/recent.ts";
import { localRunKinds, type BulkRunKind } from "#lib/sync/run.ts";

const LOCAL: readonly BulkRunKind[] = localRunKinds;
const KINDS: readonly BulkRunKind[] = [...LOCAL, "resync"];

/** The newest runs that decided about problems. */
export async function readRecentRuns(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  max: number,
): Promise<readonly RecentRun[]> {
  const result = await tx.execute<Omit<RecentRun, "isUndoable">>(sql`
    select bulk_run_id as "bulkRunId", kind, title, started_by as "startedBy", created_at as "startedAt",
           undone_at is not null as "isUndone"
      from bulk_runs
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}
       and kind = any (array(select jsonb_array_elements_text(${JSON.stringify(KINDS)}::jsonb)))
     order by bulk_run_id desc limit ${max}`);
  return result.rows.map((run) => ({
    ...run,
    startedAt: new Date(run.startedAt).toISOString(),
    isUndoable: !run.isUndone && LOCAL.includes(run.kind),
  }));
}
