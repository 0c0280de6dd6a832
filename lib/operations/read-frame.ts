// What stands around every page: the tenant's company files, news of their connections, and how many problems wait?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findLockedCompanyFiles } from "#lib/ledgers/connections/store.ts";
import { newsOf, type ConnectionNews } from "#lib/ledgers/notice.ts";
import { findCompanyFiles } from "#lib/ledgers/store.ts";
import { countWaitingDocuments } from "#lib/sync/waiting/store.ts";
import { findCompanyFileStandings, readStandingCounts } from "#lib/today/store.ts";
import { standingByTab, type CompanyFileStanding, type ReadFrame } from "#lib/today/today.ts";

export type Frame = {
  readonly companyFiles: readonly CompanyFileStanding[];
  readonly news: readonly ConnectionNews[];
  readonly problems: number;
};

/** Company files, their news and the number of problems, in one transaction. */
export async function readFrame(scope: Scope, _input: ReadFrame): Promise<Frame> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => ({
    companyFiles: await findCompanyFileStandings(tx, scope),
    news: newsOf(
      await findCompanyFiles(tx, scope),
      await findLockedCompanyFiles(tx, scope),
      await countWaitingDocuments(tx, scope),
      scope.now(),
    ),
    problems: standingByTab(await readStandingCounts(tx, scope)).reduce((sum, tab) => sum + tab.problems, 0),
  }));
}
