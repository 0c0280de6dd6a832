// A record changed over there: was it we, was it only paid or sent, did somebody edit it, or is it gone?
import type { DocumentLine, PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import { fromJson, type MoneyJson } from "#lib/money.ts";
import type { KnownDocument, LeftDocument } from "#lib/sync/known.ts";
import type { RecordShown } from "#lib/sync/seen.ts";
import { amountOf } from "../amounts.ts";
import { qboLimits } from "../limits.ts";
import { asRow, asRows, isVoided, textOf, type QboRow } from "../rows.ts";
import { cutText } from "#lib/documents/descriptions/cut-text.ts";
import { recordShown } from "./seen.ts";

/**
 * as-we-left-it: nothing, or only our own doing. touched: paid or sent over there, everything we said still stands.
 * edited: somebody changed it. gone: deleted or voided. under-way: cannot be told now, ask again later.
 */
export type Standing = "as-we-left-it" | "touched" | "edited" | "gone" | "under-way";

/**
 * What a record as it was read means for our document; null: it is not there any more.
 *
 * SyncToken decides, not LastUpdatedTime: an invoice moves its customer's time. A payment adds one to its invoice's
 * token, sending adds one. So a higher token that payments and sending explain, on a record that still says what we
 * said, is nobody's edit. Where our document changed since and the version that was sent is not known any more, the tokens alone
 * tell. Names (customers, items) belong to the books: only that they are gone matters.
 */
export function judge(known: KnownDocument, row: QboRow | null): Standing {
  if (known.isUnderWay) return "under-way";
  if (row === null) return known.isEndedByUs ? "as-we-left-it" : "gone";
  const { left } = known;
  if (left === null) return "as-we-left-it";
  const bumps = Number(textOf(row, "SyncToken")) - Number(known.versionToken);
  // Lower: it was read before our own last write.
  if (bumps <= 0) return "as-we-left-it";
  if (isVoided(row)) return known.isEndedByUs ? "as-we-left-it" : "gone";
  if (!isAsExpected(left, row)) return "edited";
  if (bumps <= left.ownBumps) return "as-we-left-it";
  const theirs = strangersPayments(left, row) + timesSent(row);
  if (bumps > left.ownBumps + (left.perhapsBumps ?? 0) + theirs) return "edited";
  return theirs > 0 ? "touched" : "as-we-left-it";
}

/** Which document of ours a record says it is; null without our marker. */
export function markerIn(row: QboRow): { readonly documentId: string; readonly generation: number } | null {
  const found = /\[tieout ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(\d+))?/i.exec(textOf(row, "PrivateNote"));
  return found ? { documentId: found[1]!.toLowerCase(), generation: Number(found[2] ?? "0") } : null;
}

function isAsExpected(left: LeftDocument, row: QboRow): boolean {
  const { document, accepted, isChanged } = left;
  if (accepted) return isAsAccepted(accepted, recordShown(row, document.total.currency));
  if (isChanged) return true;
  return document.kind === "payment" ? paysAsSaid(document, left, row) : sellsAsSaid(document, left, row);
}

/** What a person accepted, still. Payments of it may come and go; what a payment pays may not. */
function isAsAccepted(accepted: RecordShown, now: RecordShown): boolean {
  // Field by field: a kept record has its keys in another order.
  const said = ({ number, date, dueDate, customerId, total, lines, linked }: RecordShown) => [
    [number, date, dueDate, customerId, total.minor],
    lines.map(({ itemName, description, quantity, amount }) => [itemName, description, quantity, amount.minor]),
    linked.flatMap(({ ledgerId, amount }) => (amount ? [[ledgerId, amount.minor]] : [])),
  ];
  return JSON.stringify(said(accepted)) === JSON.stringify(said(now));
}

function strangersPayments({ followers }: LeftDocument, row: QboRow): number {
  const linked = asRows(row.LinkedTxn).filter((each) => /^(Payment|Deposit)$/.test(textOf(each, "TxnType")));
  return linked.filter((each) => !followers.includes(textOf(each, "TxnId"))).length;
}

function timesSent(row: QboRow): number {
  return textOf(row, "EmailStatus") === "EmailSent" ? 1 : 0;
}

function sellsAsSaid(document: SaleDocument, left: LeftDocument, row: QboRow): boolean {
  return (
    isSameText(document.isNumberedThere ? undefined : document.number, row, "DocNumber") &&
    isSameText(document.date, row, "TxnDate") &&
    isSameText(document.dueDate, row, "DueDate") &&
    isSameParty(document.customer, left, row) &&
    isSameAmount(document.total, row.TotalAmt) &&
    hasSameLines(document, row)
  );
}

function paysAsSaid(document: PaymentDocument, left: LeftDocument, row: QboRow): boolean {
  const lines = asRows(row.Line);
  const isApplied = document.applies.every(({ to, amount }) => {
    const invoice = left.parents[to];
    const line = lines.find((each) => asRows(each.LinkedTxn).some((linked) => textOf(linked, "TxnId") === invoice));
    return invoice === undefined || (line !== undefined && isSameAmount(amount, line.Amount));
  });
  return (
    isApplied &&
    isSameText(document.date, row, "TxnDate") &&
    isSameParty(document.customer, left, row) &&
    isSameAmount(document.total, row.TotalAmt)
  );
}

function isSameText(ours: string | undefined, row: QboRow, field: string): boolean {
  return ours === undefined || textOf(row, field) === "" || textOf(row, field) === ours;
}

function isSameParty(key: string, { parents }: LeftDocument, row: QboRow): boolean {
  const ours = parents[key];
  return ours === undefined || textOf(asRow(row.CustomerRef), "value") === ours;
}

function isSameAmount(ours: MoneyJson, theirs: unknown): boolean {
  const { minor, currency } = fromJson(ours);
  return amountOf(theirs, currency)?.minor === minor;
}

/** Our lines in our order, and after them at most a line of shipping. */
function hasSameLines(document: SaleDocument, row: QboRow): boolean {
  const theirs = asRows(row.Line).filter((line) => textOf(line, "DetailType") === "SalesItemLineDetail");
  const shipping = document.shipping && fromJson(document.shipping).minor !== 0n ? 1 : 0;
  if (theirs.length !== document.lines.length + shipping) return false;
  return document.lines.every((line, index) => isSameLine(line, theirs[index]!));
}

function isSameLine(ours: DocumentLine, theirs: QboRow): boolean {
  const [said, says] = [ours.description, textOf(theirs, "Description")];
  const cut = (text: string) => cutText(text, qboLimits.descriptionLength);
  return isSameAmount(ours.amount, theirs.Amount) && (said === undefined || said === says || cut(said) === cut(says));
}
