// How is tax said? Always our amount where QuickBooks honours it, never one computed again; outside the United States by code.
import { fromJson } from "#lib/money.ts";
import { findInList, type Books } from "#lib/ledgers/ledger.ts";
import type { DocumentLine, SaleDocument } from "#lib/documents/document.ts";
import { jsonAmount } from "./amounts.ts";
import { refField } from "./refs.ts";
import type { JsonObject } from "./wire.ts";

/** Does the document bear tax? */
export function isTaxed(document: SaleDocument): boolean {
  return document.tax !== undefined && fromJson(document.tax.amount).minor !== 0n;
}

/** Lines bear TAX or NON in the United States, and a tax code of the company anywhere else. */
export function hasTaxByLine({ preferences }: Books): boolean {
  return preferences?.country !== undefined && preferences.country !== "US";
}

/** The name of the tax code a document is taxed by; undefined when it bears no tax. */
export function taxCodeName(document: SaleDocument, books: Books): string | undefined {
  if (!isTaxed(document)) return undefined;
  return document.tax?.code ?? books.settings.taxCode;
}

/**
 * Tax of the form as a whole. In the United States the amount is ours to the cent, with the manual code or with
 * QuickBooks' own engine; a document that is not taxed says so where a line or an earlier version would be.
 */
export function taxFields(document: SaleDocument, books: Books, isNew: boolean): JsonObject {
  if (hasTaxByLine(books))
    return { GlobalTaxCalculation: bearsCodes(document, books) ? "TaxExcluded" : "NotApplicable" };
  const afterDiscount: JsonObject = document.discount === undefined ? {} : { ApplyTaxAfterDiscount: true };
  if (isTaxed(document) && document.tax) {
    const code = refField("TxnTaxCodeRef", "tax-code", taxCodeName(document, books), books);
    return { TxnTaxDetail: { ...code, TotalTax: jsonAmount(document.tax.amount) }, ...afterDiscount };
  }
  const wouldBe = !isNew || document.lines.some((line) => line.taxable);
  return wouldBe && books.preferences?.usingSalesTax !== false ? { TxnTaxDetail: { TotalTax: 0 } } : {};
}

/** The tax code of a line. */
export function lineTaxField(
  line: Pick<DocumentLine, "taxable" | "taxCode">,
  document: SaleDocument,
  books: Books,
): JsonObject {
  if (!hasTaxByLine(books)) return { TaxCodeRef: { value: line.taxable ? "TAX" : "NON" } };
  return refField("TaxCodeRef", "tax-code", lineTaxCode(line, document, books), books);
}

/** Outside the United States: the line's own code, the document's when it is taxable, else the company's exempt one. */
export function lineTaxCode(
  line: Pick<DocumentLine, "taxable" | "taxCode">,
  document: SaleDocument,
  books: Books,
): string | undefined {
  if (line.taxCode !== undefined) return line.taxCode;
  const taxed = line.taxable ? (document.tax?.code ?? books.settings.taxCode) : undefined;
  return taxed ?? exemptCode(books);
}

/** Names under which companies keep what bears no tax, the surest first. */
const EXEMPT = [/^exempt/i, /exempt/i, /^(no vat|no gst|no tax|gst free)/i, /zero/i, /out of scope/i];

/** The company's code for what bears no tax: by its rate of nothing, and then by its name. */
function exemptCode({ lists }: Books): string | undefined {
  const codes = [...lists["tax-code"].values()].filter(({ active, rate }) => active && (rate ?? "0") === "0");
  for (const name of EXEMPT) {
    const found = codes.find((code) => name.test(code.name));
    if (found) return found.name;
  }
  return undefined;
}

function bearsCodes(document: SaleDocument, books: Books): boolean {
  return document.lines.some((line) => {
    const name = lineTaxCode(line, document, books);
    return name !== undefined && findInList(books, "tax-code", name) !== undefined;
  });
}
