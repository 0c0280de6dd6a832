// A person takes back what was decided about problems, as a whole. What went on meanwhile stays as it is, and is counted.
import { inTransaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { RunUndone, UndoRun } from "#lib/sync/problem-acts.ts";
import { markUndone, readRun } from "#lib/sync/runs/store.ts";
import { readUndoable } from "#lib/sync/triage/store.ts";
import { undoAct } from "./undo-act.ts";

const ROWS_MAX = 100_000;

/** Takes it back. Refused when it was taken back already, or when nothing of it is left to take back. */
export async function undoRun(scope: Scope, { bulkRunId }: UndoRun): Promise<RunUndone> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const found = await readRun(tx, scope, bulkRunId);
    if (!found?.act) throw notFound("This run");
    await lockLane(tx, scope, found.companyFileId);
    const run = (await readRun(tx, scope, bulkRunId)) ?? found;
    if (run.undoneAt !== null) throw new Refusal("moved-on", "This was taken back already.");
    const decision = { companyFileId: run.companyFileId, bulkRunId, by: actorName(scope), now: scope.now() };
    const rowIds = await readUndoable(tx, scope, bulkRunId, { max: ROWS_MAX });
    const undone = await undoAct(scope, tx, decision, found.act.act, rowIds);
    if (undone === 0) throw new Refusal("moved-on", "Nothing to take back: all of it has gone on already.");
    await markUndone(tx, scope, bulkRunId);
    const left = Math.max(run.ok - undone, 0);
    const detail = { title: run.title, undone, ...(left > 0 ? { left } : {}) };
    await audit(tx, scope, { action: "problems.undo", subjectKind: "bulk-run", subjectId: bulkRunId, detail });
    return { undone, left, isApplied: true };
  });
}
