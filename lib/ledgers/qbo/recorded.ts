// What do recorded faults speak of: which documents were refused, and how is a sample written? Used by tests only.
import type { PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { acme, invoice, payment, push } from "./samples.ts";

/** Code, message, detail, element, the push that was refused, and what it must mean. */
export type Recorded = readonly [string, string, string, string, Push, Expected];
export type Expected = { readonly is: string; readonly [field: string]: unknown };

export const later = (because: string): Expected => ({ is: "later", because });
export const ask = (what: string): Expected => ({ is: "more", memory: { ask: what } });
export const problem = (code: string, about: string): Expected => ({ is: "problem", problem: { code, about } });
export const doubt: Expected = { is: "more", memory: { unsure: true } };

const usd = (minor: string) => ({ minor, currency: "USD" });
/** A name push that was looked for already, as it is when it writes. */
const looked = (document: Push["document"]): Push => push(document, { memory: { lookedUp: true } });
const [line] = invoice.lines;

/** Three times 33.33 is not 100. */
export const unevenInvoice: SaleDocument = {
  ...invoice,
  lines: line ? [{ ...line, quantity: "3", unitPrice: "33.33", amount: usd("10000") }] : [],
};
const refundReceipt: SaleDocument = { ...invoice, kind: "refund-receipt", depositAccount: "Checking" };

export const refused = {
  invoice: looked(invoice),
  payment: looked(payment satisfies PaymentDocument),
  acme: looked(acme),
  job: looked({ ...acme, name: "Pier 7", parent: acme.key }),
  shopper: looked({ ...acme, email: "maria.lopez@" }),
  uneven: looked(unevenInvoice),
  estimate: looked({ ...invoice, kind: "sales-order" }),
  refund: looked(refundReceipt),
  ontario: looked({ ...invoice, tax: { code: "Ontario 13%", amount: usd("100") } }),
  mapped: looked({
    ...invoice,
    lines: invoice.lines.map((each) => ({ ...each, item: { ...each.item, ledgerId: "1.5" } })),
  }),
  change: push(invoice, {
    operation: "update",
    link: { ledgerType: "Invoice", ledgerId: "155", versionToken: "0" },
  }),
};
