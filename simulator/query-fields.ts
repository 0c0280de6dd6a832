// By which fields may an entity be filtered and sorted?
import type { EntityName } from "./entities.ts";
import { queryError } from "./faults.ts";
import { SCHEMAS } from "./schema.ts";

const PEOPLE = ["DisplayName", "GivenName", "MiddleName", "FamilyName", "PrimaryEmailAddr", "Active", "CompanyName"];
const LIST = ["Name", "Active", "FullyQualifiedName"];

/** What WHERE takes beside Id and the two times; known from documents and use. */
const FILTERS: Record<EntityName, readonly string[]> = {
  Account: [...LIST, "AccountType", "AccountSubType", "Classification", "CurrentBalance", "SubAccount"],
  Attachable: ["FileName", "Note"],
  Class: LIST,
  CreditMemo: ["DocNumber", "TxnDate", "CustomerRef", "TotalAmt", "Balance"],
  Customer: [...PEOPLE, "FullyQualifiedName", "Balance", "PrintOnCheckName"],
  Department: LIST,
  Deposit: ["TxnDate", "DepositToAccountRef", "TotalAmt"],
  Employee: [...PEOPLE, "PrintOnCheckName"],
  Estimate: ["DocNumber", "TxnDate", "DueDate", "CustomerRef"],
  Invoice: ["DocNumber", "TxnDate", "DueDate", "CustomerRef", "Balance", "TotalAmt"],
  Item: [...LIST, "Type", "Sku"],
  Payment: ["TotalAmt", "CustomerRef", "TxnDate", "PaymentMethodRef", "PaymentRefNum"],
  PaymentMethod: ["Name", "Active", "Type"],
  RefundReceipt: ["DocNumber", "TxnDate", "CustomerRef", "PaymentType", "Balance"],
  SalesReceipt: ["DocNumber", "TxnDate", "CustomerRef", "TotalAmt", "Balance"],
  TaxCode: ["Name", "Active", "Description"],
  TaxRate: ["Name", "Active", "Description"],
  Term: ["Name", "Active", "DueDays", "Type"],
  Vendor: [...PEOPLE, "PrintOnCheckName", "Balance"],
};

/** What ORDERBY takes beyond the filters. */
const SORTS: Partial<Record<EntityName, readonly string[]>> = {
  Customer: ["BalanceWithJobs"],
  Item: ["UnitPrice", "PurchaseCost"],
};
const NEVER = ["privatenote", "line", "linkedtxn", "customfield", "customermemo", "txntaxdetail"];

function meta(entity: EntityName, field: string): string {
  const names = ["CreateTime", "LastUpdatedTime"];
  const name = names.find((known) => `metadata.${known}`.toLowerCase() === field.toLowerCase());
  if (name === undefined) throw queryError(`Property ${field} not found for Entity ${entity}`);
  return `MetaData.${name}`;
}

/** The field's spelling in the schema. Throws 4001 when the entity has no such field or cannot be asked for it. */
export function queryField(entity: EntityName, field: string, use: "filter" | "sort", any: boolean): string {
  const [head = "", ...rest] = field.split(".");
  if (head.toLowerCase() === "metadata") return meta(entity, field);
  const known = Object.keys(SCHEMAS[entity]).find((name) => name.toLowerCase() === head.toLowerCase());
  if (known === undefined) throw queryError(`Property ${field} not found for Entity ${entity}`);
  const canonical = [known, ...rest].join(".");
  const sorts = use === "sort" ? (SORTS[entity] ?? []) : [];
  const allowed = ["Id", ...FILTERS[entity], ...sorts].some(
    (name) => name.toLowerCase() === known.toLowerCase() || name.toLowerCase() === canonical.toLowerCase(),
  );
  if (NEVER.includes(head.toLowerCase()) || (!allowed && !any)) {
    throw queryError(`property '${known}' is not queryable`);
  }
  return canonical;
}
