// What do those who watch a company's problems need to know at once? Counts, and whether anything moved at all.
import { inHotTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { readLaneCounts, readVersion } from "#lib/sync/problem-counts/store.ts";
import type { LiveCounts, WatchProblems } from "#lib/sync/problem-live.ts";
import { laneCounts, tabCounts } from "./count-problems.ts";

/** Counts of a company now. Not found when it belongs to another tenant. */
export async function readLiveCounts(scope: Scope, { companyFileId }: WatchProblems): Promise<LiveCounts> {
  allow(scope, "problems:read");
  return await inHotTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const version = await readVersion(tx, scope, companyFileId);
    const counts = await readLaneCounts(tx, scope, companyFileId);
    const tabs = Object.entries(tabCounts(counts, "needs-you")).map(([tab, { rows }]) => [tab, rows]);
    return {
      version,
      lanes: laneCounts(counts),
      tabs: Object.fromEntries(tabs) as LiveCounts["tabs"],
      checkedAt: scope.now().toISOString(),
    };
  });
}
