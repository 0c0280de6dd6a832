// What needs a person now, and how does everything else stand?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findCompanyFileStandings, findRecentOrders, readStandingCounts } from "#lib/today/store.ts";
import {
  countOnTheWay,
  countPosted,
  countWaiting,
  standingByTab,
  type CompanyFileStanding,
  type ReadToday,
  type RecentOrder,
  type TabStanding,
} from "#lib/today/today.ts";

const ORDERS_SHOWN = 8;

export type Today = {
  readonly tabs: readonly TabStanding[];
  readonly problems: number;
  readonly onTheWay: number;
  readonly waiting: number;
  readonly posted: number;
  readonly companyFiles: readonly CompanyFileStanding[];
  readonly orders: readonly RecentOrder[];
};

/** Counters, connections and the last orders of the tenant, in one transaction. */
export async function readToday(scope: Scope, _input: ReadToday): Promise<Today> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const counts = await readStandingCounts(tx, scope);
    const tabs = standingByTab(counts);
    return {
      tabs,
      problems: tabs.reduce((sum, tab) => sum + tab.problems, 0),
      onTheWay: countOnTheWay(counts),
      waiting: countWaiting(counts),
      posted: countPosted(counts),
      companyFiles: await findCompanyFileStandings(tx, scope),
      orders: await findRecentOrders(tx, scope, ORDERS_SHOWN),
    };
  });
}
