// The list as it is usually made: pages by OFFSET, a count of everything, groups by GROUP BY. On the same rows, as the same role.
import { sql, type SQL } from "drizzle-orm";

import { inTransaction } from "#db/client.ts";
import type { TestDatabase } from "#db/testing.ts";
import type { DataTenant } from "./problem-data.ts";
import { scopeOf } from "./problem-looks.ts";

export type UsualWay = {
  readonly name: string;
  readonly times: number;
  readonly ask: (tenant: DataTenant) => Promise<unknown>;
};

/** A table as most would make it: an id, an index on what is joined, another on what is sorted by. */
export async function makeUsual(test: TestDatabase): Promise<void> {
  for (const statement of [
    `create table usual_problems as select row_id as id, tenant_id, company_file_id, lane, tab, kind, code, about, title, party, source_id,
            amount_minor::numeric / 100 as amount, currency, since, assignee_id from problems`,
    `alter table usual_problems add primary key (id)`,
    `create index on usual_problems (tenant_id, company_file_id, lane, tab)`,
    `create index on usual_problems (tenant_id, since)`,
    `alter table usual_problems enable row level security`,
    `create policy one_tenant on usual_problems to tieout_app using (tenant_id = current_tenant())`,
    `grant select on usual_problems to tieout_app`,
    `vacuum analyze usual_problems`,
  ]) {
    await test.admin.query(statement);
  }
}

export function usualWays(test: TestDatabase, deepPage: number): readonly UsualWay[] {
  const way = (name: string, times: number, statements: (tenant: DataTenant) => readonly SQL[]): UsualWay => ({
    name,
    times,
    ask: (tenant) =>
      inTransaction(scopeOf(test, tenant), async (tx) => {
        for (const statement of statements(tenant)) await tx.execute(statement);
      }),
  });
  const page = (tenant: DataTenant, nth: number, filter: SQL = sql``) =>
    sql`select * from usual_problems where ${here(tenant)} ${filter} order by since, id offset ${(nth - 1) * 50} limit 50`;
  const total = (tenant: DataTenant, filter: SQL = sql``) =>
    sql`select count(*) from usual_problems where ${here(tenant)} ${filter}`;
  const groups = (tenant: DataTenant) =>
    sql`select code, about, currency, count(*), sum(amount), min(since) from usual_problems where ${here(tenant)} group by 1, 2, 3`;
  const text = sql`and (title ilike '%müller%' or party ilike '%müller%')`;
  return [
    way("first page, count(*)", 30, (tenant) => [page(tenant, 1), total(tenant)]),
    way(`page ${deepPage} by OFFSET, count(*)`, 30, (tenant) => [page(tenant, deepPage), total(tenant)]),
    way("amount between, count(*)", 30, (tenant) => {
      const filter = sql`and amount between 500 and 600`;
      return [page(tenant, 1, filter), total(tenant, filter)];
    }),
    way("in a customer's name (ILIKE), count(*)", 30, (tenant) => [page(tenant, 1, text), total(tenant, text)]),
    way("counts and causes by GROUP BY", 30, (tenant) => [groups(tenant)]),
  ];
}

const here = ({ tenantId, companyFileId }: DataTenant) =>
  sql`tenant_id = ${tenantId} and company_file_id = ${companyFileId} and lane = 'needs-you' and tab = 'invoices'`;
