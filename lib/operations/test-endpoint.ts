// Does a webhook endpoint hear us? One message at once, and what came back.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit, readTenantName } from "#lib/access/store.ts";
import { env, pageUrl } from "#lib/env.ts";
import { TEST_TITLE, testBody, troubleOf, type TestEndpoint } from "#lib/notify/webhook.ts";
import { insertDelivery, lockEndpoint, takeDelivery } from "#lib/notify/webhooks/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { deliverTaken } from "./deliver-webhooks.ts";

/** Sends a test, once. Returns why it was not taken, as a sentence; null when it was. */
export async function testEndpoint(
  scope: Scope,
  { endpointId }: TestEndpoint,
): Promise<{ readonly trouble: string | null }> {
  allow(scope, "webhooks:manage");
  await consumeOrRefuse(scope.db, "webhook-test", scope.tenantId, "Tests were sent too often.");
  const taken = await inTransaction(scope, async (tx) => {
    const found = await lockEndpoint(tx, scope, endpointId);
    if (!found) throw notFound("This webhook");
    if (!found.isOn) throw new Refusal("conflict", "This webhook is off. Switch it on first.");
    const deliveryId = newId(scope);
    const tenant = { id: scope.tenantId, name: await readTenantName(tx, scope) };
    const body = testBody(deliveryId, tenant, scope.now(), pageUrl);
    const delivery = { deliveryId, endpointId, type: "test", title: TEST_TITLE, body } as const;
    await insertDelivery(tx, scope, delivery, scope.now());
    const detail = { host: new URL(found.url).host };
    await audit(tx, scope, { action: "webhook.tested", subjectKind: "webhook", subjectId: endpointId, detail });
    // Taken before anybody else can see it: a test is sent by who asked for it.
    return await takeDelivery(tx, scope, deliveryId);
  });
  if (!taken) throw notFound("This test");
  const how = { mayBePrivate: env().TIEOUT_WEBHOOKS_PRIVATE, isOnlyTry: true };
  return { trouble: troubleOf(await deliverTaken(scope, taken, how)) };
}
