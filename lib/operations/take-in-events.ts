// QuickBooks tells that records changed: who holds these companies, and is it news? Kept at once, worked off by the worker.
import { inTransaction } from "#db/client.ts";
import { allow } from "#lib/access/scope.ts";
import type { LedgerEvent } from "#lib/ledgers/qbo/back/webhook.ts";
import { companyFilesOfRealms, keepEvents } from "#lib/sync/events/store.ts";
import { workerScope, type World } from "./world.ts";

export type EventsTaken = {
  /** Events that were not known, over all tenants that hold the company. */
  readonly news: number;
  /** QuickBooks companies nobody here is connected to. */
  readonly unknownRealms: readonly string[];
};

/**
 * Keeps events for every company file of their companies: several tenants may hold the same one, each gets its own. The
 * same events again change nothing. Verified before by the signature: no tenant is taken from the outside, the realm
 * says whose it is.
 */
export async function takeInEvents(
  world: Pick<World, "db" | "now" | "chance">,
  events: readonly LedgerEvent[],
): Promise<EventsTaken> {
  const byRealm = new Map<string, LedgerEvent[]>();
  for (const event of events) {
    const list = byRealm.get(event.realmId);
    if (list) list.push(event);
    else byRealm.set(event.realmId, [event]);
  }
  if (byRealm.size === 0) return { news: 0, unknownRealms: [] };
  const files = await companyFilesOfRealms(world.db, [...byRealm.keys()]);
  let news = 0;
  for (const { tenantId, companyFileId, realmId } of files) {
    const scope = workerScope(world, tenantId, "webhook");
    allow(scope, "sync:run");
    const kept = (byRealm.get(realmId) ?? []).map(({ realmId: _realm, ...event }) => event);
    news += await inTransaction(scope, (tx) => keepEvents(tx, scope, companyFileId, kept));
  }
  const known = new Set(files.map((file) => file.realmId));
  return { news, unknownRealms: [...byRealm.keys()].filter((realm) => !known.has(realm)) };
}
