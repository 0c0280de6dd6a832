// What did people decide about the problems of a company lately?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { ListRecent, RecentRun } from "#lib/sync/recent.ts";
import { readRecentRuns } from "#lib/sync/runs/recent/store.ts";

const RUNS_SHOWN = 50;

/** The newest first. */
export async function listRecent(scope: Scope, { companyFileId }: ListRecent): Promise<readonly RecentRun[]> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    return await readRecentRuns(tx, scope, companyFileId, RUNS_SHOWN);
  });
}
