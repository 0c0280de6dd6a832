// What does the address say about the page? Lane, tab, filter, order, open row, watched work: a view is a link.
import { documentKinds } from "#lib/documents/document.ts";
// Not from the catalogue beside it: its words need not come with the list.
import { problemCodes, type ProblemCode } from "#lib/problem-code.ts";
import type { ProblemFilter, ProblemSort, ShownLane } from "#lib/sync/problem-filter.ts";
import { problemTabs, type ProblemTab } from "#lib/sync/triage.ts";

export type ProblemView = {
  /** The company file it is about; null: the one the person looks at. */
  readonly company: string | null;
  readonly lane: ShownLane;
  readonly tab: ProblemTab;
  readonly filter: ProblemFilter;
  readonly sort: ProblemSort;
  /** The row in the side panel. */
  readonly open: string | null;
  /** The bulk work whose progress is shown. */
  readonly run: string | null;
};

/** A code and its culprit. */
export type CauseKey = { readonly code: ProblemCode; readonly about: string };

// Said again here because the shapes beside them would bring their parser to the browser; a test compares.
export const viewLanes: readonly ShownLane[] = ["needs-you", "waiting", "snoozed", "cleared", "done"];
export const viewSorts: readonly ProblemSort[] = ["oldest", "newest", "amount"];

export const plainView: ProblemView = {
  company: null,
  lane: "needs-you",
  tab: "invoices",
  filter: {},
  sort: "oldest",
  open: null,
  run: null,
};

type Query = { get(name: string): string | null; getAll(name: string): string[] };

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const MINOR = /^\d{1,15}$/;
const DAYS = /^\d{1,4}$/;
const DAYS_MAX = 3650;

/** What does not fit is left out: an old link still shows the page. */
export function readView(query: Query): ProblemView {
  return {
    company: matching(UUID, query.get("company")) ?? null,
    lane: oneOf(viewLanes, query.get("lane")) ?? plainView.lane,
    tab: oneOf(problemTabs, query.get("tab")) ?? plainView.tab,
    filter: readFilter(query),
    sort: oneOf(viewSorts, query.get("sort")) ?? plainView.sort,
    open: matching(UUID, query.get("open")) ?? null,
    run: matching(UUID, query.get("run")) ?? null,
  };
}

function readFilter(query: Query): ProblemFilter {
  const code = oneOf(problemCodes, query.get("code"));
  const notCodes = problemCodes.filter((each) => query.getAll("notCode").includes(each));
  return filled({
    code,
    about: code ? (query.get("about")?.slice(0, 500) ?? undefined) : undefined,
    notCodes: notCodes.length > 0 ? notCodes : undefined,
    party: named(query.get("party")),
    notParty: named(query.get("notParty")),
    kind: oneOf(documentKinds, query.get("kind")),
    sourceId: matching(UUID, query.get("source")),
    notSourceId: matching(UUID, query.get("notSource")),
    assignee:
      oneOf(["me", "others", "nobody"] as const, query.get("assignee")) ?? matching(UUID, query.get("assignee")),
    minMinor: matching(MINOR, query.get("min")),
    maxMinor: matching(MINOR, query.get("max")),
    olderThanDays: days(query.get("olderThan")),
    newerThanDays: days(query.get("newerThan")),
    search: query.get("q")?.trim().slice(0, 100) || undefined,
  });
}

/** The address of a view. */
export function viewHref(view: ProblemView): string {
  const query = viewQuery(view);
  return query ? `/problems?${query}` : "/problems";
}

function viewQuery({ company, lane, tab, filter, sort, open, run }: ProblemView): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | number | null | undefined) => {
    if (value !== undefined && value !== null) query.set(name, String(value));
  };
  set("company", company);
  set("lane", lane === plainView.lane ? null : lane);
  set("tab", tab === plainView.tab ? null : tab);
  set("code", filter.code);
  set("about", filter.code ? filter.about : null);
  for (const code of filter.notCodes ?? []) query.append("notCode", code);
  set("party", filter.party);
  set("notParty", filter.notParty);
  set("kind", filter.kind);
  set("source", filter.sourceId);
  set("notSource", filter.notSourceId);
  set("assignee", filter.assignee);
  set("min", filter.minMinor);
  set("max", filter.maxMinor);
  set("olderThan", filter.olderThanDays);
  set("newerThan", filter.newerThanDays);
  set("q", filter.search);
  set("sort", sort === plainView.sort ? null : sort);
  set("open", open);
  set("run", run);
  return query.toString();
}

/** The parameters by which the feed is asked for a view's rows: the same names as in the address. */
export function feedQuery(view: ProblemView, companyFileId: string, after: string | null): string {
  const query = new URLSearchParams(keptQuery(view));
  query.set("companyFileId", companyFileId);
  if (after) query.set("after", after);
  return query.toString();
}

/** What is kept of a view under a name: which rows and in which order, not of which company nor which one is open. */
export function keptQuery(view: ProblemView): string {
  return viewQuery({ ...view, company: null, open: null, run: null });
}

/** The chosen cause: a code with its culprit, which may be nobody. */
export function causeOf({ filter }: Pick<ProblemView, "filter">): CauseKey | null {
  return filter.code && filter.about !== undefined ? { code: filter.code, about: filter.about } : null;
}

/** The filter with another cause, or with none. */
export function withCause(filter: ProblemFilter, cause: CauseKey | null): ProblemFilter {
  const { code: _code, about: _about, ...rest } = filter;
  return cause ? { ...rest, code: cause.code, about: cause.about } : rest;
}

/** One text for a cause, to compare and to key by. */
export function causeKey(cause: CauseKey | null): string {
  return cause ? `${cause.code}\n${cause.about}` : "";
}

/** One text for what decides which rows are meant; their order does not. */
export function placeKey({ lane, tab, filter }: ProblemView): string {
  return viewQuery({ ...plainView, lane, tab, filter });
}

/** One text for what decides which rows are listed, and how. */
export function listKey({ lane, tab, filter, sort }: ProblemView): string {
  return viewQuery({ ...plainView, lane, tab, filter, sort });
}

/**
 * True when the causes stand as cards: for what is to be solved, of the whole tab. A narrower list has fewer rows than the
 * cards would say.
 */
export function hasCards({ lane, filter }: Pick<ProblemView, "lane" | "filter">): boolean {
  return lane === "needs-you" && !isNarrowed({ filter: causeOf({ filter }) ? withCause(filter, null) : filter });
}

/** True when anything but lane and tab narrows the list. */
export function isNarrowed({ filter }: Pick<ProblemView, "filter">): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

function oneOf<T extends string>(choices: readonly T[], text: string | null): T | undefined {
  return choices.find((each) => each === text);
}

function matching(form: RegExp, text: string | null): string | undefined {
  return text !== null && form.test(text) ? text : undefined;
}

function named(text: string | null): string | undefined {
  return text ? text.slice(0, 500) : undefined;
}

function days(text: string | null): number | undefined {
  const count = matching(DAYS, text);
  return count === undefined || Number(count) > DAYS_MAX ? undefined : Number(count);
}

function filled(filter: ProblemFilter): ProblemFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
