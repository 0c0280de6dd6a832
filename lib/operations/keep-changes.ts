// Records were read again: what does it mean for our documents and for the lists? Decides by rule, notes it on the links.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { grouped } from "#lib/grouped.ts";
import { dropEntries, saveEntries } from "#lib/ledgers/lists/store.ts";
import { textOf, type QboRow } from "#lib/ledgers/qbo/answer.ts";
import { isNameEntity, listOf } from "#lib/ledgers/qbo/back/entities.ts";
import { judge, markerIn, type Standing } from "#lib/ledgers/qbo/back/judge.ts";
import { invoicesPaid, paidOf, paymentsOn, type PaymentDays } from "#lib/ledgers/qbo/back/paid.ts";
import { figuresOf, recordShown } from "#lib/ledgers/qbo/back/seen.ts";
import { isVoided } from "#lib/ledgers/qbo/rows.ts";
import { listEntries } from "#lib/ledgers/qbo/lists.ts";
import { readPaymentDays } from "#lib/sync/balances/store.ts";
import {
  adoptRecord,
  noteAsOurs,
  noteDeleted,
  noteEdited,
  noteGone,
  notePaid,
  noteSeen,
  noteThere,
  readLinked,
  readMarked,
  type LinkedDocument,
  type MarkedDocument,
} from "#lib/sync/changes/store.ts";
import { keepEvents, type KeptEvent } from "#lib/sync/events/store.ts";
import { closeExtras, openExtras, type ExtraRecord } from "#lib/sync/extras/store.ts";
import { lockLane, type WaitingLane } from "#lib/sync/lane/store.ts";
import type { Seen } from "#lib/sync/seen.ts";

/** Records of one kind as they are now: those that are there, and the ids of those that are not. */
export type ReadRecords = {
  readonly entity: string;
  readonly rows: readonly QboRow[];
  readonly missing: readonly string[];
  /** Days of the payments on invoices among the rows, when they were asked for. Else only those of our own are known. */
  readonly days?: PaymentDays;
};

/**
 * Keeps what was read. Doing it twice with the same records changes nothing the second time, so a reading that was cut
 * off is simply repeated. What cannot be judged now, because a write of ours is under way, is asked about again.
 */
export async function keepChanges(scope: Scope, lane: WaitingLane, records: ReadRecords): Promise<void> {
  allow(scope, "sync:run");
  const { entity, rows, missing } = records;
  if (rows.length === 0 && missing.length === 0) return;
  await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, lane.companyFileId);
    const list = listOf(entity);
    if (list) {
      await saveEntries(tx, scope, lane.companyFileId, list, listEntries(list, rows, new Map()));
      await dropEntries(tx, scope, lane.companyFileId, list, missing);
    }
    const unknown = await keepLinked(tx, scope, lane, records);
    if (entity === "Payment") await notePaid(tx, scope, lane.companyFileId, invoicesPaid(rows));
    if (!isNameEntity(entity)) await keepMarked(tx, scope, lane, entity, unknown, missing);
  });
}

/** Notes what became of linked documents. Returns the records that no document of ours is linked to. */
async function keepLinked(
  tx: Transaction,
  scope: Scope,
  lane: WaitingLane,
  { entity, rows, missing, days: given }: ReadRecords,
): Promise<readonly QboRow[]> {
  const read = new Map<string, QboRow | null>([
    ...missing.map((id) => [id, null] as const),
    ...rows.map((row) => [textOf(row, "Id"), row] as const),
  ]);
  const versions = [...read].map(([ledgerId, row]) => ({
    ledgerId,
    versionToken: row && !isVoided(row) ? textOf(row, "SyncToken") : null,
  }));
  const linked = await readLinked(tx, scope, lane.companyFileId, entity, versions);
  const payments = entity === "Invoice" && !given ? [...linked.keys()].flatMap((id) => paymentsOf(read.get(id))) : [];
  const days = given ?? (await readPaymentDays(tx, scope, lane.companyFileId, payments));
  const words: (readonly [Standing | "back" | "deleted", string])[] = [];
  const again: KeptEvent[] = [];
  const seen: Seen[] = [];
  for (const [ledgerId, known] of linked) {
    const row = read.get(ledgerId) ?? null;
    const standing = judge(known, row);
    if (standing === "under-way") again.push(askAgain(scope, entity, ledgerId));
    words.push([wordFor(known, row, standing), known.documentId]);
    if (row && standing !== "under-way") {
      seen.push(...seenOf(known, row, standing).map((one) => ({ ...one, paid: paidOf(entity, row, days) })));
    }
  }
  await noteSeen(tx, scope, seen);
  const byWord = grouped(words, ([word]) => word);
  const those = (word: Standing | "back" | "deleted") => (byWord.get(word) ?? []).map(([, documentId]) => documentId);
  await noteEdited(tx, scope, those("edited"));
  await noteAsOurs(tx, scope, those("touched"));
  await noteGone(tx, scope, those("gone"));
  await noteDeleted(tx, scope, those("deleted"));
  await noteThere(tx, scope, those("back"));
  if (again.length > 0) await keepEvents(tx, scope, lane.companyFileId, again);
  return rows.filter((row) => !linked.has(textOf(row, "Id")));
}

