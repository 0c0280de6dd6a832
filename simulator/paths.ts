// At which address is a record, a list or a form of the bookkeeper's pages?
import type { Company } from "./company.ts";
import type { EntityName } from "./entities.ts";

/** The deep links of QuickBooks (facts, 5.10) by entity: page and the parameter that holds the id. */
export const DEEP_LINKS: Record<string, { page: string; parameter: "txnId" | "nameId" }> = {
  Invoice: { page: "invoice", parameter: "txnId" },
  Estimate: { page: "estimate", parameter: "txnId" },
  Payment: { page: "recvpayment", parameter: "txnId" },
  CreditMemo: { page: "creditmemo", parameter: "txnId" },
  RefundReceipt: { page: "refundreceipt", parameter: "txnId" },
  SalesReceipt: { page: "salesreceipt", parameter: "txnId" },
  Deposit: { page: "deposit", parameter: "txnId" },
  Customer: { page: "customerdetail", parameter: "nameId" },
  Vendor: { page: "vendordetail", parameter: "nameId" },
};

/** Pages of QuickBooks that show a whole list. */
export const LIST_LINKS: Record<string, EntityName> = {
  invoices: "Invoice",
  estimates: "Estimate",
  customers: "Customer",
  vendors: "Vendor",
  employees: "Employee",
  items: "Item",
  chartofaccounts: "Account",
  terms: "Term",
  class: "Class",
  paymentmethods: "PaymentMethod",
};

export function recordPath(company: Company, entity: string, id: string): string {
  const link = DEEP_LINKS[entity];
  if (link === undefined) return verbPath(company, "record", entity, id);
  return `/app/${link.page}?${link.parameter}=${encodeURIComponent(id)}&companyId=${company.realm}`;
}

export function verbPath(company: Company, verb: string, entity: string, id: string): string {
  return `/app/company/${company.realm}/${verb}/${entity}/${encodeURIComponent(id)}`;
}

export function listPath(company: Company, list: string, more: Record<string, string> = {}): string {
  return `/app/company/${company.realm}?${new URLSearchParams({ list, ...more }).toString()}`;
}
