// What are things called when they are counted? "1 invoice", "1,284 invoices".
import type { DocumentKind } from "#lib/documents/document.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

export type Noun = { readonly one: string; readonly many: string };

/** "1 invoice", "1,284 invoices". */
export function counted(count: number, noun: Noun): string {
  return `${figure(count)} ${count === 1 ? noun.one : noun.many}`;
}

const figures = new Intl.NumberFormat("en-US");

/** "1,284" */
export function figure(count: number): string {
  return figures.format(count);
}

export const tabLabels: Readonly<Record<ProblemTab, string>> = {
  invoices: "Invoices",
  "sales-orders": "Sales orders",
  payments: "Payments",
  customers: "Customers",
  items: "Items",
  "credit-memos": "Credit Memos",
};

export const nouns = {
  document: { one: "document", many: "documents" },
  order: { one: "order", many: "orders" },
} satisfies Record<string, Noun>;

const tabNouns: Readonly<Record<ProblemTab, Noun>> = {
  invoices: { one: "invoice", many: "invoices" },
  "sales-orders": { one: "sales order", many: "sales orders" },
  payments: { one: "payment", many: "payments" },
  customers: { one: "customer", many: "customers" },
  items: { one: "item", many: "items" },
  "credit-memos": { one: "credit memo", many: "credit memos" },
};

const kindNouns: Readonly<Record<DocumentKind, Noun>> = {
  customer: tabNouns.customers,
  item: tabNouns.items,
  "sales-order": tabNouns["sales-orders"],
  invoice: tabNouns.invoices,
  "sales-receipt": { one: "sales receipt", many: "sales receipts" },
  payment: tabNouns.payments,
  "credit-memo": tabNouns["credit-memos"],
  "refund-receipt": { one: "refund receipt", many: "refund receipts" },
};

/** What the rows under a tab are called. */
export function tabNoun(tab: ProblemTab): Noun {
  return tabNouns[tab];
}

/** What one kind of document is called. */
export function kindNoun(kind: DocumentKind): Noun {
  return kindNouns[kind];
}

/** "Sales receipt": with a capital, as a label begins. */
export function titled(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What chosen rows are called: by their kind when they share one. */
export function rowsNoun(kinds: readonly DocumentKind[]): Noun {
  const [first, ...others] = [...new Set(kinds)];
  return first && others.length === 0 ? kindNouns[first] : nouns.document;
}
