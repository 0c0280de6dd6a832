// Which causes have opened and were not told yet? A trigger put them there in the transaction that opened them.
import { sql } from "drizzle-orm";

import { asClaim, type Database, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { sumByCurrency, type MoneyJson } from "#lib/money.ts";
import { problemCodes } from "#lib/problem.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

import type { OpenedCause } from "../webhook.ts";

/** Tenants with news of causes. Across tenants, as the narrow role: for the clock. */
export async function findTenantsWithNews(db: Database): Promise<readonly string[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<{ tenantId: string }>(sql`
      select distinct tenant_id as "tenantId" from cause_news where tell_at is not null`),
  );
  return result.rows.map(({ tenantId }) => tenantId);
}

type TakenRow = {
  readonly tenant: string;
  readonly companyFileId: string;
  readonly company: string;
  readonly code: string;
  readonly about: string;
  readonly openedAt: string;
  readonly tab: ProblemTab | null;
  readonly rows: number;
  readonly money: readonly MoneyJson[];
};

/**
 * Takes the oldest news: whoever commits has told them. With how many problems of each need a person now, and their money:
 * of a cause that was solved meanwhile none.
 */
export async function takeNews(tx: Transaction, scope: Scope, causes: number): Promise<readonly OpenedCause[]> {
  const { tenantId } = scope;
  const result = await tx.execute<TakenRow>(sql`
    with due as (
      select company_file_id, code, about, opened_at from cause_news
       where tenant_id = ${tenantId} and tell_at is not null order by tell_at, company_file_id, code, about limit ${causes}
         for update skip locked),
    taken as (
      update cause_news n set tell_at = null from due
       where n.tenant_id = ${tenantId} and (n.company_file_id, n.code, n.about) = (due.company_file_id, due.code, due.about))
    select t.name as tenant, f.company_file_id as "companyFileId", f.name as company, due.code, due.about,
           due.opened_at::text as "openedAt", (c.tabs)[1] as tab, coalesce(c.rows, 0)::int as rows, coalesce(c.money, '[]') as money
      from due
      join tenants t on t.tenant_id = ${tenantId}
      join company_files f on f.tenant_id = ${tenantId} and f.company_file_id = due.company_file_id
      left join lateral (
        select sum(e.rows) as rows, array_agg(e.tab order by e.rows desc, e.tab) as tabs,
               jsonb_agg(jsonb_build_object('minor', e.amount_minor::text, 'currency', e.currency)) filter (where e.amount_minor <> 0) as money
          from problem_counts e
         where e.tenant_id = ${tenantId} and e.company_file_id = due.company_file_id and e.lane = 'needs-you'
           and e.code = due.code and e.about = due.about and e.rows > 0) as c on true
     order by due.opened_at, due.company_file_id, due.code, due.about`);
  return result.rows.flatMap(({ code: word, tenant, companyFileId, company, openedAt, money, ...row }) => {
    const code = problemCodes.find((each) => each === word);
    if (!code) return [];
    return [
      {
        ...row,
        code,
        money: sumByCurrency(money),
        tenant: { id: tenantId, name: tenant },
        companyFile: { id: companyFileId, name: company },
        openedAt: new Date(openedAt),
      },
    ];
  });
}

/** Forgets causes that went long ago: whether they come back as the same is asked for an hour only. */
export async function forgetGoneCauses(tx: Transaction, scope: Scope, before: Date): Promise<void> {
  await tx.execute(sql`
    delete from cause_news where tenant_id = ${scope.tenantId} and gone_at < ${before} and tell_at is null`);
}
