// Which problems are knowable before a word is sent? Only what the lists say for certain; QuickBooks judges the rest.
import { fromJson, toDecimal, type MoneyJson } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import { findInList, type Books, type BookList, type ListEntry } from "#lib/ledgers/ledger.ts";
import {
  documentKindNames,
  documentTitle,
  type CustomerDocument,
  type DocumentLine,
  type ItemDocument,
  type LedgerDocument,
  type PaymentDocument,
  type SaleDocument,
} from "#lib/documents/document.ts";
import { exactNumber } from "./amounts.ts";
import { qboLimits } from "./limits.ts";
import { itemKey } from "./refs.ts";
import { isTaxed, taxCodeName } from "./write-sale.ts";

/** Problems of a document against the lists we keep; a list that was never read accuses nobody. */
export function check(document: LedgerDocument, books: Books): readonly Problem[] {
  switch (document.kind) {
    case "customer":
      return checkCustomer(document);
    case "item":
      return checkItem(document, books);
    case "invoice":
      return checkInvoice(document, books);
    case "payment":
      return checkPayment(document, books);
    case "sales-order":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      return [notYet(document)];
    default:
      return document satisfies never;
  }
}

function notYet(document: SaleDocument): Problem {
  const kind = documentKindNames[document.kind];
  const detail = `${documentTitle(document)} was not sent: Tieout does not send this kind of document to QuickBooks Online yet.`;
  return { code: "unknown", about: `${kind} is not sent yet`, detail };
}

function checkCustomer(document: CustomerDocument): Problem[] {
  return [...checkName(document.name), ...checkEmail(document.email)];
}

function checkItem(document: ItemDocument, books: Books): Problem[] {
  return [...checkName(document.name), ...checkListed("account", document.incomeAccount, books)];
}

function checkInvoice(document: SaleDocument, books: Books): Problem[] {
  const seen = new Set<string>();
  const items = document.lines.flatMap((line) => {
    const key = line.item.ledgerId ?? itemKey(line.item.name);
    if (seen.has(key)) return [];
    seen.add(key);
    return checkItemOf(line, document, books);
  });
  const classes = [...new Set([document.class, ...document.lines.map((line) => line.class)])];
  const amounts = [document.total, ...document.lines.map((line) => line.amount)];
  return [
    ...checkNumber(document),
    ...items,
    ...checkListed("term", document.terms, books),
    ...classes.flatMap((name) => checkListed("class", name, books)),
    ...checkTax(document, books),
    ...checkEmail(document.billEmail),
    ...amounts.flatMap(checkExact),
  ];
}

function checkPayment(document: PaymentDocument, books: Books): Problem[] {
  return [
    ...checkListed("payment-method", document.method, books),
    ...checkListed("account", books.settings.depositAccount, books),
    ...checkExact(document.total),
  ];
}

function checkItemOf(line: DocumentLine, document: SaleDocument, books: Books): Problem[] {
  if (books.lists.item.size === 0) return [];
  const { name, ledgerId } = line.item;
  const entry = ledgerId === undefined ? findInList(books, "item", name) : byId(books, "item", ledgerId);
  const charge = `Charge ${line.chargeCode}`;
  if (!entry) {
    if (ledgerId === undefined && document.after.includes(itemKey(name))) return [];
    return [
      { code: "item-missing", about: name, detail: `${charge} needs item ${name}; QuickBooks has none of that name.` },
    ];
  }
  if (!entry.active) {
    return [
      { code: "item-inactive", about: entry.name, detail: `${charge} needs item ${entry.name}, which is inactive.` },
    ];
  }
  if (entry.type !== "Category") return [];
  return [{ code: "item-is-category", about: entry.name, detail: `${charge} is mapped to ${entry.name}, a category.` }];
}

const unknownCodes = {
  term: "terms-unknown",
  class: "class-unknown",
  "payment-method": "payment-method-unknown",
  "tax-code": "tax-code-unknown",
  account: "account-missing",
} as const;
const listWords: Readonly<Record<keyof typeof unknownCodes, string>> = {
  term: "terms",
  class: "class",
  "payment-method": "payment method",
  "tax-code": "tax code",
  account: "account",
};

function checkListed(list: keyof typeof unknownCodes, name: string | undefined, books: Books): Problem[] {
  if (name === undefined || name.trim() === "" || books.lists[list].size === 0) return [];
  const entry = findInList(books, list, name);
  if (entry?.active) return [];
  const state = entry ? "has made inactive the" : "has no";
  return [
    { code: unknownCodes[list], about: name.trim(), detail: `QuickBooks ${state} ${listWords[list]} ${name.trim()}.` },
  ];
}

function checkTax(document: SaleDocument, books: Books): Problem[] {
  if (!isTaxed(document)) return [];
  const name = taxCodeName(document, books);
  if (name !== undefined) return checkListed("tax-code", name, books);
  const detail = `${documentTitle(document)} bears sales tax, and no tax code is chosen in Finance settings.`;
  return [{ code: "tax-code-unknown", about: "for sales tax", detail }];
}

function checkNumber(document: SaleDocument): Problem[] {
  const { length } = document.number;
  if (length <= qboLimits.numberLength) return [];
  const detail = `${document.number} has ${length} characters; QuickBooks holds ${qboLimits.numberLength}.`;
  return [{ code: "number-too-long", about: document.number, detail }];
}

function checkName(name: string): Problem[] {
  const about = name.trim();
  if (/[:\t\n\r]/.test(about)) {
    return [{ code: "name-not-allowed", about, detail: `${about} holds a colon, a tab or a line break.` }];
  }
  if (about.length <= qboLimits.nameLength) return [];
  const detail = `The name has ${about.length} characters; QuickBooks holds ${qboLimits.nameLength}.`;
  return [{ code: "text-too-long", about: `Name ${about.slice(0, 40)}…`, detail }];
}

/** Only what cannot be an address; QuickBooks judges the rest. */
function checkEmail(email: string | undefined): Problem[] {
  if (email === undefined || /^[^@]+@.*\../.test(email)) return [];
  return [{ code: "email-invalid", about: email, detail: `${email} is not an e-mail address.` }];
}

function checkExact(amount: MoneyJson): Problem[] {
  const text = toDecimal(fromJson(amount));
  if (exactNumber(text) !== null) return [];
  return [
    { code: "amount-not-exact", about: "QuickBooks", detail: `${text} has more digits than QuickBooks keeps exactly.` },
  ];
}

function byId(books: Books, list: BookList, ledgerId: string): ListEntry | undefined {
  for (const entry of books.lists[list].values()) if (entry.ledgerId === ledgerId) return entry;
  return undefined;
}
