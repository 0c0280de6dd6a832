// Where do this tenant's orders come from? Sources with the books they feed; never a key.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findSources, type ListedSource } from "#lib/orders/store.ts";

/** All sources of the tenant, by name. */
export async function listSources(scope: Scope): Promise<readonly ListedSource[]> {
  allow(scope, "settings:read");
  return await inTransaction(scope, (tx) => findSources(tx, scope));
}
