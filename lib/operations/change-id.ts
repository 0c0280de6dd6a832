// A document is another record of the books than Tieout thinks, or one it has none for: looked at once more, then tied to it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { whyNoChange, type ChangeId, type FoundId, type Held } from "#lib/sync/ledger-ids.ts";
import { MOVED_ON } from "#lib/sync/relink.ts";
import { dropTies, readHeld } from "#lib/sync/relink/store.ts";
import { lookUpId, toChange } from "./find-id.ts";
import { TAKEN_NOW, tieAll, type Tie } from "./link-existing.ts";
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
  else {
    const [left] = await tieHeld(scope, held.companyFileId, [{ held, record }], because);
    if (left) throw new Refusal("moved-on", left.sentence);
  }
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

export type HeldTie = { readonly held: Held; readonly record: FoundId };
export type NotTied = HeldTie & { readonly sentence: string };

/**
 * Ties documents of one company to records that were looked up just now; the ID that one had before is kept in the trail. Those
 * that do not hold any more come back, with why.
 */
export async function tieHeld(
  scope: Scope,
  companyFileId: string,
  ties: readonly HeldTie[],
  because: string,
): Promise<readonly NotTied[]> {
  allow(scope, "ids:change");
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const ids = ties.map(({ held }) => held.documentId);
    const held = await readHeld(tx, scope, ids);
    const judged = ties.map((tie) => ({ ...tie, now: held.get(tie.held.documentId), sentence: whyNotNow(tie, held) }));
    const going = judged.flatMap(({ now, record, sentence }): Tie[] => {
      if (!now || sentence !== null) return [];
      return [{ now, record, told: { because, ...(now.ledgerId === null ? {} : { before: now.ledgerId }) } }];
    });
    const replaced = going.flatMap(({ now }) => (now.ledgerId === null ? [] : [now.documentId]));
    await dropTies(tx, scope, replaced);
    const taken = new Set((await tieAll(tx, scope, companyFileId, going)).map(({ now }) => now.documentId));
    if ([...taken].some((id) => replaced.includes(id))) throw new Refusal("conflict", TAKEN_NOW);
    return judged.flatMap(({ held: own, record, sentence }): NotTied[] => {
      const why = sentence ?? (taken.has(own.documentId) ? TAKEN_NOW : null);
      return why === null ? [] : [{ held: own, record, sentence: why }];
    });
  });
}

function whyNotNow({ held: { documentId, ledgerId } }: HeldTie, held: ReadonlyMap<string, Held>): string | null {
  const now = held.get(documentId);
  if (!now) return MOVED_ON;
  return whyNoChange(now)?.sentence ?? (now.ledgerId === ledgerId ? null : MOVED_ON);
}
