// Which causes does a person solve by choosing an entry of the books' lists, and what does the choice change?
import { isSame, withBookName } from "#lib/documents/book-names.ts";
import { documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";
import type { BookList, Books, ListEntry } from "./ledger.ts";

/** What a person chooses from: lists of the books, accounts only those that can be meant. */
export const entryLists = [
  "item",
  "term",
  "class",
  "payment-method",
  "tax-code",
  "money-account",
  "income-account",
] as const;
export type EntryList = (typeof entryLists)[number];

/** What the choice is written to: names by what orders call them, or a setting of the company. */
export const nameSettings = ["terms", "classes", "paymentMethods"] as const;
export type NameSetting = (typeof nameSettings)[number];
export type Chosen = NameSetting | "taxCode" | "depositAccount" | "incomeAccount";

export type Choice = { readonly list: EntryList; readonly sets: Chosen };

const byCode: Partial<Record<ProblemCode, Choice>> = {
  "terms-unknown": { list: "term", sets: "terms" },
  "class-unknown": { list: "class", sets: "classes" },
  "payment-method-unknown": { list: "payment-method", sets: "paymentMethods" },
  "tax-code-unknown": { list: "tax-code", sets: "taxCode" },
  "tax-refused": { list: "tax-code", sets: "taxCode" },
  "account-missing": { list: "money-account", sets: "depositAccount" },
};

/** What a tax code of the company's cannot solve: the code for what bears no tax is QuickBooks' own. */
export const NO_EXEMPT_CODE = "for lines without tax";

/** What solves a cause by a choice; null where only QuickBooks, or the order, can. */
export function choiceFor(code: ProblemCode, about: string, tab: ProblemTab): Choice | null {
  if (about === NO_EXEMPT_CODE) return null;
  if (code === "account-missing" && tab === "items") return { list: "income-account", sets: "incomeAccount" };
  return byCode[code] ?? null;
}

/** Is a setting of the company changed, and not only what a name means? That is for whoever may change settings. */
export function changesSetting({ sets }: Choice): boolean {
  return !nameSettings.some((each) => each === sets);
}

/** The documents a choice is for: an item has an account of its own kind. */
export function kindsOf({ sets }: Choice): readonly DocumentKind[] {
  return documentKinds.filter((kind) => (kind === "item") === (sets === "incomeAccount"));
}

const listOf: Readonly<Record<EntryList, BookList>> = {
  item: "item",
  term: "term",
  class: "class",
  "payment-method": "payment-method",
  "tax-code": "tax-code",
  "money-account": "account",
  "income-account": "account",
};

/** QuickBooks' own words for accounts that money goes to, and for those that sales are booked on. */
const accountTypes: Partial<Record<EntryList, readonly string[]>> = {
  "money-account": ["Bank", "Other Current Asset"],
  "income-account": ["Income"],
};

/** QuickBooks shows these two among the codes of the United States; they stand for lines, not for forms. */
const LINE_CODES = ["TAX", "NON"];

/** What can be chosen, by name: what is active and can be meant. */
export function entriesOf(list: EntryList, { lists }: Pick<Books, "lists">): readonly ListEntry[] {
  const types = accountTypes[list];
  return [...lists[listOf[list]].values()]
    .filter((entry) => entry.active && entry.type !== "Category")
    .filter((entry) => !types || types.includes(entry.type ?? ""))
    .filter((entry) => list !== "tax-code" || !LINE_CODES.includes(entry.ledgerId))
    .sort((left, right) => left.name.localeCompare(right.name, "en"));
}

/** The company's settings after the choice: `about` is what the books do not have. */
export function withChoice(settings: CompanySettings, { sets }: Choice, about: string, name: string): CompanySettings {
  switch (sets) {
    case "terms":
    case "classes":
    case "paymentMethods":
      return { ...settings, [sets]: withBookName(settings[sets], about, name) };
    case "taxCode":
    case "depositAccount":
      return { ...settings, [sets]: name };
    case "incomeAccount": {
      const accounts = Object.entries(settings.newItems);
      return {
        ...settings,
        incomeAccount: isSame(settings.incomeAccount, about) ? name : settings.incomeAccount,
        newItems: Object.fromEntries(
          accounts.map(([item, account]) => [item, isSame(account, about) ? name : account]),
        ),
      };
    }
    default:
      return sets satisfies never;
  }
}

/** What of a held-up document tells whether planning it again makes another one of it. */
export type HeldUp = {
  readonly about: string;
  readonly hasTax: boolean;
  readonly taxCode: string | null;
};

/**
 * Does the document say itself what is chosen now? Then it becomes another one when its orders are planned again. Where
 * it does not, nothing would be new about it: it goes again as it is, and the choice is looked up when it is said.
 */
export function isPlannedAnew({ sets }: Choice, name: string, { about, hasTax, taxCode }: HeldUp): boolean {
  if (sets === "depositAccount") return false;
  if (sets === "taxCode") return hasTax && taxCode !== name;
  return about !== name;
}

/** What an entry of a list is called in a sentence. */
export const entryWords: Readonly<Record<EntryList, string>> = {
  item: "item",
  term: "terms",
  class: "class",
  "payment-method": "payment method",
  "tax-code": "tax code",
  "money-account": "account",
  "income-account": "income account",
};

/** The entry the company's settings name now; null where there is none, or the books have it no longer. */
export function chosenNow(list: EntryList, books: Pick<Books, "lists" | "settings">): ListEntry | null {
  const { taxCode, depositAccount, incomeAccount } = books.settings;
  const names: Partial<Record<EntryList, string | undefined>> = {
    "tax-code": taxCode,
    "money-account": depositAccount,
    "income-account": incomeAccount,
  };
  const name = names[list];
  return entriesOf(list, books).find((entry) => name !== undefined && isSame(entry.name, name)) ?? null;
}
