// Does the record in the books come to what our document comes to? To the cent: total, tax, and what money was applied to.
import { formatMoney, fromJson, type Money } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import { documentTitle, type LedgerDocument, type PaymentDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { amountOf } from "./amounts.ts";
import { asRow, asRows, textOf, type QboRow } from "./rows.ts";

/** What differs between our document and QuickBooks' own sums, with both figures; null when they agree. */
export function difference(push: Push, row: QboRow): Problem | null {
  const { document } = push;
  if (!("total" in document)) return null;
  const sums = [totalOf(document, row), taxOf(document, row)].filter((text) => text !== null);
  if (sums.length > 0) return { code: "total-differs", about: "", detail: sums.join(" "), ...theirsOf(document, row) };
  return document.kind === "payment" ? applicationOf(push, document, row) : null;
}

/** What a person may accept; nothing where QuickBooks names no sum. */
function theirsOf(document: Extract<LedgerDocument, { total: unknown }>, row: QboRow): Pick<Problem, "theirs"> {
  const { currency } = document.total;
  const total = amountOf(row.TotalAmt, currency);
  if (!total) return {};
  const tax = amountOf(asRow(row.TxnTaxDetail)?.TotalTax, currency);
  return { theirs: { totalMinor: total.minor.toString(), ...(tax ? { taxMinor: tax.minor.toString() } : {}) } };
}

/** A document that was voided comes to nothing. */
export function voidDifference(document: LedgerDocument, row: QboRow): Problem | null {
  if (row.TotalAmt === undefined || Number(row.TotalAmt) === 0) return null;
  const told = typeof row.TotalAmt === "number" ? String(row.TotalAmt) : "something";
  const detail = `${documentTitle(document)} was voided and comes to ${told} in QuickBooks.`;
  return { code: "total-differs", about: "", detail };
}

function totalOf(document: Extract<LedgerDocument, { total: unknown }>, row: QboRow): string | null {
  const ours = fromJson(document.total);
  const theirs = amountOf(row.TotalAmt, ours.currency);
  if (theirs?.minor === ours.minor) return null;
  return `${documentTitle(document)} comes to ${formatMoney(ours)} here and to ${said(theirs)} in QuickBooks.`;
}

function taxOf(document: LedgerDocument, row: QboRow): string | null {
  const detail = asRow(row.TxnTaxDetail);
  if (!("tax" in document) || !document.tax || detail?.TotalTax === undefined) return null;
  const ours = fromJson(document.tax.amount);
  const theirs = amountOf(detail.TotalTax, ours.currency);
  if (theirs?.minor === ours.minor) return null;
  return `Its tax is ${formatMoney(ours)} here and ${said(theirs)} in QuickBooks.`;
}

/** QuickBooks applies no more than a document has open, and says nothing of the rest. More than asked for is its own choice. */
function applicationOf(push: Push, document: PaymentDocument, row: QboRow): Problem | null {
  if (row.Line === undefined) return null;
  const applied = new Map<string, bigint>();
  for (const line of asRows(row.Line)) {
    const [link] = asRows(line.LinkedTxn);
    const key = `${textOf(link, "TxnType")}/${textOf(link, "TxnId")}`;
    const amount = amountOf(line.Amount, document.total.currency);
    applied.set(key, (applied.get(key) ?? 0n) + (amount?.minor ?? 0n));
  }
  const title = documentTitle(document);
  for (const { to, amount } of document.applies) {
    const link = push.links[to];
    if (!link) continue;
    const theirs = applied.get(`${link.ledgerType}/${link.ledgerId}`) ?? 0n;
    const ours = fromJson(amount);
    if (theirs >= ours.minor) continue;
    const what = link.ledgerType === "CreditMemo" ? "uses up" : "pays";
    const noun = link.ledgerType === "CreditMemo" ? "a credit memo" : "an invoice";
    const there = formatMoney({ minor: theirs, currency: ours.currency });
    const detail = `${title} ${what} ${formatMoney(ours)} of ${noun} here and ${there} in QuickBooks.`;
    return { code: "applied-differently", about: title, detail };
  }
  return null;
}

function said(amount: Money | null): string {
  return amount ? formatMoney(amount) : "no amount";
}
