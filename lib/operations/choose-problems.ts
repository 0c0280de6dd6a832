// Which problems does a person mean? A part of everything that is done to chosen ones.
import type { Transaction } from "#db/client.ts";
import { allow, may, type Scope } from "#lib/access/scope.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import type { Chosen } from "#lib/sync/triage/selection/store.ts";

/** The rows that are meant, once it is sure that the company is ours. `userId`: who "me" is, when the clock asks. */
export async function chooseProblems(
  scope: Scope,
  tx: Transaction,
  { companyFileId, select }: { readonly companyFileId: string; readonly select: ProblemSelect },
  userId: string | null = scope.actor.type === "person" ? scope.actor.userId : null,
): Promise<Chosen> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "problems:read");
  if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
  const { preferences } = await readBooks(tx, scope, companyFileId);
  return { companyFileId, select, userId, closedUntil: preferences?.bookCloseDate ?? null };
}
