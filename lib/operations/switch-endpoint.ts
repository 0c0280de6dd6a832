// A webhook endpoint goes on or off.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import type { SwitchEndpoint } from "#lib/notify/webhook.ts";
import { lockEndpoint, switchEndpoint as write } from "#lib/notify/webhooks/store.ts";
import { notFound } from "#lib/refusal.ts";

/** Off: it hears of nothing, and what waited for it is given up. On: it hears of causes that open from now on. */
export async function switchEndpoint(scope: Scope, { endpointId, isOn }: SwitchEndpoint): Promise<void> {
  allow(scope, "webhooks:manage");
  await inTransaction(scope, async (tx) => {
    const found = await lockEndpoint(tx, scope, endpointId);
    if (!found) throw notFound("This webhook");
    if (found.isOn === isOn) return;
    await write(tx, scope, endpointId, isOn);
    await audit(tx, scope, {
      action: isOn ? "webhook.on" : "webhook.off",
      subjectKind: "webhook",
      subjectId: endpointId,
      detail: { host: new URL(found.url).host },
    });
  });
}
