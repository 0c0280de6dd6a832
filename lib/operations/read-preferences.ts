// How does this person want the page to behave?
import { inTransaction } from "#db/client.ts";
import { Preferences, type ReadPreferences } from "#lib/access/personal.ts";
import { findPreferences } from "#lib/access/personal/store.ts";
import { allow, type Scope } from "#lib/access/scope.ts";

/** What they chose; what is missing or does not fit stands as it does for everybody. */
export async function readPreferences(scope: Scope, _input: ReadPreferences): Promise<Preferences> {
  allow(scope, "problems:read");
  const { actor } = scope;
  if (actor.type !== "person") return Preferences.parse({});
  const stored = await inTransaction(scope, (tx) => findPreferences(tx, scope, actor.userId));
  return Preferences.safeParse(stored ?? {}).data ?? Preferences.parse({});
}
