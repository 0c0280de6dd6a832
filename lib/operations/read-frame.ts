// What stands around every page: the tenant's company files, and how many problems wait?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findCompanyFileStandings, readStandingCounts } from "#lib/today/store.ts";
import { standingByTab, type CompanyFileStanding, type ReadFrame } from "#lib/today/today.ts";

export type Frame = { readonly companyFiles: readonly CompanyFileStanding[]; readonly problems: number };

/** Company files and the number of problems, in one transaction. */
export async function readFrame(scope: Scope, _input: ReadFrame): Promise<Frame> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => ({
    companyFiles: await findCompanyFileStandings(tx, scope),
    problems: standingByTab(await readStandingCounts(tx, scope)).reduce((sum, tab) => sum + tab.problems, 0),
  }));
}
