// An address of the tenant's shall hear of new causes.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { env } from "#lib/env.ts";
import { SECRET_BYTES, secretOf } from "#lib/notify/signature.ts";
import { ENDPOINTS_MAX, whyNotUrl, type AddEndpoint } from "#lib/notify/webhook.ts";
import { findEndpoints, insertEndpoint } from "#lib/notify/webhooks/store.ts";
import { Refusal } from "#lib/refusal.ts";

/** Adds an endpoint, switched on. Its secret is in the answer and nowhere else that can be read. */
export async function addEndpoint(
  scope: Scope,
  { url }: AddEndpoint,
): Promise<{ readonly endpointId: string; readonly secret: string }> {
  allow(scope, "webhooks:manage");
  const whyNot = whyNotUrl(url, env().TIEOUT_WEBHOOKS_PRIVATE);
  if (whyNot) throw new Refusal("invalid", whyNot, "url");
  const secret = secretOf(scope.chance(SECRET_BYTES));
  return await inTransaction(scope, async (tx) => {
    if ((await findEndpoints(tx, scope)).length >= ENDPOINTS_MAX) {
      throw new Refusal("conflict", `There are ${ENDPOINTS_MAX} webhooks already. Remove one first.`);
    }
    const endpointId = await insertEndpoint(tx, scope, url, secret);
    if (!endpointId) throw new Refusal("conflict", "There is a webhook with this address already.", "url");
    const detail = { host: new URL(url).host };
    await audit(tx, scope, { action: "webhook.added", subjectKind: "webhook", subjectId: endpointId, detail });
    return { endpointId, secret };
  });
}
