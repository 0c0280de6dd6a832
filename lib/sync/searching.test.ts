// Does a search follow the rules people know: two letters, a space for first and last name?
import { expect, test } from "vitest";

import type { BookCustomer } from "./matching.ts";
import { fitsSearch, whyNoSearch } from "./searching.ts";

const who = (name: string, more: Partial<BookCustomer> = {}): BookCustomer => ({
  ledgerId: "1",
  name,
  isActive: true,
  ...more,
});

test.each([
  ["", true],
  ["a", true],
  [" a ", true],
  ["a.", true],
  ["an", false],
  ["a b", false],
])("PSC-14 %j needs two letters: %s", (text, refused) => expect(whyNoSearch(text) !== null).toBe(refused));

test.each([
  ["an", who("Ann Fox"), true],
  ["fo", who("Ann Fox"), true],
  ["nn", who("Ann Fox"), false],
  ["an fo", who("Ann Fox"), true],
  ["fo an", who("Ann Fox"), false],
  ["an fo", who("Fox, Ann", { givenName: "Ann", familyName: "Fox" }), true],
  ["ann smith", who("Ann Fox"), false],
  ["harbor li", who("Harbor Line Freight"), true],
  ["acme", who("Bob", { company: "Acme Imports" }), true],
  ["bob@", who("Robert", { email: "Bob@x.test" }), true],
])("PSC-14 %j in %j: %s", (text, customer, fits) => expect(fitsSearch(customer, text)).toBe(fits));
