// What the ledger should hold: one union of documents, one line type. Bodies are plain JSON, so a row can keep them.
import type { MoneyJson } from "#lib/money.ts";

export const documentKinds = [
  "customer",
  "item",
  "sales-order",
  "invoice",
  "sales-receipt",
  "payment",
  "credit-memo",
  "refund-receipt",
] as const;
export type DocumentKind = (typeof documentKinds)[number];

export type PostalAddress = {
  readonly line1?: string;
  readonly line2?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
};

/**
 * Stable name of a document within one company file: `customer/acme imports`, `item/line haul`,
 * `order/<orderId>/invoice/1`. Planning the same order twice gives the same keys.
 */
export type DocumentKey = string;

type Common = {
  readonly key: DocumentKey;
  /** Documents that must be in the books before this one. */
  readonly after: readonly DocumentKey[];
};

export type CustomerDocument = Common & {
  readonly kind: "customer";
  readonly name: string;
  readonly company?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly billingAddress?: PostalAddress;
  readonly shippingAddress?: PostalAddress;
  /** Key of the customer this one is a job of. */
  readonly parent?: DocumentKey;
  /** ISO 4217. Where the books keep several currencies, a customer has one for ever. */
  readonly currency?: string;
};

export type ItemDocument = Common & {
  readonly kind: "item";
  readonly name: string;
  readonly description?: string;
  readonly incomeAccount: string;
};

export type DocumentLine = {
  /** The ledger's item, by name, or by QuickBooks ID when a mapping says so. */
  readonly item: { readonly name: string; readonly ledgerId?: string };
  /** The charge code the line came from: what a clerk maps when the item is missing. */
  readonly chargeCode: string;
  readonly description?: string;
  readonly quantity: string;
  readonly unitPrice?: string;
  readonly amount: MoneyJson;
  readonly taxable: boolean;
  readonly class?: string;
  readonly serviceDate?: string;
  /** The ledger's tax code by name, where lines bear one of their own: outside the United States. */
  readonly taxCode?: string;
};

export const paymentTypes = ["cash", "check", "credit-card", "other"] as const;
export type PaymentType = (typeof paymentTypes)[number];

export type SaleDocument = Common & {
  readonly kind: "invoice" | "sales-order" | "sales-receipt" | "credit-memo" | "refund-receipt";
  readonly customer: DocumentKey;
  /** Who pays, for people; the key says which document. */
  readonly customerName: string;
  readonly number: string;
  readonly date: string;
  readonly dueDate?: string;
  readonly terms?: string;
  readonly class?: string;
  readonly billEmail?: string;
  /** What its customer reads. */
  readonly memo?: string;
  /** What only the company's own people see. */
  readonly note?: string;
  readonly lines: readonly DocumentLine[];
  readonly discount?: MoneyJson;
  readonly shipping?: MoneyJson;
  readonly tax?: { readonly code?: string; readonly amount: MoneyJson };
  readonly total: MoneyJson;
  /**
   * What QuickBooks' own sum differs by, as a person accepted it: it is in `total`, and its part of the tax in `tax`. It is
   * said to nobody: QuickBooks comes to it by itself.
   */
  readonly rounding?: { readonly total: MoneyJson; readonly tax: MoneyJson };
  /** Key of the sales order an invoice copies: it is linked to it and closes it. Also in `after`. */
  readonly from?: DocumentKey;
  /** QuickBooks gives it its next number; `number` is then only what people call it here. */
  readonly isNumberedThere?: boolean;
  /** Sales and refund receipts: how the money came or went, by name of the payment method. */
  readonly method?: string;
  readonly paymentType?: PaymentType;
  /** Check number, transaction number. */
  readonly reference?: string;
  /** Sales and refund receipts: the account the money goes to or comes from, by name; else the company's own choice. */
  readonly depositAccount?: string;
  /** Orders whose charges are in this document; several for a combined invoice. */
  readonly orderNumbers: readonly string[];
};

/**
 * Money received, or a credit used: a payment whose total is zero applies a credit memo to an invoice by naming both,
 * each with the same amount.
 */
export type PaymentDocument = Common & {
  readonly kind: "payment";
  readonly customer: DocumentKey;
  readonly customerName: string;
  readonly date: string;
  readonly method?: string;
  readonly reference?: string;
  /** The account the money goes to, by name; else the company's own choice. */
  readonly depositAccount?: string;
  readonly total: MoneyJson;
  /** Which invoices it pays, and which credit memos it uses up, and how much of each; the rest stays unapplied. */
  readonly applies: readonly { readonly to: DocumentKey; readonly amount: MoneyJson }[];
};

export type LedgerDocument = CustomerDocument | ItemDocument | SaleDocument | PaymentDocument;

/** "12 Dock Rd · Oakland, CA 94607 · US" */
export function addressText(address: PostalAddress): string {
  const { line1, line2, city, region, postalCode, country } = address;
  const place = [[city, region].filter(Boolean).join(", "), postalCode].filter(Boolean).join(" ");
  return [line1, line2, place, country].filter(Boolean).join(" · ");
}

/** What a person calls the document: "Invoice HL-10001", "Customer Acme Imports". */
export function documentTitle(document: LedgerDocument): string {
  switch (document.kind) {
    case "customer":
      return `${document.parent === undefined ? "Customer" : "Job"} ${document.name}`;
    case "item":
      return `Item ${document.name}`;
    case "payment":
      if (document.total.minor === "0") return `Credit used by ${document.customerName}`;
      return `Payment ${document.reference ?? ""} from ${document.customerName}`.replace("  ", " ");
    case "invoice":
    case "sales-order":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      return `${documentKindNames[document.kind]} ${document.number}`;
    default:
      return document satisfies never;
  }
}

export const documentKindNames: Readonly<Record<DocumentKind, string>> = {
  customer: "Customer",
  item: "Item",
  "sales-order": "Sales order",
  invoice: "Invoice",
  "sales-receipt": "Sales receipt",
  payment: "Payment",
  "credit-memo": "Credit memo",
  "refund-receipt": "Refund receipt",
};
