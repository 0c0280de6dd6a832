// The document is one that is in the books already: looked at once more, tied to it, and never sent.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { entityOfKind } from "#lib/ledgers/qbo/entities.ts";
import { Refusal } from "#lib/refusal.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import type { FoundId, Held } from "#lib/sync/ledger-ids.ts";
import { linkManyByPerson } from "#lib/sync/payments/store.ts";
import { supersede } from "#lib/sync/plan/store.ts";
import { MOVED_ON, whyNoLink, type FoundRecord, type Linkable, type LinkExisting } from "#lib/sync/relink.ts";
import { acceptLinked, readLinkable, settleLinked } from "#lib/sync/relink/store.ts";
import { lookUp, toLink } from "./find-record.ts";

/** Links it, or refuses in plain words before anything is written. What waited for it goes. */
export async function linkExisting(scope: Scope, input: LinkExisting): Promise<{ readonly number: string }> {
  allow(scope, "problems:resolve");
  const { rowId, ledgerId, versionToken, isSure } = input;
  const linkable = await toLink(scope, rowId);
  const record = (await lookUp(scope, linkable, ledgerId)).find((one) => one.ledgerId === ledgerId);
  if (!record) throw new Refusal("moved-on", "This record is not in QuickBooks any more.");
  if (record.versionToken !== versionToken) {
    throw new Refusal("moved-on", "This record was changed in QuickBooks since it was shown. Look at it again.");
  }
  if (record.refused) throw new Refusal("conflict", record.refused);
  if (record.grade === "differs" && !isSure) {
    const differing = record.reasons.filter((reason) => !reason.isSame).map((reason) => reason.what);
    throw new Refusal("conflict", `It differs in ${differing.join(", ")}. Link it only if it is the same document.`);
  }
  return await linkFound(scope, linkable, record);
}

/** Ties it to a record that was looked up just now and may be linked. */
export async function linkFound(
  scope: Scope,
  linkable: Linkable,
  record: FoundRecord,
): Promise<{ readonly number: string }> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, linkable.companyFileId);
    const now = await readLinkable(tx, scope, linkable.pushId);
    const why = now && whyNoLink(now);
    if (!now || why) throw new Refusal("moved-on", why?.sentence ?? MOVED_ON);
    const taken = await tieAll(tx, scope, linkable.companyFileId, [{ now, record }]);
    if (taken.length > 0) throw new Refusal("conflict", TAKEN_NOW);
    return { number: record.number };
  });
}

/** A document, the record it is, and what else the trail says of that: why, and which ID it had before. */
export type Tie = {
  readonly now: Held | Linkable;
  readonly record: FoundRecord | FoundId;
  readonly told?: { readonly because?: string; readonly before?: string };
};

/**
 * Ties documents to records and gives their efforts up; those whose record somebody linked just now come back. Part of
 * whatever links: the lane is locked, and that they may be linked was asked.
 */
export async function tieAll(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ties: readonly Tie[],
): Promise<readonly Tie[]> {
  allow(scope, "problems:resolve");
  const records = ties.map(({ now: { documentId, kind }, record: { ledgerId, versionToken, number, total } }) => {
    const link = { documentId, ledgerType: entityOfKind[kind], ledgerId, versionToken, number };
    return { ...link, totalMinor: total?.minor ?? null, balanceMinor: null };
  });
  const linked = await linkManyByPerson(tx, scope, companyFileId, records);
  const done = ties.filter(({ now }) => linked.has(now.documentId));
  const others: string[] = [];
  for (const { now } of done) {
    const { documentId, pushId, state } = now;
    if (state !== "problem" || pushId === null) others.push(documentId);
    else if (!(await settleLinked(tx, scope, { companyFileId, documentId, pushId }))) {
      throw new Refusal("moved-on", MOVED_ON);
    }
  }
  const left = await supersede(tx, scope, companyFileId, others, scope.now());
  if (left.size > 0) throw new Refusal("conflict", "It is on its way to QuickBooks right now.");
  await acceptLinked(tx, scope, companyFileId, others);
  await wakeLane(tx, scope, companyFileId, ["ready"], scope.now());
  for (const { now, record, told } of done) {
    const { documentId, title } = now;
    const { ledgerId, number, grade } = record;
    const detail = { document: title, quickBooks: ledgerId, number, match: grade, ...told };
    await audit(tx, scope, { action: "link.made", subjectKind: "document", subjectId: documentId, detail });
  }
  return ties.filter(({ now }) => !linked.has(now.documentId));
}

export const TAKEN_NOW = "This record was linked by somebody else just now.";
