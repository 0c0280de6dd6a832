// How does a company start: which accounts, items, terms, people and invoices does its template hold?
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { metaTime } from "./clock.ts";
import { Change } from "./change.ts";
import type { Company } from "./company.ts";
import { ENTITIES, KINDS, type EntityName } from "./entities.ts";
import { asRow, asRows, asText, parseJson, type Json, type Row } from "./json.ts";
import { execute } from "./operations.ts";
import { patched, readPatch } from "./settings.ts";

const FOLDER = path.join(import.meta.dirname, "companies");
const ORDER: EntityName[] = [
  "Account",
  "Term",
  "PaymentMethod",
  "Class",
  "Department",
  "Vendor",
  "Employee",
  "Item",
  "Customer",
  "Estimate",
  "Invoice",
  "CreditMemo",
  "SalesReceipt",
  "RefundReceipt",
  "Payment",
  "Deposit",
];
/** Links that a template writes by number: in a line of a payment or deposit, or on a form made from an estimate. */
const LINKED: Record<string, { entity: EntityName; field: string }> = {
  Invoice: { entity: "Invoice", field: "DocNumber" },
  CreditMemo: { entity: "CreditMemo", field: "DocNumber" },
  Estimate: { entity: "Estimate", field: "DocNumber" },
  Payment: { entity: "Payment", field: "PaymentRefNum" },
};
/** Accounts that the API makes have ids of this size at Intuit. */
const API_ACCOUNTS = 1_150_039_999;
/** Which list a reference written by name looks into. */
const REFERRED: Record<string, EntityName> = {
  IncomeAccountRef: "Account",
  ExpenseAccountRef: "Account",
  AssetAccountRef: "Account",
  DepositToAccountRef: "Account",
  SalesTermRef: "Term",
  PaymentMethodRef: "PaymentMethod",
  ClassRef: "Class",
  DepartmentRef: "Department",
  ItemRef: "Item",
  CustomerRef: "Customer",
  TxnTaxCodeRef: "TaxCode",
};

/** The templates there are; "base" is the common chart of accounts. */
export function templateNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -5));
}

function read(name: string): Row {
  const found = asRow(parseJson(readFileSync(path.join(FOLDER, `${name}.json`), "utf8")));
  if (found === undefined) throw new Error(`template ${name} is not an object`);
  return found;
}

/** Replaces references written as a bare name by the id of that record. */
function resolved(company: Company, value: Json | undefined, key: string): Json | undefined {
  const entity = REFERRED[key];
  if (entity !== undefined && typeof value === "string") {
    const [row] = company.table(entity).find(KINDS[entity].name ?? "Name", value);
    if (row === undefined) throw new Error(`template names an unknown ${entity}: ${value}`);
    return { value: asText(row.Id) ?? "" };
  }
  if (Array.isArray(value)) return value.map((entry) => resolved(company, entry, "") ?? null);
  const row = asRow(value);
  if (row === undefined) return value;
  const entries = Object.entries(row).map(([name, entry]) => {
    const link = LINKED[name];
    if (link === undefined || typeof entry !== "string") return [name, resolved(company, entry, name)] as const;
    return ["LinkedTxn", [{ TxnId: idByNumber(company, link, entry), TxnType: name }]] as const;
  });
  return Object.fromEntries(entries);
}

function idByNumber(
  company: Company,
  { entity, field }: { entity: EntityName; field: string },
  number: string,
): string {
  const row = [...company.table(entity).rows.values()].find((candidate) => candidate[field] === number);
  if (row === undefined) throw new Error(`template names an unknown ${entity}: ${number}`);
  return asText(row.Id) ?? "";
}

