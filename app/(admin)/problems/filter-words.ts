// What does a filter say in words, one part at a time? Each part can be taken off, and most can be turned round.
import { kindNoun, titled } from "#app/(admin)/_watch/words.ts";
import { moneyText } from "#components/money.tsx";
import type { Role } from "#lib/access/roles.ts";
import { problemTitle } from "#lib/problem.ts";
import type { ProblemFilter } from "#lib/sync/problem-filter.ts";

export type Named = { readonly id: string; readonly name: string };
export type NamedPerson = Named & { readonly role: Role };

/** What the filter can name: whoever and whatever this tenant has. */
export type FilterChoices = {
  readonly people: readonly NamedPerson[];
  readonly sources: readonly Named[];
  readonly currency: string;
};

export type FilterPart = {
  readonly key: string;
  readonly text: string;
  readonly isExclusion: boolean;
  /** The filter without it. */
  readonly without: ProblemFilter;
  /** The filter with its opposite; null where there is none. */
  readonly turned: ProblemFilter | null;
};

/** The parts of a filter that are shown as chips. The search has a box of its own. */
export function filterParts(filter: ProblemFilter, choices: FilterChoices): readonly FilterPart[] {
  return [...causeParts(filter), ...nameParts(filter, choices), ...plainParts(filter, choices)];
}

function causeParts(filter: ProblemFilter): FilterPart[] {
  const { code, about, notCodes = [], ...rest } = filter;
  const nots = notCodes.length > 0 ? { notCodes } : {};
  const parts = notCodes.map((each): FilterPart => {
    const left = notCodes.filter((other) => other !== each);
    const without = { ...omit(filter, ["notCodes"]), ...(left.length > 0 ? { notCodes: left } : {}) };
    return {
      key: `not-${each}`,
      text: `Not: ${problemTitle(each, "…")}`,
      isExclusion: true,
      without,
      turned: { ...without, code: each },
    };
  });
  if (!code) return parts;
  return [
    {
      key: "code",
      text: problemTitle(code, about ?? "…"),
      isExclusion: false,
      without: { ...rest, ...nots },
      turned: { ...rest, notCodes: [...notCodes.filter((each) => each !== code), code] },
    },
    ...parts,
  ];
}

type Pair = readonly ["party", "notParty"] | readonly ["sourceId", "notSourceId"];

function nameParts(filter: ProblemFilter, { sources }: FilterChoices): FilterPart[] {
  const pair = ([is, isNot]: Pair, label: string, nameOf: (value: string) => string): FilterPart[] =>
    [is, isNot].flatMap((key) => {
      const value = filter[key];
      if (value === undefined) return [];
      const isExclusion = key === isNot;
      const without = omit(filter, [is, isNot]);
      const text = `${isExclusion ? `Not ${label.toLowerCase()}` : label}: ${nameOf(value)}`;
      return [{ key, text, isExclusion, without, turned: { ...without, [isExclusion ? is : isNot]: value } }];
    });
  return [
    ...pair(["party", "notParty"], "Customer", (name) => name),
    ...pair(["sourceId", "notSourceId"], "Source", (id) => nameIn(sources, id)),
  ];
}

function plainParts(filter: ProblemFilter, { people, currency }: FilterChoices): FilterPart[] {
  const { kind, assignee, minMinor, maxMinor, olderThanDays, newerThanDays } = filter;
  const part = (key: keyof ProblemFilter, text: string): FilterPart => ({
    key,
    text,
    isExclusion: false,
    without: omit(filter, [key]),
    turned: null,
  });
  const money = (minor: string) => moneyText({ minor, currency });
  return [
    ...(kind === undefined ? [] : [part("kind", `Type: ${titled(kindNoun(kind).one)}`)]),
    ...(assignee === undefined ? [] : [part("assignee", assigneeText(assignee, people))]),
    ...(minMinor === undefined ? [] : [part("minMinor", `From ${money(minMinor)}`)]),
    ...(maxMinor === undefined ? [] : [part("maxMinor", `Up to ${money(maxMinor)}`)]),
    ...(olderThanDays === undefined ? [] : [part("olderThanDays", `Older than ${daysText(olderThanDays)}`)]),
    ...(newerThanDays === undefined ? [] : [part("newerThanDays", `From the last ${daysText(newerThanDays)}`)]),
  ];
}

function assigneeText(assignee: string, people: readonly Named[]): string {
  if (assignee === "me") return "Assigned to me";
  if (assignee === "others") return "Assigned to others";
  return assignee === "nobody" ? "Assigned to nobody" : `Assigned to ${nameIn(people, assignee)}`;
}

function nameIn(named: readonly Named[], id: string): string {
  return named.find((each) => each.id === id)?.name ?? "somebody who left";
}

function daysText(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

function omit(filter: ProblemFilter, keys: readonly (keyof ProblemFilter)[]): ProblemFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.some((each) => each === key)));
}
