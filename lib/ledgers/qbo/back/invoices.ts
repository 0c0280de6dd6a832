// How do the invoices of a customer, their lines and their payments read, for taking them over and comparing them?
import { add, fromJson, toJson, total, type Money } from "#lib/money.ts";
import type { LedgerInvoice } from "#lib/sync/invoices.ts";
import type { PaymentThere } from "#lib/sync/payments.ts";
import { amountOf } from "../amounts.ts";
import { quoted } from "../query.ts";
import { asRow, asRows, isVoided, refOf, textOf, type QboRow } from "../rows.ts";
import { markerIn } from "./judge.ts";

/** One page of the invoices of a customer and its jobs, newest first; `from` counts from 1. */
export function selectInvoicesOf(customerIds: readonly string[], from: number, max: number): string {
  const who = customerIds.map(quoted).join(", ");
  return `SELECT * FROM Invoice WHERE CustomerRef IN (${who}) ORDERBY TxnDate DESC STARTPOSITION ${from} MAXRESULTS ${max}`;
}

/** Ids of the payments an invoice is tied to. */
export function paymentIdsOf(row: QboRow): string[] {
  return asRows(row.LinkedTxn)
    .filter((linked) => textOf(linked, "TxnType") === "Payment")
    .map((linked) => textOf(linked, "TxnId"));
}

/** Id of a payment's method; "" without one. */
export function methodIdOf(row: QboRow): string {
  return refOf(row, "PaymentMethodRef");
}

/** An invoice as people read it; null when it is voided. `itemNames`: names of the kept list by id. */
export function ledgerInvoice(
  row: QboRow,
  currency: string,
  itemNames: ReadonlyMap<string, string>,
): LedgerInvoice | null {
  if (isVoided(row)) return null;
  const own = currencyOf(row, currency);
  const lines = asRows(row.Line).filter((line) => textOf(line, "DetailType") === "SalesItemLineDetail");
  const shown = lines.map((line, index) => lineOf(line, index + 1, own, itemNames));
  const sum = total(
    shown.map((line) => fromJson(line.amount)),
    own,
  );
  const whole = money(row.TotalAmt, own);
  return {
    ledgerId: textOf(row, "Id"),
    versionToken: textOf(row, "SyncToken"),
    number: textOf(row, "DocNumber"),
    date: textOf(row, "TxnDate"),
    customerName: textOf(asRow(row.CustomerRef), "name"),
    total: toJson(whole),
    balance: toJson(money(row.Balance, own)),
    lines: shown,
    whyNoImport: whyNoImport(sum, whole, own, currency, shown),
  };
}

/** Only lines that can be said again to the cent are taken over. */
function whyNoImport(
  sum: Money,
  whole: Money,
  own: string,
  currency: string,
  lines: LedgerInvoice["lines"],
): LedgerInvoice["whyNoImport"] {
  if (own !== currency) return "currency";
  if (sum.minor !== whole.minor) return "not-only-lines";
  return lines.some(({ itemName }) => itemName === "") ? "no-item" : null;
}

function lineOf(line: QboRow, lineNumber: number, currency: string, itemNames: ReadonlyMap<string, string>) {
  const detail = asRow(line.SalesItemLineDetail);
  const item = asRow(detail?.ItemRef);
  const description = textOf(line, "Description");
  const { Qty: quantity } = detail ?? {};
  return {
    lineNumber,
    itemName: itemNames.get(textOf(item, "value")) ?? textOf(item, "name"),
    description: description === "" ? null : description,
    quantity: typeof quantity === "number" && quantity > 0 ? String(quantity) : "1",
    amount: toJson(money(line.Amount, currency)),
  };
}

/**
 * A payment of these invoices. What pays them alone counts whole, with what is left of it; of one that pays others too,
 * what it pays here. Null: voided, or pays none of them any more.
 */
export function ledgerPayment(
  row: QboRow,
  invoiceIds: ReadonlySet<string>,
  currency: string,
): (PaymentThere & { readonly methodId: string }) | null {
  if (isVoided(row)) return null;
  const own = currencyOf(row, currency);
  const lines = asRows(row.Line).map((line) => ({
    amount: money(line.Amount, own),
    to: asRows(line.LinkedTxn)
      .filter((linked) => textOf(linked, "TxnType") === "Invoice")
      .map((linked) => textOf(linked, "TxnId")),
  }));
  const here = lines.filter(({ to }) => to.some((id) => invoiceIds.has(id)));
  const [first, ...rest] = here.map(({ amount }) => amount);
  if (!first) return null;
  const isOnlyHere = lines.every(({ to }) => to.every((id) => invoiceIds.has(id)));
  const payment = wholePayment(row, currency);
  return payment && (isOnlyHere ? payment : { ...payment, amount: toJson(add(first, ...rest)) });
}

/** A payment as a whole, whatever it pays. Null: voided. */
export function wholePayment(row: QboRow, currency: string): (PaymentThere & { readonly methodId: string }) | null {
  if (isVoided(row)) return null;
  const whole = toJson(money(row.TotalAmt, currencyOf(row, currency)));
  const reference = textOf(row, "PaymentRefNum");
  return {
    ledgerId: textOf(row, "Id"),
    date: textOf(row, "TxnDate"),
    amount: whole,
    total: whole,
    method: null,
    methodId: methodIdOf(row),
    reference: reference === "" ? null : reference,
    documentId: markerIn(row)?.documentId ?? null,
  };
}

function currencyOf(row: QboRow, currency: string): string {
  return refOf(row, "CurrencyRef") || currency;
}

function money(value: unknown, currency: string): Money {
  return amountOf(value, currency) ?? { minor: 0n, currency };
}
