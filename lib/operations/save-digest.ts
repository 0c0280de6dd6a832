// A person wants the daily digest, or no longer, and at which hour.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import type { SaveDigest } from "#lib/notify/digest.ts";
import { writeDigest } from "#lib/notify/digests/store.ts";
import { nextHour } from "#lib/notify/schedule.ts";

/** Keeps the choice for this person in this tenant; it holds from the next such hour on. */
export async function saveDigest(scope: Scope, input: SaveDigest): Promise<void> {
  allow(scope, "problems:read");
  const { actor } = scope;
  if (actor.type !== "person") return;
  const { isOn, hour, timeZone } = input;
  const nextAt = isOn ? nextHour(scope.now(), hour, timeZone) : null;
  await inTransaction(scope, async (tx) => {
    await writeDigest(tx, scope, actor.userId, { ...input, nextAt });
    await audit(tx, scope, {
      action: isOn ? "digest.on" : "digest.off",
      subjectKind: "person",
      subjectId: actor.userId,
      detail: isOn ? { hour: `${hour}:00`, timeZone } : {},
    });
  });
}
