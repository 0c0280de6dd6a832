// A person decides about problems: one, some, or all that match. Few are done at once; many are accepted, and the clock goes on.
import { inTransaction, type Transaction } from "#db/client.ts";
import { actorName, allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit, findRole } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { ROWS_AT_ONCE_MAX, type ActDone, type DoAct, type ProblemAct } from "#lib/sync/problem-acts.ts";
import { writeAct, writeRunRows } from "#lib/sync/runs/store.ts";
import { unfit } from "#lib/sync/triage/fit.ts";
import { groupChosen, readChosen, readMovedOn, type Chosen, type ChosenRow } from "#lib/sync/triage/selection/store.ts";
import { countSkipped, nothingTo, placeOf, runRows, sortRows, type Skipped } from "#lib/sync/triage/sorting.ts";
import type { Decision } from "#lib/sync/triage/store.ts";
import { actTitle } from "#lib/sync/triage/words.ts";
import { applyAct } from "./apply-act.ts";
import { chooseProblems } from "./choose-problems.ts";

const MOVED_ON_MAX = 100;

/** Does it to all rows it fits, and says which it left alone. Refuses when there is none. */
export async function doAct(scope: Scope, input: DoAct): Promise<ActDone> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const chosen = await chooseProblems(scope, tx, input);
    await refuseStranger(tx, scope, input.act);
    await lockLane(tx, scope, input.companyFileId);
    const rows = await readChosen(tx, scope, chosen, { max: ROWS_AT_ONCE_MAX + 1 });
    const { companyFileId } = input;
    const decision = { companyFileId, bulkRunId: newId(scope), by: actorName(scope), now: scope.now() };
    const isMany = rows.length > ROWS_AT_ONCE_MAX;
    return await (isMany
      ? accept(tx, scope, input, chosen, decision)
      : apply(tx, scope, input, chosen, decision, rows));
  });
}

async function refuseStranger(tx: Transaction, scope: Scope, act: ProblemAct): Promise<void> {
  if (act.act !== "assign" || act.userId === null) return;
  if (!(await findRole(tx, scope, act.userId))) throw notFound("This person");
}

async function apply(
  tx: Transaction,
  scope: Scope,
  input: DoAct,
  chosen: Chosen,
  decision: Decision,
  rows: readonly ChosenRow[],
): Promise<ActDone> {
  const { fits, skipped } = sortRows(input.act, rows);
  if (fits.length === 0) throw new Refusal("moved-on", nothingTo(input.act, skipped));
  const { followers } = await applyAct(scope, tx, decision, input.act, fits);
  const title = actTitle({ act: input.act.act, rows: fits.length, ...placeOf(input.select, fits) });
  const { kind, selection } = kept(input, chosen);
  await writeAct(tx, scope, decision, {
    kind,
    selection: { ...selection, followers },
    title,
    state: "done",
    total: rows.length,
    ok: fits.length,
    failed: skipped.length,
  });
  await writeRunRows(tx, scope, decision.bulkRunId, 0, runRows(fits, skipped));
  await tell(tx, scope, input, decision, { title, rows: fits.length, skipped: skipped.length });
  return {
    bulkRunId: decision.bulkRunId,
    total: fits.length,
    followers,
    isApplied: true,
    movedOn: await movedOn(tx, scope, chosen, decision, skipped),
    skips: countSkipped(skipped),
  };
}

/** So many rows that the clock does it, part by part: what was chosen is frozen, and stands as a run. */
async function accept(
  tx: Transaction,
  scope: Scope,
  input: DoAct,
  chosen: Chosen,
  decision: Decision,
): Promise<ActDone> {
  const groups = await groupChosen(tx, scope, chosen);
  const kind = { act: input.act.act, until: input.act.act === "snooze" ? input.act.until.is : undefined };
  const fits = groups.filter((group) => unfit(kind, group) === null);
  const total = groups.reduce((sum, group) => sum + group.rows, 0);
  const rows = fits.reduce((sum, group) => sum + group.rows, 0);
  if (rows === 0) throw new Refusal("moved-on", nothingTo(input.act, []));
  const tab = input.select.is === "matching" ? input.select.tab : null;
  const title = actTitle({ act: input.act.act, rows, ...placeOf(input.select, []), tab });
  const run = { ...kept(input, chosen), title, state: "running" as const, total, ok: 0, failed: 0 };
  await writeAct(tx, scope, decision, run);
  await wakeLane(tx, scope, input.companyFileId, ["acts"], decision.now);
  await tell(tx, scope, input, decision, { title, rows, skipped: total - rows });
  return {
    bulkRunId: decision.bulkRunId,
    total: rows,
    followers: 0,
    isApplied: false,
    movedOn: await movedOn(tx, scope, chosen, decision, []),
    skips: [],
  };
}

function kept({ act, select }: DoAct, { userId }: Chosen) {
  return { kind: act.act, selection: { act, select, userId } };
}

async function tell(
  tx: Transaction,
  scope: Scope,
  { act }: DoAct,
  { bulkRunId }: Decision,
  { title, rows, skipped }: { readonly title: string; readonly rows: number; readonly skipped: number },
): Promise<void> {
  const detail = { title, rows, ...told(act), ...(skipped > 0 ? { skipped } : {}) };
  await audit(tx, scope, { action: `problems.${act.act}`, subjectKind: "bulk-run", subjectId: bulkRunId, detail });
}

async function movedOn(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  { bulkRunId }: Decision,
  skipped: readonly Skipped[],
): Promise<string[]> {
  const named = skipped.filter(({ why }) => why === "moved-on").map(({ row }) => row.title);
  return [...named, ...(await readMovedOn(tx, scope, chosen, { bulkRunId, max: MOVED_ON_MAX }))].slice(0, MOVED_ON_MAX);
}

/** What the audit line says beside the title. */
function told(act: ProblemAct): Readonly<Record<string, unknown>> {
  if (act.act === "clear" || act.act === "mark-paid") return { because: act.because };
  if (act.act === "snooze") return { until: act.until };
  return act.act === "assign" ? { to: act.userId } : {};
}
