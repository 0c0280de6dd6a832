// Goes on with what people decided about many problems, part by part, and brings back what was put aside until now.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { lanesToAct, lockLane, restActs, wakeLane, type WaitingLane } from "#lib/sync/lane/store.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import { advanceRun, advanceUndo, endFailed, keepTries, takeRun, type KeptRun } from "#lib/sync/runs/progress/store.ts";
import { writeRunRows } from "#lib/sync/runs/store.ts";
import { readChosenPart, readGone, readTitles } from "#lib/sync/triage/selection/store.ts";
import { runRows, sortRows } from "#lib/sync/triage/sorting.ts";
import { dropUndoable, readUndoable } from "#lib/sync/triage/store.ts";
import { nextWaking, wakeSnoozed } from "#lib/sync/triage/waking/store.ts";
import { applyAct, PERSON_MAX } from "./apply-act.ts";
import { chooseProblems } from "./choose-problems.ts";
import { listedPart } from "./do-listed.ts";
import { undoAct } from "./undo-act.ts";
import { workerScope, type World } from "./world.ts";

/**
 * So many rows are one transaction: the company's lane is held meanwhile, and its pushes wait. Each part writes the counters
 * of all customers in it, so a large run goes in larger parts.
 */
const PART_ROWS = { least: 2_000, most: 10_000, ofTotal: 10 } as const;
/** What failed by a fault of ours is tried again after these waits; then its run has failed. */
const AGAIN_MS = [15_000, 60_000, 240_000] as const;

/**
 * One part in every lane that has something to decide. Returns how many lanes may go on at once. A lane that makes it
 * throw is set back for a while, or goes on without the run that does it again and again; the error comes out after all
 * others had their turn.
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
      await inTransaction(scope, (tx) => setBack(tx, scope, lane, error));
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

/** Of the part nothing was kept. The next runs of the lane wait meanwhile, because their rows may be the same. */
async function setBack(tx: Transaction, scope: Scope, { companyFileId }: WaitingLane, error: unknown): Promise<void> {
  await lockLane(tx, scope, companyFileId);
  const run = await takeRun(tx, scope, companyFileId);
  const tries = run?.selection.tries ?? 0;
  const wait = AGAIN_MS[tries];
  if (run && wait === undefined) {
    await endFailed(tx, scope, run.bulkRunId, reasonOf(error));
    await restActs(tx, scope, companyFileId, scope.now());
    return;
  }
  if (run) await keepTries(tx, scope, run.bulkRunId, tries + 1);
  await restActs(tx, scope, companyFileId, new Date(scope.now().getTime() + (wait ?? AGAIN_MS[0])));
}

/** What the database or the code said, without the statement. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 300);
}

async function doPart(tx: Transaction, scope: Scope, run: KeptRun): Promise<void> {
  const { select } = run.selection;
  await (select.is === "listed" ? listedPart(scope, tx, run, select, partOf(run)) : foundPart(tx, scope, run, select));
  await wakeLane(tx, scope, run.companyFileId, ["acts"], scope.now());
}

async function foundPart(tx: Transaction, scope: Scope, run: KeptRun, select: ProblemSelect): Promise<void> {
  const { companyFileId, bulkRunId, selection } = run;
  const chosen = await chooseProblems(scope, tx, { companyFileId, select }, selection.userId);
  const max = partOf(run);
  const after = selection.place && "rowId" in selection.place ? selection.place : undefined;
  const { rows, last: lastRead } = await readChosenPart(tx, scope, chosen, { after, max });
  const { fits, skipped: unnamed } = sortRows(selection.act, rows);
  const ids = unnamed.map(({ row }) => row.rowId);
  const titles = await readTitles(tx, scope, ids);
  const skipped = unnamed.map(({ row: { rowId }, why }) => ({ row: { rowId, title: titles.get(rowId) ?? "" }, why }));
  const decision = { companyFileId, bulkRunId, by: run.startedBy, now: scope.now() };
  const { followers } = await applyAct(scope, tx, decision, selection.act, fits, run.total <= PERSON_MAX);
  const place = rows.length === max ? lastRead : null;
  // Chosen once, and gone when their turn came.
  const missing = place === null ? Math.max(run.total - run.done - rows.length, 0) : 0;
  const gone = missing > 0 ? await readGone(tx, scope, chosen, { bulkRunId, since: run.createdAt, max: missing }) : [];
  const leftAlone = [...skipped, ...gone.map((row) => ({ row, why: "moved-on" as const }))];
  await writeRunRows(tx, scope, bulkRunId, run.done, runRows(fits, leftAlone, missing - gone.length));
  const failed = skipped.length + missing;
  await advanceRun(tx, scope, bulkRunId, {
    ok: fits.length,
    failed,
    place,
    followers: (selection.followers ?? 0) + followers,
  });
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
  const left = Math.max(run.ok + (selection.followers ?? 0) - undone, 0);
  await advanceUndo(tx, scope, bulkRunId, { undone, left, isEnd });
  await wakeLane(tx, scope, companyFileId, ["acts"], scope.now());
}

function partOf({ total }: KeptRun): number {
  return Math.min(PART_ROWS.most, Math.max(PART_ROWS.least, Math.ceil(total / PART_ROWS.ofTotal)));
}
