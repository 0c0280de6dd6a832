// How does a stored record look in an answer: current names, balances, computed members?
import type { Company } from "./company.ts";
import { homeAmounts } from "./company-defaults.ts";
import { isTransaction, type EntityName } from "./entities.ts";
import { asRow, asRows, asText, refId, type Json, type Row } from "./json.ts";
import { amount, centsOrZero } from "./money.ts";
import { shownName } from "./references.ts";

/** The user behind the connection, as MetaData names one. */
const USER = "9341450000000099";

const NAMED: [string, EntityName][] = [
  ["CustomerRef", "Customer"],
  ["ClassRef", "Class"],
  ["DepartmentRef", "Department"],
  ["SalesTermRef", "Term"],
  ["PaymentMethodRef", "PaymentMethod"],
];

function named(company: Company, entity: EntityName, value: Json | undefined): Row | undefined {
  const id = refId(value);
  const row = id === undefined ? undefined : company.get(entity, id);
  return id === undefined || row === undefined ? undefined : { value: id, name: shownName(entity, row) };
}

function lineOf(company: Company, line: Row): Row {
  const detail = asRow(line.SalesItemLineDetail);
  const item = named(company, "Item", detail?.ItemRef);
  return item === undefined ? line : { ...line, SalesItemLineDetail: { ...detail, ItemRef: item } };
}

/** The open balance, number and id of what a payment line is linked to, as QuickBooks adds them. */
function lineEx(company: Company, line: Row): Row {
  const link = asRows(line.LinkedTxn)[0];
  const entity = link?.TxnType === "CreditMemo" ? "CreditMemo" : "Invoice";
  const target = company.get(entity, asText(link?.TxnId) ?? "");
  const value = (name: string, text: string): Row => ({
    name: "{http://schema.intuit.com/finance/v3}NameValue",
    declaredType: "com.intuit.schema.finance.v3.NameValue",
    scope: "javax.xml.bind.JAXBElement$GlobalScope",
    value: { Name: name, Value: text },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  });
  const any = [value("txnId", asText(link?.TxnId) ?? ""), value("txnOpenBalance", asText(target?.Balance) ?? "0")];
  const number = asText(target?.DocNumber);
  if (number !== undefined) any.push(value("txnReferenceNumber", number));
  return { ...line, LineEx: { any } };
}

function presentCustomer(company: Company, row: Row): Row {
  const id = asText(row.Id) ?? "";
  const meta = asRow(row.MetaData);
  const touched = company.touched.get(id);
  const own = asText(meta?.LastUpdatedTime) ?? "";
  const later = touched !== undefined && Date.parse(touched) > Date.parse(own) ? touched : own;
  return {
    ...row,
    Balance: amount(company.balanceOf(id)),
    BalanceWithJobs: amount(company.balanceWithJobs(id)),
    MetaData: { ...meta, LastUpdatedTime: later },
  };
}

/** An account's balance and time follow the transactions that moved it; its SyncToken does not. */
function presentAccount(company: Company, row: Row): Row {
  const moved = company.moved.get(asText(row.Id) ?? "");
  if (moved === undefined) return row;
  const balance = amount(centsOrZero(row.CurrentBalance) + moved.cents);
  const meta = asRow(row.MetaData);
  const own = asText(meta?.LastUpdatedTime) ?? "";
  const LastUpdatedTime = Date.parse(moved.time) > Date.parse(own) ? moved.time : own;
  return {
    ...row,
    CurrentBalance: balance,
    CurrentBalanceWithSubAccounts: balance,
    MetaData: { ...meta, LastUpdatedTime },
  };
}

/** Entities whose shown time or balance is not the stored one. */
export function isComputed(entity: EntityName): boolean {
  return entity === "Customer" || entity === "Account";
}

/** The customer as a row of a query: two members more, two less than when it is read by itself. */
export function asQueryRow(entity: EntityName, row: Row): Row {
  if (entity !== "Customer") return row;
  const { DefaultTaxCodeRef: _code, ...rest } = row;
  const parent = refId(row.ParentRef);
  return {
    ...rest,
    ...(parent === undefined ? {} : { ParentRef: { value: parent } }),
    ClientEntityId: "0",
    V4IDPseudonym: `00208${(asText(row.Id) ?? "").padStart(20, "0")}`,
  };
}

/** With `include=invoiceLink`, the address where the customer could pay. */
export function withInvoiceLink(company: Company, entity: EntityName, row: Row, include: readonly string[]): Row {
  if (entity !== "Invoice" || !include.includes("invoicelink")) return row;
  const id = asText(row.Id) ?? "";
  return { ...row, InvoiceLink: `https://connect.intuit.com/portal/app/CommerceNetwork/view/${company.realm}-${id}` };
}

/** The record as QuickBooks shows it; the stored one stays as it is. */
export function present(company: Company, entity: EntityName, row: Row): Row {
  if (entity === "Customer") return presentCustomer(company, row);
  if (entity === "Account") return presentAccount(company, row);
  const shown: Row = { ...row };
  for (const [field, target] of NAMED) {
    if (row[field] === undefined) continue;
    const current = named(company, target, row[field]);
    if (current !== undefined) shown[field] = current;
  }
  if (entity === "Payment") shown.Line = asRows(row.Line).map((line) => lineEx(company, line));
  else if (Array.isArray(row.Line)) shown.Line = asRows(row.Line).map((line) => lineOf(company, line));
  if (isTransaction(entity)) {
    Object.assign(shown, homeAmounts(company, row));
    shown.MetaData = { LastModifiedByRef: { value: USER }, ...asRow(row.MetaData) };
  }
  return shown;
}
