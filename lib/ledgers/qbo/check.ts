// Which problems are knowable before a word is sent? Only what the books say for certain; QuickBooks judges the rest.
import type { Problem } from "#lib/problem.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import type { CustomerDocument, ItemDocument, LedgerDocument } from "#lib/documents/document.ts";
import { checkCompany } from "./check-company.ts";
import { checkListed } from "./check-lists.ts";
import { checkPayment, checkSale } from "./check-money.ts";
import { checkEmail, checkName } from "./check-texts.ts";

/** Problems of a document against the books as we know them; a list that was never read accuses nobody. */
export function check(document: LedgerDocument, books: Books): readonly Problem[] {
  switch (document.kind) {
    case "customer":
      return [...checkCustomer(document), ...checkCompany(document, books)];
    case "item":
      return checkItem(document, books);
    case "payment":
      return [...checkCompany(document, books), ...checkPayment(document, books)];
    case "sales-order":
    case "invoice":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      return [...checkCompany(document, books), ...checkSale(document, books)];
    default:
      return document satisfies never;
  }
}

function checkCustomer(document: CustomerDocument): Problem[] {
  return [...checkName(document.name), ...checkEmail(document.email)];
}

function checkItem(document: ItemDocument, books: Books): Problem[] {
  return [...checkName(document.name), ...checkListed("account", document.incomeAccount, books)];
}
