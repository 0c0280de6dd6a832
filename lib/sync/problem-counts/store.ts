// How many problems stand where, from counters that are exact at every commit; and what waits behind them.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import { listOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { documentKinds } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemFilter, ProblemPlace } from "#lib/sync/problem-filter.ts";
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
  readonly rows: number;
  readonly amountMinor: string;
};

/** Rows and money by lane, tab and currency. */
export async function readLaneCounts(tx: Transaction, scope: Scope, companyFileId: string): Promise<LaneCount[]> {
  const result = await runNamed<LaneCount>(
    tx,
    sql`
    select lane, tab, currency, sum(rows::int)::int as rows, sum(amount_minor)::text as "amountMinor"
      from problem_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane <> 'past' and rows <> 0
     group by 1, 2, 3`,
  );
  return result.rows;
}

/**
 * A text that is another one whenever a counter of the company was written: which transaction wrote a row last is part of
 * the row. Pushes are among them, because what waits by itself is shown, too. What has ended is left out: its counters are
 * as many as there ever were causes, and a problem cannot end without leaving a lane that is looked at.
 */
export async function readVersion(tx: Transaction, scope: Scope, companyFileId: string): Promise<string> {
  const result = await runNamed<{ version: string }>(
    tx,
    sql`
    select p.version || '/' || u.version as version
      from (select coalesce(sum(hashtextextended(lane || tab || code || about || xmin::text, rows)), 0)::text as version from problem_counts
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
 * in which it would go through the rows of all other causes first. There may be thousands of causes: rows are added up as
 * integers, which is twice as fast as what the sum of larger numbers becomes, and money only for those that are shown.
 */
export async function readCauseCounts(
  tx: Transaction,
  scope: Scope,
  { companyFileId, lane, tab }: Place,
  recentFrom: Date,
  max: number,
): Promise<CauseCount[]> {
  const here = sql`p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.lane = ${named(lane)} and p.tab = ${tab}`;
  const result = await runNamed<CauseCount>(
    tx,
    sql`
    select c.code, c.about, c.rows, sums.money, c.causes, oldest.at::text as "oldestAt", recent.rows as recent
      from (select code, about, sum(rows::int)::int as rows, count(*) over ()::int as causes from problem_counts
             where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab} and rows <> 0
             group by 1, 2 order by 3 desc, 1, 2 limit ${max}) as c
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

export type CauseName = { readonly tab: ProblemTab; readonly code: ProblemCode; readonly about: string };

/** Causes of some tabs that need a person, those with most rows first. */
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
    select tab, code, about from problem_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = 'needs-you' and tab in (${listOf(tabs)}) and rows <> 0
     group by 1, 2, 3 order by sum(rows::int) desc, 1, 2, 3 limit ${max}`,
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

/** How many rows a filter finds when counters know it: nothing, causes or one customer are filtered. Otherwise null. */
export async function readFound(tx: Transaction, scope: Scope, place: ProblemPlace): Promise<number | null> {
  const { code, about, notCodes, party, notParty, ...others } = place.filter;
  if (Object.values(others).some((value) => value !== undefined)) return null;
  const isOfCause = code !== undefined || (notCodes?.length ?? 0) > 0;
  const isOfParty = party !== undefined || notParty !== undefined;
  if (!isOfParty) return await sumOfCauses(tx, scope, place, { code, about, notCodes });
  if (isOfCause || (party !== undefined && notParty !== undefined)) return null;
  if (party !== undefined) return await rowsOfParty(tx, scope, place, party);
  const all = await sumOfCauses(tx, scope, place, {});
  return all - (await rowsOfParty(tx, scope, place, notParty ?? ""));
}

async function sumOfCauses(
  tx: Transaction,
  scope: Scope,
  { companyFileId, lane, tab }: Place,
  { code, about, notCodes }: Pick<ProblemFilter, "code" | "about" | "notCodes">,
): Promise<number> {
  const result = await runNamed<{ rows: number }>(
    tx,
    sql`
    select coalesce(sum(rows::int), 0)::int as rows from problem_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab}
       and code = coalesce(${code ?? null}, code) and about = coalesce(${code === undefined ? null : (about ?? null)}, about)
       and code <> all(array(select jsonb_array_elements_text(${JSON.stringify(notCodes ?? [])}::jsonb)))`,
  );
  return result.rows[0]?.rows ?? 0;
}

async function rowsOfParty(
  tx: Transaction,
  scope: Scope,
  { companyFileId, lane, tab }: Place,
  party: string,
): Promise<number> {
  const result = await runNamed<{ rows: number }>(
    tx,
    sql`
    select rows::int as rows from problem_parties
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab} and party = ${party}`,
  );
  return result.rows[0]?.rows ?? 0;
}
