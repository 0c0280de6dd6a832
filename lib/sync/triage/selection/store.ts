// Which problems did a person choose, what can be done to them, and what stands around them? Only reads.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { DecidableRow } from "#lib/sync/deciding.ts";
import { behindPayments } from "#lib/sync/payments/store.ts";
import { shownLanes, type ProblemSelect, type ShownLane } from "#lib/sync/problem-filter.ts";
import { matching } from "#lib/sync/problem-rows/store.ts";
import { isOver } from "#lib/sync/triage/cleared/store.ts";
import type { ActFacts } from "#lib/sync/triage/fit.ts";

/** What an act is about, as the database looks for it. */
export type Chosen = {
  readonly companyFileId: string;
  readonly select: ProblemSelect;
  /** Who chose: what "me" means in a filter. */
  readonly userId: string | null;
  /** The books are closed up to that day. */
  readonly closedUntil: string | null;
};

/** The rows that are meant. Of a found set only those that did not move since; of named rows all, those that moved too. */
function among(scope: Scope, chosen: Chosen): SQL {
  const { companyFileId, select } = chosen;
  if (select.is === "matching") return sql`${found(scope, chosen, select.lane)} and p.moved_at <= ${select.asOf}`;
  return sql`p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId}
         and p.row_id = any (array(select jsonb_array_elements_text(${JSON.stringify(select.rowIds)}::jsonb)::uuid))`;
}

/** What the filter finds in a lane; "so many days ago" is counted from when it was looked at. */
function found(scope: Scope, { companyFileId, select, userId }: Chosen, lane: ShownLane): SQL {
  if (select.is === "rows") return sql`false`;
  const place = { companyFileId, lane, tab: select.tab, filter: select.filter };
  return matching(scope, place, { userId, now: new Date(select.asOf) });
}

const facts = (scope: Scope, { select, closedUntil }: Chosen) => sql`
  p.row_is as "rowIs", p.lane, p.tab, q.operation, coalesce(q.memory @> '{"unsure": true}', false) as "isUnheard", p.moved_at > ${select.asOf} as "hasMoved",
  ${closedUntil === null ? sql`false` : sql`coalesce(p.document_date <= ${closedUntil}, false)`} as "isClosed",
  p.lane = 'cleared' and p.row_is = 'push' and ${isOver(scope.tenantId, sql`q.document_id`)} as "isOver",
  p.code = ${behindPayments} as "isBehindPayments"`;

const withPush = (scope: Scope) =>
  sql`left join pushes q on p.row_is = 'push' and q.tenant_id = ${scope.tenantId} and q.push_id = p.row_id`;

export type ChosenRow = ActFacts & { readonly rowId: string; readonly title: string; readonly since: string };
/** Where a reading of chosen rows stopped. */
export type ChosenPlace = Pick<ChosenRow, "since" | "rowId">;

/** One look-up a row: `limit 1` keeps the planner from walking all pushes along. */
const problemsWithPush = (scope: Scope) => sql`
  problems p left join lateral (
    select operation, document_id, memory from pushes q where p.row_is = 'push' and q.tenant_id = ${scope.tenantId} and q.push_id = p.row_id limit 1) as q on true`;

const behind = (place: ChosenPlace | undefined) =>
  place === undefined ? sql`` : sql`and (p.since, p.row_id) > (${place.since}::timestamptz, ${place.rowId}::uuid)`;

/** Chosen rows after one of them, the oldest first. */
export async function readChosen(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  page: { readonly after?: ChosenPlace | undefined; readonly max: number },
): Promise<ChosenRow[]> {
  const result = await tx.execute<ChosenRow>(sql`
    select p.row_id as "rowId", p.title, p.since::text as since, ${facts(scope, chosen)} from ${problemsWithPush(scope)}
     where ${among(scope, chosen)} ${behind(page.after)}
     order by p.since, p.row_id limit ${page.max}`);
  return result.rows;
}

export type ChosenPart = {
  readonly rows: readonly (ActFacts & { readonly rowId: string })[];
  /** The last of them; null when there are none. */
  readonly last: ChosenPlace | null;
};

/** The same without titles. Those with the same facts come together, the oldest first in each: of ten thousand rows a few lines come back. */
export async function readChosenPart(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  page: { readonly after?: ChosenPlace | undefined; readonly max: number },
): Promise<ChosenPart> {
  const result = await tx.execute<ActFacts & { rowIds: string; lastSince: string; lastRowId: string }>(sql`
    with part as materialized (
      select p.row_id as "rowId", p.since, ${facts(scope, chosen)} from ${problemsWithPush(scope)}
       where ${among(scope, chosen)} ${behind(page.after)}
       order by p.since, p.row_id limit ${page.max})
    select "rowIs", lane, tab, operation, "isUnheard", "hasMoved", "isClosed", "isOver", "isBehindPayments", last.since::text as "lastSince", last."rowId" as "lastRowId",
           string_agg(part."rowId"::text, ',' order by part.since, part."rowId") as "rowIds"
      from part, (select since, "rowId" from part order by since desc, "rowId" desc limit 1) as last
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`);
  const [first] = result.rows;
  return {
    rows: result.rows.flatMap(({ rowIds, ...alike }) => rowIds.split(",").map((rowId) => ({ ...alike, rowId }))),
    last: first ? { since: first.lastSince, rowId: first.lastRowId } : null,
  };
}

