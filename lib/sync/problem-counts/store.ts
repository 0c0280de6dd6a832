// How many problems stand where, from counters that are exact at every commit; and what waits behind them.
import { sql, type SQL } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import { listOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { documentKinds } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemPlace } from "#lib/sync/problem-filter.ts";
import { recentMax, type Blocker, type CalmState } from "#lib/sync/problem-page.ts";
import { pushStates } from "#lib/sync/push.ts";
import { problemLanes, type ProblemLane, type ProblemTab } from "#lib/sync/triage.ts";

/** So many rows of a cause are looked at for what waits behind them, and so many for what they wait for. */
export const BEHIND_LOOKED = 10;
const AHEAD_LOOKED = 3;
const AHEAD_SHOWN = 3;

const workedLanes = ["needs-you", "waiting", "snoozed", "cleared"] as const satisfies ProblemLane[];
/** States that have no cause: a few counters of each kind, however many causes there are. */
const calmStates = pushStates.filter((state) => state !== "problem");

type Place = Pick<ProblemPlace, "companyFileId" | "lane" | "tab">;

/** A lane in the words of the statement: the indexes of problems are of one lane, which a plan for any lane could not use. */
const named = (lane: ProblemLane) => sql.raw(`'${problemLanes.find((one) => one === lane)}'`);

export type LaneCount = {
  readonly lane: ProblemLane;
  readonly tab: ProblemTab;
  readonly currency: string;
  /** How many causes have rows in that currency. */
  readonly causes: number;
  readonly rows: number;
  readonly amountMinor: string;
};

/** Rows, money and causes by lane, tab and currency. */
export async function readLaneCounts(tx: Transaction, scope: Scope, companyFileId: string): Promise<LaneCount[]> {
  const result = await runNamed<LaneCount>(
    tx,
    sql`
    select lane, tab, currency, causes::int as causes, rows::int as rows, amount_minor::text as "amountMinor" from lane_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane <> 'past' and rows <> 0`,
  );
  return result.rows;
}

/**
 * A text that is another one whenever a counter of the company was written: which transaction wrote a row last is part of
 * the row. Pushes are among them, because what waits by itself is shown, too. What has ended is left out: a problem cannot
 * end without leaving a lane that is looked at.
 */
export async function readVersion(tx: Transaction, scope: Scope, companyFileId: string): Promise<string> {
  const result = await runNamed<{ version: string }>(
    tx,
    sql`
    select p.version || '/' || u.version as version
      from (select coalesce(sum(hashtextextended(lane || tab || currency || xmin::text, rows)), 0)::text as version from lane_counts
             where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane in (${listOf(workedLanes)})) as p,
           (select coalesce(sum(hashtextextended(document_kind || state || problem_code || problem_about || xmin::text, pushes)), 0)::text as version
              from push_counts where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and document_kind in (${listOf(documentKinds)})
               and state in (${listOf(calmStates)}) and problem_code = '' and problem_about = '') as u`,
  );
  return result.rows[0]?.version ?? "";
}

export type CauseCount = {
  readonly code: ProblemCode;
  readonly about: string;
  readonly rows: number;
  readonly money: readonly MoneyJson[];
  readonly oldestAt: string;
  readonly recent: number;
  /** How many causes there are in all. */
  readonly causes: number;
};

/**
 * Causes of a lane and tab, most rows first, with the oldest row of each and how many came up since `recentFrom`. The
 * oldest is the first row from its cause on in the order of causes: said so, the planner cannot take the order of time,
 * in which it would go through the rows of all other causes first. Money is added up only for those that are shown.
 */
export async function readCauseCounts(
  tx: Transaction,
  scope: Scope,
  place: Place & { readonly counted: readonly LaneCount[] },
  recentFrom: Date,
  max: number,
): Promise<CauseCount[]> {
  const { companyFileId, lane, tab } = place;
  const here = sql`p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.lane = ${named(lane)} and p.tab = ${tab}`;
  const result = await runNamed<CauseCount>(
    tx,
    sql`
    select c.code, c.about, c.rows, sums.money, c.causes, oldest.at::text as "oldestAt", recent.rows as recent
      from (${largestOf(scope, place, max)}) as c
     cross join lateral (select jsonb_agg(jsonb_build_object('minor', amount_minor::text, 'currency', currency) order by currency) as money
                           from problem_counts m where m.tenant_id = ${scope.tenantId} and m.company_file_id = ${companyFileId}
                            and m.lane = ${lane} and m.tab = ${tab} and m.code = c.code and m.about = c.about and m.rows <> 0) as sums
     cross join lateral (select p.since as at from problems p where ${here} and (p.code, p.about) >= (c.code, c.about)
                          order by p.code, p.about, p.since, p.row_id limit 1) as oldest
     cross join lateral (select count(*)::int as rows
                           from (select from problems p where ${here} and p.code = c.code and p.about = c.about and p.since >= ${recentFrom} limit ${sql.raw(String(recentMax))}) as r) as recent
     order by c.rows desc, c.code, c.about`,
  );
  return result.rows;
}

/**
 * The causes with the most rows, and how many causes there are. Where all is in one currency, each has one counter and the
 * largest come from an index, however many there are. Otherwise all are added up, as integers: that is twice as fast as
 * what the sum of larger numbers becomes.
 */
