// What stands around every page: the tenant's company files, news of their connections, and how many problems wait?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findLockedCompanyFiles } from "#lib/ledgers/connections/store.ts";
import { newsOf, type ConnectionNews } from "#lib/ledgers/notice.ts";
import { findCompanyFiles } from "#lib/ledgers/store.ts";
import { countDrifted } from "#lib/sync/drift/store.ts";
import { countWaitingDocuments } from "#lib/sync/waiting/store.ts";
import { findCompanyFileStandings, readNeedCounts } from "#lib/today/store.ts";
import { problemsIn, standingByTab, type CompanyFileStanding, type ReadFrame } from "#lib/today/today.ts";

export type Frame = {
  readonly companyFiles: readonly CompanyFileStanding[];
  readonly news: readonly ConnectionNews[];
  /** What needs a person: problems, and documents that drifted. */
  readonly problems: number;
};

/** Company files, their news and how much needs a person, in one transaction. */
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
    problems: problemsIn(standingByTab(await readNeedCounts(tx, scope))) + (await countDrifted(tx, scope)),
  }));
}
