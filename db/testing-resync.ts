// A person says "again" about problems as they stand now: for tests. Only tests import this.
import type { Scope } from "#lib/access/scope.ts";
import { doAct } from "#lib/operations/do-act.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

export type ResyncProblems = {
  readonly companyFileId: string;
  readonly select:
    | { readonly is: "rows"; readonly rowIds: readonly string[] }
    | { readonly is: "cause"; readonly tab: ProblemTab; readonly code: ProblemCode; readonly about: string };
};

export type Resynced = { readonly bulkRunId: string; readonly total: number };

/** Lets problems go again. Answers with the run to watch. Refuses when every row had moved on already. */
export async function resyncProblems(scope: Scope, { companyFileId, select }: ResyncProblems): Promise<Resynced> {
  const asOf = scope.now().toISOString();
  const { bulkRunId, total } = await doAct(scope, {
    companyFileId,
    act: { act: "resync" },
    select:
      select.is === "rows"
        ? { is: "rows", rowIds: [...select.rowIds], asOf }
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
