// How are invoices, estimates, credit memos, sales receipts and refund receipts written?
import { companyDay } from "./clock.ts";
import type { Change } from "./change.ts";
import { currency, undepositedFunds } from "./company-defaults.ts";
import type { Company } from "./company.ts";
import { checkOpen, dueDay } from "./dates.ts";
import type { SalesForm } from "./entities.ts";
import { business, duplicateNumber, Fault, required } from "./faults.ts";
import { asRow, asRows, asText, refId, type Row } from "./json.ts";
import { salesLines } from "./lines.ts";
import { amount, centsOrZero } from "./money.ts";
import { releaseApplications } from "./payments.ts";
import { keptReference } from "./references.ts";
import { totals } from "./totals.ts";

type Options = { include: readonly string[] };

/** The next free number of the sequence; estimates have their own. */
function nextNumber(company: Company, form: SalesForm): string {
  const counter = form === "Estimate" ? "estimateNumber" : "salesNumber";
  company.counters[counter] ??= 1000;
  return company.nextId(counter);
}

function checkNumber(company: Company, form: SalesForm, row: Row, previous: Row | undefined, options: Options): void {
  const { customTxnNumbers, warnDuplicateNumbers, nameClashingTxn } = company.settings.preferences;
  const number = asText(row.DocNumber) ?? "";
  if (number === "" || !customTxnNumbers || !warnDuplicateNumbers) return;
  if (number === previous?.DocNumber || options.include.includes("allowduplicatedocnum")) return;
  const clash = company
    .table(form)
    .find("DocNumber", number)
    .find((other) => other.Id !== previous?.Id);
  if (clash === undefined) return;
  const named = ` DocNumber=${number} is assigned to TxnType=${form} with TxnId=${asText(clash.Id) ?? ""}`;
  throw duplicateNumber(nameClashingTxn ? named : "");
}

function references(company: Company, form: SalesForm, row: Row, previous: Row | undefined): void {
  const keep = (field: string, entity: "Customer" | "Class" | "Department" | "Account" | "Term" | "PaymentMethod") => {
    const found = keptReference(company, entity, row[field], previous?.[field]);
    if (found === undefined) delete row[field];
    else row[field] = found;
  };
  const { classTrackingPerTxn, trackDepartments } = company.settings.preferences;
  keep("CustomerRef", "Customer");
  keep("SalesTermRef", "Term");
  keep("PaymentMethodRef", "PaymentMethod");
  keep("DepositToAccountRef", "Account");
  if (classTrackingPerTxn) keep("ClassRef", "Class");
  else delete row.ClassRef;
  if (trackDepartments) keep("DepartmentRef", "Department");
  else delete row.DepartmentRef;
  if (form === "SalesReceipt") row.DepositToAccountRef ??= undepositedFunds(company);
}

function defaults(change: Change, form: SalesForm, row: Row, previous: Row | undefined): void {
  const { company } = change;
  row.TxnDate = asText(row.TxnDate)?.slice(0, 10) ?? companyDay(change.nowMs);
  const customer = company.get("Customer", refId(row.CustomerRef) ?? "");
  if (previous === undefined && form === "Invoice") {
    row.SalesTermRef ??= asRow(customer?.SalesTermRef);
    row.BillAddr ??= asRow(customer?.BillAddr);
    row.ShipAddr ??= asRow(customer?.ShipAddr);
  }
  row.CustomField ??= [];
  row.PrintStatus ??= "NeedToPrint";
  row.EmailStatus ??= "NotSet";
  row.ApplyTaxAfterDiscount ??= false;
  row.FreeFormAddress ??= true;
  if (form === "Estimate") row.TxnStatus ??= "Pending";
  if (row.EmailStatus === "NeedToSend" && asText(asRow(row.BillEmail)?.Address) === undefined) {
    throw new Fault("6420", "Email address required", "An e-mail address is required to send this form.", "BillEmail");
  }
}

function number(company: Company, form: SalesForm, row: Row, previous: Row | undefined): void {
  row.DocNumber ??= previous?.DocNumber;
  if (previous !== undefined || (asText(row.DocNumber) ?? "") !== "") return;
  if (company.settings.preferences.customTxnNumbers) delete row.DocNumber;
  else row.DocNumber = nextNumber(company, form);
}

/** Money already applied to an invoice or taken from a credit memo, in cents. */
function appliedCents(row: Row | undefined): number {
  if (row === undefined) return 0;
  return centsOrZero(row.TotalAmt) - centsOrZero(row.Deposit) - centsOrZero(row.Balance);
}

/** Estimates named in LinkedTxn are closed by the invoice; links to payments stay as they are. */
function links(change: Change, row: Row, previous: Row | undefined): Row[] {
  const kept = asRows(previous?.LinkedTxn);
  const estimates = asRows(row.LinkedTxn).filter((link) => link.TxnType === "Estimate");
  for (const link of estimates) {
    if (change.get("Estimate", asText(link.TxnId) ?? "") === undefined) {
      throw business("The entity to link does not exist.");
    }
  }
  return [...estimates.filter((link) => !kept.some((old) => old.TxnId === link.TxnId)), ...kept];
}

