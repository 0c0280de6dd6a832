// How are invoices, estimates, credit memos, sales receipts and refund receipts written?
import { identifyAddresses } from "./addresses.ts";
import type { Change } from "./change.ts";
import { companyDay } from "./clock.ts";
import { transactionCurrency, undepositedFunds } from "./company-defaults.ts";
import { companyAddress } from "./company-info.ts";
import type { Company } from "./company.ts";
import { customFields } from "./custom-fields.ts";
import { checkOpen, dueDay } from "./dates.ts";
import type { SalesForm } from "./entities.ts";
import { closeEstimates, formLinks, linkLines } from "./estimates.ts";
import { business, required } from "./faults.ts";
import { emailRequired, featureOff, notForSales } from "./faults-of-business.ts";
import { asRow, asRows, asText, refId, type Row } from "./json.ts";
import { salesLines } from "./lines.ts";
import { checkCard, checkDeposited } from "./locks.ts";
import { amount, centsOrZero } from "./money.ts";
import { checkNumber, giveNumber } from "./numbers.ts";
import { releaseApplications } from "./payments.ts";
import { keptReference } from "./references.ts";
import { taxMode } from "./tax.ts";
import { totals } from "./totals.ts";
import { appliedCents } from "./voiding.ts";

type Options = { include: readonly string[] };

/** What must be there before anything is looked up. Throws 2020, 5030, 6250, 6530, 6540. */
function checkForm(company: Company, form: SalesForm, row: Row, before: Row | undefined): void {
  const { preferences, readings } = company.settings;
  if (form === "Estimate" && !preferences.allowEstimates) throw featureOff("Estimate");
  const customer = refId(row.CustomerRef);
  const needless = form === "RefundReceipt" || (form === "SalesReceipt" && !readings.salesReceiptNeedsCustomer);
  if (customer === undefined && !needless) throw required("CustomerRef");
  if (asRows(row.Line).length === 0) throw required("Line");
  if (form === "RefundReceipt" && refId(row.DepositToAccountRef) === undefined) throw required("DepositToAccountRef");
  if (centsOrZero(row.Deposit) !== 0 && !preferences.allowDeposit) {
    throw business("Deposits on sales forms are switched off in this company.");
  }
  const isPerson = (entity: "Vendor" | "Employee") => company.get(entity, customer ?? "") !== undefined;
  if (isPerson("Vendor") || isPerson("Employee")) throw notForSales();
  checkCard(row);
  if (form === "SalesReceipt") checkDeposited(company, before);
}

function references(company: Company, form: SalesForm, row: Row, previous: Row | undefined): void {
  const { classTrackingPerTxn, trackDepartments } = company.settings.preferences;
  const keep = (field: string, entity: "Customer" | "Class" | "Department" | "Account" | "Term" | "PaymentMethod") => {
    const found = keptReference(company, entity, row[field], previous?.[field]);
    if (found === undefined) delete row[field];
    else row[field] = found;
  };
  const keepIf = (isOn: boolean, field: string, entity: "Class" | "Department") => {
    if (isOn) return keep(field, entity);
    if (refId(row[field]) !== undefined && company.settings.readings.switchedOff === "refuse") throw featureOff(entity);
    delete row[field];
  };
  keep("CustomerRef", "Customer");
  keep("SalesTermRef", "Term");
  keep("PaymentMethodRef", "PaymentMethod");
  keep("DepositToAccountRef", "Account");
  keepIf(classTrackingPerTxn, "ClassRef", "Class");
  keepIf(trackDepartments, "DepartmentRef", "Department");
  if (form === "SalesReceipt") row.DepositToAccountRef ??= undepositedFunds(company);
  if (form === "RefundReceipt") refundAccount(company, row);
}

/** Money leaves a bank or another current asset. Throws 2020, 6000. */
function refundAccount(company: Company, row: Row): void {
  const type = asText(company.get("Account", refId(row.DepositToAccountRef) ?? "")?.AccountType);
  if (type !== "Bank" && type !== "Other Current Asset") {
    throw business("A refund is paid from a bank or another current asset account.");
  }
  const printed = row.PrintStatus === "PrintComplete" && type === "Bank";
  if (printed && (asText(row.PaymentRefNum) ?? "") === "") throw required("PaymentRefNum");
}

function defaults(change: Change, form: SalesForm, row: Row, previous: Row | undefined): void {
  const { company } = change;
  row.TxnDate = asText(row.TxnDate)?.slice(0, 10) ?? companyDay(change.nowMs);
  const customer = company.get("Customer", refId(row.CustomerRef) ?? "");
  if (previous === undefined && form === "Invoice") {
    const [usual] = company.table("Term").find("Name", company.settings.preferences.defaultTerms ?? "");
    row.SalesTermRef ??= asRow(customer?.SalesTermRef) ?? (usual === undefined ? undefined : { value: usual.Id });
    row.BillAddr ??= asRow(customer?.BillAddr);
    row.ShipAddr ??= asRow(customer?.ShipAddr);
    row.ShipFromAddr ??= companyAddress(company);
  }
  identifyAddresses(company, row, previous, ["BillAddr", "ShipAddr", "ShipFromAddr"]);
  row.CustomField = customFields(company, row.CustomField);
  row.PrintStatus ??= "NeedToPrint";
  row.EmailStatus ??= "NotSet";
  row.ApplyTaxAfterDiscount ??= false;
  row.FreeFormAddress = true;
  if (company.settings.preferences.country === "US") delete row.GlobalTaxCalculation;
  else row.GlobalTaxCalculation ??= "TaxExcluded";
  if (form === "Estimate") row.TxnStatus ??= "Pending";
  const noAddress = (asText(asRow(row.BillEmail)?.Address) ?? "") === "";
  if (row.EmailStatus === "NeedToSend" && noAddress) throw emailRequired();
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
  checkForm(company, form, row, before);
  references(company, form, row, before);
  transactionCurrency(company, row, before);
  defaults(change, form, row, before);
  const mode = taxMode(company, row);
  const lines = salesLines(company, row.Line, before?.Line, mode);
  const { totalCents, taxDetail } = totals(company, lines, row, mode);
  checkOpen(company, row.TxnDate, before?.TxnDate);
  checkNumber(company, form, row, before, options.include);
  const links = form === "CreditMemo" || form === "RefundReceipt" ? undefined : formLinks(change, row, before);
  giveNumber(company, form, row, before);
  row.Line = lines.stored;
  row.TxnTaxDetail = taxDetail;
  row.TotalAmt = amount(totalCents);
  if (links !== undefined) {
    row.LinkedTxn = links;
    linkLines(lines.stored, links);
  } else if (before?.LinkedTxn === undefined) delete row.LinkedTxn;
  else row.LinkedTxn = before.LinkedTxn;
  if (form === "Invoice") row.DueDate ??= dueDay(company, asText(row.TxnDate) ?? "", row.SalesTermRef);
  if (form === "SalesReceipt" || form === "RefundReceipt") row.Balance = 0;
  const openCents = totalCents - centsOrZero(row.Deposit) - appliedCents(before);
  if (form === "Invoice" || form === "CreditMemo") row.Balance = amount(Math.max(0, openCents));
  if (form === "CreditMemo") row.RemainingCredit = row.Balance ?? 0;
  const stored = change.stamped(form, row, before);
  change.put(form, stored);
  if (form === "Invoice" || form === "SalesReceipt") closeEstimates(change, form, stored);
  if (form === "Invoice" && openCents < 0) releaseApplications(change, stored, -openCents);
  return stored;
}
