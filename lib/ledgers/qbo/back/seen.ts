// How does a record of QuickBooks read for a person, and what is open on it?
import type { MoneyJson } from "#lib/money.ts";
import { toJson } from "#lib/money.ts";
import { addressText } from "#lib/documents/document.ts";
import type { NameShown, RecordShown } from "#lib/sync/seen.ts";
import { amountOf } from "../amounts.ts";
import { asRow, asRows, textOf, type QboRow } from "../rows.ts";

/** A sale or payment as people read it; amounts in the record's own currency, else in `currency`. */
export function recordShown(row: QboRow, currency: string): RecordShown {
  const own = textOf(asRow(row.CurrencyRef), "value") || currency;
  const balance = openOf(row, own);
  const customer = asRow(row.CustomerRef);
  const memo = textOf(asRow(row.CustomerMemo), "value");
  const dueDate = textOf(row, "DueDate");
  return {
    number: textOf(row, "DocNumber") || textOf(row, "PaymentRefNum"),
    date: textOf(row, "TxnDate"),
    ...(dueDate === "" ? {} : { dueDate }),
    customerName: textOf(customer, "name"),
    customerId: textOf(customer, "value"),
    total: money(row.TotalAmt, own),
    ...(balance === null ? {} : { balance }),
    ...(memo === "" ? {} : { memo }),
    lines: asRows(row.Line)
      .filter((line) => textOf(line, "DetailType") === "SalesItemLineDetail")
      .map((line) => lineShown(line, own)),
    linked: linksOf(row, own),
  };
}

/** A customer or an item as people read it. */
export function nameShown(row: QboRow): NameShown {
  const fields = {
    name: textOf(row, "DisplayName") || textOf(row, "Name"),
    company: textOf(row, "CompanyName"),
    email: textOf(asRow(row.PrimaryEmailAddr), "Address"),
    phone: textOf(asRow(row.PrimaryPhone), "FreeFormNumber"),
    billTo: placeText(asRow(row.BillAddr)),
    shipTo: placeText(asRow(row.ShipAddr)),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ""));
}

function placeText(row: QboRow | undefined): string {
  return addressText({
    line1: textOf(row, "Line1"),
    line2: textOf(row, "Line2"),
    city: textOf(row, "City"),
    region: textOf(row, "CountrySubDivisionCode"),
    postalCode: textOf(row, "PostalCode"),
    country: textOf(row, "Country"),
  });
}

/** What is kept of every record that is read: its number, its total, what is open. */
export function figuresOf(
  row: QboRow,
  currency: string,
): { readonly number: string; readonly totalMinor: string; readonly balanceMinor: string | null } {
  const own = textOf(asRow(row.CurrencyRef), "value") || currency;
  return {
    number: textOf(row, "DocNumber") || textOf(row, "PaymentRefNum"),
    totalMinor: money(row.TotalAmt, own).minor,
    balanceMinor: openOf(row, own)?.minor ?? null,
  };
}

/** What is open on an invoice, left of a credit memo, not applied of a payment; null where nothing can be. */
export function openOf(row: QboRow, currency: string): MoneyJson | null {
  const open = amountOf(row.Balance ?? row.UnappliedAmt, currency);
  return open === null ? null : toJson(open);
}

function lineShown(line: QboRow, currency: string): RecordShown["lines"][number] {
  const detail = asRow(line.SalesItemLineDetail);
  const description = textOf(line, "Description");
  const { Qty: quantity } = detail ?? {};
  return {
    itemName: textOf(asRow(detail?.ItemRef), "name"),
    ...(description === "" ? {} : { description }),
    ...(typeof quantity === "number" ? { quantity: String(quantity) } : {}),
    amount: money(line.Amount, currency),
  };
}

function linksOf(row: QboRow, currency: string): RecordShown["linked"] {
  const own = asRows(row.LinkedTxn).map((linked) => linkShown(linked));
  const applied = asRows(row.Line).flatMap((line) =>
    asRows(line.LinkedTxn).map((linked) => ({ ...linkShown(linked), amount: money(line.Amount, currency) })),
  );
  return [...own, ...applied];
}

function linkShown(linked: QboRow): { ledgerType: string; ledgerId: string } {
  return { ledgerType: textOf(linked, "TxnType"), ledgerId: textOf(linked, "TxnId") };
}

function money(value: unknown, currency: string): MoneyJson {
  return toJson(amountOf(value, currency) ?? { minor: 0n, currency });
}
