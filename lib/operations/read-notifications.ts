// What is this person sent, and what do the tenant's webhook endpoints hear?
import { inTransaction } from "#db/client.ts";
import { allow, may, type Scope } from "#lib/access/scope.ts";
import { noDigest, type LastDigest, type SaveDigest } from "#lib/notify/digest.ts";
import { findDigest } from "#lib/notify/digests/store.ts";
import { mailServer } from "#lib/notify/mail/carrier.ts";
import {
  DELIVERIES_SHOWN,
  type DeliveryShown,
  type EndpointShown,
  type ReadNotifications,
} from "#lib/notify/webhook.ts";
import { findDeliveries, findEndpoints } from "#lib/notify/webhooks/store.ts";

export type NotificationsShown = {
  /** The moment all this is about. ISO time. */
  readonly now: string;
  readonly digest: SaveDigest & { readonly nextAt: string | null; readonly last: LastDigest | null };
  /** The person chose before; otherwise the digest stands as it is offered. */
  readonly isChosen: boolean;
  /** Mails are sent; otherwise they stand in the worker's log. */
  readonly hasMailServer: boolean;
  /** Null for who may not see them: an address may be a secret by itself. */
  readonly webhooks: { readonly endpoints: readonly EndpointShown[]; deliveries: readonly DeliveryShown[] } | null;
};

/** The person's own digest, and for those who manage them the endpoints with their last deliveries. */
export async function readNotifications(scope: Scope, _input: ReadNotifications): Promise<NotificationsShown> {
  allow(scope, "problems:read");
  const { actor } = scope;
  return await inTransaction(scope, async (tx) => {
    const kept = actor.type === "person" ? await findDigest(tx, scope, actor.userId) : null;
    const { isOn, hour, timeZone, nextAt, last } = kept ?? { ...noDigest, nextAt: null, last: null };
    return {
      now: scope.now().toISOString(),
      digest: { isOn, hour, timeZone, nextAt, last },
      isChosen: kept !== null,
      hasMailServer: mailServer() !== null,
      webhooks: may(actor, "webhooks:manage")
        ? {
            endpoints: await findEndpoints(tx, scope),
            deliveries: await findDeliveries(tx, scope, DELIVERIES_SHOWN),
          }
        : null,
    };
  });
}
