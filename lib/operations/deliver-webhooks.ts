// What waits for webhook endpoints goes out, again and again for a day, then it is given up.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import { nextTry } from "#lib/notify/schedule.ts";
import { signedHeaders } from "#lib/notify/signature.ts";
import { deliveryWaits, isTaken, troubleOf, type Delivered } from "#lib/notify/webhook.ts";
import { deliver } from "#lib/notify/webhooks/carrier.ts";
import {
  findTenantsWithDeliveries,
  settleDelivery,
  takeDelivery,
  type TakenDelivery,
} from "#lib/notify/webhooks/store.ts";
import { workerScope, type World } from "./world.ts";

/** So many of one tenant are sent one after the other before everybody has their turn again: twenty seconds at the worst. */
const AT_ONCE = 4;

/**
 * Sends what is due; tenants side by side, so that a receiver that does not answer keeps the others waiting no longer
 * than a few calls take. Returns how many tries were made. What a tenant makes it throw comes out after all others had their turn.
 */
export async function deliverDue(world: World, mayBePrivate = env().TIEOUT_WEBHOOKS_PRIVATE): Promise<number> {
  const tenants = await findTenantsWithDeliveries(world.db, world.now());
  const ends = await Promise.allSettled(tenants.map((tenantId) => deliverOf(world, tenantId, mayBePrivate)));
  const failed = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  if (failed.length > 0) throw new AggregateError(failed, "Some webhooks could not be delivered");
  return ends.reduce((sum, end) => sum + (end.status === "fulfilled" ? end.value : 0), 0);
}

async function deliverOf(world: World, tenantId: string, mayBePrivate: boolean): Promise<number> {
  const scope = workerScope(world, tenantId, "webhooks");
  allow(scope, "sync:run");
  let tries = 0;
  while (tries < AT_ONCE && !world.isLeaving?.()) {
    const taken = await inTransaction(scope, (tx) => takeDelivery(tx, scope));
    if (!taken) break;
    await deliverTaken(scope, taken, { mayBePrivate, isOnlyTry: false });
    tries++;
  }
  return tries;
}

/** Sends what was taken and settles it. Its id is the same with each try, so a receiver knows what it has already. */
export async function deliverTaken(
  scope: Scope,
  taken: TakenDelivery,
  how: { readonly mayBePrivate: boolean; readonly isOnlyTry: boolean },
): Promise<Delivered> {
  allow(scope, scope.actor.type === "worker" ? "sync:run" : "webhooks:manage");
  const delivered = await send(scope, taken, how.mayBePrivate);
  const isDone = isTaken(delivered);
  const isLast = isDone || how.isOnlyTry || delivered.is === "forbidden";
  await inTransaction(scope, (tx) =>
    settleDelivery(tx, scope, taken, {
      isTaken: isDone,
      status: delivered.is === "answered" ? delivered.status : null,
      said: troubleOf(delivered),
      nextAt: isLast ? null : nextTry(deliveryWaits, taken.tries, scope.now()),
    }),
  );
  return delivered;
}

async function send(scope: Scope, taken: TakenDelivery, mayBePrivate: boolean): Promise<Delivered> {
  const { secret, deliveryId, url, body } = taken;
  if (secret === null)
    return { is: "lost", why: "Its secret cannot be opened: the key it was sealed with is missing." };
  return await deliver(
    { url, body, headers: { ...signedHeaders(secret, deliveryId, scope.now(), body) } },
    mayBePrivate,
  );
}
