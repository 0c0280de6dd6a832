// How much of what Intuit meters was read this month? Written where reads are sent; read by the settings page.
import { and, eq } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { readCounts } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";

/**
 * Reads of the month so far by company file id; companies that read nothing are missing. Intuit's free allowance is not
 * per company: the tenant's part of it is the sum. Months are by UTC; which time zone Intuit means is not documented.
 */
export async function readMeteredReads(
  tx: Transaction,
  scope: Pick<Scope, "tenantId" | "now">,
): Promise<ReadonlyMap<string, number>> {
  const month = scope.now().toISOString().slice(0, 7);
  const rows = await tx
    .select({ companyFileId: readCounts.companyFileId, reads: readCounts.reads })
    .from(readCounts)
    .where(and(eq(readCounts.tenantId, scope.tenantId), eq(readCounts.month, month)));
  return new Map(rows.map(({ companyFileId, reads }) => [companyFileId, reads]));
}
