// A person chooses how the page behaves for them alone.
import { inTransaction } from "#db/client.ts";
import type { Preferences, SavePreferences } from "#lib/access/personal.ts";
import { writePreferences } from "#lib/access/personal/store.ts";
import { allow, type Scope } from "#lib/access/scope.ts";

/** Keeps the choice for this person in this tenant. */
export async function savePreferences(scope: Scope, input: SavePreferences): Promise<Preferences> {
  allow(scope, "problems:read");
  const { actor } = scope;
  if (actor.type === "person") {
    await inTransaction(scope, (tx) => writePreferences(tx, scope, actor.userId, input));
  }
  return input;
}
