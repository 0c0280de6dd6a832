// Which rows are chosen? These ones by id, or a whole cause with what is on other pages too.
"use client";

import { useRef, useState } from "react";

import { counted, rowsNoun, tabNoun, type Noun } from "#app/(admin)/_watch/words.ts";
import type { MoneyJson } from "#lib/money.ts";
import { problemCatalogue } from "#lib/problem.ts";
import type { Cause, ProblemRow, ResyncProblems } from "#lib/sync/problems.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

/** What an action is about: how many, how much, and the words for it. */
export type Target = {
  readonly select: ResyncProblems["select"];
  readonly count: number;
  readonly noun: Noun;
  readonly money: readonly MoneyJson[];
  /** Said before it is done: what would have to be solved first. */
  readonly fix?: string;
};

export const targetText = ({ count, noun }: Target) => counted(count, noun);

type Chosen = { readonly filter: string; readonly ids: ReadonlySet<string>; readonly isWholeCause: boolean };

const NOTHING: ReadonlySet<string> = new Set();

export type Selection = {
  readonly has: (rowId: string) => boolean;
  readonly count: number;
  readonly isWholeCause: boolean;
  /** Of the header's box. */
  readonly state: boolean | "some";
  readonly toggle: (rowId: string, isRange: boolean) => void;
  readonly togglePage: () => void;
  readonly takeWholeCause: () => void;
  readonly drop: () => void;
};

/** Chosen rows among those that are listed. Another filter drops the choice: what is not seen is not acted on. */
export function useSelection(rows: readonly ProblemRow[], filter: string): Selection {
  const [chosen, setChosen] = useState<Chosen>({ filter, ids: NOTHING, isWholeCause: false });
  const anchor = useRef<string | null>(null);
  const ids = chosen.filter === filter ? chosen.ids : NOTHING;
  const isWholeCause = chosen.filter === filter && chosen.isWholeCause;
  const listed = rows.filter((row) => ids.has(row.rowId));
  const has = (rowId: string) => isWholeCause || ids.has(rowId);
  const keep = (next: ReadonlySet<string>) => setChosen({ filter, ids: next, isWholeCause: false });
  const drop = () => keep(NOTHING);

  function toggle(rowId: string, isRange: boolean) {
    const base = isWholeCause ? rows.map((row) => row.rowId) : listed.map((row) => row.rowId);
    const next = new Set(base);
    const span = isRange ? between(rows, anchor.current, rowId) : [rowId];
    const isOn = !has(rowId);
    for (const id of span) {
      if (isOn) next.add(id);
      else next.delete(id);
    }
    anchor.current = rowId;
    keep(next);
  }

  const count = isWholeCause ? rows.length : listed.length;
  const isAll = rows.length > 0 && count === rows.length;
  return {
    has,
    count,
    isWholeCause,
    state: isAll || (count > 0 && "some"),
    toggle,
    togglePage: () => (isAll ? drop() : keep(new Set(rows.map((row) => row.rowId)))),
    takeWholeCause: () => setChosen({ filter, ids: new Set(rows.map((row) => row.rowId)), isWholeCause: true }),
    drop,
  };
}

/** Ids from one row to another, both included, whichever comes first. */
function between(rows: readonly ProblemRow[], from: string | null, to: string): string[] {
  const start = rows.findIndex((row) => row.rowId === from);
  const end = rows.findIndex((row) => row.rowId === to);
  if (start < 0 || end < 0) return [to];
  return rows.slice(Math.min(start, end), Math.max(start, end) + 1).map((row) => row.rowId);
}

/** These rows, as something to act on. */
export function rowsTarget(rows: readonly ProblemRow[]): Target {
  return {
    select: { is: "rows", rowIds: rows.map((row) => row.rowId) },
    count: rows.length,
    noun: rowsNoun(rows.map((row) => row.kind)),
    money: sums(rows),
  };
}

/** Everything of a cause, as something to act on. */
export function causeTarget(tab: ProblemTab, cause: Cause): Target {
  return {
    select: { is: "cause", tab, code: cause.code, about: cause.about },
    count: cause.rows,
    noun: tabNoun(tab),
    money: spoken(cause.money),
    ...fixOf(cause),
  };
}

/** What must be done first; nothing when the same request may simply go through later. */
export function fixOf({ code, fix }: Pick<Cause, "code" | "fix">): { readonly fix?: string } {
  return problemCatalogue[code].mayPass ? {} : { fix };
}

/** Sums by currency; names and items carry no money and add nothing. */
function sums(rows: readonly ProblemRow[]): MoneyJson[] {
  const byCurrency = new Map<string, bigint>();
  for (const { money } of rows)
    byCurrency.set(money.currency, (byCurrency.get(money.currency) ?? 0n) + BigInt(money.minor));
  return spoken([...byCurrency].map(([currency, minor]) => ({ minor: String(minor), currency })));
}

/** Amounts worth saying: "$0.00" of a customer is not. */
export function spoken(money: readonly MoneyJson[]): MoneyJson[] {
  return money.filter(({ minor }) => minor !== "0");
}
