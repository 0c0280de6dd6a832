// Rows that a file lists, each with its own act: begun as runs of one kind, and done bundle by bundle, by a person's request
// when they are few and by the clock when they are many.
import type { Transaction } from "#db/client.ts";
import { actorName, allow, may, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { wakeLane } from "#lib/sync/lane/store.ts";
import { ROWS_AT_ONCE_MAX, type ProblemAct } from "#lib/sync/problem-acts.ts";
import { bundlesOf, readListed, writeListed, type Bundle } from "#lib/sync/runs/listed/store.ts";
import { writeAct, writeRunRows, type ListedSelect } from "#lib/sync/runs/store.ts";
import { advanceRun, readRun, type KeptRun } from "#lib/sync/runs/progress/store.ts";
import { readChosen, type ChosenRow } from "#lib/sync/triage/selection/store.ts";
import { runRows, sortRows, type Skipped } from "#lib/sync/triage/sorting.ts";
import { actTitle } from "#lib/sync/triage/words.ts";
import { applyAct, PERSON_MAX } from "./apply-act.ts";
import { chooseProblems } from "./choose-problems.ts";

export type ListedRow = { readonly rowId: string; readonly act: ProblemAct };
export type ListedRun = {
  readonly bulkRunId: string;
  readonly act: ProblemAct["act"];
  readonly title: string;
  readonly total: number;
  readonly ok: number;
  readonly isApplied: boolean;
};

/** Bundles of one part; each is a statement or some. */
const BUNDLES_PER_PART = 200;

/** Begins the run of one kind of decision, and does it at once when the rows are few. The lane must be locked. */
export async function beginListed(
  scope: Scope,
  tx: Transaction,
  { companyFileId, rows, select }: ListedBegin,
): Promise<ListedRun | null> {
  allow(scope, "problems:resolve");
  const bundles = bundlesOf(rows);
  const [first] = bundles;
  if (!first) return null;
  const decision = { companyFileId, bulkRunId: newId(scope), by: actorName(scope), now: scope.now() };
  const { bulkRunId } = decision;
  const kind = first.act.act;
  const title = `${actTitle({ act: kind, rows: rows.length, tab: null, cause: null })}: ${select.fileName}`;
  const userId = scope.actor.type === "person" ? scope.actor.userId : null;
  const selection = { act: first.act, select, userId, place: { bundle: 0 } };
  await writeAct(tx, scope, decision, {
    kind,
    title,
    state: "running",
    selection,
    total: rows.length,
    ok: 0,
    failed: 0,
  });
  await writeListed(tx, scope, bulkRunId, bundles);
  const detail = { title, rows: rows.length, fileName: select.fileName };
  await audit(tx, scope, { action: `problems.${kind}`, subjectKind: "bulk-run", subjectId: bulkRunId, detail });
  const isFew = rows.length <= ROWS_AT_ONCE_MAX;
  let run = await readRun(tx, scope, bulkRunId);
  while (isFew && run?.state === "running") {
    await listedPart(scope, tx, run, select, rows.length);
    run = await readRun(tx, scope, bulkRunId);
  }
  if (!isFew) await wakeLane(tx, scope, companyFileId, ["acts"], decision.now);
  return { bulkRunId, act: kind, title, total: rows.length, ok: run?.ok ?? 0, isApplied: isFew };
}

type ListedBegin = {
  readonly companyFileId: string;
  /** All of one kind of act. */
  readonly rows: readonly ListedRow[];
  readonly select: ListedSelect;
};

/** Does the next bundles of a run, up to so many rows. The lane must be locked. */
export async function listedPart(
  scope: Scope,
  tx: Transaction,
  run: KeptRun,
  select: ListedSelect,
  rowsMax: number,
): Promise<void> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "problems:resolve");
  const { companyFileId, bulkRunId, selection } = run;
  const after = selection.place && "bundle" in selection.place ? selection.place.bundle : 0;
  const bundles = upTo(rowsMax, await readListed(tx, scope, bulkRunId, { after, max: BUNDLES_PER_PART }));
  const rowIds = bundles.flatMap((bundle) => bundle.rowIds);
  const named = { is: "rows" as const, rowIds, asOf: select.asOf };
  const chosen = await chooseProblems(scope, tx, { companyFileId, select: named }, selection.userId);
  const rows = await readChosen(tx, scope, chosen, { max: rowIds.length });
  const decision = { companyFileId, bulkRunId, by: run.startedBy, now: scope.now() };
  const done = { fits: [] as ChosenRow[], skipped: [] as Skipped[] };
  for (const { act, sorted } of sortBundles(bundles, rows)) {
    if (sorted.fits.length > 0) await applyAct(scope, tx, decision, act, sorted.fits, run.total <= PERSON_MAX);
    done.fits.push(...sorted.fits);
    done.skipped.push(...sorted.skipped);
  }
  const missing = rowIds.length - rows.length;
  await writeRunRows(tx, scope, bulkRunId, run.done, runRows(done.fits, done.skipped, missing));
  const isEnd = run.done + rowIds.length >= run.total;
  await advanceRun(tx, scope, bulkRunId, {
    ok: done.fits.length,
    failed: done.skipped.length + missing,
    place: isEnd ? null : { bundle: after + bundles.length },
    followers: 0,
  });
}

function sortBundles(bundles: readonly Bundle[], rows: readonly ChosenRow[]) {
  const byId = new Map(rows.map((row) => [row.rowId, row]));
  return bundles.map(({ act, rowIds }) => ({
    act,
    sorted: sortRows(
      act,
      rowIds.flatMap((rowId) => byId.get(rowId) ?? []),
    ),
  }));
}

/** The first bundles that hold so many rows together, one at least. */
function upTo(rowsMax: number, bundles: readonly Bundle[]): readonly Bundle[] {
  let rows = 0;
  return bundles.filter((bundle, nth) => {
    rows += bundle.rowIds.length;
    return nth === 0 || rows <= rowsMax;
  });
}
