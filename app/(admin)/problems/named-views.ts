// Which views does everybody have, and which kept one does the page show just now?
import type { SavedView } from "#lib/sync/saved-views.ts";
import type { ProblemCode } from "#lib/problem.ts";

import { keptQuery, plainView, readView, type ProblemView } from "./view.ts";

export type NamedView = { readonly name: string; readonly query: string };

const CONNECTION: ProblemCode = "connection-lost";

const queryOf = (change: Partial<ProblemView>) => keptQuery({ ...plainView, ...change });

export const builtInViews: readonly NamedView[] = [
  { name: "Oldest", query: queryOf({ sort: "oldest" }) },
  { name: "Over $1,000", query: queryOf({ filter: { minMinor: "100000" }, sort: "amount" }) },
  { name: "Mine", query: queryOf({ filter: { assignee: "me" } }) },
  { name: "From the last 30 days", query: queryOf({ filter: { newerThanDays: 30 }, sort: "newest" }) },
  { name: "Connection trouble", query: queryOf({ filter: { code: CONNECTION } }) },
];

export type CurrentView = {
  readonly name: string;
  /** Null for one that everybody has. */
  readonly saved: SavedView | null;
  /** The lane and tab are those of the kept view, but something was changed since. */
  readonly isChanged: boolean;
};

/** The kept view that is shown: exactly, or else the one whose filter it grew from. Null: none of them. */
export function currentViewOf(view: ProblemView, saved: readonly SavedView[]): CurrentView | null {
  const query = keptQuery(view);
  const exact = saved.find((each) => normal(each.query) === query);
  if (exact) return { name: exact.name, saved: exact, isChanged: false };
  const builtIn = builtInViews.find((each) => each.query === query && query !== "");
  if (builtIn) return { name: builtIn.name, saved: null, isChanged: false };
  const grown = saved.find((each) => isGrownFrom(view, each.query));
  return grown ? { name: grown.name, saved: grown, isChanged: true } : null;
}

function normal(query: string): string {
  return keptQuery(readView(new URLSearchParams(query)));
}

/** Everything that the kept view filters by holds here too; nothing at all is grown from anything. */
function isGrownFrom(view: ProblemView, query: string): boolean {
  const kept = readView(new URLSearchParams(query));
  const parts = Object.entries(kept.filter);
  if (parts.length === 0 || kept.lane !== view.lane || kept.tab !== view.tab) return false;
  const filter: Readonly<Record<string, unknown>> = view.filter;
  return parts.every(([key, value]) => JSON.stringify(filter[key]) === JSON.stringify(value));
}
