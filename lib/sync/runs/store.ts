// Bulk work as an object: what was chosen, and how far it is. Survives reload and restart.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import type { RunResult } from "#lib/sync/run-csv.ts";
import type { ChosenPlace } from "#lib/sync/triage/selection/store.ts";
import type { RunRows } from "#lib/sync/triage/sorting.ts";
import type { Decision } from "#lib/sync/triage/store.ts";

/** Rows that a file lists: their ids are kept beside the run, in bundles. */
export type ListedSelect = { readonly is: "listed"; readonly fileName: string; readonly asOf: string };
/** The bundle that comes next. */
export type ListedPlace = { readonly bundle: number };

/** What a run of decisions is about; with it goes how far it came, and how far taking it back came. */
export type ActSelection = {
  /** Of rows listed in a file: the first of their acts; each bundle of rows has its own, with its own value. */
  readonly act: ProblemAct;
  readonly select: ProblemSelect | ListedSelect;
  /** Who chose. */
  readonly userId: string | null;
  readonly place?: ChosenPlace | ListedPlace | null;
  readonly undo?: { readonly undone: number; readonly left: number } | null;
  /** Documents that waited behind the rows and were cleared with them. */
  readonly followers?: number;
  /** How often its next part has failed; and why the run ended, when it failed for good. */
  readonly tries?: number;
  readonly failure?: string;
};

export type ActRun = {
  readonly kind: ProblemAct["act"];
  readonly title: string;
  readonly state: "running" | "done";
  readonly selection: ActSelection;
  readonly total: number;
  /** Rows it was done to, and rows that were left alone. */
  readonly ok: number;
  readonly failed: number;
};

/** Writes what was decided about problems. */
export async function writeAct(
  tx: Transaction,
  scope: Scope,
  { companyFileId, bulkRunId, by, now }: Decision,
  { kind, title, state, selection, total, ok, failed }: ActRun,
): Promise<void> {
  await tx.execute(sql`
    insert into bulk_runs (tenant_id, bulk_run_id, company_file_id, kind, state, title, selection, rows_total, rows_done, rows_ok, rows_failed,
                           started_by, created_at, alive_at, finished_at)
    values (${scope.tenantId}, ${bulkRunId}, ${companyFileId}, ${kind}, ${state}, ${title}, ${JSON.stringify(selection)}::jsonb,
            ${total}, ${ok + failed}, ${ok}, ${failed}, ${by}, ${now}, ${now}, ${state === "done" ? now : null})`);
}

/** So many of the rows it was done to are kept in one row of the table: a run of a hundred thousand writes a thousand. */
const BUNDLE_ROWS = 100;

