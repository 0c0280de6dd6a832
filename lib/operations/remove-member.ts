// How does somebody stop belonging to a tenant? At once: every request asks for the membership.
import { asAuth, inTransaction } from "#db/client.ts";
import type { RemoveMember } from "#lib/access/people.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit, deleteMember, findNameAsAuth, findRole, lockOwners } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

/** Removes a member. Refuses to leave the tenant without an owner. */
export async function removeMember(scope: Scope, input: RemoveMember): Promise<void> {
  allow(scope, "members:manage");
  const person = await asAuth(scope.db, (tx) => findNameAsAuth(tx, input.userId));
  await inTransaction(scope, async (tx) => {
    const owners = await lockOwners(tx, scope);
    const role = await findRole(tx, scope, input.userId);
    if (!role) throw notFound("This person");
    if (owners.length === 1 && owners[0] === input.userId) {
      throw new Refusal("conflict", "This is the only owner. Make somebody else an owner first.");
    }
    await deleteMember(tx, scope, input.userId);
    await audit(tx, scope, {
      action: "removed-member",
      subjectKind: "person",
      subjectId: input.userId,
      detail: { person, role },
    });
  });
}
