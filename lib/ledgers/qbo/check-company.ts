// Does the company's own set-up allow a document: its features, its currencies, its closed period?
import { fromJson } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import type { Books, BooksPreferences } from "#lib/ledgers/ledger.ts";
import {
  documentTitle,
  type CustomerDocument,
  type PaymentDocument,
  type SaleDocument,
} from "#lib/documents/document.ts";
import { closedDay, monthOf } from "./fault-words.ts";
import { formClass } from "./sale-lines.ts";
import { isTaxed } from "./sale-tax.ts";

/** Problems with the set-up; a set-up that was never read, or does not say, allows everything. */
export function checkCompany(document: CustomerDocument | SaleDocument | PaymentDocument, books: Books): Problem[] {
  const { preferences } = books;
  if (!preferences) return [];
  if (document.kind === "customer") return checkCurrency(document.name, document.currency, preferences);
  const title = documentTitle(document);
  return [
    ...checkCurrency(title, document.total.currency, preferences),
    ...checkPeriod(document, preferences),
    ...(document.kind === "payment" ? [] : checkFeatures(document, books, preferences)),
  ];
}

/** A company of one currency has no other. */
function checkCurrency(title: string, currency: string | undefined, preferences: BooksPreferences): Problem[] {
  const { homeCurrency, multiCurrency } = preferences;
  if (currency === undefined || homeCurrency === undefined || multiCurrency !== false) return [];
  if (currency === homeCurrency) return [];
  const detail = `${title} is in ${currency}; the company keeps its books in ${homeCurrency} only.`;
  return [{ code: "currency-differs", about: currency, detail }];
}

/**
 * Sales orders are left to QuickBooks: they move no account. The closing day is read again with the lists when a person
 * resyncs, so that a period opened again is no obstacle.
 */
function checkPeriod(document: SaleDocument | PaymentDocument, { bookCloseDate }: BooksPreferences): Problem[] {
  if (bookCloseDate === undefined || document.kind === "sales-order" || document.date > bookCloseDate) return [];
  return [{ code: "period-closed", about: monthOf({ document }), detail: closedDay({ document }) }];
}

/** QuickBooks ignores or refuses what belongs to a feature that is off; ignored, money would be booked differently. */
function checkFeatures(document: SaleDocument, books: Books, preferences: BooksPreferences): Problem[] {
  const { settings, lists } = books;
  const isNonZero = (amount: SaleDocument["discount"]) => amount !== undefined && fromJson(amount).minor !== 0n;
  const hasOwnShipping = lists.item.has(settings.shippingItem.trim().toLowerCase());
  const off: readonly (readonly [boolean, string])[] = [
    [lacksClasses(document, books, preferences), "Tracking of classes"],
    [isTaxed(document) && preferences.usingSalesTax === false, "Sales tax"],
    [isNonZero(document.discount) && preferences.allowDiscount === false, "Discount on sales forms"],
    [isNonZero(document.shipping) && preferences.allowShipping === false && !hasOwnShipping, "Shipping on sales forms"],
    [document.kind === "sales-order" && preferences.allowEstimates === false, "Use of estimates"],
  ];
  const title = documentTitle(document);
  return off.flatMap(([isOff, about]): Problem[] =>
    isOff ? [{ code: "feature-off", about, detail: `${title} needs it, and QuickBooks has it switched off.` }] : [],
  );
}

/** Off altogether, or kept by form only where the lines name several and the form none. */
function lacksClasses(document: SaleDocument, books: Books, { classPerTxn, classPerLine }: BooksPreferences): boolean {
  const isNamed = [document.class, ...document.lines.map((line) => line.class)].some((name) => name !== undefined);
  if (!isNamed || classPerLine !== false) return false;
  return classPerTxn === false || (classPerTxn === true && formClass(document, books) === undefined);
}
