// What are things called when they are counted? "1 invoice", "1,284 invoices".
import type { DocumentKind } from "#lib/documents/document.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemTab } from "#lib/sync/problems.ts";

export type Noun = { readonly one: string; readonly many: string };

/** "1 invoice", "1,284 invoices". */
export function counted(count: number, noun: Noun): string {
  return `${figure(count)} ${count === 1 ? noun.one : noun.many}`;
}

/** "1,284" */
export function figure(count: number): string {
  return count.toLocaleString("en-US");
}

export const tabLabels: Readonly<Record<ProblemTab, string>> = {
  invoices: "Invoices",
  payments: "Payments",
  customers: "Customers",
  "credit-memos": "Credit Memos",
};

export const nouns = {
  document: { one: "document", many: "documents" },
  order: { one: "order", many: "orders" },
} satisfies Record<string, Noun>;

const tabNouns: Readonly<Record<ProblemTab, Noun>> = {
  invoices: { one: "invoice", many: "invoices" },
  payments: { one: "payment", many: "payments" },
  customers: { one: "customer", many: "customers" },
  "credit-memos": { one: "credit memo", many: "credit memos" },
};

const kindNouns: Readonly<Record<DocumentKind, Noun>> = {
  customer: tabNouns.customers,
  item: { one: "item", many: "items" },
  "sales-order": { one: "sales order", many: "sales orders" },
  invoice: tabNouns.invoices,
  "sales-receipt": { one: "sales receipt", many: "sales receipts" },
  payment: tabNouns.payments,
  "credit-memo": tabNouns["credit-memos"],
  "refund-receipt": { one: "refund receipt", many: "refund receipts" },
};

/** What a cause's rows are called. Items stand under Customers: there the code tells which of both it is about. */
export function causeNoun(tab: ProblemTab, code: ProblemCode): Noun {
  if (tab !== "customers" || code.startsWith("customer-") || code === "email-invalid") return tabNouns[tab];
  return code.startsWith("item-") || code === "account-missing" ? kindNouns.item : { one: "record", many: "records" };
}

/** What chosen rows are called: by their kind when they share one. */
export function rowsNoun(kinds: readonly DocumentKind[]): Noun {
  const [first, ...others] = [...new Set(kinds)];
  return first && others.length === 0 ? kindNouns[first] : nouns.document;
}
