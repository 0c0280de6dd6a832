// Who in the books fits what a person typed? A word begins a name; two words are first and last name.
import { CANNOT_SEARCH } from "./links.ts";
import type { BookCustomer } from "./matching.ts";

export const SEARCH_LETTERS_MIN = 2;

/** Why a text cannot be searched for; null when it can. */
export function whyNoSearch(text: string): string | null {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "").length < SEARCH_LETTERS_MIN ? CANNOT_SEARCH : null;
}

/**
 * Does the customer fit? One word begins the name, a word of it, the company or the e-mail. With a space the first part
 * begins the first name and the rest begins the last name, or the whole begins the name as it stands.
 */
export function fitsSearch(customer: BookCustomer, text: string): boolean {
  const sought = text.trim().toLowerCase().replaceAll(/\s+/g, " ");
  const name = customer.name.toLowerCase();
  if (name.startsWith(sought) || customer.company?.toLowerCase().startsWith(sought)) return true;
  const [first, rest] = halves(sought);
  if (rest === "") {
    return words(name).some((word) => word.startsWith(first)) || (customer.email ?? "").toLowerCase().startsWith(first);
  }
  const [given, family] = personOf(customer);
  return given.startsWith(first) && family.startsWith(rest);
}

function personOf({ givenName, familyName, name }: BookCustomer): [string, string] {
  if (givenName && familyName) return [givenName.toLowerCase(), familyName.toLowerCase()];
  return halves(name.toLowerCase());
}

function halves(text: string): [string, string] {
  const at = text.indexOf(" ");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
