// What needs a person now, and how does everything else stand?
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { goneMappings } from "#lib/ledgers/gone-mappings.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { countDrifted } from "#lib/sync/drift/store.ts";
import { findCompanyFileStandings, findRecentOrders, readStandingCounts } from "#lib/today/store.ts";
import {
  countOnTheWay,
  countPosted,
  countWaiting,
  problemsIn,
  standingByTab,
  type CompanyFileStanding,
  type GoneMappingShown,
  type ReadToday,
  type RecentOrder,
  type TabStanding,
} from "#lib/today/today.ts";

const ORDERS_SHOWN = 8;

export type Today = {
  readonly tabs: readonly TabStanding[];
  readonly problems: number;
  /** Documents that QuickBooks no longer holds as they were sent. */
  readonly drifted: number;
  readonly onTheWay: number;
  readonly waiting: number;
  readonly posted: number;
  readonly companyFiles: readonly CompanyFileStanding[];
  readonly goneMappings: readonly GoneMappingShown[];
  readonly orders: readonly RecentOrder[];
};

/** Counters, connections and the last orders of the tenant, in one transaction. */
export async function readToday(scope: Scope, _input: ReadToday): Promise<Today> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const counts = await readStandingCounts(tx, scope);
    const tabs = standingByTab(counts);
    const companyFiles = await findCompanyFileStandings(tx, scope);
    return {
      tabs,
      problems: problemsIn(tabs),
      drifted: await countDrifted(tx, scope),
      onTheWay: countOnTheWay(counts),
      waiting: countWaiting(counts),
      posted: countPosted(counts),
      companyFiles,
      goneMappings: await findGoneMappings(tx, scope, companyFiles),
      orders: await findRecentOrders(tx, scope, ORDERS_SHOWN),
    };
  });
}

/** Only of connected companies: of others nobody knows what they have now. */
async function findGoneMappings(
  tx: Transaction,
  scope: Scope,
  companyFiles: readonly CompanyFileStanding[],
): Promise<readonly GoneMappingShown[]> {
  const found: GoneMappingShown[] = [];
  for (const { companyFileId, name, connection } of companyFiles) {
    if (connection !== "connected") continue;
    const books = await readBooks(tx, scope, companyFileId);
    found.push(...goneMappings(books).map((gone) => ({ companyFileId, company: name, ...gone })));
  }
  return found;
}
