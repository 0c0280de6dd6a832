// What people decide about problems, written down: the row first, then its push, so that both move in one transaction and
// the counters move once. A decision keeps how the row stood before, by which it is taken back. The lane must be locked.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { releaseBehind } from "#lib/sync/ending/store.ts";
import { wakeLane } from "#lib/sync/lane/store.ts";
import { behindPayments } from "#lib/sync/payments/store.ts";
import type { Clearing, ProblemLane, Snooze } from "#lib/sync/triage.ts";
import { isOver, versionOfOrders, waitAgain } from "#lib/sync/triage/cleared/store.ts";
import { countOf, move, movePushes, pushesOf, type Moved } from "#lib/sync/triage/moving/store.ts";

/** Who decides, in which piece of work. */
export type Decision = {
  readonly companyFileId: string;
  readonly bulkRunId: string;
  readonly by: string;
  readonly now: Date;
};

const ours = (scope: Scope, { companyFileId }: Pick<Decision, "companyFileId">, rowIds: readonly string[]) =>
  sql`p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.row_id = any (${idsOf(rowIds)})`;

/**
 * How the row stands, to be kept beside a decision. What was decided before that one is kept once, not for ever. Most rows
 * were never touched: putting all of it together would cost them more than the decision itself.
 */
const before = sql`case when coalesce(p.assignee_id::text, p.snooze, p.clearing, p.decided_because, p.decided_by, p.decided_at::text, p.decided_run::text,
                                      p.version::text, p.snooze_until::text, p.snooze_rows::text) is null and p.lane = 'needs-you'
  then '{"lane": "needs-you"}'::jsonb
  else jsonb_strip_nulls(jsonb_build_object('lane', p.lane, 'assigneeId', p.assignee_id, 'snooze', p.snooze, 'snoozeUntil', p.snooze_until,
    'snoozeRows', p.snooze_rows, 'clearing', p.clearing, 'because', p.decided_because, 'by', p.decided_by, 'at', p.decided_at,
    'run', p.decided_run, 'version', p.version, 'before', case when p.decided_run is not null then p.decided_before - 'before' end)) end`;

/** Where an unhandled row stands: an order that waits for a new plan is on its way. */
export const standsOpen = (scope: Scope) => sql`case when p.row_is = 'order' and exists (
  select 1 from orders o where o.tenant_id = ${scope.tenantId} and o.order_id = p.row_id and o.to_plan_at is not null) then 'waiting' else 'needs-you' end`;

/** Postgres reads the definition of the generated column anew for each row of an update that leaves the column's source alone. */
const titled = sql`title = p.title`;

const decided = (decision: Decision, because: string | null) => sql`
  ${titled}, decided_because = ${because}, decided_by = ${decision.by}, decided_at = ${decision.now}, decided_run = ${decision.bulkRunId}, decided_before = ${before}`;
const notSnoozed = sql`snooze = null, snooze_until = null, snooze_rows = null`;

/** The row is as this piece of work left it. Said so that no index is taken for it: of a large run it would give all rows for each part. */
const ofRun = ({ bulkRunId }: Pick<Decision, "bulkRunId">) =>
  sql`p.decided_run is not distinct from ${bulkRunId}::uuid`;

/** Takes problems off the list: nothing of them is sent. Returns how many. */
export async function clearRows(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
  { clearing, because }: { readonly clearing: Clearing; readonly because: string },
): Promise<number> {
  const cleared = await move(
    tx,
    sql`
    update problems p set lane = 'cleared', moved_at = ${decision.now}, clearing = ${clearing}, ${notSnoozed}, ${decided(decision, because)},
           version = case when p.row_is = 'push' then ${versionOfOrders(scope.tenantId, sql`p.record_id`)} else p.version end
     where ${ours(scope, decision, rowIds)} and p.lane in ('needs-you', 'snoozed')`,
  );
  await clearPushes(tx, scope, decision, pushesOf(cleared), because);
  return countOf(cleared);
}

/** What the problem was stays on the push: restoring brings it back as it was. */
async function clearPushes(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  pushIds: readonly string[],
  because: string,
): Promise<void> {
  if (pushIds.length === 0) return;
  const cleared = await movePushes<{ documentIds: string | null }>(
    tx,
    sql`
    with cleared as (
      update pushes q set state = 'cleared', cleared_because = ${because}, problem_code = '', problem_about = '', changed_at = ${decision.now}
       where q.tenant_id = ${scope.tenantId} and q.state = 'problem' and q.push_id = any (${idsOf(pushIds)}) returning q.document_id)
    select string_agg(document_id::text, ',') as "documentIds" from cleared`,
  );
  const documentIds = cleared.rows[0]?.documentIds?.split(",") ?? [];
  mustBe(documentIds.length, pushIds.length);
  // What was to go after them need not wait for them any more.
  const lane = { tenantId: scope.tenantId, companyFileId: decision.companyFileId };
  await releaseBehind(tx, lane, documentIds, decision.now);
  await wakeLane(tx, scope, decision.companyFileId, ["ready"], decision.now);
}

