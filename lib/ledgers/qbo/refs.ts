// Which id stands for a name? References of a document, from links, from what a conversation learned, from the lists.
import { findInList, type Books, type BookList } from "#lib/ledgers/ledger.ts";
import type { DocumentLine } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import type { JsonObject } from "./wire.ts";

/** No record has this id: QuickBooks answers 2500, and the conversation asks for the items by name. */
const NOBODY = "0";
/** QuickBooks' own item for the shipping line of a form. */
export const SHIPPING_ITEM_ID = "SHIPPING_ITEM_ID";

/** The key of an item's document. */
export function itemKey(name: string): string {
  return `item/${name.trim().toLowerCase()}`;
}

/** Where the memory keeps the id of an item that was found by asking. */
export function itemFact(name: string): string {
  return `id of ${itemKey(name)}`;
}

/** The item of a line: the mapping's id, what this conversation found, the list, an item we made. */
export function itemRef(line: Pick<DocumentLine, "item">, push: Push, books: Books): JsonObject {
  const { name, ledgerId } = line.item;
  if (ledgerId !== undefined) return { value: ledgerId };
  const remembered = push.memory[itemFact(name)];
  if (typeof remembered === "string") return { value: remembered };
  const made = push.links[itemKey(name)];
  return { value: made?.ledgerId ?? findInList(books, "item", name)?.ledgerId ?? NOBODY };
}

/** The document a key stands for. Throws when it has no link: a push is ready only when its parents are posted. */
export function linkOf(push: Push, key: string): JsonObject {
  const link = push.links[key];
  if (!link) throw new Error(`Push ${push.pushId} was carried before ${key} was posted`);
  return { value: link.ledgerId };
}

/** A field with a reference by name, or nothing when there is no name. Unknown names were stopped by `check`. */
export function refField(field: string, list: BookList, name: string | undefined, books: Books): JsonObject {
  if (name === undefined || name.trim() === "") return {};
  return { [field]: { value: findInList(books, list, name)?.ledgerId ?? NOBODY } };
}
