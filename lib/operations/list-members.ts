// Who belongs to this tenant, and as what?
import { asAuth } from "#db/client.ts";
import type { ListMembers, Member } from "#lib/access/people.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findMembersAsAuth } from "#lib/access/store.ts";

/** The people of the tenant, by name. Everybody who may see settings may see who else works here. */
export async function listMembers(scope: Scope, _input: ListMembers): Promise<readonly Member[]> {
  allow(scope, "settings:read");
  return await asAuth(scope.db, (tx) => findMembersAsAuth(tx, scope));
}
