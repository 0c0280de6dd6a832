// Who has these problems, by name? People stand in a table of their own, which only one narrow role reads.
import { asAuth } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findMembersAsAuth } from "#lib/access/store.ts";
import type { ListedProblem } from "#lib/sync/problem-rows/store.ts";
import type { ProblemRow } from "#lib/sync/problems.ts";
import { listedRow } from "./problem-rows.ts";

/** Stored rows as they are shown. Outside of any transaction of the tenant; nobody is asked when nobody has a row. */
export async function readNamedRows(scope: Scope, listed: readonly ListedProblem[]): Promise<ProblemRow[]> {
  allow(scope, "problems:read");
  const isAssigned = listed.some(({ assigneeId }) => assigneeId !== null);
  const members = isAssigned ? await asAuth(scope.db, (tx) => findMembersAsAuth(tx, scope)) : [];
  const names = new Map(members.map(({ userId, name }) => [userId, name]));
  return listed.map((row) => listedRow(row, names));
}
