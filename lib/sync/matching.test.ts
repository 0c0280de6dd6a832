// Does the match find who is meant, say why, and stay quick when the books are large?
import { describe, expect, test } from "vitest";

import {
  candidatesFor,
  indexCustomers,
  matchOf,
  normalName,
  type BookCustomer,
  type MatchField,
  type Sought,
} from "./matching.ts";

let nextId = 1;
const customer = (name: string, more: Partial<BookCustomer> = {}): BookCustomer => ({
  ledgerId: String(nextId++),
  name,
  isActive: true,
  ...more,
});

const best = (sought: Sought, books: readonly BookCustomer[], field: MatchField = "name") =>
  candidatesFor(sought, indexCustomers(books), field)[0];
const outcome = (sought: Sought, books: readonly BookCustomer[], field: MatchField = "name") =>
  matchOf(sought, indexCustomers(books), field).is;

describe("names as people write them", () => {
  test.each([
    ["Jones & Jones", "jones and jones"],
    ["  ACME   Imports, Inc. ", "acme imports"],
    ["Müller-Lüdenscheidt GmbH", "muller ludenscheidt"],
    ["O'Neil Freight L.L.C.", "oneil freight"],
    ["Harbor Co. Ltd", "harbor"],
    ["Inc", "inc"],
    ["Company", "company"],
    ["", ""],
    ["東京商事", "東京商事"],
  ])("%j is %j", (name, normal) => expect(normalName(name)).toBe(normal));
});

describe("grades and reasons", () => {
  const cases: readonly [string, Sought, BookCustomer, MatchField, string | undefined, string[]][] = [
    [
      "CNX-61 the same display name, in other case",
      { name: "acme imports" },
      customer("Acme Imports"),
      "name",
      "exact",
      ["same name"],
    ],
    [
      "CNX-60 the same company",
      { name: "Ann Fox", company: "Fox Ltd" },
      customer("Fox, Ann", { company: "fox ltd" }),
      "company",
      "exact",
      ["same company"],
    ],
    [
      "PPR-18 the same e-mail",
      { name: "A. Fox", email: "Ann@Fox.test" },
      customer("Ann Fox", { email: "ann@fox.test" }),
      "email",
      "exact",
      ["same e-mail", "1 of 3 words of the name"],
    ],
    [
      "CNX-61 the second of several e-mails",
      { name: "Fox", email: "x@fox.test, ann@fox.test" },
      customer("Ann", { email: "ann@fox.test" }),
      "email",
      "exact",
      ["same e-mail"],
    ],
    [
      "CNX-62 the same name with another e-mail",
      { name: "Ann Fox", email: "a@x.test" },
      customer("Ann Fox", { email: "b@x.test" }),
      "email",
      "near",
      ["same name", "other e-mail"],
    ],
    [
      "CNX-62 the same e-mail where names count",
      { name: "A", email: "a@x.test" },
      customer("B", { email: "a@x.test" }),
      "name",
      "near",
      ["same e-mail"],
    ],
    [
      "the same name but for punctuation",
      { name: "Jones and Jones" },
      customer("Jones & Jones"),
      "name",
      "near",
      ["same name but for punctuation or the kind of company"],
    ],
    [
      "the same company in another city",
      { name: "Ann", company: "Fox", city: "Lowell" },
      customer("Bob", { company: "Fox Inc", city: "Salem" }),
      "name",
      "near",
      ["same company", "other city"],
    ],
    [
      "two words of three",
      { name: "Harbor Line Freight" },
      customer("Harbor Line"),
      "name",
      "weak",
      ["2 of 3 words of the name"],
    ],
    ["one word of many", { name: "Harbor Line Freight East" }, customer("Harbor"), "name", undefined, []],
    ["somebody else", { name: "Acme" }, customer("Zenith"), "name", undefined, []],
    [
      "CNX-82 a customer of another currency",
      { name: "Acme", currency: "EUR" },
      customer("Acme", { currency: "USD" }),
      "name",
      undefined,
      [],
    ],
    ["an inactive one", { name: "Acme" }, customer("Acme", { isActive: false }), "name", undefined, []],
    ["a job of somebody, for a customer", { name: "Acme" }, customer("Acme", { parent: "7" }), "name", undefined, []],
    [
      "PSC-01 a job below its customer",
      { name: "Wedding", job: { parentId: "7" } },
      customer("Wedding", { parent: "7" }),
      "email",
      "exact",
      ["same name"],
    ],
    [
      "PSC-03 a job of another customer",
      { name: "Wedding", job: { parentId: "7" } },
      customer("Wedding", { parent: "8" }),
      "name",
      undefined,
      [],
    ],
    [
      "a job whose customer is not linked",
      { name: "Wedding", job: { parentId: null } },
      customer("Wedding", { parent: "8" }),
      "name",
      "near",
      ["same name"],
    ],
  ];
  test.each(cases)("%s", (_name, sought, theirs, field, grade, reasons) => {
    const found = best(sought, [theirs], field);
    expect(found?.grade).toBe(grade);
    expect(found?.reasons ?? []).toEqual(reasons);
  });

  test("scores fall with the grade, and the best comes first", () => {
    const books = [customer("Acme Imports East"), customer("Acme Imports, Inc."), customer("Acme Imports")];
    const found = candidatesFor({ name: "Acme Imports" }, indexCustomers(books), "name");
    expect(found.map(({ grade }) => grade)).toEqual(["exact", "near", "weak"]);
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(found.every(({ score }) => score >= 0 && score <= 100)).toBe(true);
  });
});

describe("what the rule says", () => {
  test("exactly one fits", () => expect(outcome({ name: "Acme" }, [customer("ACME"), customer("Zenith")])).toBe("one"));
  test("CNX-61 several fit, and none of them is exact any more", () => {
    const books = [customer("Ann", { email: "a@x.test" }), customer("Bob", { email: "a@x.test" })];
    expect(outcome({ name: "Cy", email: "a@x.test" }, books, "email")).toBe("several");
    expect(best({ name: "Cy", email: "a@x.test" }, books, "email")).toMatchObject({
      grade: "near",
      reasons: ["same e-mail", "2 customers fit"],
    });
  });
  test("somebody looks like it", () =>
    expect(outcome({ name: "Jones and Jones" }, [customer("Jones & Jones")])).toBe("near"));
  test("a word in common is nobody", () =>
    expect(outcome({ name: "Jones Freight" }, [customer("Jones Lines")])).toBe("none"));
  test("without an e-mail nobody fits by e-mail", () =>
    expect(outcome({ name: "Ann" }, [customer("Bob")], "email")).toBe("none"));
});

test("200 names among 10,000 customers are looked up through the index", () => {
  const books = Array.from({ length: 10_000 }, (_none, nth) =>
    customer(`Shipper ${nth} Freight of Town ${nth % 97}`, { email: `s${nth}@x.test` }),
  );
  const began = process.cpuUsage();
  const index = indexCustomers(books);
  const found = Array.from(
    { length: 200 },
    (_none, nth) =>
      candidatesFor({ name: `shipper ${nth * 50} freight of town ${(nth * 50) % 97}, inc` }, index, "name")[0],
  );
  expect(found.map((each) => each?.customer.name)).toEqual(
    Array.from({ length: 200 }, (_none, nth) => books[nth * 50]?.name),
  );
  // Processor time, because other tests run beside this one.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(3_000);
});
