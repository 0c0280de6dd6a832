// How does an invoice look in QuickBooks Online's words?
import { fromJson } from "#lib/money.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { findInList } from "#lib/ledgers/ledger.ts";
import type { DocumentLine, SaleDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { jsonAmount, jsonNumber } from "./amounts.ts";
import { qboLimits } from "./limits.ts";
import { itemRef, linkOf, refField, SHIPPING_ITEM_ID } from "./refs.ts";
import { cutText } from "./text.ts";
import type { JsonObject } from "./wire.ts";

/** The body of an invoice; `marker` goes into the private note, which only the company's own people see. */
export function saleBody(document: SaleDocument, push: Push, books: Books): JsonObject {
  const class_ = document.class ?? sharedClass(document);
  return {
    DocNumber: document.number,
    TxnDate: document.date,
    ...(document.dueDate === undefined ? {} : { DueDate: document.dueDate }),
    CustomerRef: linkOf(push, document.customer),
    ...refField("SalesTermRef", "term", document.terms, books),
    ...refField("ClassRef", "class", class_, books),
    ...(document.billEmail === undefined ? {} : { BillEmail: { Address: document.billEmail } }),
    ...(document.memo === undefined ? {} : { CustomerMemo: { value: cutText(document.memo, qboLimits.memoLength) } }),
    PrivateNote: push.marker,
    ...taxFields(document, books),
    Line: [
      ...document.lines.map((line) => salesLine(line, push, books)),
      ...shippingLine(document, books),
      ...discountLine(document),
    ],
  };
}

/** The name of the tax code a document is taxed by; undefined when it bears no tax. */
export function taxCodeName(document: SaleDocument, books: Books): string | undefined {
  if (!isTaxed(document)) return undefined;
  return document.tax?.code ?? books.settings.taxCode;
}

/** Does the document bear tax, or have lines that would? */
export function isTaxed(document: SaleDocument): boolean {
  return document.tax !== undefined && fromJson(document.tax.amount).minor !== 0n;
}

function salesLine(line: DocumentLine, push: Push, books: Books): JsonObject {
  return {
    DetailType: "SalesItemLineDetail",
    Amount: jsonAmount(line.amount),
    ...(line.description === undefined ? {} : { Description: cutText(line.description, qboLimits.descriptionLength) }),
    SalesItemLineDetail: {
      ItemRef: itemRef(line, push, books),
      // A price without a quantity, or the other way round, is not invented by QuickBooks; both are sent or neither.
      ...(line.unitPrice === undefined
        ? {}
        : { Qty: jsonNumber(line.quantity), UnitPrice: jsonNumber(line.unitPrice) }),
      TaxCodeRef: { value: line.taxable ? "TAX" : "NON" },
      ...refField("ClassRef", "class", line.class, books),
      ...(line.serviceDate === undefined ? {} : { ServiceDate: line.serviceDate }),
    },
  };
}

/** A company that sells by class usually names one for the whole form: the one all lines agree on. */
function sharedClass(document: SaleDocument): string | undefined {
  const [first, ...others] = new Set(document.lines.map((line) => line.class));
  return others.length === 0 ? first : undefined;
}

/** The company's own shipping item; without one, QuickBooks' built-in shipping. */
function shippingLine(document: SaleDocument, books: Books): JsonObject[] {
  if (!document.shipping || fromJson(document.shipping).minor === 0n) return [];
  const item = findInList(books, "item", books.settings.shippingItem);
  const detail = { ItemRef: { value: item?.ledgerId ?? SHIPPING_ITEM_ID }, TaxCodeRef: { value: "NON" } };
  return [{ DetailType: "SalesItemLineDetail", Amount: jsonAmount(document.shipping), SalesItemLineDetail: detail }];
}

function discountLine(document: SaleDocument): JsonObject[] {
  if (!document.discount || fromJson(document.discount).minor === 0n) return [];
  const detail = { PercentBased: false };
  return [{ DetailType: "DiscountLineDetail", Amount: jsonAmount(document.discount), DiscountLineDetail: detail }];
}

/** The code only: QuickBooks computes the tax it reports, and a total that differs from ours is a problem, not a guess. */
function taxFields(document: SaleDocument, books: Books): JsonObject {
  const name = taxCodeName(document, books);
  if (name === undefined) return {};
  return {
    TxnTaxDetail: refField("TxnTaxCodeRef", "tax-code", name, books),
    ...(document.discount === undefined ? {} : { ApplyTaxAfterDiscount: true }),
  };
}
