// What came back of what was let go: problems whose document had one before.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { Returned } from "#lib/sync/fixes.ts";
import { problemTabs } from "#lib/sync/triage.ts";

/** Is everything planned that waited for it at that moment, and how many problems came back since? Two short reads of an index. */
export async function readReturned(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  since: Date,
): Promise<Returned> {
  const tabs = sql.join(
    problemTabs.map((tab) => sql`${tab}`),
    sql`, `,
  );
  const result = await tx.execute<Returned>(sql`
    select not exists (select 1 from orders where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and to_plan_at <= ${since}) as "isPlanned",
           (select count(*)::int from problems
             where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = 'needs-you' and tab in (${tabs})
               and since >= ${since} and came_back > 0) as "returned"`);
  return result.rows[0] ?? { isPlanned: true, returned: 0 };
}
