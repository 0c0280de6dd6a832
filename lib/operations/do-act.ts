// A person decides about problems: one, some, or all that match. Applied at once, in one transaction, with a run that tells.
import { inTransaction, type Transaction } from "#db/client.ts";
import { actorName, allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit, findRole } from "#lib/access/store.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { ActDone, DoAct, ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import { writeAct, writeRunRows, type RunRow } from "#lib/sync/runs/store.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";
import { unfit, unfitSentence, type Unfit } from "#lib/sync/triage/fit.ts";
import { readChosen, readMovedOn, type Chosen, type ChosenRow } from "#lib/sync/triage/selection/store.ts";
import { actTitle } from "#lib/sync/triage/words.ts";
import { applyAct, type Applied } from "./apply-act.ts";

const MOVED_ON_MAX = 100;
const ROWS_MAX = 100_000;

/** Does it to all rows it fits, and says which it left alone. Refuses when there is none. */
export async function doAct(scope: Scope, input: DoAct): Promise<ActDone> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const chosen = await chooseProblems(scope, tx, input);
    await refuseStranger(tx, scope, input.act);
    await lockLane(tx, scope, input.companyFileId);
    const rows = await readChosen(tx, scope, chosen, { max: ROWS_MAX });
    const { fits, skipped } = sortRows(input.act, rows);
    if (fits.length === 0) throw new Refusal("moved-on", nothingTo(input.act, skipped));
    const decision = {
      companyFileId: input.companyFileId,
      bulkRunId: newId(scope),
      by: actorName(scope),
      now: scope.now(),
    };
    const applied = await applyAct(scope, tx, decision, input.act, fits);
    const total = applied.rows;
    const title = actTitle({ act: input.act.act, rows: total, ...placeOf(input.select, fits) });
    const selection = { act: input.act, select: input.select };
    await writeAct(tx, scope, decision, { kind: input.act.act, title, selection, ok: total, failed: skipped.length });
    await writeRunRows(tx, scope, decision.bulkRunId, 0, runRows(applied, fits, skipped));
    const detail = {
      title,
      rows: total,
      ...told(input.act),
      ...(skipped.length > 0 ? { skipped: skipped.length } : {}),
    };
    await audit(tx, scope, {
      action: `problems.${input.act.act}`,
      subjectKind: "bulk-run",
      subjectId: decision.bulkRunId,
      detail,
    });
    return {
      bulkRunId: decision.bulkRunId,
      total,
      isApplied: true,
      movedOn: await movedOn(tx, scope, chosen, skipped),
      skips: counted(skipped),
    };
  });
}

/** The rows an act is about, once it is sure that the company is ours. */
export async function chooseProblems(
  scope: Scope,
  tx: Transaction,
  { companyFileId, select }: { readonly companyFileId: string; readonly select: ProblemSelect },
): Promise<Chosen> {
  allow(scope, "problems:read");
  if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
  const { preferences } = await readBooks(tx, scope, companyFileId);
  return { companyFileId, select, closedUntil: preferences?.bookCloseDate ?? null };
}

async function refuseStranger(tx: Transaction, scope: Scope, act: ProblemAct): Promise<void> {
  if (act.act !== "assign" || act.userId === null) return;
  if (!(await findRole(tx, scope, act.userId))) throw notFound("This person");
}

type Skipped = { readonly row: ChosenRow; readonly why: Unfit };

function sortRows(act: ProblemAct, rows: readonly ChosenRow[]) {
  const kind = { act: act.act, until: act.act === "snooze" ? act.until.is : undefined };
  const fits: ChosenRow[] = [];
  const skipped: Skipped[] = [];
  for (const row of rows) {
    const why = unfit(kind, row);
    if (why) skipped.push({ row, why });
    else fits.push(row);
  }
  return { fits, skipped };
}

/** What is kept of each row: what was left alone and why, and of a resync what goes. */
function runRows({ goes }: Applied, fits: readonly ChosenRow[], skipped: readonly Skipped[]): RunRow[] {
  const titles = new Map(fits.map((row) => [row.rowId, row.title]));
  return [
    ...skipped.map(({ row, why }) => ({
      rowId: row.rowId,
      title: row.title,
      isOk: false,
      reason: unfitSentence(why, 1),
    })),
    ...goes.map((rowId) => ({ rowId, title: titles.get(rowId) ?? "", isOk: true, reason: "" })),
  ];
}

function counted(skipped: readonly Skipped[]): ActDone["skips"] {
  const rows = new Map<Unfit, number>();
  for (const { why } of skipped) rows.set(why, (rows.get(why) ?? 0) + 1);
  return [...rows].map(([why, count]) => ({ reason: unfitSentence(why, count), rows: count }));
}

async function movedOn(tx: Transaction, scope: Scope, chosen: Chosen, skipped: readonly Skipped[]): Promise<string[]> {
  const named = skipped.filter(({ why }) => why === "moved-on").map(({ row }) => row.title);
  return [...named, ...(await readMovedOn(tx, scope, chosen, MOVED_ON_MAX))].slice(0, MOVED_ON_MAX);
}

const verbs: Readonly<Record<ProblemAct["act"], string>> = {
  resync: "resync",
  clear: "clear",
  "mark-paid": "mark paid",
  restore: "restore",
  assign: "assign",
  snooze: "snooze",
};

function nothingTo(act: ProblemAct, skipped: readonly Skipped[]): string {
  const others = counted(skipped.filter(({ why }) => why !== "moved-on"));
  if (others.length === 0) return `Nothing to ${verbs[act.act]}: these rows have moved on already.`;
  return `Nothing to ${verbs[act.act]}: ${others.map(({ reason }) => reason).join("; ")}.`;
}

/** What the rows have in common, for the title. */
function placeOf(select: ProblemSelect, fits: readonly ChosenRow[]) {
  const tabs = new Set<ProblemTab>(fits.map((row) => row.tab));
  const [tab] = tabs;
  const { code, about } = select.is === "matching" ? select.filter : {};
  return {
    tab: tabs.size === 1 && tab !== undefined ? tab : null,
    cause: code !== undefined && about !== undefined ? { code, about } : null,
  };
}

/** What the audit line says beside the title. */
function told(act: ProblemAct): Readonly<Record<string, unknown>> {
  if (act.act === "clear" || act.act === "mark-paid") return { because: act.because };
  if (act.act === "snooze") return { until: act.until };
  return act.act === "assign" ? { to: act.userId } : {};
}
