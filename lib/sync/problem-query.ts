// How does an address say which problems are listed? One flat name a part, read and written here alone.
import { z } from "zod";

import { ListProblems, type ProblemFilter } from "./problem-filter.ts";

/** Which name in the address stands for which part of the filter. */
const names = {
  code: "code",
  about: "about",
  notCodes: "notCode",
  party: "party",
  notParty: "notParty",
  kind: "kind",
  sourceId: "source",
  notSourceId: "notSource",
  assignee: "assignee",
  minMinor: "min",
  maxMinor: "max",
  olderThanDays: "olderThan",
  newerThanDays: "newerThan",
  search: "q",
} as const satisfies Record<keyof ProblemFilter, string>;

const parts = Object.entries(names) as [keyof ProblemFilter, string][];
const numbers: ReadonlySet<keyof ProblemFilter> = new Set(["olderThanDays", "newerThanDays"]);

/** The parameters of an address → `ListProblems`. A part given twice is a list; what is empty is left out. */
export const ProblemQuery = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((query) => ({
    ...filled({
      companyFileId: query.companyFileId,
      lane: query.lane,
      tab: query.tab,
      sort: query.sort,
      after: query.after,
    }),
    filter: filterOf(query),
  }))
  .transform((list, context) => {
    const parsed = ListProblems.safeParse(list);
    if (parsed.success) return parsed.data;
    for (const { message, path } of parsed.error.issues) context.addIssue({ code: "custom", message, path });
    return z.NEVER;
  });

/** A list as the parameters of an address. What is not said is left out. */
export function problemQuery(list: Partial<ListProblems>): URLSearchParams {
  const { filter = {}, ...place } = list;
  const query = new URLSearchParams(filled(place) as Record<string, string>);
  for (const [part, name] of parts) {
    for (const value of [filter[part] ?? []].flat()) query.append(name, String(value));
  }
  return query;
}

/** The filter an address names; parts that do not fit are for zod to refuse. */
export function filterOf(query: Readonly<Record<string, string | readonly string[] | undefined>>): unknown {
  const read = Object.fromEntries(
    parts.map(([part, name]) => {
      const value = query[name];
      // A cause without a culprit is said by an empty `about`; without any, all culprits are meant.
      if (part === "about") return [part, query[names.code] ? value : undefined];
      if (value === undefined || value === "") return [part, undefined];
      if (part === "notCodes") return [part, [value].flat()];
      return [part, numbers.has(part) ? Number(value) : value];
    }),
  );
  return { ...filled(read), ...(read.about === "" ? { about: "" } : {}) };
}

function filled(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
}
