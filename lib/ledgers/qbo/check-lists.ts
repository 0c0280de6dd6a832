// Does a document name entries the company's lists have?
import type { Problem } from "#lib/problem.ts";
import { findInList, type Books, type ListEntry } from "#lib/ledgers/ledger.ts";
import type { DocumentLine, SaleDocument } from "#lib/documents/document.ts";
import { itemKey } from "./refs.ts";

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

/** An entry named by the document; no name, or a list never read, is no problem. */
export function checkListed(list: keyof typeof unknownCodes, name: string | undefined, books: Books): Problem[] {
  if (name === undefined || name.trim() === "" || books.lists[list].size === 0) return [];
  const entry = findInList(books, list, name);
  if (entry?.active) return [];
  const state = entry ? "has made inactive the" : "has no";
  return [
    { code: unknownCodes[list], about: name.trim(), detail: `QuickBooks ${state} ${listWords[list]} ${name.trim()}.` },
  ];
}

/** The items of all lines, each once. */
export function checkItems(document: SaleDocument, books: Books): Problem[] {
  const seen = new Set<string>();
  return document.lines.flatMap((line) => {
    const key = line.item.ledgerId ?? itemKey(line.item.name);
    if (seen.has(key)) return [];
    seen.add(key);
    return checkItemOf(line, document, books);
  });
}

function checkItemOf(line: DocumentLine, document: SaleDocument, books: Books): Problem[] {
  if (books.lists.item.size === 0) return [];
  const { name, ledgerId } = line.item;
  const entry = ledgerId === undefined ? findInList(books, "item", name) : itemById(books, ledgerId);
  const charge = `Charge ${line.chargeCode}`;
  if (!entry) {
    if (ledgerId === undefined && document.after.includes(itemKey(name))) return [];
    if (ledgerId !== undefined) {
      const detail = `${charge} is mapped to item ${ledgerId}, which QuickBooks does not have.`;
      return [{ code: "mapping-gone", about: name, detail }];
    }
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

function itemById({ lists }: Books, ledgerId: string): ListEntry | undefined {
  for (const entry of lists.item.values()) if (entry.ledgerId === ledgerId) return entry;
  return undefined;
}
