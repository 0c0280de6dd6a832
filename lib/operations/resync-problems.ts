// A person says "again": one row, many, or a whole cause. The old door of the act; it goes when nobody uses it any more.
import { allow, type Scope } from "#lib/access/scope.ts";
import type { ResyncProblems } from "#lib/sync/problems.ts";
import { doAct } from "./do-act.ts";

export type Resynced = { readonly bulkRunId: string; readonly total: number };

/** Lets problems go again. Answers with the run to watch. Refuses when every row had moved on already. */
export async function resyncProblems(scope: Scope, { companyFileId, select }: ResyncProblems): Promise<Resynced> {
  allow(scope, "problems:resolve");
  const asOf = scope.now().toISOString();
  const { bulkRunId, total } = await doAct(scope, {
    companyFileId,
    act: { act: "resync" },
    select:
      select.is === "rows"
        ? { is: "rows", rowIds: select.rowIds, asOf }
        : {
            is: "matching",
            lane: "needs-you",
            tab: select.tab,
            filter: { code: select.code, about: select.about },
            asOf,
          },
  });
  return { bulkRunId, total };
}
