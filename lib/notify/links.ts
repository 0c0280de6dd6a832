// Where does a mail or a webhook lead? The paths of pages, as their addresses are read there.
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

/** A cause on Problem Sync. */
export function causePath({ tab, code, about }: { tab: ProblemTab | null; code: ProblemCode; about: string }): string {
  return `/problems?${new URLSearchParams({ ...(tab === null ? {} : { tab }), code, about }).toString()}`;
}

/** A problem in its side panel. */
export function problemPath({ tab, rowId }: { tab: ProblemTab; rowId: string }): string {
  return `/problems?${new URLSearchParams({ tab, open: rowId }).toString()}`;
}