/** Adds a sales tax code with its rates; the API itself cannot write these two lists. */
export function addTaxCode(
  company: Company,
  nowMs: number,
  name: string,
  rates: { name: string; percent: number }[],
): Row {
  const change = new Change(company, nowMs);
  const details = rates.map(({ name: rateName, percent }, order): Row => {
    const rate = change.stamped(
      "TaxRate",
      {
        Name: rateName,
        Description: rateName,
        Active: true,
        RateValue: percent,
        AgencyRef: { value: "1" },
        SpecialTaxType: "NONE",
        DisplayType: "ReadOnly",
      },
      undefined,
    );
    change.put("TaxRate", rate);
    return {
      TaxRateRef: { value: asText(rate.Id) ?? "", name: rateName },
      TaxTypeApplicable: "TaxOnAmount",
      TaxOrder: order,
    };
  });
  const code = change.stamped(
    "TaxCode",
    {
      Name: name,
      Description: name,
      Active: true,
      Hidden: false,
      Taxable: true,
      TaxGroup: true,
      SalesTaxRateList: { TaxRateDetail: details },
      PurchaseTaxRateList: { TaxRateDetail: [] },
      TaxCodeConfigType: "USER_DEFINED",
    },
    undefined,
  );
  change.put("TaxCode", code);
  change.commit();
  return code;
}

function addTax(company: Company, nowMs: number, codes: Row[]): void {
  const time = metaTime(nowMs);
  for (const [id, taxable] of [
    ["TAX", true],
    ["NON", false],
    ["CustomSalesTax", true],
  ] as const) {
    // Recorded: the pseudo codes have neither SyncToken nor Active.
    company.put("TaxCode", {
      Id: id,
      Name: id,
      Description: id === "CustomSalesTax" ? "Custom sales tax" : taxable ? "Taxable" : "Non-Taxable",
      Taxable: taxable,
      TaxGroup: false,
      domain: "QBO",
      sparse: false,
      MetaData: { CreateTime: time, LastUpdatedTime: time },
    });
  }
  for (const code of codes) {
    const rates = asRows(code.rates).map((rate) => ({
      name: asText(rate.Name) ?? "",
      percent: Number(rate.RateValue),
    }));
    addTaxCode(company, nowMs, asText(code.Name) ?? "", rates);
  }
}

function add(company: Company, nowMs: number, entity: EntityName, record: Row): void {
  const body = asRow(resolved(company, record, "")) ?? {};
  const { Active: active, Void: emptied, ...fields } = body;
  if (typeof fields.ParentRef === "string") {
    const [parent] = company.table(entity).find(KINDS[entity].name ?? "Name", fields.ParentRef);
    fields.ParentRef = { value: asText(parent?.Id) ?? "" };
  }
  const created = asRow(execute(company, nowMs, { entity, operation: "create", body: fields, include: [] })[entity]);
  if (created === undefined) return;
  const key = { Id: created.Id, SyncToken: created.SyncToken };
  if (emptied === true) execute(company, nowMs, { entity, operation: "void", body: key, include: [] });
  if (active !== false) return;
  const change = { ...key, sparse: true, Active: false };
  execute(company, nowMs, { entity, operation: "update", body: change, include: [] });
}

/** Fills a new company by writing its records through the same rules as everybody. Throws for a broken template. */
export function fill(company: Company, nowMs: number): void {
  const template = read(company.template);
  const base = asText(template.extends);
  const layers = base === undefined ? [template] : [read(base), template];
  for (const layer of layers) {
    if (layer.settingsFirst !== undefined) company.settings = patched(company.settings, readPatch(layer.settingsFirst));
  }
  // Hand-made history may lie in a closed period; the other settings are applied when it is in place.
  addTax(
    company,
    nowMs,
    layers.flatMap((layer) => asRows(layer.TaxCode)),
  );
  for (const entity of ORDER.filter((name) => ENTITIES.includes(name))) {
    for (const layer of layers) for (const record of asRows(layer[entity])) add(company, nowMs, entity, record);
  }
  for (const layer of layers) {
    if (layer.settings !== undefined) company.settings = patched(company.settings, readPatch(layer.settings));
  }
  company.counters.accounts = Math.max(company.counters.accounts ?? 0, API_ACCOUNTS);
  company.writesExecuted = 0;
}
