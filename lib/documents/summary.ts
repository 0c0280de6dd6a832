// What lists show of a document without opening it: title, party, amount, date.
import { documentTitle, type LedgerDocument } from "./document.ts";

export type DocumentSummary = {
  readonly title: string;
  readonly party: string;
  /** Minor units as text; 0 for customers and items. */
  readonly amountMinor: string;
  readonly currency: string;
  readonly date: string | null;
};

/** The summary of a document. `currency` is used where the document carries no money. */
export function summarize(document: LedgerDocument, currency: string): DocumentSummary {
  const title = documentTitle(document);
  switch (document.kind) {
    case "customer":
    case "item":
      return { title, party: document.name, amountMinor: "0", currency, date: null };
    case "payment":
    case "invoice":
    case "sales-order":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      return {
        title,
        party: document.customerName,
        amountMinor: document.total.minor,
        currency: document.total.currency,
        date: document.date,
      };
    default:
      return document satisfies never;
  }
}
