// How do the lines of a form look: what is sold, shipping, discount, each with its tax code and class?
import { fromJson } from "#lib/money.ts";
import { findInList, type Books } from "#lib/ledgers/ledger.ts";
import type { DocumentLine, SaleDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { jsonAmount, jsonNumber } from "./amounts.ts";
import { qboLimits } from "./limits.ts";
import { itemRef, refField, SHIPPING_ITEM_ID } from "./refs.ts";
import { lineTaxField } from "./sale-tax.ts";
import { cutText } from "#lib/documents/descriptions/cut-text.ts";
import type { JsonObject } from "./wire.ts";

/** All lines of a form, in QuickBooks' order: sales, shipping, discount. */
export function saleLines(document: SaleDocument, push: Push, books: Books): JsonObject[] {
  return [
    ...document.lines.map((line) => salesLine(line, document, push, books)),
    ...shippingLine(document, books),
    ...discountLine(document),
  ];
}

/**
 * The class of the form as a whole: its own, or the one all lines agree on. Undefined where the company keeps classes
 * by line only.
 */
export function formClass(document: SaleDocument, books: Books): string | undefined {
  return isByLineOnly(books) ? undefined : (document.class ?? sharedClass(document));
}

/** Does the company keep classes by line and not by form? */
export function isByLineOnly({ preferences }: Books): boolean {
  return preferences?.classPerTxn === false && preferences.classPerLine === true;
}

function sharedClass(document: SaleDocument): string | undefined {
  const [first, ...others] = new Set(document.lines.map((line) => line.class));
  return others.length === 0 ? first : undefined;
}

function salesLine(line: DocumentLine, document: SaleDocument, push: Push, books: Books): JsonObject {
  const lineClass = line.class ?? (isByLineOnly(books) ? document.class : undefined);
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
      ...lineTaxField(line, document, books),
      ...refField("ClassRef", "class", lineClass, books),
      ...(line.serviceDate === undefined ? {} : { ServiceDate: line.serviceDate }),
    },
  };
}

/** The company's own shipping item; without one, QuickBooks' built-in shipping. */
function shippingLine(document: SaleDocument, books: Books): JsonObject[] {
  if (!document.shipping || fromJson(document.shipping).minor === 0n) return [];
  const item = findInList(books, "item", books.settings.shippingItem);
  const detail = {
    ItemRef: { value: item?.ledgerId ?? SHIPPING_ITEM_ID },
    ...lineTaxField({ taxable: false }, document, books),
  };
  return [{ DetailType: "SalesItemLineDetail", Amount: jsonAmount(document.shipping), SalesItemLineDetail: detail }];
}

function discountLine(document: SaleDocument): JsonObject[] {
  if (!document.discount || fromJson(document.discount).minor === 0n) return [];
  const detail = { PercentBased: false };
  return [{ DetailType: "DiscountLineDetail", Amount: jsonAmount(document.discount), DiscountLineDetail: detail }];
}