function closeEstimates(change: Change, invoice: Row): void {
  for (const link of asRows(invoice.LinkedTxn)) {
    if (link.TxnType !== "Estimate") continue;
    const estimate = change.get("Estimate", asText(link.TxnId) ?? "");
    if (estimate === undefined || estimate.TxnStatus === "Closed") continue;
    const meta = { ...asRow(estimate.MetaData), LastUpdatedTime: asRow(invoice.MetaData)?.LastUpdatedTime };
    const linked = [{ TxnId: asText(invoice.Id) ?? "", TxnType: "Invoice" }];
    // Recorded: the estimate's SyncToken stays, only its time moves.
    change.put("Estimate", { ...estimate, TxnStatus: "Closed", LinkedTxn: linked, MetaData: meta });
  }
}

/** Checks a sales form, computes its totals and puts it into the change. Throws Fault. */
export function writeSalesForm(
  change: Change,
  form: SalesForm,
  fields: Row,
  before: Row | undefined,
  options: Options,
): Row {
  const { company } = change;
  const row: Row = { ...fields };
  if (refId(row.CustomerRef) === undefined && form !== "RefundReceipt") throw required("CustomerRef");
  if (asRows(row.Line).length === 0) throw required("Line");
  if (form === "RefundReceipt" && refId(row.DepositToAccountRef) === undefined) throw required("DepositToAccountRef");
  references(company, form, row, before);
  currency(company, row);
  defaults(change, form, row, before);
  const lines = salesLines(company, row.Line, before?.Line);
  const { totalCents, taxDetail } = totals(company, lines, asRow(row.TxnTaxDetail), row.ApplyTaxAfterDiscount === true);
  checkOpen(company, row.TxnDate, before?.TxnDate);
  checkNumber(company, form, row, before, options);
  number(company, form, row, before);
  row.Line = lines.stored;
  row.TxnTaxDetail = taxDetail;
  row.TotalAmt = amount(totalCents);
  if (form === "Invoice" || form === "Estimate") row.LinkedTxn = links(change, row, before);
  if (form === "Invoice") row.DueDate ??= dueDay(company, asText(row.TxnDate) ?? "", row.SalesTermRef);
  if (form === "SalesReceipt" || form === "RefundReceipt") row.Balance = 0;
  const openCents = totalCents - centsOrZero(row.Deposit) - appliedCents(before);
  if (form === "Invoice" || form === "CreditMemo") row.Balance = amount(Math.max(0, openCents));
  if (form === "CreditMemo") row.RemainingCredit = row.Balance ?? 0;
  const stamped = change.stamped(form, row, before);
  change.put(form, stamped);
  if (form === "Invoice") {
    closeEstimates(change, stamped);
    if (openCents < 0) releaseApplications(change, stamped, -openCents);
  }
  return stamped;
}

/** Empties an invoice but keeps its number. Throws 6000 when it is paid and the company refuses that, 6210. */
export function voidInvoice(change: Change, before: Row): Row {
  checkOpen(change.company, before.TxnDate);
  if (appliedCents(before) > 0) {
    if (change.company.settings.preferences.voidPaidInvoice === "refuse") {
      throw business("This transaction has payments applied to it and cannot be voided.");
    }
    releaseApplications(change, before, appliedCents(before));
  }
  const lines = asRows(before.Line).map((line): Row => {
    const detail = asRow(line.SalesItemLineDetail);
    return { ...line, Amount: 0, ...(detail === undefined ? {} : { SalesItemLineDetail: { ...detail, Qty: 0 } }) };
  });
  const note = asText(before.PrivateNote);
  const row = change.stamped(
    "Invoice",
    {
      ...before,
      PrivateNote: note === undefined || note === "" ? "Voided" : `Voided - ${note}`,
      Line: lines,
      TxnTaxDetail: { TotalTax: 0 },
      TotalAmt: 0,
      Balance: 0,
      Deposit: 0,
      LinkedTxn: [],
    },
    before,
  );
  change.put("Invoice", row);
  return row;
}

/** What has to happen before a sales form can be deleted. Throws 6000 or 6210. */
export function beforeDelete(change: Change, form: SalesForm, before: Row): void {
  checkOpen(change.company, before.TxnDate);
  const applied = appliedCents(before);
  if (form === "CreditMemo" && applied > 0) throw business("This credit memo is applied and cannot be deleted.");
  if (form !== "Invoice") return;
  if (applied > 0) {
    if (change.company.settings.preferences.deletePaidInvoice === "refuse") {
      throw business("This transaction has payments applied to it and cannot be deleted.");
    }
    releaseApplications(change, before, applied);
  }
  for (const link of asRows(before.LinkedTxn)) {
    const estimate = link.TxnType === "Estimate" ? change.get("Estimate", asText(link.TxnId) ?? "") : undefined;
    if (estimate !== undefined)
      change.bump("Estimate", asText(link.TxnId) ?? "", { TxnStatus: "Pending", LinkedTxn: [] });
  }
}
