// A person takes back what was decided about problems, as a whole. What went on meanwhile stays as it is, and is counted.
import { inTransaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { ROWS_AT_ONCE_MAX, type RunUndone, type UndoRun } from "#lib/sync/problem-acts.ts";
import { advanceUndo, readRun } from "#lib/sync/runs/progress/store.ts";
import { readUndoable } from "#lib/sync/triage/store.ts";
import { undoAct } from "./undo-act.ts";

/** Takes it back: few rows at once, many by the clock. Refused when nothing of it is left to take back. */
export async function undoRun(scope: Scope, { bulkRunId }: UndoRun): Promise<RunUndone> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const found = await readRun(tx, scope, bulkRunId);
    if (!found) throw notFound("This run");
    const { companyFileId } = found;
    await lockLane(tx, scope, companyFileId);
    const run = (await readRun(tx, scope, bulkRunId)) ?? found;
    if (run.undoneAt !== null) throw new Refusal("moved-on", "This was taken back already.");
    const rowIds = await readUndoable(tx, scope, bulkRunId, ROWS_AT_ONCE_MAX + 1);
    const isMany = rowIds.length > ROWS_AT_ONCE_MAX || run.state === "running";
    const decision = { companyFileId, bulkRunId, by: actorName(scope), now: scope.now() };
    const undone = isMany ? 0 : await undoAct(scope, tx, decision, run.kind, rowIds);
    if (!isMany && undone === 0) throw new Refusal("moved-on", "Nothing to take back: all of it has gone on already.");
    const done = run.ok + (run.selection.followers ?? 0);
    const left = isMany ? 0 : Math.max(done - undone, 0);
    await advanceUndo(tx, scope, bulkRunId, { undone, left, isEnd: !isMany });
    if (isMany) await wakeLane(tx, scope, companyFileId, ["acts"], scope.now());
    const detail = { title: run.title, rows: isMany ? done : undone, ...(left > 0 ? { left } : {}) };
    await audit(tx, scope, { action: "problems.undo", subjectKind: "bulk-run", subjectId: bulkRunId, detail });
    return { undone, left, isApplied: !isMany };
  });
}