function largestOf(
  scope: Scope,
  { companyFileId, lane, tab, counted }: Place & { readonly counted: readonly LaneCount[] },
  max: number,
): SQL {
  const here = sql`tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab}`;
  const currencies = counted.filter((one) => one.lane === lane && one.tab === tab);
  if (currencies.length > 1) {
    return sql`
      select code, about, sum(rows::int)::int as rows, count(*) over ()::int as causes from problem_counts
       where ${here} and rows <> 0 group by 1, 2 order by 3 desc, 1, 2 limit ${max}`;
  }
  return sql`
      select code, about, t.rows::int as rows, ${currencies[0]?.causes ?? 0}::int as causes from problem_counts t
       where ${here} and t.rows > 0 order by t.rows desc nulls last, code, about limit ${max}`;
}

export type CauseName = { readonly tab: ProblemTab; readonly code: ProblemCode; readonly about: string };

/** Causes of some tabs that need a person, those with most rows in one currency first. */
export async function readLargestCauses(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  tabs: readonly ProblemTab[],
  max: number,
): Promise<CauseName[]> {
  const result = await runNamed<CauseName>(
    tx,
    sql`
    select t.tab, c.code, c.about from unnest(array[${listOf(tabs)}]) as t(tab)
     cross join lateral (
       select code, about, rows from problem_counts
        where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = 'needs-you' and tab = t.tab and rows > 0
        order by rows desc nulls last, code, about limit ${max}) as c
     group by 1, 2, 3 order by max(c.rows) desc, 1, 2, 3 limit ${max}`,
  );
  return result.rows;
}

export type StateCount = {
  readonly state: CalmState;
  readonly currency: string;
  readonly pushes: number;
  readonly amountMinor: string;
};

/** Pushes and their money by state and currency, but for those in problem. */
export async function readStateCounts(tx: Transaction, scope: Scope, companyFileId: string): Promise<StateCount[]> {
  const result = await runNamed<StateCount>(
    tx,
    sql`
    select state, currency, sum(pushes)::int as pushes, sum(amount_minor)::text as "amountMinor" from push_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and document_kind in (${listOf(documentKinds)})
       and state in (${listOf(calmStates)}) and problem_code = '' and problem_about = '' and pushes <> 0
     group by 1, 2`,
  );
  return result.rows;
}

/** Documents the books were too busy for, by currency. At most so many are looked at. */
export async function readRetrying(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  max: number,
): Promise<Omit<StateCount, "state">[]> {
  const result = await runNamed<Omit<StateCount, "state">>(
    tx,
    sql`
    select currency, count(*)::int as pushes, sum(amount_minor)::text as "amountMinor"
      from (select currency, amount_minor from pushes
             where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and state = 'ready' and laters > 0
             limit ${sql.raw(String(max))}) as r
     group by 1`,
  );
  return result.rows;
}

/** Problems of these causes that documents wait for, with how many: looked for behind the first rows of each. */
export async function readBehind(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  causes: readonly CauseName[],
): Promise<Blocker[]> {
  if (causes.length === 0) return [];
  const { tenantId } = scope;
  const result = await runNamed<Blocker>(
    tx,
    sql`
    select p.row_id as "rowId", c.tab, p.title, c.code, c.about, behind.waiting
      from jsonb_to_recordset(${JSON.stringify(causes)}::jsonb) as c(tab text, code text, about text)
     cross join lateral (
       select row_id, record_id, title, code, about from problems
        where tenant_id = ${tenantId} and company_file_id = ${companyFileId} and lane = 'needs-you' and tab = c.tab
          and (code, about) >= (c.code, c.about)
        order by code, about, since, row_id limit ${sql.raw(String(BEHIND_LOOKED))}) as p
     cross join lateral (
       select count(*)::int as waiting from document_links k
         join pushes w on w.tenant_id = ${tenantId} and w.document_id = k.document_id and w.state = 'waiting' and w.operation <> 'void-extra'
        where k.tenant_id = ${tenantId} and k.after_document_id = p.record_id) as behind
     where p.code = c.code and p.about = c.about and behind.waiting > 0 order by behind.waiting desc, p.row_id`,
  );
  return result.rows;
}

export type Ahead = Blocker & { readonly ofCode: ProblemCode; readonly ofAbout: string };

/** Problems that the first rows of these causes wait for themselves. */
export async function readAhead(
  tx: Transaction,
  scope: Scope,
  { companyFileId, lane, tab }: Place,
  causes: readonly { readonly code: string; readonly about: string }[],
): Promise<Ahead[]> {
  if (causes.length === 0) return [];
  const { tenantId } = scope;
  const result = await runNamed<Ahead>(
    tx,
    sql`
    select c.code as "ofCode", c.about as "ofAbout", first.*
      from jsonb_to_recordset(${JSON.stringify(causes)}::jsonb) as c(code text, about text)
     cross join lateral (
       select b.row_id as "rowId", b.tab, b.title, b.code, b.about, count(*)::int as waiting
         from (select record_id, code, about from problems
                where tenant_id = ${tenantId} and company_file_id = ${companyFileId} and lane = ${named(lane)} and tab = ${tab}
                  and (code, about) >= (c.code, c.about)
                order by code, about, since, row_id limit ${sql.raw(String(AHEAD_LOOKED))}) as p
         join document_links k on k.tenant_id = ${tenantId} and k.document_id = p.record_id
         join problems b on b.tenant_id = ${tenantId} and b.record_id = k.after_document_id and b.lane in ('needs-you', 'snoozed')
        where p.code = c.code and p.about = c.about
        group by 1, 2, 3, 4, 5 order by 6 desc, 1 limit ${sql.raw(String(AHEAD_SHOWN))}) as first`,
  );
  return result.rows;
}
