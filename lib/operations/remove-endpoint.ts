// A webhook endpoint goes, with its secret and with what was sent to it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import type { RemoveEndpoint } from "#lib/notify/webhook.ts";
import { deleteEndpoint, lockEndpoint } from "#lib/notify/webhooks/store.ts";
import { notFound } from "#lib/refusal.ts";

/** Removes an endpoint of the tenant. Throws a Refusal "not-found" when there is no such one. */
export async function removeEndpoint(scope: Scope, { endpointId }: RemoveEndpoint): Promise<void> {
  allow(scope, "webhooks:manage");
  await inTransaction(scope, async (tx) => {
    const found = await lockEndpoint(tx, scope, endpointId);
    if (!found) throw notFound("This webhook");
    await deleteEndpoint(tx, scope, endpointId);
    const detail = { host: new URL(found.url).host };
    await audit(tx, scope, { action: "webhook.removed", subjectKind: "webhook", subjectId: endpointId, detail });
  });
}
