// Once more, for those rows alone that a run could not do, or that came back from it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { ActDone } from "#lib/sync/problem-acts.ts";
import type { RetryRun } from "#lib/sync/problems.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { readListedActs } from "#lib/sync/runs/listed/store.ts";
import { readFailed, type ListedSelect } from "#lib/sync/runs/store.ts";
import { readRun } from "#lib/sync/runs/progress/store.ts";
import { doAct } from "./do-act.ts";
import { beginListed } from "./do-listed.ts";

/** As many as may be named at once. */
const ROWS_MAX = 1_000;

/** Begins a run of its own for them. Refused when none failed. */
export async function retryRun(scope: Scope, { bulkRunId, asOf }: RetryRun): Promise<ActDone> {
  allow(scope, "problems:resolve");
  const { run, rowIds } = await inTransaction(scope, async (tx) => {
    const found = await readRun(tx, scope, bulkRunId);
    if (!found) throw notFound("This run");
    return { run: found, rowIds: [...(await readFailed(tx, scope, bulkRunId, found.selection.act, ROWS_MAX))] };
  });
  if (rowIds.length === 0) throw new Refusal("moved-on", "Nothing to do again: none of its rows failed.");
  const { companyFileId, selection } = run;
  if (selection.select.is === "listed") {
    const { fileName } = selection.select;
    return await listedAgain(scope, { companyFileId, bulkRunId, rowIds, select: { is: "listed", fileName, asOf } });
  }
  const select = { is: "rows" as const, rowIds, asOf };
  return await doAct(scope, { companyFileId, act: selection.act, select });
}

type Again = {
  readonly companyFileId: string;
  readonly bulkRunId: string;
  readonly rowIds: readonly string[];
  readonly select: ListedSelect;
};

/** Each row with what the file said of it. */
async function listedAgain(scope: Scope, { companyFileId, bulkRunId, rowIds, select }: Again): Promise<ActDone> {
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const rows = await readListedActs(tx, scope, bulkRunId, rowIds);
    const begun = await beginListed(scope, tx, { companyFileId, rows, select });
    if (!begun || begun.ok === 0) throw new Refusal("moved-on", "Nothing to do again: these rows have moved on.");
    const { total, isApplied } = begun;
    return { bulkRunId: begun.bulkRunId, total, followers: 0, isApplied, movedOn: [], skips: [] };
  });
}
