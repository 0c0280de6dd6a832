// Chosen problems, sorted into those an act fits and those that are left alone, and what is kept and said of both.
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";
import { unfit, unfitSentence, type ActFacts, type Unfit } from "./fit.ts";

export type Sortable = ActFacts & { readonly rowId: string };
/** A row that is left alone, and why. */
export type LeftAlone<Row> = { readonly row: Row; readonly why: Unfit };
export type Skipped = LeftAlone<{ readonly rowId: string; readonly title: string }>;
/** What became of the rows of a run. A row left alone without an id stands for several that nobody can name any more. */
export type RunRows = {
  readonly done: readonly string[];
  readonly leftAlone: readonly {
    readonly rowId: string | null;
    readonly title: string;
    readonly reason: string;
  }[];
};
export type SkipCount = { readonly reason: string; readonly rows: number };

/** Sorts the rows. */
export function sortRows<Row extends Sortable>(
  act: ProblemAct,
  rows: readonly Row[],
): { readonly fits: readonly Row[]; readonly skipped: readonly LeftAlone<Row>[] } {
  const kind = { act: act.act, until: act.act === "snooze" ? act.until.is : undefined };
  const fits: Row[] = [];
  const skipped: LeftAlone<Row>[] = [];
  for (const row of rows) {
    const why = unfit(kind, row);
    if (why) skipped.push({ row, why });
    else fits.push(row);
  }
  return { fits, skipped };
}

/** What is kept of the rows. `gone`: so many more were chosen, and stand nowhere any more. */
export function runRows(
  fits: readonly Pick<Sortable, "rowId">[],
  skipped: readonly Skipped[],
  gone: number = 0,
): RunRows {
  const leftAlone = skipped.map(({ row: { rowId, title }, why }) => ({ rowId, title, reason: unfitSentence(why, 1) }));
  const others = { rowId: null, title: `${gone} others`, reason: unfitSentence("moved-on", gone) };
  return { done: fits.map((row) => row.rowId), leftAlone: gone > 0 ? [...leftAlone, others] : leftAlone };
}

/** The reasons, each with its number of rows. */
export function countSkipped(skipped: readonly Pick<Skipped, "why">[]): readonly SkipCount[] {
  const rows = new Map<Unfit, number>();
  for (const { why } of skipped) rows.set(why, (rows.get(why) ?? 0) + 1);
  return [...rows].map(([why, count]) => ({ reason: unfitSentence(why, count), rows: count }));
}

/** What a person reads when an act fits none of the rows. */
export function nothingTo(act: ProblemAct, skipped: readonly Skipped[]): string {
  const verb = act.act === "mark-paid" ? "mark paid" : act.act;
  const others = countSkipped(skipped.filter(({ why }) => why !== "moved-on"));
  if (others.length === 0) return `Nothing to ${verb}: these rows have moved on already.`;
  return `Nothing to ${verb}: ${others.map(({ reason }) => reason).join("; ")}.`;
}

/** What the rows have in common, for the title of what is done to them. */
export function placeOf(select: ProblemSelect, fits: readonly Sortable[]) {
  const tabs = new Set<ProblemTab>(fits.map((row) => row.tab));
  const [tab] = tabs;
  const { code, about } = select.is === "matching" ? select.filter : {};
  return {
    tab: tabs.size === 1 && tab !== undefined ? tab : null,
    cause: code !== undefined && about !== undefined ? { code, about } : null,
  };
}
