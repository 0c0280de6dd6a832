// Which record of the books does a person mean, for any document: an ID, a number, a name, an address? Held beside it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { compareFound, compareName } from "#lib/ledgers/qbo/back/found.ts";
import { selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { recordOfPage } from "#lib/ledgers/qbo/deep-link.ts";
import { entityOfKind, isNameList } from "#lib/ledgers/qbo/entities.ts";
import { selectByName } from "#lib/ledgers/qbo/query.ts";
import { textOf, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { documentKindNames, documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { kindNoun } from "#lib/sync/drift-cause.ts";
import { whyNoChange, type FindId, type FoundId, type FoundIds, type Held } from "#lib/sync/ledger-ids.ts";
import { readTaken, type TakenRecord } from "#lib/sync/payments/store.ts";
import { readHeld } from "#lib/sync/relink/store.ts";
import { askAll, statementsFor } from "./find-record.ts";

/** Looks it up, and says of each record that was found how well it fits, or what the ID is instead. */
export async function findId(scope: Scope, { documentId, text }: FindId): Promise<FoundIds> {
  allow(scope, "ids:change");
  const held = await toChange(scope, documentId);
  const kind = kindNoun(held.kind, 1);
  const records = await lookUpId(scope, held, text);
  const id = recordOfPage(text)?.ledgerId ?? text;
  const isNumber = /^\d{1,30}$/.test(id);
  if (records.length > 0 || !isNumber || isNamed(held)) return { records, kind, elsewhere: null };
  const found = (await findElsewhere(scope, held, [id])).get(id);
  return { records, kind, elsewhere: found ? elsewhereSentence(id, found, held.kind) : null };
}

/** A document that may be tied to a record; refused in plain words when it may not. */
export async function toChange(scope: Scope, documentId: string): Promise<Held> {
  allow(scope, "ids:change");
  const held = await inTransaction(scope, async (tx) => (await readHeld(tx, scope, [documentId])).get(documentId));
  if (!held) throw notFound("This document");
  const why = whyNoChange(held);
  if (why) throw new Refusal(why.code, why.sentence);
  return held;
}

/** Asks QuickBooks for what the text says. */
export async function lookUpId(scope: Scope, held: Held, text: string): Promise<readonly FoundId[]> {
  allow(scope, "ids:change");
  const statements = isNamed(held) ? statementsForName(held.kind, text) : statementsFor(entityOfKind[held.kind], text);
  const asked = await askAll(scope, held.companyFileId, statements);
  const rows = new Map(statements.flatMap((each) => asked.get(each) ?? []).map((row) => [textOf(row, "Id"), row]));
  const taken = await inTransaction(scope, (tx) =>
    readTaken(tx, scope, held.companyFileId, entityOfKind[held.kind], [...rows.keys()]),
  );
  return [...rows].map(([ledgerId, row]) => compareId(held, row, taken.get(ledgerId)));
}

/** One record beside ours. That it is ours already is no reason against it, and none to link it again. */
export function compareId(held: Held, row: QboRow, taken: TakenRecord | undefined): FoundId {
  const isOwn = taken?.documentId === held.documentId;
  const linkedTo = isOwn ? undefined : taken?.title;
  const found = isNamed(held) ? compareName(held, row, linkedTo) : { ...compareFound(held, row, linkedTo), note: null };
  return isOwn && !held.isGone ? { ...found, refused: `${held.title} is linked to this record already.` } : found;
}

function isNamed({ kind }: Pick<Held, "kind">): boolean {
  return kind === "customer" || kind === "item";
}

function statementsForName(kind: DocumentKind, text: string): string[] {
  const list = entityOfKind[kind];
  if (!isNameList(list)) return [];
  const page = recordOfPage(text);
  if (page && page.ledgerType !== list) {
    throw new Refusal("invalid", `This is the address of another kind of record (${page.ledgerType}).`, "text");
  }
  if (page) return [selectIds(list, [page.ledgerId])];
  const byName = selectByName(list, [text]).statement;
  return /^\d{1,30}$/.test(text) ? [selectIds(list, [text]), byName] : [byName];
}

/** Of these IDs, which are records of another kind, and of which? QuickBooks gives an ID once to a sale or payment. */
export async function findElsewhere(
  scope: Scope,
  { companyFileId, kind }: Pick<Held, "companyFileId" | "kind">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DocumentKind>> {
  allow(scope, "ids:change");
  const others = documentKinds.filter((each) => each !== kind && !isNamed({ kind: each }));
  const statements = others.map((each) => selectIds(entityOfKind[each], ids));
  const asked = await askAll(scope, companyFileId, statements, ids.length);
  return new Map(
    others.flatMap((each, nth) => (asked.get(statements[nth]!) ?? []).map((row) => [textOf(row, "Id"), each] as const)),
  );
}

/** "145 is a payment in QuickBooks, not an invoice." */
export function elsewhereSentence(id: string, found: DocumentKind, wanted: DocumentKind): string {
  return `${id} is ${withArticle(found)} in QuickBooks, not ${withArticle(wanted)}.`;
}

function withArticle(kind: DocumentKind): string {
  const noun = documentKindNames[kind].toLowerCase();
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
