// Which record of the books does a person mean: an ID, a number, an address? Asked for, and held beside the document.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { recordShown } from "#lib/ledgers/qbo/back/seen.ts";
import { recordOfPage } from "#lib/ledgers/qbo/deep-link.ts";
import { entityOfKind, type QboDocumentEntity } from "#lib/ledgers/qbo/entities.ts";
import { isSayable, selectFrom } from "#lib/ledgers/qbo/query.ts";
import { textOf, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { formatMoney, fromJson } from "#lib/money.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { kindNoun } from "#lib/sync/drift-cause.ts";
import { readTaken } from "#lib/sync/payments/store.ts";
import {
  gradeMatch,
  whyNoLink,
  type FindRecord,
  type FoundRecord,
  type FoundRecords,
  type Linkable,
} from "#lib/sync/relink.ts";
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
  const { companyFileId } = linkable;
  await consumeOrRefuse(scope.db, "invoices", `${scope.tenantId}/${companyFileId}`, "QuickBooks was asked too often.");
  const entity = entityOfKind[linkable.kind];
  const told = await askRecords(scope, companyFileId, statementsFor(entity, text));
  const rows = told.flatMap((each) => each.slice(0, FOUND_MAX));
  const byId = new Map(rows.map((row) => [textOf(row, "Id"), row]));
  const taken = await inTransaction(scope, (tx) => readTaken(tx, scope, companyFileId, entity, [...byId.keys()]));
  return [...byId].map(([ledgerId, row]) => found(linkable, ledgerId, row, taken.get(ledgerId)?.title));
}

function statementsFor(entity: QboDocumentEntity, text: string): string[] {
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

function found(ours: Linkable, ledgerId: string, row: QboRow, linkedTo: string | undefined): FoundRecord {
  const record = recordShown(row, ours.currency);
  const { grade, reasons } = gradeMatch(
    {
      number: ours.number,
      date: ours.date,
      customerName: ours.party,
      customerIds: ours.customerIds,
      total: { minor: ours.amountMinor, currency: ours.currency },
    },
    { ...record, customerIds: [record.customerId] },
    (amount) => formatMoney(fromJson(amount)),
  );
  const { number, date, customerName, total } = record;
  const shown = { ledgerId, versionToken: textOf(row, "SyncToken"), number, date, customerName, total };
  return { ...shown, grade, reasons, refused: whyNot(ours, record.total, linkedTo) };
}

function whyNot(ours: Linkable, total: FoundRecord["total"], linkedTo: string | undefined): string | null {
  if (linkedTo !== undefined) return `It is ${linkedTo} already. Unlink it there first.`;
  if (total.currency !== ours.currency) return `It is in ${total.currency}, and ours is in ${ours.currency}.`;
  if (total.minor === "0" && ours.amountMinor !== "0") return "It was voided in QuickBooks, or comes to nothing.";
  return null;
}
