// Goes on with what people decided about many problems, part by part, and brings back what was put aside until now.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { lanesToAct, lockLane, restActs, wakeLane, type WaitingLane } from "#lib/sync/lane/store.ts";
import { advanceRun, advanceUndo, takeRun, type KeptRun } from "#lib/sync/runs/work/store.ts";
import { writeRunRows } from "#lib/sync/runs/store.ts";
import { readChosen } from "#lib/sync/triage/selection/store.ts";
import { runRows, sortRows } from "#lib/sync/triage/sorting.ts";
import { dropUndoable, readUndoable } from "#lib/sync/triage/store.ts";
import { nextWaking, wakeSnoozed } from "#lib/sync/triage/waking/store.ts";
import { applyAct, PERSON_MAX } from "./apply-act.ts";
import { chooseProblems } from "./choose-problems.ts";
import { undoAct } from "./undo-act.ts";
import { workerScope, type World } from "./world.ts";

/**
 * So many rows are one transaction: the company's lane is held meanwhile, and its pushes wait. Each part writes the counters
 * of all customers in it, so a large run goes in larger parts.
 */
const PART_ROWS = { least: 2_000, most: 10_000, ofTotal: 10 } as const;
/** What failed by a fault of ours is tried again then. */
const AGAIN_MS = 60_000;

/**
 * One part in every lane that has something to decide. Returns how many lanes may go on at once. A lane that makes it
 * throw is set aside; the error comes out after all others had their turn.
 */
export async function workActs(world: World): Promise<number> {
  let going = 0;
  const failed: unknown[] = [];
  for (const lane of await lanesToAct(world.db, world.now())) {
    if (world.isLeaving?.()) break;
    const scope = workerScope(world, lane.tenantId, "acts");
    allow(scope, "sync:run");
    try {
      if (await inTransaction(scope, (tx) => workLane(tx, scope, lane))) going++;
    } catch (error) {
      failed.push(error);
      const at = new Date(world.now().getTime() + AGAIN_MS);
      await inTransaction(scope, (tx) => restActs(tx, scope, lane.companyFileId, at));
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, "Decisions about problems could not go on");
  return going;
}

/** True when there is more to do at once. */
async function workLane(tx: Transaction, scope: Scope, { companyFileId }: WaitingLane): Promise<boolean> {
  await lockLane(tx, scope, companyFileId);
  const run = await takeRun(tx, scope, companyFileId);
  if (run) {
    await (run.selection.undo ? undoPart(tx, scope, run) : doPart(tx, scope, run));
    return true;
  }
  const { preferences } = await readBooks(tx, scope, companyFileId);
  const closedUntil = preferences?.bookCloseDate ?? null;
  const woken = await wakeSnoozed(tx, scope, companyFileId, closedUntil, PART_ROWS.least);
  if (woken === PART_ROWS.least) return true;
  await restActs(tx, scope, companyFileId, await nextWaking(tx, scope, companyFileId));
  return false;
}

async function doPart(tx: Transaction, scope: Scope, run: KeptRun): Promise<void> {
  const { companyFileId, bulkRunId, selection } = run;
  const chosen = await chooseProblems(scope, tx, { companyFileId, select: selection.select }, selection.userId);
  const max = partOf(run);
  const rows = await readChosen(tx, scope, chosen, { after: selection.place ?? undefined, max });
  const { fits, skipped } = sortRows(selection.act, rows);
  const decision = { companyFileId, bulkRunId, by: run.startedBy, now: scope.now() };
  const isFew = run.total <= PERSON_MAX;
  const applied = await applyAct(scope, tx, decision, selection.act, fits, isFew);
  await writeRunRows(tx, scope, bulkRunId, run.done, runRows(applied.goes, fits, skipped));
  const last = rows.length === max ? rows.at(-1) : undefined;
  const place = last ? { since: last.since, rowId: last.rowId } : null;
  await advanceRun(tx, scope, bulkRunId, { ok: applied.rows, failed: skipped.length, place });
  await wakeLane(tx, scope, companyFileId, ["acts"], scope.now());
}

/** What went on meanwhile is not the run's any more: then every part is the next one, and the last is an empty one. */
async function undoPart(tx: Transaction, scope: Scope, run: KeptRun): Promise<void> {
  const { companyFileId, bulkRunId, selection } = run;
  const max = partOf(run);
  const rowIds = await readUndoable(tx, scope, bulkRunId, max);
  const decision = { companyFileId, bulkRunId, by: run.startedBy, now: scope.now() };
  const now = await undoAct(scope, tx, decision, selection.act.act, rowIds);
  if (now < rowIds.length) await dropUndoable(tx, scope, bulkRunId, rowIds);
  const undone = (selection.undo?.undone ?? 0) + now;
  const isEnd = rowIds.length < max;
  const left = Math.max(run.ok - undone, 0);
  await advanceUndo(tx, scope, bulkRunId, { undone, left, isEnd });
  await wakeLane(tx, scope, companyFileId, ["acts"], scope.now());
}

function partOf({ total }: KeptRun): number {
  return Math.min(PART_ROWS.most, Math.max(PART_ROWS.least, Math.ceil(total / PART_ROWS.ofTotal)));
}
