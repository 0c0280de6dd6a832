// The numbers beside the tabs of Problem Sync: what needs a person under each, and how much QuickBooks no longer holds as we sent it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { countDrifted } from "#lib/sync/drift/store.ts";
import { readLaneCounts } from "#lib/sync/problem-counts/store.ts";
import { problemTabs, type ProblemTab } from "#lib/sync/triage.ts";

export type TabsCounted = { readonly tabs: Readonly<Record<ProblemTab, number>>; readonly drifted: number };

/** One number a tab of one company. */
export async function countTabs(
  scope: Scope,
  { companyFileId }: { readonly companyFileId: string },
): Promise<TabsCounted> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const counts = await readLaneCounts(tx, scope, companyFileId);
    const tabs = Object.fromEntries(problemTabs.map((tab) => [tab, 0])) as Record<ProblemTab, number>;
    for (const { lane, tab, rows } of counts) if (lane === "needs-you") tabs[tab] += rows;
    return { tabs, drifted: await countDrifted(tx, scope, companyFileId) };
  });
}