/** The titles of rows, by id. */
export async function readTitles(
  tx: Transaction,
  scope: Scope,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (rowIds.length === 0) return new Map();
  const result = await tx.execute<{ rowId: string; title: string }>(sql`
    select p.row_id as "rowId", p.title from problems p where p.tenant_id = ${scope.tenantId} and p.row_id = any (${idsOf(rowIds)})`);
  return new Map(result.rows.map(({ rowId, title }) => [rowId, title]));
}

/** Named rows with all that a decision about each is judged by. What is not of this company is not among them. */
export async function readDecidable(
  tx: Transaction,
  scope: Scope,
  chosen: Omit<Chosen, "select">,
  { rowIds, asOf }: { readonly rowIds: readonly string[]; readonly asOf: string },
): Promise<DecidableRow[]> {
  const named: Chosen = { ...chosen, select: { is: "rows", rowIds: [...rowIds], asOf } };
  const result = await tx.execute<DecidableRow>(sql`
    select p.row_id as "rowId", p.title, p.party, p.amount_minor::text as "amountMinor", p.currency, p.since::text as since,
           p.came_back as "cameBack", p.assignee_id as "assigneeId", p.snooze, p.snooze_until::text as "snoozeUntil", p.clearing,
           p.decided_by as "decidedBy", p.decided_at::text as "decidedAt", ${facts(scope, named)}
      from ${problemsWithPush(scope)}
     where ${among(scope, named)}`);
  return result.rows;
}

/** Alike rows, counted. */
export type ChosenGroup = ActFacts & {
  readonly code: ProblemCode;
  readonly about: string;
  readonly currency: string;
  readonly isLinked: boolean;
  readonly rows: number;
  readonly amountMinor: string;
};

/** All chosen rows, those alike as one. */
export async function groupChosen(tx: Transaction, scope: Scope, chosen: Chosen): Promise<ChosenGroup[]> {
  const result = await tx.execute<ChosenGroup>(sql`
    select ${facts(scope, chosen)}, p.code, p.about, p.currency, l.document_id is not null as "isLinked",
           count(*)::int as rows, sum(p.amount_minor)::text as "amountMinor"
      from problems p ${withPush(scope)}
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = q.document_id
     where ${among(scope, chosen)}
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13`);
  return result.rows;
}

/** One document of each cause among the chosen rows that a person has to do something about. */
export async function sampleCauses(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  max: number,
): Promise<{ readonly code: ProblemCode; readonly about: string; readonly documentId: string }[]> {
  const result = await tx.execute<{ code: ProblemCode; about: string; documentId: string }>(sql`
    select distinct on (p.code, p.about) p.code, p.about, p.record_id as "documentId" from problems p
     where ${among(scope, chosen)} and p.row_is = 'push' and p.lane in ('needs-you', 'snoozed')
     order by p.code, p.about, p.row_id limit ${max}`);
  return result.rows;
}

const workedLanes: readonly ShownLane[] = ["needs-you", "waiting", "snoozed", "cleared"];

/**
 * Rows of a found set that moved on since it was looked at, by title: they match, and now stand in another of the lanes
 * that people work. What this run itself moved is not among them.
 */
export async function readMovedOn(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  run: { readonly bulkRunId: string; readonly max: number },
): Promise<string[]> {
  const { select } = chosen;
  if (select.is === "rows") return [];
  const titles: string[] = [];
  for (const lane of workedLanes.filter((each) => each !== select.lane)) {
    const result = await tx.execute<{ title: string }>(sql`
      select p.title from problems p
       where ${found(scope, chosen, lane)} and p.moved_at > ${select.asOf} and p.since <= ${select.asOf}
         and p.decided_run is distinct from ${run.bulkRunId}::uuid
       order by p.since, p.row_id limit ${run.max - titles.length}`);
    titles.push(...result.rows.map((row) => row.title));
  }
  return titles;
}

/**
 * Rows that an accepted run had chosen and that moved before their turn came: they match, wherever they stand now. What has
 * another cause by now, or went on in a newer document, is not among them.
 */
export async function readGone(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  run: { readonly bulkRunId: string; readonly since: string; readonly max: number },
): Promise<{ readonly rowId: string; readonly title: string }[]> {
  const gone: { rowId: string; title: string }[] = [];
  const { select } = chosen;
  for (const lane of select.is === "rows" ? [] : shownLanes) {
    const result = await tx.execute<{ rowId: string; title: string }>(sql`
      select p.row_id as "rowId", p.title from problems p
       where ${found(scope, chosen, lane)} and p.moved_at >= ${run.since}::timestamptz and p.moved_at > ${select.asOf} and p.since <= ${select.asOf}
         and p.decided_run is distinct from ${run.bulkRunId}::uuid
       order by p.since, p.row_id limit ${run.max - gone.length}`);
    gone.push(...result.rows);
  }
  return gone;
}

/** How many documents wait behind the chosen ones, whatever is in between, and would go on waiting without them. */
export async function countBehind(tx: Transaction, scope: Scope, chosen: Chosen): Promise<number> {
  const result = await tx.execute<{ rows: number }>(sql`
    with recursive behind(document_id) as (
      select k.document_id from problems p
        join document_links k on k.tenant_id = ${scope.tenantId} and k.after_document_id = p.record_id
       where ${among(scope, chosen)} and p.row_is = 'push' and p.lane in ('needs-you', 'snoozed')
       union
      select k.document_id from behind
        join document_links k on k.tenant_id = ${scope.tenantId} and k.after_document_id = behind.document_id)
    select count(*)::int as rows from behind
      join pushes w on w.tenant_id = ${scope.tenantId} and w.document_id = behind.document_id and w.state = 'waiting' and w.operation = 'create'
       and not w.memory @> '{"unsure": true}'`);
  return result.rows[0]?.rows ?? 0;
}
