// What are the names that orders bring called in the books: payment methods, terms, classes, and the accounts of new items?
import type { CompanySettings } from "./settings.ts";

/** Charge codes and other names are compared without regard to case and outer blanks. */
export function mappingKey(name: string): string {
  return name.trim().toLowerCase();
}

/** The books' name by ours, in lower case. */
export type BookNames = Readonly<Record<string, string>>;

/** The ledger's name for a method of ours; one without a mapping goes by its own name. Case does not matter. */
export function paymentMethod(ours: string | undefined, settings: CompanySettings): string | undefined {
  if (ours === undefined || ours.trim() === "") return undefined;
  return bookName(ours, settings.paymentMethods);
}

/** The books' name for a name of ours; one without a mapping goes by itself. Case does not matter. */
export function bookName(ours: string, names: BookNames): string {
  return ownOf(names, ours) ?? ours;
}

/**
 * The names with one more: what is called `missing` is `chosen` in the books from now on. What was mapped to the missing
 * name before follows, because names are looked up once.
 */
export function withBookName(names: BookNames, missing: string, chosen: string): Record<string, string> {
  const followed = Object.entries(names).map(([ours, theirs]) => [ours, isSame(theirs, missing) ? chosen : theirs]);
  return { ...Object.fromEntries(followed), [mappingKey(missing)]: chosen };
}

/** The income account of an item that is made when the books have none of that name; undefined when none is made. */
export function newItemAccount(itemName: string, settings: CompanySettings): string | undefined {
  return ownOf(settings.newItems, itemName) ?? (settings.createItems ? settings.incomeAccount : undefined);
}

/** Are two names the same to the books? */
export function isSame(left: string, right: string): boolean {
  return mappingKey(left) === mappingKey(right);
}

/** An order may bring any word: `constructor` is no mapping. */
function ownOf(names: BookNames, ours: string): string | undefined {
  const key = mappingKey(ours);
  return Object.hasOwn(names, key) ? names[key] : undefined;
}
