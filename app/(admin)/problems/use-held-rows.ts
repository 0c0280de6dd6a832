// How do rows keep still under the pointer, and how do those go at once that a person has just dealt with?
"use client";

import { useMemo, useState } from "react";

import type { ProblemRow } from "#lib/sync/problems.ts";

import { mergeRows, type MergedRows } from "./held-rows.ts";

export type HeldRows = MergedRows & {
  /** Draws what has arrived. */
  readonly showArrived: () => void;
  /** Takes rows off at once, before the server has answered. */
  readonly hide: (rowIds: readonly string[]) => void;
  readonly unhide: () => void;
};

type Kept = { readonly list: string; readonly rows: readonly ProblemRow[] };

const NOBODY: ReadonlySet<string> = new Set();

/** `list` names what is listed: another list is drawn as it is. `keepsGone`: nothing may move up now. */
export function useHeldRows(current: readonly ProblemRow[], list: string, keepsGone: boolean): HeldRows {
  const [kept, setKept] = useState<Kept>({ list, rows: [] });
  const [hidden, setHidden] = useState(NOBODY);
  const shown = kept.list === list ? kept.rows : NO_ROWS;
  const merged = useMemo(() => {
    const seen = (rows: readonly ProblemRow[]) =>
      hidden.size === 0 ? rows : rows.filter((row) => !hidden.has(row.rowId));
    return mergeRows(seen(shown), seen(current), keepsGone);
  }, [shown, current, keepsGone, hidden]);
  if (!isSame(shown, merged.rows)) setKept({ list, rows: merged.rows });
  return {
    ...merged,
    showArrived: () => setKept({ list, rows: [] }),
    hide: (rowIds) => setHidden((before) => new Set([...before, ...rowIds])),
    unhide: () => setHidden(NOBODY),
  };
}

const NO_ROWS: readonly ProblemRow[] = [];

function isSame(left: readonly ProblemRow[], right: readonly ProblemRow[]): boolean {
  return left.length === right.length && left.every((row, place) => row === right[place]);
}
