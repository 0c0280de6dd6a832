// Which rows does a place of Problem Sync list, in which order? Keys from one covering index first, then what is shown of them.
import { sql, type SQL } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import { listOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { documentKindNames, type DocumentKind } from "#lib/documents/document.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemKey, ProblemSort } from "#lib/sync/problem-cursor.ts";
import type { ProblemFilter, ProblemPlace } from "#lib/sync/problem-filter.ts";
import { tabKinds, type Clearing, type ProblemLane, type ProblemTab, type Snooze } from "#lib/sync/triage.ts";

const DAY_MS = 86_400_000;
/** A text in more customers' names, or at the beginning of more titles, is so common that walking along finds it soon. */
const PARTIES_FEW = 50;
const TITLES_FEW = 2_000;
/** Sorts after every text that begins with what stands before it. */
const LAST_CHARACTER = "\u{10FFFF}";

/** What "me" and "so many days ago" mean in a filter. */
export type Asker = { readonly userId: string | null; readonly now: Date };

/** The asker of this scope, now. */
export function askerOf({ actor, now }: Pick<Scope, "actor" | "now">): Asker {
  return { userId: actor.type === "person" ? actor.userId : null, now: now() };
}

const toOnePlan = sql`select set_config('plan_cache_mode', 'force_generic_plan', true)`;

type Walk = { readonly sort: ProblemSort; readonly after: ProblemKey | null; readonly max: number };

/**
 * Keys of the rows of a place, in order: the first question of a transaction, planned for its very values. Which index is
 * best depends on the filter, and a plan for any tenant takes every tenant for so small that sorting all its rows costs
 * nothing. What follows keeps one plan for all, as in `inHotTransaction`: it is set on the way, for one trip less. The
 * indexes have in them what filters look at, so that no row is fetched that is not shown.
 */
export async function readProblemKeys(
  tx: Transaction,
  scope: Scope,
  place: ProblemPlace,
  walk: Walk,
  asker: Asker,
): Promise<ProblemKey[]> {
  const { search, ...filter } = place.filter;
  const conditions = conditionsOf(filter, asker);
  const statement =
    search === undefined
      ? walkOf(scope, place, walk, conditions)
      : searchOf(scope, place, walk, conditions, search, await readCommon(tx, scope, place, search));
  const found = await tx.execute<ProblemKey>(
    sql`select "rowId", value, (${toOnePlan}) as plan from (${statement}) as k`,
  );
  if (found.rows.length === 0) await tx.execute(toOnePlan);
  return found.rows.map(({ rowId, value }) => ({ rowId, value }));
}

/** The rows a filter means, as a condition on `problems p`: for acts on everything that matches. */
export function matching(scope: Scope, place: ProblemPlace, asker: Asker): SQL {
  const { search, ...filter } = place.filter;
  const conditions = [placeOf(scope, place), ...conditionsOf(filter, asker)];
  if (search !== undefined) {
    conditions.push(eitherWith(scope, place, search));
  }
  return and(conditions);
}

const placeOf = (scope: Scope, { companyFileId, lane, tab }: ProblemPlace) =>
  sql`p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.lane = ${lane} and p.tab = ${tab}`;

function walkOf(scope: Scope, place: ProblemPlace, walk: Walk, conditions: readonly SQL[]): SQL {
  const { column, order, beyond } = orders[walk.sort];
  const here = [placeOf(scope, place), ...conditions, ...(walk.after ? [beyond(walk.after)] : [])];
  return sql`
    select p.row_id as "rowId", ${column}::text as value from problems p
     where ${and(here)} order by ${order} limit ${sql.raw(String(walk.max))}`;
}

type Common = { readonly isInManyNames: boolean; readonly isOfManyTitles: boolean };

/** How common is a text? Looked at no further than it matters; the planner's guess is of all tenants together. */
async function readCommon(tx: Transaction, scope: Scope, place: ProblemPlace, search: string): Promise<Common> {
  const result = await tx.execute<Common>(sql`
    select (select count(*) from (${partiesWith(scope, place, search)} limit ${PARTIES_FEW + 1}) as c) > ${PARTIES_FEW} as "isInManyNames",
           (select count(*) from (${titlesWith(scope, place, search)} limit ${TITLES_FEW + 1}) as t) > ${TITLES_FEW}
             as "isOfManyTitles"`);
  return result.rows[0] ?? { isInManyNames: true, isOfManyTitles: true };
}

/** What begins with the text, and what is of a customer whose name has it: two walks that become one. */
function searchOf(
  scope: Scope,
  place: ProblemPlace,
  walk: Walk,
  conditions: readonly SQL[],
  search: string,
  { isInManyNames, isOfManyTitles }: Common,
): SQL {
  if (isInManyNames) return walkOf(scope, place, walk, [...conditions, eitherWith(scope, place, search)]);
  const { merged } = orders[walk.sort];
  const titles = isOfManyTitles
    ? walkOf(scope, place, walk, [...conditions, beginsWith(place, search)])
    : fewOf(scope, place, walk, conditions, search);
  const ofParty = walkOf(scope, place, walk, [...conditions, sql`p.party = c.party`]);
  return sql`
    select "rowId", value from (
      (${titles}) union
      (select k.* from (${partiesWith(scope, place, search)}) as c cross join lateral (${ofParty}) as k)) as found
     order by ${merged} limit ${sql.raw(String(walk.max))}`;
}

/** A walk over few rows: they are all taken and then put in order. `offset 0` keeps the planner from walking in order. */
function fewOf(scope: Scope, place: ProblemPlace, walk: Walk, conditions: readonly SQL[], search: string): SQL {
  const { column, beyond, merged } = orders[walk.sort];
  const here = [placeOf(scope, place), ...conditions, ...(walk.after ? [beyond(walk.after)] : [])];
  const found = beginningsOf(place, search).map(
    (from) =>
      sql`(select p.row_id as "rowId", ${column}::text as value from problems p where ${and([...here, from])} offset 0)`,
  );
  return sql`
    select few.* from (${sql.join(found, sql` union `)}) as few
     order by ${merged} limit ${sql.raw(String(walk.max))}`;
}

const eitherWith = (scope: Scope, place: ProblemPlace, search: string) =>
  sql`(${beginsWith(place, search)} or p.party in (${partiesWith(scope, place, search)}))`;

const partiesWith = (scope: Scope, { companyFileId, lane, tab }: ProblemPlace, search: string) => sql`
  select party from problem_parties
   where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab} and rows > 0
     and strpos(lower(party), ${search.toLowerCase()}) > 0`;

/** Each beginning is looked for by itself, so that each is one stretch of the index. */
const titlesWith = (scope: Scope, place: ProblemPlace, search: string) =>
  sql.join(
    beginningsOf(place, search).map(
      (from) => sql`(select p.row_id from problems p where ${placeOf(scope, place)} and ${from})`,
    ),
    sql` union all `,
  );

const beginsWith = (place: ProblemPlace, search: string) => sql`(${sql.join(beginningsOf(place, search), sql` or `)})`;

/**
 * Titles that begin with the text, or with it behind the word of a kind: "HL-1042" is Invoice HL-1042. A range instead of
 * LIKE, which is not leakproof and could use no index under row-level security.
 */
function beginningsOf({ tab }: ProblemPlace, search: string): SQL[] {
  const words = [...tabKinds[tab].map((kind) => documentKindNames[kind]), "Order"];
  const text = search.toLowerCase();
  return ["", ...words.map((word) => `${word.toLowerCase()} `)]
    .map((before) => before + text)
    .map((from) => sql`p.title_key >= ${from} and p.title_key < ${from + LAST_CHARACTER}`);
}

type Order = {
  readonly column: SQL;
  readonly order: SQL;
  /** The same over found keys, whose values are text. */
  readonly merged: SQL;
  readonly beyond: (key: ProblemKey) => SQL;
};

const NOBODY = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const orders: Readonly<Record<ProblemSort, Order>> = {
  oldest: {
    column: sql`p.since`,
    order: sql`p.since, p.row_id`,
    merged: sql`value::timestamptz, "rowId"`,
    beyond: (key) => sql`(p.since, p.row_id) > (${key.value}::timestamptz, ${key.rowId}::uuid)`,
  },
  newest: {
    column: sql`p.since`,
    order: sql`p.since desc, p.row_id desc`,
    merged: sql`value::timestamptz desc, "rowId" desc`,
    beyond: (key) => sql`(p.since, p.row_id) < (${key.value}::timestamptz, ${key.rowId}::uuid)`,
  },
  amount: {
    column: sql`p.amount_minor`,
    order: sql`p.amount_minor desc, p.row_id desc`,
    merged: sql`value::bigint desc, "rowId" desc`,
    beyond: (key) => sql`(p.amount_minor, p.row_id) < (${key.value}::bigint, ${key.rowId}::uuid)`,
  },
};

function conditionsOf(filter: Omit<ProblemFilter, "search">, { userId, now }: Asker): SQL[] {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const me = userId ?? NOBODY;
  const assignee = filter.assignee === "me" ? me : filter.assignee;
  const found: (SQL | false)[] = [
    filter.code !== undefined && sql`p.code = ${filter.code}`,
    filter.code !== undefined && filter.about !== undefined && sql`p.about = ${filter.about}`,
    (filter.notCodes?.length ?? 0) > 0 && sql`p.code not in (${listOf(filter.notCodes ?? [])})`,
    filter.party !== undefined && sql`p.party = ${filter.party}`,
    filter.notParty !== undefined && sql`p.party <> ${filter.notParty}`,
    filter.kind !== undefined && sql`p.kind = ${filter.kind}`,
    filter.sourceId !== undefined && sql`p.source_id = ${filter.sourceId}`,
    filter.notSourceId !== undefined && sql`p.source_id is distinct from ${filter.notSourceId}::uuid`,
    assignee === "nobody" && sql`p.assignee_id is null`,
    assignee === "others" && sql`p.assignee_id <> ${me}`,
    assignee !== undefined && assignee !== "nobody" && assignee !== "others" && sql`p.assignee_id = ${assignee}`,
    filter.minMinor !== undefined && sql`p.amount_minor >= ${filter.minMinor}::bigint`,
    filter.maxMinor !== undefined && sql`p.amount_minor <= ${filter.maxMinor}::bigint`,
    filter.olderThanDays !== undefined && sql`p.since <= ${ago(filter.olderThanDays)}`,
    filter.newerThanDays !== undefined && sql`p.since >= ${ago(filter.newerThanDays)}`,
  ];
  return found.filter((one) => one !== false);
}

const and = (conditions: readonly SQL[]) => sql.join([...conditions], sql` and `);

export type ListedProblem = {
  readonly rowId: string;
  readonly is: "push" | "order";
  readonly recordId: string;
  readonly lane: ProblemLane;
  readonly tab: ProblemTab;
  readonly title: string;
  readonly party: string;
  readonly kind: DocumentKind;
  readonly code: ProblemCode;
  readonly about: string;
  readonly detail: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly date: string | null;
  readonly since: string;
  readonly movedAt: string;
  readonly cameBack: number;
  readonly orderIds: readonly string[];
  readonly assigneeId: string | null;
  readonly snooze: Snooze | null;
  readonly snoozeUntil: string | null;
  readonly snoozeRows: number | null;
  readonly isUnheard: boolean;
  readonly clearing: Clearing | null;
  readonly decidedBy: string | null;
  readonly decidedBecause: string | null;
  readonly decidedAt: string | null;
  readonly sourceId: string | null;
  readonly sourceName: string | null;
  readonly ledgerType: string | null;
  readonly ledgerId: string | null;
};

/**
 * What is shown of some rows, in the order of their ids; those that are gone by now are left out. One look-up a row and
 * table: `limit 1` keeps the planner from walking a whole table along.
 */
export async function readListed(
  tx: Transaction,
  scope: Scope,
  rowIds: readonly string[],
): Promise<readonly ListedProblem[]> {
  if (rowIds.length === 0) return [];
  const { tenantId } = scope;
  const found = await runNamed<ListedProblem>(
    tx,
    sql`
    select p.row_id as "rowId", p.row_is as is, p.record_id as "recordId", p.lane, p.tab, p.title, p.party, p.kind, p.code, p.about,
           coalesce(u.problem->>'detail', o.problem->>'detail', '') as detail, p.amount_minor::text as "amountMinor", p.currency,
           p.document_date as date, p.since::text as since, p.moved_at::text as "movedAt", p.came_back as "cameBack",
           case p.row_is when 'order' then jsonb_build_array(p.row_id) else coalesce(
             (select jsonb_agg(k.order_id) from document_orders k where k.tenant_id = ${tenantId} and k.document_id = u.document_id), '[]') end as "orderIds",
           p.assignee_id as "assigneeId", p.snooze, p.snooze_until::text as "snoozeUntil", p.snooze_rows as "snoozeRows", p.clearing,
           coalesce(u.memory @> '{"unsure": true}', false) as "isUnheard",
           p.decided_by as "decidedBy", p.decided_because as "decidedBecause", p.decided_at::text as "decidedAt",
           p.source_id as "sourceId", s.name as "sourceName", coalesce(u.memory->>'ledgerType', l.ledger_type) as "ledgerType", coalesce(u.extra_ledger_id, l.ledger_id) as "ledgerId"
      from problems p
      left join lateral (select * from pushes u where u.tenant_id = ${tenantId} and u.push_id = p.row_id limit 1) as u on true
      left join lateral (select problem from orders o where p.row_is = 'order' and o.tenant_id = ${tenantId} and o.order_id = p.row_id limit 1) as o on true
      left join lateral (select * from ledger_links l where l.tenant_id = ${tenantId} and l.document_id = u.document_id limit 1) as l on true
      left join lateral (select name from sources s where s.tenant_id = ${tenantId} and s.source_id = p.source_id limit 1) as s on true
     where p.tenant_id = ${tenantId} and p.row_id = any(array(select jsonb_array_elements_text(${JSON.stringify(rowIds)}::jsonb)::uuid))`,
  );
  const byId = new Map(found.rows.map((row) => [row.rowId, row]));
  return rowIds.flatMap((rowId) => byId.get(rowId) ?? []);
}
