// A document is another record of the books than Tieout thinks, or one it has none for: looked at once more, then tied to it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { whyNoChange, type ChangeId, type FoundId, type Held } from "#lib/sync/ledger-ids.ts";
import { MOVED_ON } from "#lib/sync/relink.ts";
import { dropTie, readHeld } from "#lib/sync/relink/store.ts";
import { lookUpId, toChange } from "./find-id.ts";
import { tieTo } from "./link-existing.ts";
import { linkRecord } from "./link-record.ts";

/** Links it, or refuses in plain words before anything is written. Nothing is sent, and nothing in the books changes. */
export async function changeId(scope: Scope, input: ChangeId): Promise<{ readonly ledgerId: string }> {
  allow(scope, "ids:change");
  const { documentId, ledgerId, isSure, because } = input;
  const held = await toChange(scope, documentId);
  const record = (await lookUpId(scope, held, ledgerId)).find((one) => one.ledgerId === ledgerId);
  const why = whyNotThis(record, input);
  if (!record || why) throw new Refusal(why?.code ?? "moved-on", why?.sentence ?? MOVED_ON);
  if (held.kind === "customer") await linkRecord(scope, { documentId, ledgerId, takeOver: isSure, because });
  else await tieHeld(scope, held, record, because);
  return { ledgerId };
}

type Why = { readonly code: "conflict" | "moved-on"; readonly sentence: string };

function whyNotThis(record: FoundId | undefined, { versionToken, isSure }: ChangeId): Why | null {
  if (!record) return { code: "moved-on", sentence: "This record is not in QuickBooks any more." };
  if (record.versionToken !== versionToken) {
    const sentence = "This record was changed in QuickBooks since it was shown. Look at it again.";
    return { code: "moved-on", sentence };
  }
  if (record.refused) return { code: "conflict", sentence: record.refused };
  if (isSure) return null;
  if (record.note) return { code: "conflict", sentence: record.note };
  if (record.grade !== "differs") return null;
  const differing = record.reasons.filter((reason) => !reason.isSame).map((reason) => reason.what);
  return { code: "conflict", sentence: `It differs in ${differing.join(", ")}. Link it only if it is the same one.` };
}

/** Ties a document to a record that was looked up just now; the one it had before is kept in the trail. */
export async function tieHeld(scope: Scope, held: Held, record: FoundId, because: string): Promise<void> {
  allow(scope, "ids:change");
  const { documentId, companyFileId } = held;
  await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const now = (await readHeld(tx, scope, [documentId])).get(documentId);
    const why = now && whyNoChange(now);
    if (!now || why) throw new Refusal("moved-on", why?.sentence ?? MOVED_ON);
    if (now.ledgerId !== held.ledgerId) throw new Refusal("moved-on", MOVED_ON);
    if (now.ledgerId !== null) await dropTie(tx, scope, documentId);
    const before = now.ledgerId === null ? {} : { before: now.ledgerId };
    await tieTo(tx, scope, now, record, { because, ...before });
  });
}
