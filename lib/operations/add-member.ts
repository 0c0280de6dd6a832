// How does somebody come to belong to a tenant? By their e-mail address; who is new gets a password that is shown once.
import { asAuth } from "#db/client.ts";
import { hashPassword } from "#lib/access/passwords.ts";
import type { AddMember } from "#lib/access/people.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit, findUserByEmailAsAuth, insertMemberAsAuth, insertUserAsAuth } from "#lib/access/store.ts";
import { Refusal } from "#lib/refusal.ts";

const PASSWORD_BYTES = 15;

export type AddedMember = {
  readonly email: string;
  /** Shown once and kept nowhere; null when the person has a sign-in already. */
  readonly password: string | null;
};

/** Adds a person with a role. Refuses when they belong to the tenant already. */
export async function addMember(scope: Scope, input: AddMember): Promise<AddedMember> {
  allow(scope, "members:manage");
  const password = Buffer.from(scope.chance(PASSWORD_BYTES)).toString("base64url");
  const passwordHash = await hashPassword(password);
  return await asAuth(scope.db, async (tx) => {
    const createdAt = scope.now();
    const known = await findUserByEmailAsAuth(tx, input.email);
    const userId = known?.userId ?? newId(scope);
    if (!known) {
      const isNew = await insertUserAsAuth(tx, {
        userId,
        name: input.name,
        email: input.email,
        passwordHash,
        createdAt,
      });
      if (!isNew) throw new Refusal("moved-on", "Somebody was just added with this address. Please try again.");
    }
    const isNewHere = await insertMemberAsAuth(tx, { tenantId: scope.tenantId, userId, role: input.role, createdAt });
    if (!isNewHere) throw new Refusal("conflict", "This person belongs to the tenant already.", "email");
    await audit(tx, scope, {
      action: "added-member",
      subjectKind: "person",
      subjectId: userId,
      detail: { person: known?.name ?? input.name, email: input.email, role: input.role },
    });
    return { email: input.email, password: known ? null : password };
  });
}
