// What may a member do from now on?
import { asAuth, inTransaction } from "#db/client.ts";
import type { ChangeRole } from "#lib/access/people.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit, findNameAsAuth, findRole, lockOwners, updateRole } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

/** Gives a member another role. Refuses to leave the tenant without an owner. */
export async function changeRole(scope: Scope, input: ChangeRole): Promise<void> {
  allow(scope, "members:manage");
  const person = await asAuth(scope.db, (tx) => findNameAsAuth(tx, input.userId));
  await inTransaction(scope, async (tx) => {
    const owners = await lockOwners(tx, scope);
    const before = await findRole(tx, scope, input.userId);
    if (!before) throw notFound("This person");
    if (before === input.role) return;
    if (owners.length === 1 && owners[0] === input.userId) {
      throw new Refusal("conflict", "This is the only owner. Make somebody else an owner first.");
    }
    await updateRole(tx, scope, input.userId, input.role);
    await audit(tx, scope, {
      action: "changed-role",
      subjectKind: "person",
      subjectId: input.userId,
      detail: { person, role: `${before} → ${input.role}` },
    });
  });
}
