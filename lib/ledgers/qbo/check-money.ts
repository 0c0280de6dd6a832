// What can be wrong with a sale or a payment before it is sent: lists, tax, accounts, amounts?
import { formatMoney, fromJson } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import { NO_EXEMPT_CODE } from "#lib/ledgers/choices.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { documentTitle, type PaymentDocument, type SaleDocument } from "#lib/documents/document.ts";
import { checkItems, checkListed } from "./check-lists.ts";
import { checkEmail, checkExact, checkExactText, checkNumber } from "./check-texts.ts";
import { hasTaxByLine, isTaxed, lineTaxCode, taxCodeName } from "./sale-tax.ts";
import { depositAccount, sendsNumber } from "./write-sale.ts";

/** A form made of sales lines. */
export function checkSale(document: SaleDocument, books: Books): Problem[] {
  const classes = [...new Set([document.class, ...document.lines.map((line) => line.class)])];
  return [
    ...(sendsNumber(document, books) ? checkNumber(document) : []),
    ...checkLines(document),
    ...checkItems(document, books),
    ...(document.kind === "invoice" || document.kind === "sales-order"
      ? checkListed("term", document.terms, books)
      : []),
    ...classes.flatMap((name) => checkListed("class", name, books)),
    ...checkTax(document, books),
    ...checkEmail(document.billEmail),
    ...checkReceipt(document, books),
    ...checkNotNegative(document),
    ...checkAmounts(document),
  ];
}

/** Money received, or a credit used. */
export function checkPayment(document: PaymentDocument, books: Books): Problem[] {
  return [
    ...checkListed("payment-method", document.method, books),
    ...checkListed("account", depositAccount(document, books), books),
    ...checkNotNegative(document),
    ...[document.total, ...document.applies.map(({ amount }) => amount)].flatMap(checkExact),
  ];
}

function checkLines(document: SaleDocument): Problem[] {
  if (document.lines.length > 0) return [];
  return [{ code: "nothing-to-bill", about: "", detail: `${documentTitle(document)} has no lines.` }];
}

function checkTax(document: SaleDocument, books: Books): Problem[] {
  if (hasTaxByLine(books)) return checkTaxByLine(document, books);
  if (!isTaxed(document)) return [];
  const name = taxCodeName(document, books);
  if (name !== undefined) return checkListed("tax-code", name, books);
  // QuickBooks' own engine chooses the code from the addresses.
  if (books.preferences?.partnerTax === true) return [];
  const detail = `${documentTitle(document)} bears sales tax, and no tax code is chosen for this company.`;
  return [{ code: "tax-code-unknown", about: "for sales tax", detail }];
}

/** Where each line bears a code, a document with tax needs one for every line. */
function checkTaxByLine(document: SaleDocument, books: Books): Problem[] {
  const codes = document.lines.map((line) => lineTaxCode(line, document, books));
  const known = [...new Set(codes)].flatMap((code) => checkListed("tax-code", code, books));
  if (known.length > 0 || !isTaxed(document) || !codes.includes(undefined)) return known;
  const detail = `${documentTitle(document)} bears tax, and not every line has a tax code.`;
  const isTaxedWithout = document.lines.some((line, nth) => line.taxable && codes[nth] === undefined);
  return [{ code: "tax-code-unknown", about: isTaxedWithout ? "for sales tax" : NO_EXEMPT_CODE, detail }];
}

/** Receipts say how the money came or went; a refund must say from which account. */
function checkReceipt(document: SaleDocument, books: Books): Problem[] {
  if (document.kind !== "sales-receipt" && document.kind !== "refund-receipt") return [];
  const account = depositAccount(document, books);
  const detail = `${documentTitle(document)} does not say from which account the money goes back.`;
  const missing: Problem[] =
    document.kind === "refund-receipt" && account === undefined
      ? [{ code: "account-missing", about: "for refunds", detail }]
      : [];
  return [
    ...missing,
    ...checkListed("account", account, books),
    ...checkListed("payment-method", document.method, books),
  ];
}

function checkNotNegative(document: SaleDocument | PaymentDocument): Problem[] {
  const total = fromJson(document.total);
  if (total.minor >= 0n) return [];
  const title = documentTitle(document);
  return [{ code: "amount-negative", about: title, detail: `${title} comes to ${formatMoney(total)}.` }];
}

function checkAmounts(document: SaleDocument): Problem[] {
  const { total, discount, shipping, tax, lines } = document;
  const amounts = [total, discount, shipping, tax?.amount, ...lines.map((line) => line.amount)];
  const prices = lines.flatMap((line) => (line.unitPrice === undefined ? [] : [line.unitPrice, line.quantity]));
  return [
    ...amounts.flatMap((amount) => (amount === undefined ? [] : checkExact(amount))),
    ...prices.flatMap(checkExactText),
  ];
}
