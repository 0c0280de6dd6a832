// What is left of a sales form that is voided, and what happens before one is deleted?
import type { Change } from "./change.ts";
import { checkOpen } from "./dates.ts";
import type { SalesForm } from "./entities.ts";
import { reopenEstimates } from "./estimates.ts";
import { business } from "./faults.ts";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { checkDelete, checkVoid } from "./locks.ts";
import { centsOrZero } from "./money.ts";
import { releaseApplications } from "./payments.ts";

/** Money already applied to an invoice or taken from a credit memo, in cents. */
export function appliedCents(row: Row | undefined): number {
  if (row === undefined) return 0;
  return centsOrZero(row.TotalAmt) - centsOrZero(row.Deposit) - centsOrZero(row.Balance);
}

/** Throws 6000 when it is paid and the company refuses that. */
function releasePayments(change: Change, before: Row, policy: "refuse" | "unapply", verb: string): void {
  if (appliedCents(before) <= 0) return;
  if (policy === "refuse") throw business(`This transaction has payments applied to it and cannot be ${verb}.`);
  releaseApplications(change, before, appliedCents(before));
}

/** Empties an invoice or sales receipt but keeps its number. Throws 6000, 6210, 6450, 6540. */
export function voidForm(change: Change, form: "Invoice" | "SalesReceipt", before: Row): Row {
  checkOpen(change.company, before.TxnDate);
  checkVoid(change.company, before);
  if (form === "Invoice") {
    releasePayments(change, before, change.company.settings.preferences.voidPaidInvoice, "voided");
  }
  const lines = asRows(before.Line).map((line): Row => {
    const detail = asRow(line.SalesItemLineDetail);
    const { LinkedTxn: _links, ...rest } = line;
    return { ...rest, Amount: 0, ...(detail === undefined ? {} : { SalesItemLineDetail: { ...detail, Qty: 0 } }) };
  });
  const note = asText(before.PrivateNote);
  const fields: Row = {
    ...before,
    PrivateNote: note === undefined || note === "" ? "Voided" : `Voided - ${note}`,
    Line: lines,
    TxnTaxDetail: { TotalTax: 0 },
    TotalAmt: 0,
    Balance: 0,
    LinkedTxn: [],
  };
  if (form === "Invoice") fields.Deposit = 0;
  const row = change.stamped(form, fields, before);
  change.put(form, row);
  return row;
}

/** What has to happen before a sales form can be deleted. Throws 6000, 6210, 6480, 6540. */
export function beforeDelete(change: Change, form: SalesForm, before: Row): void {
  checkOpen(change.company, before.TxnDate);
  checkDelete(change.company, before);
  if (form === "CreditMemo" && appliedCents(before) > 0) {
    throw business("This credit memo is applied and cannot be deleted.");
  }
  if (form === "Invoice") {
    releasePayments(change, before, change.company.settings.preferences.deletePaidInvoice, "deleted");
  }
  if (form === "Invoice" || form === "SalesReceipt") reopenEstimates(change, before);
}