/** Brings cleared and snoozed problems back to where they stood. Returns how many. */
export async function restoreRows(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
): Promise<number> {
  const waiting = sql`p.row_is = 'push' and exists (
    select 1 from pushes q where q.tenant_id = ${scope.tenantId} and q.push_id = p.row_id and q.problem is null)`;
  const behind = await move(
    tx,
    sql`
    update problems p set lane = 'waiting', moved_at = ${decision.now}, clearing = null, ${decided(decision, null)}, version = null
     where ${ours(scope, decision, rowIds)} and p.lane = 'cleared' and ${waiting}`,
  );
  await goAgain(tx, scope, decision, pushesOf(behind));
  const cleared = await move(
    tx,
    sql`
    update problems p set lane = ${standsOpen(scope)}, moved_at = ${decision.now}, clearing = null, ${decided(decision, null)},
           version = case when p.row_is = 'order' then p.version end
     where ${ours(scope, decision, rowIds)} and p.lane = 'cleared'`,
  );
  await reopenPushes(tx, scope, decision, pushesOf(cleared), sql`q.state = 'cleared'`);
  const snoozed = await tx.execute(sql`
    update problems p set lane = ${standsOpen(scope)}, moved_at = ${decision.now}, ${notSnoozed}, ${decided(decision, null)}
     where ${ours(scope, decision, rowIds)} and p.lane = 'snoozed'`);
  return countOf(behind) + countOf(cleared) + (snoozed.rowCount ?? 0);
}

/** Lets what was cleared with another wait again, or go at once. */
async function goAgain(tx: Transaction, scope: Scope, decision: Decision, pushIds: readonly string[]): Promise<void> {
  if (pushIds.length === 0) return;
  mustBe(await waitAgain(tx, scope, pushIds, decision.now), pushIds.length);
  await wakeLane(tx, scope, decision.companyFileId, ["ready"], decision.now);
}

/** Puts pushes back into the problem their row tells. */
async function reopenPushes(
  tx: Transaction,
  scope: Scope,
  { now }: Pick<Decision, "now">,
  pushIds: readonly string[],
  from: SQL,
): Promise<void> {
  if (pushIds.length === 0) return;
  const opened = await movePushes(
    tx,
    sql`
    update pushes q set state = 'problem', problem_code = p.code, problem_about = p.about, cleared_because = null, changed_at = ${now}
      from problems p
     where q.tenant_id = ${scope.tenantId} and q.push_id = any (${idsOf(pushIds)}) and ${from}
       and p.tenant_id = ${scope.tenantId} and p.row_id = q.push_id`,
  );
  mustBe(opened.rowCount ?? 0, pushIds.length);
}

export type SnoozeUntil = { readonly snooze: Snooze; readonly until: Date | null; readonly more: number | null };

/** Puts problems aside. `more`: so many rows more of a cause than it has now bring it back. Returns how many. */
export async function snoozeRows(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
  { snooze, until, more }: SnoozeUntil,
): Promise<number> {
  const rows = sql`(
    select coalesce(sum(c.rows), 0)::int + ${more ?? 0} from problem_counts c
     where c.tenant_id = ${scope.tenantId} and c.company_file_id = p.company_file_id and c.lane in ('needs-you', 'snoozed')
       and c.code = p.code and c.about = p.about)`;
  const result = await tx.execute(sql`
    update problems p set lane = 'snoozed', moved_at = ${decision.now}, snooze = ${snooze}, snooze_until = ${until},
           snooze_rows = ${more === null ? sql`null` : rows}, ${decided(decision, null)}
     where ${ours(scope, decision, rowIds)} and p.lane in ('needs-you', 'snoozed')`);
  return result.rowCount ?? 0;
}

/** Gives problems to a person, or to nobody. What was decided of them before stays. Returns how many. */
export async function assignRows(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
  userId: string | null,
): Promise<number> {
  const result = await tx.execute(sql`
    update problems p set assignee_id = ${userId}, decided_run = ${decision.bulkRunId}, decided_before = ${before}
     where ${ours(scope, decision, rowIds)}`);
  return result.rowCount ?? 0;
}

/**
 * Says of rows that their pushes are about to be let go by a piece of work, with what they were: within the few seconds
 * before the first is sent it can be taken back. Customers that wait for a link stay: planning decides about them. So does
 * what waits for payments to be imported.
 */
export async function markLetGo(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
): Promise<readonly string[]> {
  const gone = await move(
    tx,
    sql`
    update problems p set lane = 'waiting', moved_at = ${decision.now}, ${notSnoozed}, ${decided(decision, null)}
     where ${ours(scope, decision, rowIds)} and p.row_is = 'push' and p.lane in ('needs-you', 'snoozed') and p.code not in ('customer-not-linked', ${behindPayments})`,
  );
  return pushesOf(gone);
}

