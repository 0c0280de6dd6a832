// The numbers beside the tabs of Problem Sync: what waits under each, and how much QuickBooks no longer holds as we sent it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { countDrifted } from "#lib/sync/drift/store.ts";
import { tabCounts, type ProblemTab } from "#lib/sync/problems.ts";
import { readCounts, readOrderCauses } from "#lib/sync/problems/store.ts";

export type TabsCounted = { readonly tabs: Readonly<Record<ProblemTab, number>>; readonly drifted: number };

/** One number a tab of one company. */
export async function countTabs(
  scope: Scope,
  { companyFileId }: { readonly companyFileId: string },
): Promise<TabsCounted> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const counts = await readCounts(tx, scope, companyFileId);
    return {
      tabs: tabCounts(counts, await readOrderCauses(tx, scope, companyFileId)),
      drifted: await countDrifted(tx, scope, companyFileId),
    };
  });
}
