// Which endpoints hear of new causes, and what was sent to each?
import { and, asc, desc, eq, isNull, lt, lte, sql } from "drizzle-orm";

import { asClaim, type Database, type Transaction } from "#db/client.ts";
import { webhookDeliveries, webhookEndpoints } from "#db/schema/index.ts";
import { actorName, newId, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import { isNewest, keyring, seal, unseal } from "#lib/ledgers/credentials.ts";

import { deliveryStates, deliveryTypes, type DeliveryType } from "../delivery-state.ts";
import { DELIVERY_LEASE_MS, type DeliveryShown, type EndpointShown } from "../webhook.ts";

const endpoint = (scope: Scope, endpointId: string) =>
  and(eq(webhookEndpoints.tenantId, scope.tenantId), eq(webhookEndpoints.endpointId, endpointId));

const ofTenant = (scope: Scope) => eq(webhookDeliveries.tenantId, scope.tenantId);

/** The tenant's endpoints, oldest first. */
export async function findEndpoints(tx: Transaction, scope: Scope): Promise<readonly EndpointShown[]> {
  const found = await tx
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.tenantId, scope.tenantId))
    .orderBy(asc(webhookEndpoints.endpointId));
  return found.map(({ endpointId, url, isOn, madeBy, createdAt }) => ({
    endpointId,
    url,
    isOn,
    madeBy,
    createdAt: createdAt.toISOString(),
  }));
}

/** One endpoint, locked; null when the tenant has no such one. */
export async function lockEndpoint(
  tx: Transaction,
  scope: Scope,
  endpointId: string,
): Promise<Pick<EndpointShown, "url" | "isOn"> | null> {
  const [found] = await tx
    .select({ url: webhookEndpoints.url, isOn: webhookEndpoints.isOn })
    .from(webhookEndpoints)
    .where(endpoint(scope, endpointId))
    .for("update");
  return found ?? null;
}

/** Adds an endpoint, on; null when the tenant has one with this address. */
export async function insertEndpoint(
  tx: Transaction,
  scope: Scope,
  url: string,
  secret: string,
): Promise<string | null> {
  const endpointId = newId(scope);
  const sealedSecret = seal(keyring(env()), { tenantId: scope.tenantId, endpointId }, secret, scope.chance(12));
  const made = { tenantId: scope.tenantId, endpointId, url, sealedSecret, isOn: true, madeBy: actorName(scope) };
  const rows = await tx
    .insert(webhookEndpoints)
    .values({ ...made, createdAt: scope.now() })
    .onConflictDoNothing()
    .returning({ endpointId: webhookEndpoints.endpointId });
  return rows.length === 1 ? endpointId : null;
}

/** Switches an endpoint on or off; what waits for one that goes off is given up. */
export async function switchEndpoint(tx: Transaction, scope: Scope, endpointId: string, isOn: boolean): Promise<void> {
  await tx.update(webhookEndpoints).set({ isOn }).where(endpoint(scope, endpointId));
  if (isOn) return;
  await tx
    .update(webhookDeliveries)
    .set({ state: "given-up", nextAt: null, said: "The webhook was switched off." })
    .where(and(ofTenant(scope), eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.state, "waiting")));
}

/** Removes an endpoint with all that was sent to it. */
export async function deleteEndpoint(tx: Transaction, scope: Scope, endpointId: string): Promise<void> {
  await tx.delete(webhookDeliveries).where(and(ofTenant(scope), eq(webhookDeliveries.endpointId, endpointId)));
  await tx.delete(webhookEndpoints).where(endpoint(scope, endpointId));
}

export type NewDelivery = {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly type: DeliveryType;
  readonly title: string;
  readonly body: string;
};

/** Keeps a message that shall be sent, at `nextAt`. */
export async function insertDelivery(
  tx: Transaction,
  scope: Scope,
  delivery: NewDelivery,
  nextAt: Date,
): Promise<void> {
  await tx
    .insert(webhookDeliveries)
    .values({ tenantId: scope.tenantId, ...delivery, state: "waiting", nextAt, createdAt: scope.now() });
}

/** Deliveries that ended before this moment are forgotten. */
export async function forgetDeliveries(tx: Transaction, scope: Scope, before: Date): Promise<void> {
  await tx
    .delete(webhookDeliveries)
    .where(and(ofTenant(scope), isNull(webhookDeliveries.nextAt), lt(webhookDeliveries.createdAt, before)));
}

/** At most so many tenants have their turn at once. */
const TENANTS_AT_ONCE = 50;

/** Tenants with a delivery that is due, those that wait longest first. Across tenants, as the narrow role: for the clock. */
export async function findTenantsWithDeliveries(db: Database, now: Date): Promise<readonly string[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<{ tenantId: string }>(sql`
      select tenant_id as "tenantId" from webhook_deliveries where next_at <= ${now}
       group by tenant_id order by min(next_at), tenant_id limit ${TENANTS_AT_ONCE}`),
  );
  return result.rows.map(({ tenantId }) => tenantId);
}

export type TakenDelivery = {
  readonly deliveryId: string;
  readonly url: string;
  /** What to sign with; null when none of our keys opens it. */
  readonly secret: string | null;
  readonly body: string;
  /** This try counted. */
  readonly tries: number;
};

