// Which row stands first under a cause? Asked when it is needed: a card knows only how many there are.
import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import type { ProblemPage, ProblemRow } from "#lib/sync/problems.ts";

import type { FixProps } from "./fix-props.ts";
import { feedQuery, withCause } from "./view.ts";

export const NOT_LOADED = "The row could not be loaded. Nothing was changed; please try again.";

/** Undefined when nobody answers, or nothing of the cause is left. */
export async function firstRowOf({
  companyFileId,
  cause,
  view,
}: Pick<FixProps, "companyFileId" | "cause" | "view">): Promise<ProblemRow | undefined> {
  const query = feedQuery({ ...view, filter: withCause(view.filter, cause) }, companyFileId, null);
  return (await fetchJson<ProblemPage>(`/problems/feed?${query}`).catch(() => null))?.rows[0];
}
