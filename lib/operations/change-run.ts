// A person holds a run of decisions about many problems, lets it go on, or ends it where it is.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import type { ChangeRun } from "#lib/sync/problem-acts.ts";
import { changeState, readRun } from "#lib/sync/runs/progress/store.ts";

/** What was done so far stays done; it can be taken back as a whole. */
export async function changeRun(scope: Scope, { bulkRunId, wish }: ChangeRun): Promise<void> {
  allow(scope, "problems:resolve");
  await inTransaction(scope, async (tx) => {
    const run = await readRun(tx, scope, bulkRunId);
    if (!run) throw notFound("This run");
    await lockLane(tx, scope, run.companyFileId);
    if (!(await changeState(tx, scope, bulkRunId, wish))) {
      const now = await readRun(tx, scope, bulkRunId);
      const isUndoing = wish === "abort" && now?.state === "running" && now.undoneAt !== null;
      const why = isUndoing
        ? "This is being taken back and cannot be ended halfway. Pause it, or let it come to its end."
        : "This run has gone on already.";
      throw new Refusal("moved-on", why);
    }
    await wakeLane(tx, scope, run.companyFileId, ["acts"], scope.now());
    const detail = { title: run.title };
    await audit(tx, scope, { action: `problems.run-${wish}`, subjectKind: "bulk-run", subjectId: bulkRunId, detail });
  });
}
