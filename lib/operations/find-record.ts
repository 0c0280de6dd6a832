// Which record of the books does a person mean: an ID, a number, an address? Asked for, and held beside the document.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import { compareFound } from "#lib/ledgers/qbo/back/found.ts";
import { selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { recordOfPage } from "#lib/ledgers/qbo/deep-link.ts";
import { entityOfKind, type QboDocumentEntity } from "#lib/ledgers/qbo/entities.ts";
import { isSayable, selectFrom } from "#lib/ledgers/qbo/query.ts";
import { textOf, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { kindNoun } from "#lib/sync/drift-cause.ts";
import { readTaken } from "#lib/sync/payments/store.ts";
import { whyNoLink, type FindRecord, type FoundRecord, type FoundRecords, type Linkable } from "#lib/sync/relink.ts";
import { readLinkable } from "#lib/sync/relink/store.ts";
import { askRecords } from "./ask-records.ts";

const FOUND_MAX = 20;

/** Looks it up, and says of each record that was found how well it fits. Empty when the books have none. */
export async function findRecord(scope: Scope, { rowId, text }: FindRecord): Promise<FoundRecords> {
  allow(scope, "problems:resolve");
  const linkable = await toLink(scope, rowId);
  const found = await lookUp(scope, linkable, text);
  return { records: found, kind: kindNoun(linkable.kind, 1) };
}

/** The document of a problem that may be tied to a record; refused in plain words when it may not. */
export async function toLink(scope: Scope, rowId: string): Promise<Linkable> {
  allow(scope, "problems:resolve");
  const linkable = await inTransaction(scope, (tx) => readLinkable(tx, scope, rowId));
  if (!linkable) throw notFound("This problem");
  const why = whyNoLink(linkable);
  if (why) throw new Refusal(why.code, why.sentence);
  return linkable;
}

/** Asks QuickBooks for what the text says. */
export async function lookUp(scope: Scope, linkable: Linkable, text: string): Promise<readonly FoundRecord[]> {
  allow(scope, "problems:resolve");
  const [found] = await lookUpMany(scope, linkable.companyFileId, [{ linkable, text }]);
  if (found instanceof Refusal) throw found;
  return found ?? [];
}

export type Sought = { readonly linkable: Linkable; readonly text: string };

/** The same for many of one company, with as few calls as hold them. What cannot be asked for is refused for itself. */
export async function lookUpMany(
  scope: Scope,
  companyFileId: string,
  sought: readonly Sought[],
): Promise<readonly (readonly FoundRecord[] | Refusal)[]> {
  allow(scope, "problems:resolve");
  const asked = sought.map(statementsOf);
  const rows = await askAll(scope, companyFileId, [
    ...new Set(asked.flatMap((each) => (each instanceof Refusal ? [] : each))),
  ]);
  const all: (readonly FoundRecord[] | Refusal)[] = [];
  for (const [nth, { linkable }] of sought.entries()) {
    const statements = asked[nth] ?? [];
    if (statements instanceof Refusal) {
      all.push(statements);
      continue;
    }
    const found = statements.flatMap((statement) => rows.get(statement) ?? []);
    const byId = new Map(found.map((row) => [textOf(row, "Id"), row]));
    const entity = entityOfKind[linkable.kind];
    const taken = await inTransaction(scope, (tx) => readTaken(tx, scope, companyFileId, entity, [...byId.keys()]));
    all.push([...byId].map(([ledgerId, row]) => compareFound(linkable, row, taken.get(ledgerId)?.title)));
  }
  return all;
}

function statementsOf({ linkable, text }: Sought): readonly string[] | Refusal {
  try {
    return statementsFor(entityOfKind[linkable.kind], text);
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}

/** What is asked for a text: an ID, a number, or the address of a page. */
export function statementsFor(entity: QboDocumentEntity, text: string): string[] {
  const page = recordOfPage(text);
  if (page && page.ledgerType !== entity) {
    throw new Refusal("invalid", `This is the address of another kind of record (${page.ledgerType}).`, "text");
  }
  if (page) return [selectIds(entity, [page.ledgerId])];
  if (!isSayable(text)) throw new Refusal("invalid", "QuickBooks has no numbers with curly quotes.", "text");
  const field = entity === "Payment" ? "PaymentRefNum" : "DocNumber";
  const byNumber = selectFrom(entity, [{ field, values: [text] }]).statement;
  return /^\d{1,30}$/.test(text) ? [selectIds(entity, [text]), byNumber] : [byNumber];
}

/** The rows of each statement, with as few calls as hold them; at most `rowsMax` of each. */
export async function askAll(
  scope: Scope,
  companyFileId: string,
  statements: readonly string[],
  rowsMax = FOUND_MAX,
): Promise<ReadonlyMap<string, readonly QboRow[]>> {
  allow(scope, "problems:resolve");
  const max = ledgers.qbo.limits.batchMax;
  const rows = new Map<string, readonly QboRow[]>();
  for (let from = 0; from < statements.length; from += max) {
    const part = statements.slice(from, from + max);
    await consumeOrRefuse(
      scope.db,
      "invoices",
      `${scope.tenantId}/${companyFileId}`,
      "QuickBooks was asked too often.",
    );
    const told = await askRecords(scope, companyFileId, part);
    for (const [nth, statement] of part.entries()) rows.set(statement, told[nth]?.slice(0, rowsMax) ?? []);
  }
  return rows;
}
