// The rows behind Today and the frame: counters, connections, the last orders. Reads only.
import { and, asc, desc, eq, max, sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import { companyFiles, lanes, orders, workers } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";
import { problemTabs } from "#lib/sync/triage.ts";

import type { DayCount } from "./days.ts";
import type { CompanyFileStanding, NeedCount, OldestProblem, RecentOrder, StandingCount, TopCause } from "./today.ts";

/** The tenant's company files, oldest first, with their connection. */
export async function findCompanyFileStandings(tx: Transaction, scope: Scope): Promise<readonly CompanyFileStanding[]> {
  const found = await tx
    .select({
      companyFileId: companyFiles.companyFileId,
      name: companyFiles.name,
      isSimulated: companyFiles.isSimulated,
      connection: companyFiles.connection,
      listsReadAt: companyFiles.listsReadAt,
      changesReadAt: companyFiles.changesReadUntil,
      nextLookAt: lanes.changesAt,
      isPaused: lanes.isPaused,
    })
    .from(companyFiles)
    .leftJoin(
      lanes,
      and(eq(lanes.tenantId, companyFiles.tenantId), eq(lanes.companyFileId, companyFiles.companyFileId)),
    )
    .where(eq(companyFiles.tenantId, scope.tenantId))
    .orderBy(asc(companyFiles.companyFileId));
  return found.map((row) => ({
    ...row,
    connection: row.connection === "connected" || row.connection === "lost" ? row.connection : "disconnected",
    listsReadAt: row.listsReadAt?.toISOString() ?? null,
    changesReadAt: row.changesReadAt?.toISOString() ?? null,
    nextLookAt: row.nextLookAt?.toISOString() ?? null,
    isPaused: row.isPaused ?? false,
  }));
}

/** How many pushes stand where, over all company files, from the counters. */
export async function readStandingCounts(tx: Transaction, scope: Scope): Promise<readonly StandingCount[]> {
  const result = await runNamed<StandingCount>(
    tx,
    sql`
    select state, sum(pushes)::int as pushes from push_counts where tenant_id = ${scope.tenantId} and pushes > 0 group by state`,
  );
  return result.rows;
}

/** How many problems need a person, company by company, from the counters. */
export async function readNeedCounts(tx: Transaction, scope: Scope): Promise<readonly NeedCount[]> {
  const result = await runNamed<Omit<NeedCount, "amountMinor"> & { amountMinor: string }>(
    tx,
    sql`
    select c.company_file_id as "companyFileId", c.tab, c.currency, sum(c.rows)::int as rows,
           sum(c.amount_minor)::text as "amountMinor" ${needing(scope)} group by 1, 2, 3`,
  );
  return result.rows.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));
}

/** Company by company, because lane comes after company in the counters' key. */
function needing({ tenantId }: Scope) {
  return sql`
    from company_files f
    join problem_counts c on c.tenant_id = ${tenantId} and c.company_file_id = f.company_file_id and c.lane = 'needs-you' and c.rows > 0
   where f.tenant_id = ${tenantId}`;
}

/** The causes that stop the most documents, at most `causes`. */
export async function readTopCauses(tx: Transaction, scope: Scope, causes: number): Promise<readonly TopCause[]> {
  const result = await runNamed<TopCause>(
    tx,
    sql`
    select "companyFileId", max(company) as company, tab, code, about, sum(rows)::int as rows,
           coalesce(jsonb_agg(jsonb_build_object('minor', minor::text, 'currency', currency) order by currency) filter (where minor <> 0), '[]') as money
      from (select c.company_file_id as "companyFileId", f.name as company, c.tab, c.code, c.about, c.currency, c.rows, c.amount_minor as minor
            ${needing(scope)}) as each
     group by "companyFileId", tab, code, about
     order by sum(rows) desc, max(minor) desc, code, about limit ${causes}`,
  );
  return result.rows;
}

/** The problem that has needed a person for longest: of each tab its oldest row is the first of an index. */
export async function findOldestProblem(tx: Transaction, scope: Scope): Promise<OldestProblem | null> {
  const result = await runNamed<Omit<OldestProblem, "since"> & { since: Date }>(
    tx,
    sql`
    select f.company_file_id as "companyFileId", p.row_id as "rowId", p.tab, p.title, p.party, p.since
      from company_files f
     cross join unnest(array[${sql.raw(problemTabs.map((tab) => `'${tab}'`).join(", "))}]) as t(tab)
     cross join lateral (
       select row_id, tab, title, party, since from problems
        where tenant_id = ${scope.tenantId} and company_file_id = f.company_file_id and lane = 'needs-you' and tab = t.tab
        order by since, row_id limit 1) as p
     where f.tenant_id = ${scope.tenantId} order by p.since, p.row_id limit 1`,
  );
  const [row] = result.rows;
  return row ? { ...row, since: new Date(row.since).toISOString() } : null;
}

/** What happened on each day from this one on, over all company files. */
export async function readDayCounts(tx: Transaction, scope: Scope, from: string): Promise<readonly DayCount[]> {
  const result = await runNamed<DayCount>(
    tx,
    sql`
    select d.day::text as day, d.counts, d.duration::int as duration, sum(d.rows)::int as rows
      from company_files f
      join day_counts d on d.tenant_id = ${scope.tenantId} and d.company_file_id = f.company_file_id and d.day >= ${from}::date
     where f.tenant_id = ${scope.tenantId} group by 1, 2, 3 having sum(d.rows) <> 0`,
  );
  return result.rows;
}

/** When a worker of this installation last said that it lives; null when none ever did. */
export async function readWorkerSign(tx: Transaction): Promise<string | null> {
  const [row] = await tx.select({ at: max(workers.aliveAt) }).from(workers);
  return row?.at?.toISOString() ?? null;
}

/** The newest orders, at most `rows`. */
export async function findRecentOrders(tx: Transaction, scope: Scope, rows: number): Promise<readonly RecentOrder[]> {
  const found = await tx
    .select({
      orderId: orders.orderId,
      number: orders.number,
      customerName: orders.customerName,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      receivedAt: orders.receivedAt,
      problemCode: orders.problemCode,
    })
    .from(orders)
    .where(eq(orders.tenantId, scope.tenantId))
    .orderBy(desc(orders.orderId))
    .limit(rows);
  return found.map(({ problemCode, totalMinor, receivedAt, ...order }) => ({
    ...order,
    totalMinor: totalMinor.toString(),
    receivedAt: receivedAt.toISOString(),
    hasProblem: problemCode !== null,
  }));
}
