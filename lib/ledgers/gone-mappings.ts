// Which of the company's settings point at something its books no longer have?
import { bookName, type BookNames } from "#lib/documents/book-names.ts";
import type { ChargeMapping } from "#lib/documents/settings.ts";
import { findInList, type BookList, type Books, type ListEntry } from "./ledger.ts";

export type GoneMapping = {
  /** Where it is set: "Charge detention", "Tax code". */
  readonly setting: string;
  /** "item Layover was made inactive in QuickBooks" */
  readonly detail: string;
};

const words: Readonly<Record<BookList, string>> = {
  item: "item",
  account: "account",
  term: "terms",
  class: "class",
  "tax-code": "tax code",
  "payment-method": "payment method",
  department: "location",
};

/** Settings whose entry was deleted, merged away or made inactive. A list that was never read accuses nobody. */
export function goneMappings(books: Books): readonly GoneMapping[] {
  const { settings } = books;
  const { shippingItem } = settings;
  // Without an item of that name QuickBooks' own shipping is used.
  const hasShipping = findInList(books, "item", shippingItem) !== undefined;
  return [
    ...Object.entries(settings.chargeMappings).flatMap(([code, mapping]) =>
      ofMapping(`Charge ${code}`, mapping, books),
    ),
    ...ofMapping("All other charges", settings.defaultMapping, books),
    ...(hasShipping ? ofName("Shipping", "item", shippingItem, books) : []),
    ...ofNames("Terms", "term", settings.terms, books),
    ...ofNames("Class", "class", settings.classes, books),
    ...ofName("Tax code", "tax-code", settings.taxCode, books),
    ...ofName("Deposit account", "account", settings.depositAccount, books),
    ...(settings.createItems ? ofName("Income account of new items", "account", settings.incomeAccount, books) : []),
  ];
}

function ofMapping(setting: string, mapping: ChargeMapping, books: Books): GoneMapping[] {
  const { item, itemId } = mapping;
  const ofItem =
    itemId === undefined
      ? ofName(setting, "item", books.settings.createItems ? undefined : item, books)
      : ofId(setting, "item", itemId, item, books);
  return [
    ...ofItem,
    ...ofName(setting, "class", mapping.class && bookName(mapping.class, books.settings.classes), books),
  ];
}

function ofNames(setting: string, list: BookList, names: BookNames, books: Books): GoneMapping[] {
  return Object.entries(names).flatMap(([ours, theirs]) => ofName(`${setting} ${ours}`, list, theirs, books));
}

function ofName(setting: string, list: BookList, name: string | undefined, books: Books): GoneMapping[] {
  if (name === undefined || name.trim() === "") return [];
  return judged(setting, list, findInList(books, list, name), name.trim(), books);
}

function ofId(setting: string, list: BookList, id: string, name: string | undefined, books: Books): GoneMapping[] {
  const entry = [...books.lists[list].values()].find((each) => each.ledgerId === id);
  return judged(setting, list, entry, entry?.name ?? name ?? `with QuickBooks ID ${id}`, books);
}

function judged(
  setting: string,
  list: BookList,
  entry: ListEntry | undefined,
  name: string,
  books: Books,
): GoneMapping[] {
  if (books.lists[list].size === 0 || entry?.active) return [];
  const became = entry ? "was made inactive in QuickBooks" : "is no longer in QuickBooks";
  return [{ setting, detail: `${words[list]} ${name} ${became}` }];
}