/** Keeps what became of rows, numbered on from `from`: each that was left alone with its reason, the others in bundles. */
export async function writeRunRows(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  from: number,
  { done, leftAlone }: RunRows,
): Promise<void> {
  const bundles = Array.from({ length: Math.ceil(done.length / BUNDLE_ROWS) }, (_, nth) => ({
    place: leftAlone.length + nth * BUNDLE_ROWS + 1,
    isOk: true,
    reason: "",
    record: { rowIds: done.slice(nth * BUNDLE_ROWS, (nth + 1) * BUNDLE_ROWS) },
  }));
  const alone = leftAlone.map(({ reason, ...record }, nth) => ({ place: nth + 1, isOk: false, reason, record }));
  const rows = [...alone, ...bundles];
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into bulk_run_rows (tenant_id, bulk_run_id, row_number, is_ok, reason, record)
    select ${scope.tenantId}, ${bulkRunId}, ${from} + r.place, r."isOk", r.reason, r.record
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(place int, "isOk" boolean, reason text, record jsonb)`);
}

/** The rows of a run, those in bundles one by one: `row_id`, `title` as it was, `is_ok`, `reason`, `place`. */
const rowsOf = (scope: Scope, bulkRunId: string, more: SQL = sql``) => sql`(
  select coalesce(e.id, r.record->>'rowId')::uuid as row_id, r.record->>'title' as title, r.is_ok, r.reason, r.row_number, e.nth
    from (select * from bulk_run_rows r where r.tenant_id = ${scope.tenantId} and r.bulk_run_id = ${bulkRunId} and r.row_number > 0 ${more}) as r
    left join lateral jsonb_array_elements_text(r.record->'rowIds') with ordinality as e(id, nth) on true)`;

export type RunProgress = {
  readonly title: string;
  readonly total: number;
  readonly posted: number;
  readonly problems: number;
  readonly left: number;
};

export type ResultRow = RunResult & { readonly rowNumber: number };

/**
 * What became of rows of a run, those after a place: left alone with the reason, or done, and how each stands now. At most
 * so many rows of the table, bundles among them.
 */
export async function readResults(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  { after, max }: { readonly after: number; readonly max: number },
): Promise<readonly ResultRow[]> {
  const { tenantId } = scope;
  const result = await tx.execute<ResultRow>(sql`
    select coalesce(p.title, d.title, 'Order ' || o.number, c.title, '') as title, coalesce(p.party, d.party, o.customer_name, '') as party,
           coalesce(p.amount_minor, u.amount_minor, o.total_minor)::text as "amountMinor", coalesce(p.currency, u.currency, o.currency) as currency,
           c.is_ok as "isOk", c.reason, p.lane, c.row_number as "rowNumber"
      from ${rowsOf(scope, bulkRunId, sql`and r.row_number > ${after} order by r.row_number limit ${max}`)} as c
      left join problems p on p.tenant_id = ${tenantId} and p.row_id = c.row_id
      left join pushes u on u.tenant_id = ${tenantId} and u.push_id = c.row_id
      left join documents d on d.tenant_id = ${tenantId} and d.document_id = u.document_id
      left join orders o on o.tenant_id = ${tenantId} and o.order_id = c.row_id
     order by c.row_number, c.nth`);
  return result.rows;
}

/**
 * The rows a run left alone, and those of a resync that need a person again, as far as they still stand where the act can
 * be done to them: what was done since does not hide those behind it.
 */
export async function readFailed(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  act: ProblemAct,
  max: number,
): Promise<readonly string[]> {
  const result = await tx.execute<{ rowId: string }>(sql`
    select p.row_id as "rowId"
      from ${rowsOf(scope, bulkRunId)} as r join problems p on p.tenant_id = ${scope.tenantId} and p.row_id = r.row_id
     where not r.is_ok and ${stillFits(act)} ${act.act === "resync" ? sql`or r.is_ok and p.lane = 'needs-you'` : sql``}
     order by r.row_number, r.nth limit ${max}`);
  return result.rows.map((row) => row.rowId);
}

/** Problem `p` can have it done once more. What somebody put aside meanwhile stays there. */
function stillFits(act: ProblemAct): SQL {
  switch (act.act) {
    case "assign":
      return sql`p.lane not in ('done', 'past') and p.assignee_id is distinct from ${act.userId}`;
    case "restore":
      return sql`p.lane in ('snoozed', 'cleared')`;
    case "mark-paid":
      return sql`p.lane = 'needs-you' and p.tab in ('invoices', 'sales-orders')`;
    default:
      return sql`p.lane = 'needs-you'`;
  }
}

/** A customer or job that is held goes with the orders that name it: they wait to be planned again. */
const waitsForPlan = (scope: Scope) => sql`exists (
  select 1 from document_orders k join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = k.order_id
   where k.tenant_id = ${scope.tenantId} and k.document_id = chosen.document_id and o.to_plan_at is not null)`;

/** A held customer that was linked is in the books, and nothing was sent. */
const isLinked = (scope: Scope) => sql`exists (
  select 1 from ledger_links l where l.tenant_id = ${scope.tenantId} and l.document_id = chosen.document_id)`;

/**
 * How far a resync is, counted from the pushes it chose: of each document the newest push counts, because an order that
 * changed in between goes on with a new one.
 */
export async function readResync(tx: Transaction, scope: Scope, bulkRunId: string): Promise<RunProgress | null> {
  const result = await tx.execute<RunProgress>(sql`
    with run as (
      select title, rows_total from bulk_runs
       where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and kind = 'resync'),
    rows_of as (select row_id as id from ${rowsOf(scope, bulkRunId, sql`and r.is_ok`)} as r),
    chosen as (
      select p.document_id, p.state, p.operation from rows_of
        join pushes p on p.tenant_id = ${scope.tenantId} and p.push_id = rows_of.id),
    now_at as (
      select state from chosen where operation = 'void-extra'
      union all
      select case when newest.state = 'problem' and newest.problem_code = 'customer-not-linked' and ${waitsForPlan(scope)} then 'ready'
                  when newest.state = 'superseded' and ${isLinked(scope)} then 'posted' else newest.state end
        from chosen cross join lateral (
        select state, problem_code from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = chosen.document_id and p.operation <> 'void-extra'
         order by push_id desc limit 1) as newest
       where chosen.operation <> 'void-extra'
      union all
      select case when o.to_plan_at is not null then 'ready' when o.problem_code is not null then 'problem' else 'posted' end
        from rows_of join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = rows_of.id)
    select run.title, run.rows_total as total,
           (select count(*)::int from now_at where state = 'posted') as posted,
           (select count(*)::int from now_at where state = 'problem') as problems,
           (select count(*)::int from now_at where state in ('waiting', 'ready', 'sending', 'unsure')) as left
      from run`);
  return result.rows[0] ?? null;
}
