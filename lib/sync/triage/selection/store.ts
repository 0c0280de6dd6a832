// Which problems did a person choose, what can be done to them, and what stands around them? Only reads.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemFilter, ProblemSelect } from "#lib/sync/problem-filter.ts";
import type { ActFacts } from "#lib/sync/triage/fit.ts";

const DAY_MS = 86_400_000;

/** What an act is about, as the database looks for it. `closedUntil`: the books are closed up to that day. */
export type Chosen = {
  readonly companyFileId: string;
  readonly select: ProblemSelect;
  readonly closedUntil: string | null;
};

const rowIdsOf = (rowIds: readonly string[]) =>
  sql`any (array(select jsonb_array_elements_text(${JSON.stringify(rowIds)}::jsonb)::uuid))`;

/** The rows that are meant. Of a found set only those that did not move since; of named rows all, those that moved too. */
function among(scope: Scope, { companyFileId, select }: Chosen): SQL {
  const ours = sql`p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId}`;
  if (select.is === "rows") return sql`${ours} and p.row_id = ${rowIdsOf(select.rowIds)}`;
  const { lane, tab, filter, asOf } = select;
  return sql`${ours} and p.lane = ${lane} and p.tab = ${tab} and p.moved_at <= ${asOf} ${matches(scope, filter)}`;
}

function matches(scope: Scope, filter: ProblemFilter): SQL {
  const before = (days: number) => new Date(scope.now().getTime() - days * DAY_MS);
  const list = (values: readonly string[]) =>
    sql`all (array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)))`;
  const parts: (SQL | undefined)[] = [
    filter.code === undefined ? undefined : sql`p.code = ${filter.code}`,
    filter.code === undefined || filter.about === undefined ? undefined : sql`p.about = ${filter.about}`,
    filter.notCodes === undefined ? undefined : sql`p.code <> ${list(filter.notCodes)}`,
    filter.party === undefined ? undefined : sql`p.party = ${filter.party}`,
    filter.notParty === undefined ? undefined : sql`p.party <> ${filter.notParty}`,
    filter.kind === undefined ? undefined : sql`p.kind = ${filter.kind}`,
    filter.sourceId === undefined ? undefined : sql`p.source_id = ${filter.sourceId}`,
    filter.notSourceId === undefined ? undefined : sql`p.source_id is distinct from ${filter.notSourceId}`,
    filter.assignee === undefined ? undefined : assigned(scope, filter.assignee),
    filter.minMinor === undefined ? undefined : sql`p.amount_minor >= ${filter.minMinor}`,
    filter.maxMinor === undefined ? undefined : sql`p.amount_minor <= ${filter.maxMinor}`,
    filter.olderThanDays === undefined ? undefined : sql`p.since <= ${before(filter.olderThanDays)}`,
    filter.newerThanDays === undefined ? undefined : sql`p.since > ${before(filter.newerThanDays)}`,
    filter.search === undefined ? undefined : searched(filter.search),
  ];
  const named = parts.filter((part) => part !== undefined);
  return named.length === 0 ? sql`` : sql`and ${sql.join(named, sql` and `)}`;
}

function assigned({ actor }: Scope, assignee: string): SQL {
  if (assignee === "nobody") return sql`p.assignee_id is null`;
  const mine = actor.type === "person" ? actor.userId : null;
  return sql`p.assignee_id = ${assignee === "me" ? mine : assignee}`;
}

function searched(text: string): SQL {
  const begins = text.toLowerCase();
  return sql`(lower(p.title) ^@ ${begins} or position(${begins} in lower(p.party)) > 0)`;
}

const facts = (scope: Scope, { select, closedUntil }: Chosen) => sql`
  p.row_is as "rowIs", p.lane, p.tab, q.operation, p.moved_at > ${select.asOf} as "hasMoved",
  ${closedUntil === null ? sql`false` : sql`coalesce(p.document_date <= ${closedUntil}, false)`} as "isClosed",
  p.lane = 'cleared' and p.row_is = 'push' and exists (
    select 1 from documents d where d.tenant_id = ${scope.tenantId} and d.document_id = q.document_id
       and (d.fingerprint = ${ENDED} or d.kind not in ('customer', 'item') and not exists (
         select 1 from document_orders k where k.tenant_id = ${scope.tenantId} and k.document_id = d.document_id and k.is_planned))) as "isOver"`;

const withPush = (scope: Scope) =>
  sql`left join pushes q on p.row_is = 'push' and q.tenant_id = ${scope.tenantId} and q.push_id = p.row_id`;

export type ChosenRow = ActFacts & { readonly rowId: string; readonly title: string; readonly code: ProblemCode };

/** Chosen rows after one of them, in the order of their ids. */
export async function readChosen(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  page: { readonly after?: string | undefined; readonly max: number },
): Promise<ChosenRow[]> {
  const after = page.after === undefined ? sql`` : sql`and p.row_id > ${page.after}`;
  const result = await tx.execute<ChosenRow>(sql`
    select p.row_id as "rowId", p.title, p.code, ${facts(scope, chosen)}
      from problems p ${withPush(scope)}
     where ${among(scope, chosen)} ${after}
     order by p.row_id limit ${page.max}`);
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
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`);
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

/**
 * Rows of a found set that moved on since it was looked at, by title: they matched, and now stand in another of the lanes
 * that people work.
 */
export async function readMovedOn(tx: Transaction, scope: Scope, chosen: Chosen, max: number): Promise<string[]> {
  const { companyFileId, select } = chosen;
  if (select.is === "rows") return [];
  const { lane, tab, filter, asOf } = select;
  const result = await tx.execute<{ title: string }>(sql`
    select p.title from problems p
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.tab = ${tab} and p.lane <> ${lane}
       and p.lane in ('needs-you', 'waiting', 'snoozed', 'cleared') and p.moved_at > ${asOf} and p.since <= ${asOf} ${matches(scope, filter)}
     order by p.moved_at, p.row_id limit ${max}`);
  return result.rows.map((row) => row.title);
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
      join pushes w on w.tenant_id = ${scope.tenantId} and w.document_id = behind.document_id and w.state = 'waiting' and w.operation = 'create'`);
  return result.rows[0]?.rows ?? 0;
}