/** A record that was gone and is there again is back; one that is not even there any more was deleted, not voided. */
function wordFor(known: LinkedDocument, row: QboRow | null, standing: Standing): Standing | "back" | "deleted" {
  if (standing === "gone") return row === null && !isName(known) ? "deleted" : "gone";
  return known.isGone && standing !== "under-way" ? "back" : standing;
}

function isName({ kind }: LinkedDocument): boolean {
  return kind === "customer" || kind === "item";
}

function paymentsOf(row: QboRow | null | undefined): readonly string[] {
  return row ? paymentsOn(row) : [];
}

/** What is kept of a record that was read. Names have no figures; one read before our own last write says nothing new. */
function seenOf(known: LinkedDocument, row: QboRow, standing: Standing): Seen[] {
  const { documentId, currency, left } = known;
  if (isName(known)) return [];
  const versionToken = textOf(row, "SyncToken");
  if (Number(versionToken) < Number(known.versionToken)) return [];
  const differs = standing === "edited" || standing === "gone";
  const record = differs ? { ...recordShown(row, currency), versionToken } : null;
  // A document that changed since was not compared: once it says the same again, it must be.
  const explained = differs || !left || left.isChanged ? null : `${known.versionToken}/${versionToken}`;
  return [{ documentId, ...figuresOf(row, currency), record, explained }];
}

/** As if QuickBooks had told us once more: worked off with the next news, not in this run. */
function askAgain(scope: Scope, entity: string, ledgerId: string): KeptEvent {
  const happenedAt = scope.now();
  const eventId = `again/${entity}/${ledgerId}/${happenedAt.toISOString()}`;
  return { eventId, entity, ledgerId, operation: "updated", endedLedgerId: null, happenedAt };
}

/** Records nobody is linked to may still bear our marker: a copy of what is linked, or one whose answer was lost. */
async function keepMarked(
  tx: Transaction,
  scope: Scope,
  lane: WaitingLane,
  entity: string,
  rows: readonly QboRow[],
  missing: readonly string[],
): Promise<void> {
  const { companyFileId } = lane;
  const marked = rows.flatMap((row) => {
    const marker = isVoided(row) ? null : markerIn(row);
    return marker ? [{ row, ...marker }] : [];
  });
  const plain = rows.filter((row) => marked.every((each) => each.row !== row)).map((row) => textOf(row, "Id"));
  await closeExtras(tx, scope, companyFileId, entity, [...missing, ...plain]);
  if (marked.length === 0) return;
  const ours = await readMarked(
    tx,
    scope,
    companyFileId,
    marked.map((each) => each.documentId),
  );
  const extras: ExtraRecord[] = [];
  const adopted = new Set<string>();
  for (const { row, documentId, generation } of marked) {
    const document = ours.get(documentId);
    if (!document) continue;
    const ledgerId = textOf(row, "Id");
    const link = { ledgerType: entity, ledgerId, versionToken: textOf(row, "SyncToken") };
    if (document.link === null && !adopted.has(documentId)) {
      // A push that is in doubt looks for its record by itself, and compares it.
      if (document.isInDoubt || document.isLeftOut) continue;
      // A person took the tie to this record away: what the document becomes now is another one.
      if (generation < document.generation) continue;
      adopted.add(documentId);
      await adoptRecord(tx, scope, companyFileId, documentId, link);
    } else if (document.link?.ledgerType === entity && !document.isLinkGone) {
      extras.push({ documentId, link, problem: postedTwice(document, row) });
    }
  }
  await openExtras(tx, scope, companyFileId, extras);
}

function postedTwice(document: MarkedDocument, row: QboRow) {
  const number = textOf(row, "DocNumber");
  const which = `QuickBooks ID ${textOf(row, "Id")}${number === "" ? "" : `, number ${number}`}`;
  const detail =
    `${document.title} is QuickBooks ID ${document.link?.ledgerId}. A second one bears the same mark of Tieout (${which}). ` +
    "Resync takes the second one away. Where somebody copied it on purpose, delete the mark [tieout …] from its private note: this row then goes by itself.";
  return { code: "posted-twice", about: document.title, detail } as const;
}
