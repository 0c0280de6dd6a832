// Causes that have opened become messages, one for each endpoint that is on.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { pageUrl } from "#lib/env.ts";
import { findTenantsWithNews, forgetGoneCauses, takeNews } from "#lib/notify/causes/store.ts";
import { causeBody, DELIVERIES_KEPT_MS, type OpenedCause } from "#lib/notify/webhook.ts";
import { findEndpoints, forgetDeliveries, insertDelivery } from "#lib/notify/webhooks/store.ts";
import { problemTitle } from "#lib/problem.ts";
import { workerScope, type World } from "./world.ts";

const CAUSES_AT_ONCE = 100;
const GONE_KEPT_MS = 86_400_000;

/**
 * Takes the news and writes down what will be said, in one transaction: no news is lost, none is told twice. Returns how many
 * causes there were. What a tenant makes it throw comes out after all others had their turn.
 */
export async function tellCauses(world: World): Promise<number> {
  let told = 0;
  const failed: unknown[] = [];
  for (const tenantId of await findTenantsWithNews(world.db)) {
    if (world.isLeaving?.()) break;
    const scope = workerScope(world, tenantId, "webhooks");
    allow(scope, "sync:run");
    try {
      told += await inTransaction(scope, (tx) => tellOf(tx, scope));
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, "Some tenants could not be told of new causes");
  return told;
}

async function tellOf(tx: Transaction, scope: Scope): Promise<number> {
  const endpoints = (await findEndpoints(tx, scope)).filter(({ isOn }) => isOn);
  const causes = await takeNews(tx, scope, CAUSES_AT_ONCE);
  for (const cause of causes) {
    for (const { endpointId } of endpoints)
      await insertDelivery(tx, scope, messageOf(scope, cause, endpointId), scope.now());
  }
  const now = scope.now().getTime();
  await forgetGoneCauses(tx, scope, new Date(now - GONE_KEPT_MS));
  await forgetDeliveries(tx, scope, new Date(now - DELIVERIES_KEPT_MS));
  return causes.length;
}

function messageOf(scope: Scope, cause: OpenedCause, endpointId: string) {
  const deliveryId = newId(scope);
  const title = problemTitle(cause.code, cause.about);
  const type = "cause.opened" as const;
  return { deliveryId, endpointId, type, title, body: causeBody(deliveryId, cause, pageUrl) };
}
