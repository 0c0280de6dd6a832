// What does the address say about the page? Tab, chosen cause, open row, watched resync: a view is a link.
import { problemCodes, type ProblemCode } from "#lib/problem.ts";
import type { ListProblems } from "#lib/sync/problem-filter.ts";
import type { Cause } from "#lib/sync/problems.ts";
import { problemTabs, type ProblemTab } from "#lib/sync/triage.ts";

export type ProblemView = {
  readonly tab: ProblemTab;
  readonly cause: Pick<Cause, "code" | "about"> | null;
  /** The row in the side panel. */
  readonly open: string | null;
  /** The resync whose progress is shown. */
  readonly run: string | null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What does not fit is left out: an old link still shows the page. */
export function readView(query: { get(name: string): string | null }): ProblemView {
  const code = problemCodes.find((each) => each === query.get("code"));
  return {
    tab: problemTabs.find((each) => each === query.get("tab")) ?? "invoices",
    cause: code ? { code, about: (query.get("about") ?? "").slice(0, 500) } : null,
    open: idOf(query.get("open")),
    run: idOf(query.get("run")),
  };
}

function idOf(text: string | null): string | null {
  return text && UUID.test(text) ? text : null;
}

/** The address of a view. */
export function viewHref({ tab, cause, open, run }: ProblemView): string {
  const query = new URLSearchParams({ tab });
  if (cause) {
    query.set("code", cause.code);
    if (cause.about) query.set("about", cause.about);
  }
  if (open) query.set("open", open);
  if (run) query.set("run", run);
  return `/problems?${query.toString()}`;
}

/** The rows a view lists, as they are asked for. */
export function listOf(companyFileId: string, { tab, cause }: Pick<ProblemView, "tab" | "cause">): ListProblems {
  return { companyFileId, lane: "needs-you", tab, filter: cause ?? {}, sort: "oldest" };
}

/** One text for a cause, to compare and to key by. */
export function causeKey(cause: { readonly code: ProblemCode; readonly about: string } | null): string {
  return cause ? `${cause.code}\n${cause.about}` : "";
}

/** One text for what decides which rows are listed. */
export function filterKey({ tab, cause }: ProblemView): string {
  return `${tab}\n${causeKey(cause)}`;
}
