// How far is a resync?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { notFound } from "#lib/refusal.ts";
import type { RunShown, ShowRun } from "#lib/sync/problems.ts";
import { readResync } from "#lib/sync/runs/store.ts";

/** Progress of one resync, counted from what became of its rows. */
export async function showRun(scope: Scope, input: ShowRun): Promise<RunShown> {
  allow(scope, "problems:read");
  const run = await inTransaction(scope, (tx) => readResync(tx, scope, input.bulkRunId));
  if (!run) throw notFound("This run");
  return { bulkRunId: input.bulkRunId, ...run, isDone: run.left === 0 };
}
