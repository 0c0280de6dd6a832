// Who is the first person of an installation? Whoever holds the one-time token that the start printed.
import { createHash } from "node:crypto";

import { asAuth } from "#db/client.ts";
import { hashPassword } from "#lib/access/passwords.ts";
import type { MakeOwner } from "#lib/access/people.ts";
import { consume, retrySentence } from "#lib/access/rate-limit.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import {
  audit,
  hasUsersAsAuth,
  insertMemberAsAuth,
  insertTenantAsAuth,
  insertUserAsAuth,
  useOwnerTokenAsAuth,
} from "#lib/access/store.ts";
import { Refusal } from "#lib/refusal.ts";

/** Before the first tenant there is no scope. */
type World = Pick<Scope, "db" | "now" | "chance">;

/**
 * Makes the first person, their tenant and their ownership, and uses the token up, all in one transaction. A wrong or
 * used token is refused; so is a second person.
 */
export async function makeOwner(world: World, input: MakeOwner, address: string): Promise<void> {
  const allowance = await consume(world.db, "owner-token", address);
  if (!allowance.allowed) {
    throw new Refusal("too-many", `Too many attempts. ${retrySentence(allowance.retryAfterSeconds)}`);
  }
  const passwordHash = await hashPassword(input.password);
  const tokenHash = createHash("sha256").update(input.token).digest("hex");
  await asAuth(world.db, async (tx) => {
    if (!(await useOwnerTokenAsAuth(tx, tokenHash))) {
      throw new Refusal(
        "not-allowed",
        "This token is wrong or was used already. The start prints a valid one once.",
        "token",
      );
    }
    if (await hasUsersAsAuth(tx)) throw new Refusal("conflict", "There is an owner already. Please sign in.");
    const createdAt = world.now();
    const userId = newId(world);
    const tenantId = newId(world);
    await insertUserAsAuth(tx, { userId, name: input.name, email: input.email, passwordHash, createdAt });
    await insertTenantAsAuth(tx, { tenantId, name: input.tenantName, createdAt });
    await insertMemberAsAuth(tx, { tenantId, userId, role: "owner", createdAt });
    const actor = { type: "person", userId, name: input.name, role: "owner" } as const;
    await audit(
      tx,
      { ...world, tenantId, actor },
      { action: "founded", subjectKind: "tenant", subjectId: tenantId, detail: { name: input.tenantName } },
    );
  });
}