/** Takes the delivery that is due first, or the one that is named, for as long as a lease; null when there is none. */
export async function takeDelivery(tx: Transaction, scope: Scope, deliveryId?: string): Promise<TakenDelivery | null> {
  const [due] = await tx
    .select({
      deliveryId: webhookDeliveries.deliveryId,
      endpointId: webhookDeliveries.endpointId,
      body: webhookDeliveries.body,
      tries: webhookDeliveries.tries,
    })
    .from(webhookDeliveries)
    .where(
      and(
        ofTenant(scope),
        deliveryId === undefined ? undefined : eq(webhookDeliveries.deliveryId, deliveryId),
        lte(webhookDeliveries.nextAt, scope.now()),
      ),
    )
    .orderBy(asc(webhookDeliveries.nextAt), asc(webhookDeliveries.deliveryId))
    .limit(1)
    .for("no key update", { skipLocked: true });
  if (!due) return null;
  const tries = due.tries + 1;
  const leaseUntil = new Date(scope.now().getTime() + DELIVERY_LEASE_MS);
  await tx
    .update(webhookDeliveries)
    .set({ tries, nextAt: leaseUntil, triedAt: scope.now() })
    .where(and(ofTenant(scope), eq(webhookDeliveries.deliveryId, due.deliveryId)));
  const [to] = await tx.select().from(webhookEndpoints).where(endpoint(scope, due.endpointId));
  const row = { tenantId: scope.tenantId, endpointId: due.endpointId };
  const opened = unseal(keyring(env()), row, to?.sealedSecret ?? "");
  const secret = opened.is === "opened" ? opened.text : null;
  return { deliveryId: due.deliveryId, url: to?.url ?? "", secret, body: due.body, tries };
}

/** How a try ended; false when it had been taken over meanwhile, and then nothing changes. `nextAt`: when the next one is. */
export async function settleDelivery(
  tx: Transaction,
  scope: Scope,
  { deliveryId, tries }: Pick<TakenDelivery, "deliveryId" | "tries">,
  ended: { readonly isTaken: boolean; status: number | null; said: string | null; nextAt: Date | null },
): Promise<boolean> {
  const { isTaken, status, said, nextAt } = ended;
  const state = isTaken ? "delivered" : nextAt ? "waiting" : "given-up";
  const moved = await tx
    .update(webhookDeliveries)
    .set({ state, status, said, nextAt })
    .where(
      and(
        ofTenant(scope),
        eq(webhookDeliveries.deliveryId, deliveryId),
        eq(webhookDeliveries.state, "waiting"),
        eq(webhookDeliveries.tries, tries),
      ),
    )
    .returning({ deliveryId: webhookDeliveries.deliveryId });
  return moved.length === 1;
}

/** The last deliveries, newest first. */
export async function findDeliveries(tx: Transaction, scope: Scope, rows: number): Promise<readonly DeliveryShown[]> {
  const found = await tx
    .select({ delivery: webhookDeliveries, url: webhookEndpoints.url })
    .from(webhookDeliveries)
    .innerJoin(
      webhookEndpoints,
      and(
        eq(webhookEndpoints.tenantId, webhookDeliveries.tenantId),
        eq(webhookEndpoints.endpointId, webhookDeliveries.endpointId),
      ),
    )
    .where(ofTenant(scope))
    .orderBy(desc(webhookDeliveries.deliveryId))
    .limit(rows);
  return found.flatMap(({ delivery, url }) => {
    const { deliveryId, title, tries, status, said, createdAt, triedAt, nextAt } = delivery;
    const state = deliveryStates.find((each) => each === delivery.state);
    const type = deliveryTypes.find((each) => each === delivery.type);
    if (!state || !type) return [];
    const at = { createdAt: createdAt.toISOString(), triedAt: triedAt?.toISOString() ?? null };
    return [{ deliveryId, url, type, title, state, tries, status, said, ...at, nextAt: nextAt?.toISOString() ?? null }];
  });
}

export type EndpointKey = { readonly tenantId: string; readonly endpointId: string };

/** Every endpoint of every tenant. Across tenants, as the narrow role that sees no secret: for whoever changes keys. */
export async function findAllEndpoints(db: Database): Promise<readonly EndpointKey[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<EndpointKey>(sql`
      select tenant_id as "tenantId", endpoint_id as "endpointId" from webhook_endpoints order by tenant_id, endpoint_id`),
  );
  return result.rows;
}

/** Seals one endpoint's secret with the newest key. Like `resealCredentials`. */
export async function resealSecret(
  tx: Transaction,
  scope: Scope,
  endpointId: string,
): Promise<"resealed" | "newest-already" | "nothing-sealed" | { readonly keyId: string | null; readonly url: string }> {
  const [row] = await tx.select().from(webhookEndpoints).where(endpoint(scope, endpointId)).for("no key update");
  if (!row) return "nothing-sealed";
  const keys = keyring(env());
  const of = { tenantId: scope.tenantId, endpointId };
  const found = unseal(keys, of, row.sealedSecret);
  if (found.is !== "opened") return { keyId: found.is === "other-key" ? found.keyId : null, url: row.url };
  if (isNewest(keys, row.sealedSecret)) return "newest-already";
  await tx
    .update(webhookEndpoints)
    .set({ sealedSecret: seal(keys, of, found.text, scope.chance(12)) })
    .where(endpoint(scope, endpointId));
  return "resealed";
}
