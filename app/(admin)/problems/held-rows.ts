// How does a list change without moving what a person looks at? New rows wait, rows that follow are appended.
import type { ProblemRow } from "#lib/sync/problems.ts";

export type MergedRows = {
  readonly rows: readonly ProblemRow[];
  /** Rows that are here no more but keep their place. */
  readonly gone: ReadonlySet<string>;
  /** Rows that came up between those that are shown, and are not drawn yet. */
  readonly arrived: number;
};

/**
 * What to draw of the newest answer. `keepsGone`: somebody points at the list or has chosen rows of it, so that nothing
 * may move up. Rows after the last known one are appended: below everything they move nothing.
 */
export function mergeRows(
  shown: readonly ProblemRow[],
  current: readonly ProblemRow[],
  keepsGone: boolean,
): MergedRows {
  const byId = new Map(current.map((row) => [row.rowId, row]));
  const known = new Set(shown.map((row) => row.rowId));
  const still = keepsGone ? shown : shown.filter((row) => byId.has(row.rowId));
  if (still.length === 0) return { rows: current, gone: new Set(), arrived: 0 };
  const last = current.findLastIndex((row) => known.has(row.rowId));
  const arrived = current.slice(0, last + 1).filter((row) => !known.has(row.rowId)).length;
  // Nobody known is left: what there is now comes instead of them once they may go, and waits until then.
  const below = last < 0 ? [] : current.slice(last + 1);
  return {
    rows: [...still.map((row) => byId.get(row.rowId) ?? row), ...below],
    gone: new Set(still.filter((row) => !byId.has(row.rowId)).map((row) => row.rowId)),
    arrived: last < 0 ? current.length : arrived,
  };
}