/** Some of the rows that are still as a piece of work left them. */
export async function readUndoable(tx: Transaction, scope: Scope, bulkRunId: string, max: number): Promise<string[]> {
  const result = await tx.execute<{ rowId: string }>(sql`
    select p.row_id as "rowId" from problems p
     where p.tenant_id = ${scope.tenantId} and p.decided_run = ${bulkRunId} limit ${max}`);
  return result.rows.map((row) => row.rowId);
}

/** Is any row still as a piece of work left it? */
export async function isUndoable(tx: Transaction, scope: Scope, bulkRunId: string): Promise<boolean> {
  return (await readUndoable(tx, scope, bulkRunId, 1)).length > 0;
}

/** What could not be taken back went on: it is not that work's any more. */
export async function dropUndoable(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  rowIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update problems p set decided_run = null, decided_before = null
     where p.tenant_id = ${scope.tenantId} and p.row_id = any (${idsOf(rowIds)}) and ${ofRun({ bulkRunId })}`);
}

/** How the row stood before it was decided. */
const asBefore = (scope: Scope) => sql`
  ${titled}, lane = case when p.decided_before->>'lane' = 'needs-you' then ${standsOpen(scope)} else p.decided_before->>'lane' end,
  snooze = p.decided_before->>'snooze', snooze_until = (p.decided_before->>'snoozeUntil')::timestamptz,
  snooze_rows = (p.decided_before->>'snoozeRows')::int, clearing = p.decided_before->>'clearing',
  decided_because = p.decided_before->>'because', decided_by = p.decided_before->>'by', decided_at = (p.decided_before->>'at')::timestamptz,
  version = (p.decided_before->>'version')::int, decided_run = (p.decided_before->>'run')::uuid, decided_before = p.decided_before->'before'`;

/** Takes back who has them. Returns how many. */
export async function undoAssigning(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
): Promise<number> {
  const result = await tx.execute(sql`
    update problems p set assignee_id = (p.decided_before->>'assigneeId')::uuid, decided_run = (p.decided_before->>'run')::uuid,
           decided_before = p.decided_before->'before'
     where ${ours(scope, decision, rowIds)} and ${ofRun(decision)}`);
  return result.rowCount ?? 0;
}

/** Takes back clearing or marking paid: each row stands as it did, its push with it. What nobody wants any more stays. Returns how many. */
export async function undoClearing(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
): Promise<number> {
  const isWanted = sql`not (p.row_is = 'push' and ${isOver(scope.tenantId, sql`p.record_id`)})`;
  const moved = await standAsBefore(tx, scope, decision, rowIds, "cleared", isWanted);
  const behind = moved.filter(({ lane }) => lane === "waiting");
  const open = moved.filter(({ lane }) => lane !== "waiting");
  await reopenPushes(tx, scope, decision, pushesOf(open), sql`q.state = 'cleared'`);
  await goAgain(tx, scope, decision, pushesOf(behind));
  return countOf(moved);
}

/** Takes back that they were put aside. Returns how many. */
export async function undoSnoozing(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
): Promise<number> {
  return countOf(await standAsBefore(tx, scope, decision, rowIds, "snoozed"));
}

/** Takes back that they were restored: what was cleared is cleared again, for the reason it had. Returns how many. */
export async function undoRestoring(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
): Promise<number> {
  const moved = await standAsBefore(tx, scope, decision, rowIds, "needs-you");
  for (const same of moved) {
    if (same.because !== null) await clearPushes(tx, scope, decision, pushesOf([same]), same.because);
  }
  return countOf(moved);
}

async function standAsBefore(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
  lane: ProblemLane,
  which: SQL = sql`true`,
): Promise<readonly Moved[]> {
  return await move(
    tx,
    sql`
    update problems p set moved_at = ${decision.now}, ${asBefore(scope)}
     where ${ours(scope, decision, rowIds)} and ${ofRun(decision)} and p.lane = ${lane} and ${which}`,
  );
}

/** Takes a resync back: what has not left yet stands as the problem it was. Returns how many. */
export async function undoLetGo(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rowIds: readonly string[],
): Promise<number> {
  // What was deleted over there lost its link with the resync: it goes on.
  const untouched = sql`q.state in ('ready', 'waiting') and q.turns = 0 and q.laters = 0 and q.problem is not null`;
  const which = sql`p.row_is = 'push' and p.code <> 'already-gone'
       and exists (select 1 from pushes q where q.tenant_id = ${scope.tenantId} and q.push_id = p.row_id and ${untouched})`;
  const moved = await standAsBefore(tx, scope, decision, rowIds, "waiting", which);
  await reopenPushes(tx, scope, decision, pushesOf(moved), untouched);
  return countOf(moved);
}

/** A row and its push move together, under the lane's lock. Anything else is a fault of ours, and nothing is kept. */
function mustBe(pushes: number, rows: number): void {
  if (pushes !== rows) throw new Error(`${rows} problems were decided, and ${pushes} pushes followed`);
}
