// How do rows keep still under the pointer? While it is over the list, rows stay where they are.
"use client";

import { useMemo, useState } from "react";

import type { ProblemRow } from "#lib/sync/problems.ts";

export type HeldRows = {
  readonly rows: readonly ProblemRow[];
  /** Rows that are no problem any more but still keep their place. */
  readonly gone: ReadonlySet<string>;
  /** How many rows came up that are not drawn yet. */
  readonly arrived: number;
  readonly hold: () => void;
  readonly release: () => void;
};

/** `page` names what is listed and how many pages: another list, or more of it, is never held back. */
export function useHeldRows(current: readonly ProblemRow[], page: string): HeldRows {
  const [held, setHeld] = useState<{ readonly page: string; readonly rows: readonly ProblemRow[] } | null>(null);
  const still = held?.page === page ? held.rows : null;
  const merged = useMemo(() => {
    if (!still) return { rows: current, gone: new Set<string>(), arrived: 0 };
    const byId = new Map(current.map((row) => [row.rowId, row]));
    const known = new Set(still.map((row) => row.rowId));
    return {
      rows: still.map((row) => byId.get(row.rowId) ?? row),
      gone: new Set(still.filter((row) => !byId.has(row.rowId)).map((row) => row.rowId)),
      arrived: current.filter((row) => !known.has(row.rowId)).length,
    };
  }, [still, current]);
  return { ...merged, hold: () => setHeld({ page, rows: merged.rows }), release: () => setHeld(null) };
}
