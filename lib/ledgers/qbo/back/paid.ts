// On which day was it last paid? What an invoice says of its payments, and payments of their invoices.
import { asRows, isVoided, textOf, type QboRow } from "../rows.ts";

/** The day of each payment by its id in the books; null for one that moved no money, such as a credit that was applied. */
export type PaymentDays = ReadonlyMap<string, string | null>;

/** `isSure`: every payment is known. Else `on` is the latest of those that are, and there may be a later one. */
export type Paid = { readonly on: string | null; readonly isSure: boolean };

/** The payments on an invoice, by their ids. */
export function paymentsOn(row: QboRow): readonly string[] {
  return asRows(row.LinkedTxn)
    .filter((linked) => textOf(linked, "TxnType") === "Payment")
    .map((linked) => textOf(linked, "TxnId"));
}

/** The day of the last payment. What is paid as it is sold was paid on its own day; other records are never paid. */
export function paidOf(entity: string, row: QboRow, days: PaymentDays): Paid {
  if (entity === "SalesReceipt") return { on: isVoided(row) ? null : dayOf(row), isSure: true };
  if (entity !== "Invoice") return { on: null, isSure: true };
  const payments = paymentsOn(row);
  const known = payments.map((id) => days.get(id)).filter((day) => typeof day === "string");
  return { on: latest(known), isSure: payments.every((id) => days.has(id)) };
}

/** The days of payments that were read. */
export function paymentDays(rows: readonly QboRow[]): PaymentDays {
  return new Map(rows.map((row) => [textOf(row, "Id"), hasMoved(row) ? dayOf(row) : null]));
}

export type InvoicePaid = { readonly ledgerId: string; readonly on: string };

/** Which invoices these payments paid, and on which day at the latest. */
export function invoicesPaid(payments: readonly QboRow[]): readonly InvoicePaid[] {
  const days = new Map<string, string>();
  for (const row of payments) {
    const on = dayOf(row);
    if (on === null || !hasMoved(row)) continue;
    for (const linked of asRows(row.Line).flatMap((line) => asRows(line.LinkedTxn))) {
      if (textOf(linked, "TxnType") !== "Invoice") continue;
      const id = textOf(linked, "TxnId");
      if (on > (days.get(id) ?? "")) days.set(id, on);
    }
  }
  return [...days].map(([ledgerId, on]) => ({ ledgerId, on }));
}

function hasMoved(row: QboRow): boolean {
  return !isVoided(row) && row.TotalAmt !== 0;
}

function dayOf(row: QboRow): string | null {
  const day = textOf(row, "TxnDate");
  return /^\d{4}-\d\d-\d\d$/.test(day) ? day : null;
}

function latest(days: readonly string[]): string | null {
  return days.toSorted().at(-1) ?? null;
}
