// How does a stored record look in an answer: current names, balances, computed members?
import type { Company } from "./company.ts";
import type { EntityName } from "./entities.ts";
import { asRow, asRows, asText, refId, type Json, type Row } from "./json.ts";
import { amount } from "./money.ts";
import { shownName } from "./references.ts";

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

/** The record as QuickBooks shows it; the stored one stays as it is. */
export function present(company: Company, entity: EntityName, row: Row): Row {
  if (entity === "Customer") return presentCustomer(company, row);
  const shown: Row = { ...row };
  for (const [field, target] of NAMED) {
    if (row[field] === undefined) continue;
    const current = named(company, target, row[field]);
    if (current !== undefined) shown[field] = current;
  }
  if (entity === "Payment") shown.Line = asRows(row.Line).map((line) => lineEx(company, line));
  else if (Array.isArray(row.Line)) shown.Line = asRows(row.Line).map((line) => lineOf(company, line));
  return shown;
}
