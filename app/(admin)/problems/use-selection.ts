// Which rows are chosen? These 23 by id, or all that match, frozen as they stood when the page was last asked.
"use client";

import { useRef, useState } from "react";

import { counted, rowsNoun, tabNoun, type Noun } from "#app/(admin)/_watch/words.ts";
import { sumByCurrency, type MoneyJson } from "#lib/money.ts";
import type { ProblemFilter, ProblemSelect } from "#lib/sync/problem-filter.ts";
import type { Cause, ProblemRow } from "#lib/sync/problems.ts";

import { causeOf, withCause, type CauseKey, type ProblemView } from "./view.ts";

/** One request names at most so many rows; all that match have no limit. */
export const ROWS_MAX = 1_000;

/** What an act is about: how many, how much, and the words for it. */
export type Target = {
  readonly select: ProblemSelect;
  /** Null: all that match, and only walking through them could tell how many. */
  readonly count: number | null;
  readonly noun: Noun;
  readonly money: readonly MoneyJson[];
  /** The rows themselves, when they were chosen one by one. */
  readonly rows: readonly ProblemRow[] | null;
  /** The cause they share, when it is known. */
  readonly cause: CauseKey | null;
};

/** "37 invoices" */
export function targetText({ count, noun }: Pick<Target, "count" | "noun">): string {
  return count === null ? `all matching ${noun.many}` : counted(count, noun);
}

type Chosen = {
  readonly place: string;
  readonly rows: ReadonlyMap<string, ProblemRow>;
  readonly isMatching: boolean;
  /** All rows that were shown then were taken in one. */
  readonly isPage: boolean;
};

const NOTHING: ReadonlyMap<string, ProblemRow> = new Map();

export type Selection = {
  readonly has: (rowId: string) => boolean;
  readonly count: number;
  readonly rows: readonly ProblemRow[];
  /** All that match, also what is not loaded. */
  readonly isMatching: boolean;
  /** The rows shown are taken, though more may be shown by now: all that match are next. */
  readonly leadsToMatching: boolean;
  /** Of the header's box. */
  readonly state: boolean | "some";
  readonly toggle: (rowId: string, isRange: boolean) => void;
  readonly togglePage: () => void;
  /** The rows shown; once more, all that match. */
  readonly takeMore: () => void;
  readonly takeMatching: () => void;
  readonly drop: () => void;
};

/** The choice stays through paging and sorting. Another filter drops it: what is not seen is not acted on. */
export function useSelection(listed: readonly ProblemRow[], place: string): Selection {
  const [chosen, setChosen] = useState<Chosen>({ place, rows: NOTHING, isMatching: false, isPage: false });
  const anchor = useRef<string | null>(null);
  const rows = chosen.place === place ? chosen.rows : NOTHING;
  const isMatching = chosen.place === place && chosen.isMatching;
  const has = (rowId: string) => isMatching || rows.has(rowId);
  const keep = (next: ReadonlyMap<string, ProblemRow>, isPage = false) =>
    setChosen({ place, rows: next, isMatching: false, isPage });
  const drop = () => keep(NOTHING);
  const page = () => new Map(listed.map((row) => [row.rowId, row]));
  const takePage = () => keep(new Map([...rows, ...page()]), true);

  function toggle(rowId: string, isRange: boolean) {
    const next = isMatching ? page() : new Map(rows);
    const isOn = !has(rowId);
    for (const row of span(listed, isRange ? anchor.current : null, rowId)) {
      if (isOn) next.set(row.rowId, row);
      else next.delete(row.rowId);
    }
    anchor.current = rowId;
    keep(next);
  }

  const takeMatching = () => setChosen({ place, rows: page(), isMatching: true, isPage: true });
  const isPage = listed.length > 0 && listed.every((row) => has(row.rowId));
  // The list loads on by itself: what came since the page was taken takes nothing back.
  const leadsToMatching = !isMatching && (isPage || (chosen.place === place && chosen.isPage));
  return {
    has,
    count: rows.size,
    rows: [...rows.values()],
    isMatching,
    leadsToMatching,
    state: isPage || (rows.size > 0 && "some"),
    toggle,
    togglePage: () => (isPage ? drop() : takePage()),
    takeMore: () => (leadsToMatching || isMatching ? takeMatching() : takePage()),
    takeMatching,
    drop,
  };
}

/** Rows from one to another, both included, whichever comes first. */
function span(rows: readonly ProblemRow[], from: string | null, to: string): readonly ProblemRow[] {
  const end = rows.findIndex((row) => row.rowId === to);
  const start = from === null ? end : rows.findIndex((row) => row.rowId === from);
  if (end < 0) return [];
  return start < 0 ? [rows[end]!] : rows.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** These rows, as something to act on. `asOf` is when they were seen so. */
export function rowsTarget(rows: readonly ProblemRow[], asOf: string): Target {
  const [first, ...others] = rows;
  const isOneCause = first && others.every((row) => row.code === first.code && row.about === first.about);
  return {
    select: { is: "rows", rowIds: rows.map((row) => row.rowId), asOf },
    count: rows.length,
    noun: rowsNoun(rows.map((row) => row.kind)),
    money: sumByCurrency(rows.map((row) => row.money)),
    rows,
    cause: isOneCause ? { code: first.code, about: first.about } : null,
  };
}

type Matching = Pick<ProblemView, "lane" | "tab" | "filter">;

/** All that match a view, as something to act on. */
export function matchingTarget(
  view: Matching,
  count: number | null,
  money: readonly MoneyJson[],
  asOf: string,
): Target {
  const { lane, tab, filter } = view;
  return {
    select: { is: "matching", lane, tab, filter, asOf },
    count,
    noun: tabNoun(tab),
    money: spoken(money),
    rows: null,
    cause: causeOf(view),
  };
}

/** Everything of a cause within a view. */
export function causeTarget(view: Matching, cause: Cause, asOf: string): Target {
  const filter: ProblemFilter = withCause(view.filter, cause);
  return matchingTarget({ ...view, filter }, cause.rows, cause.money, asOf);
}

/** Amounts worth saying: "$0.00" of a customer is not. */
export function spoken(money: readonly MoneyJson[]): MoneyJson[] {
  return money.filter(({ minor }) => minor !== "0");
}
