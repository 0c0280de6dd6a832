// How many documents wait until a company can be reached again? From the counters.
import { and, eq, gt, inArray, sum } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { pushCounts } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { PushState } from "#lib/sync/push.ts";

const waiting: readonly PushState[] = ["waiting", "ready", "sending", "unsure"];

/** Documents on their way to each company file that are not there yet and need nobody's decision; by its id. */
export async function countWaitingDocuments(tx: Transaction, scope: Scope): Promise<ReadonlyMap<string, number>> {
  const found = await tx
    .select({ companyFileId: pushCounts.companyFileId, pushes: sum(pushCounts.pushes) })
    .from(pushCounts)
    .where(
      and(eq(pushCounts.tenantId, scope.tenantId), inArray(pushCounts.state, [...waiting]), gt(pushCounts.pushes, 0)),
    )
    .groupBy(pushCounts.companyFileId);
  return new Map(found.map(({ companyFileId, pushes }) => [companyFileId, Number(pushes ?? "0")]));
}
