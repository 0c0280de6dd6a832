// How much of what Intuit meters has a company read this month? Written where reads are sent; read by the settings page.
import { and, eq, sum } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { readCounts } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";

/** Reads of one company file in a month ("2026-11", by UTC). */
export async function readMeteredReads(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  month: string,
): Promise<number> {
  const [row] = await tx
    .select({ reads: sum(readCounts.reads) })
    .from(readCounts)
    .where(
      and(
        eq(readCounts.tenantId, scope.tenantId),
        eq(readCounts.companyFileId, companyFileId),
        eq(readCounts.month, month),
      ),
    );
  return Number(row?.reads ?? "0");
}
