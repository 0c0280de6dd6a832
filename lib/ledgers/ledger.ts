// The ledger interface: one conversation about one document, in pure functions. No network here.
import type { CompanySettings } from "#lib/documents/settings.ts";
import type { DocumentKind, LedgerDocument } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import type { Memory, Push } from "#lib/sync/push.ts";

export const ledgerKinds = ["qbo", "desktop", "iif"] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

export type LedgerLimits = {
  readonly numberLength: number;
  readonly descriptionLength: number;
  readonly nameLength: number;
  readonly turnsMax: number;
  /** How many documents one call may carry. */
  readonly batchMax: number;
  readonly accepts: readonly DocumentKind[];
};

export const listKinds = [
  "item",
  "account",
  "term",
  "class",
  "tax-code",
  "payment-method",
  "department",
  "customer",
] as const;
export type ListKind = (typeof listKinds)[number];
/** Lists that are small enough to be at hand for every document; customers are looked up one by one. */
export const bookLists = ["item", "account", "term", "class", "tax-code", "payment-method", "department"] as const;
export type BookList = (typeof bookLists)[number];

/** One entry of a list the ledger keeps: an item, an account, terms. */
export type ListEntry = {
  readonly ledgerId: string;
  readonly name: string;
  readonly active: boolean;
  /** The ledger's finer word: an item's Type, an account's AccountType. */
  readonly type?: string;
  /** A tax code's rate in percent, as text. */
  readonly rate?: string;
};

/** An entry as it is kept: with what else the list tells and people look for. Customers only. */
export type KeptEntry = ListEntry & { readonly detail?: Readonly<Record<string, string>> };

/**
 * How a company file is set up, as its own CompanyInfo and Preferences say. A field that was not told is left out: what
 * is not known accuses nobody.
 */
export type BooksPreferences = {
  /** Two letters, "US". Tax is written differently outside the United States. */
  readonly country?: string;
  readonly homeCurrency?: string;
  readonly multiCurrency?: boolean;
  readonly usingSalesTax?: boolean;
  /** Automated sales tax: QuickBooks chooses the tax code from the addresses. */
  readonly partnerTax?: boolean;
  /** Numbers are kept as they are sent; otherwise QuickBooks gives one when none is sent. */
  readonly customTxnNumbers?: boolean;
  readonly classPerTxn?: boolean;
  readonly classPerLine?: boolean;
  readonly departments?: boolean;
  /** The books are closed up to and including this day, YYYY-MM-DD. */
  readonly bookCloseDate?: string;
  readonly allowDeposit?: boolean;
  readonly allowDiscount?: boolean;
  readonly allowShipping?: boolean;
  readonly allowEstimates?: boolean;
  readonly autoApplyCredit?: boolean;
  readonly autoApplyPayments?: boolean;
};

/** What we know of one company file: its settings and the lists we keep of it. Lists are keyed by lower-case name. */
export type Books = {
  readonly settings: CompanySettings;
  /** Null until they were read. */
  readonly preferences: BooksPreferences | null;
  readonly lists: Readonly<Record<BookList, ReadonlyMap<string, ListEntry>>>;
};

/** What the ledger said of a record that was written: its number there and its total. */
export type Told = { readonly number?: string; readonly totalMinor?: string };

export type Verdict =
  | { readonly is: "more"; readonly memory: Memory }
  | { readonly is: "posted"; readonly link: LedgerLink; readonly told?: Told; readonly problem?: Problem }
  | { readonly is: "later"; readonly because: "throttled" | "busy" | "offline" | "unauthorized" }
  | { readonly is: "problem"; readonly problem: Problem; readonly link?: LedgerLink };

export type Ledger<Request, Response> = {
  readonly kind: LedgerKind;
  readonly limits: LedgerLimits;
  /** Problems knowable before a word is sent. */
  check(document: LedgerDocument, books: Books): readonly Problem[];
  /** What to say next, from the document and what earlier turns remembered. */
  nextRequest(push: Push, books: Books): Request;
  /** What the answer means. */
  readResponse(push: Push, response: Response): Verdict;
};

/** Looks an entry up by its name, as QuickBooks compares names: without regard to case. */
export function findInList(books: Books, list: BookList, name: string): ListEntry | undefined {
  return books.lists[list].get(name.trim().toLowerCase());
}
