// Taking an act back from rows that are still as it left them: the part that a person's request and the clock share.
import type { Transaction } from "#db/client.ts";
import { allow, may, type Scope } from "#lib/access/scope.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import {
  undoAssigning,
  undoClearing,
  undoLetGo,
  undoRestoring,
  undoSnoozing,
  type Decision,
} from "#lib/sync/triage/store.ts";

/** Takes it back, and answers from how many. The lane must be locked. */
export async function undoAct(
  scope: Scope,
  tx: Transaction,
  decision: Decision,
  act: ProblemAct["act"],
  rowIds: readonly string[],
): Promise<number> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "problems:resolve");
  switch (act) {
    case "resync":
      return await undoLetGo(tx, scope, decision, rowIds);
    case "assign":
      return await undoAssigning(tx, scope, decision, rowIds);
    case "clear":
    case "mark-paid":
      return await undoClearing(tx, scope, decision, rowIds);
    case "restore":
      return await undoRestoring(tx, scope, decision, rowIds);
    case "snooze":
      return await undoSnoozing(tx, scope, decision, rowIds);
    default:
      return act satisfies never;
  }
}
