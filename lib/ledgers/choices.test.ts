// What can be chosen to solve a cause, what does it change, and which documents are planned anew by it?
import { describe, expect, test } from "vitest";

import { CompanySettings } from "#lib/documents/settings.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";
import {
  changesSetting,
  choiceFor,
  chosenNow,
  entriesOf,
  isPlannedAnew,
  kindsOf,
  NO_EXEMPT_CODE,
  withChoice,
  type Choice,
  type Chosen,
} from "./choices.ts";
import { bookLists, type Books, type ListEntry } from "./ledger.ts";

const entry = (ledgerId: string, name: string, more: Partial<ListEntry> = {}): [string, ListEntry] => [
  name.toLowerCase(),
  { ledgerId, name, active: true, ...more },
];

function booksOf(lists: Partial<Record<keyof Books["lists"], [string, ListEntry][]>>, settings = {}): Books {
  const all = Object.fromEntries(bookLists.map((list) => [list, new Map(lists[list] ?? [])]));
  return { settings: CompanySettings.parse(settings), preferences: null, lists: all as unknown as Books["lists"] };
}

const choosing = (sets: Chosen): Choice => ({ list: "term", sets });

describe("which causes a choice solves", () => {
  test.each<[ProblemCode, string, ProblemTab, Chosen | null]>([
    ["terms-unknown", "Net 21", "invoices", "terms"],
    ["class-unknown", "Oakland", "sales-orders", "classes"],
    ["payment-method-unknown", "Comdata", "payments", "paymentMethods"],
    ["tax-code-unknown", "for sales tax", "invoices", "taxCode"],
    ["tax-refused", "Oregon", "invoices", "taxCode"],
    ["tax-code-unknown", NO_EXEMPT_CODE, "invoices", null],
    ["account-missing", "Old Bank", "payments", "depositAccount"],
    ["account-missing", "Sales", "items", "incomeAccount"],
    ["period-closed", "March 2026", "invoices", null],
  ])("%s %s under %s: %s", (code, about, tab, sets) => {
    expect(choiceFor(code, about, tab)?.sets ?? null).toBe(sets);
  });

  test("names are anybody's, settings are not; an item's account is no payment's", () => {
    expect(["terms", "classes", "paymentMethods"].filter((sets) => changesSetting(choosing(sets as Chosen)))).toEqual(
      [],
    );
    expect(changesSetting(choosing("taxCode"))).toBe(true);
    expect(kindsOf(choosing("incomeAccount"))).toEqual(["item"]);
    expect(kindsOf(choosing("depositAccount"))).not.toContain("item");
  });
});

test("only what is active and can be meant is offered, by name", () => {
  const books = booksOf(
    {
      account: [
        entry("1", "Sales", { type: "Income" }),
        entry("2", "Checking", { type: "Bank" }),
        entry("3", "Undeposited Funds", { type: "Other Current Asset" }),
        entry("4", "Freight Income", { type: "Income" }),
        entry("5", "Old Income", { type: "Income", active: false }),
      ],
      item: [entry("6", "Freight", { type: "Category" }), entry("7", "Tolls", { type: "Service" })],
      "tax-code": [entry("TAX", "TAX"), entry("NON", "NON"), entry("8", "California")],
    },
    { incomeAccount: "sales", taxCode: "Oregon" },
  );
  const namesOf = (list: Parameters<typeof entriesOf>[0]) => entriesOf(list, books).map(({ name }) => name);
  expect(namesOf("income-account")).toEqual(["Freight Income", "Sales"]);
  expect(namesOf("money-account")).toEqual(["Checking", "Undeposited Funds"]);
  expect(namesOf("item")).toEqual(["Tolls"]);
  expect(namesOf("tax-code")).toEqual(["California"]);
  expect(chosenNow("income-account", books)?.ledgerId).toBe("1");
  expect(chosenNow("tax-code", books)).toBeNull();
  expect(chosenNow("term", books)).toBeNull();
});

describe("what a choice changes", () => {
  const settings = CompanySettings.parse({
    taxCode: "Oregon",
    incomeAccount: "Sales",
    newItems: { detention: "sales", tolls: "Freight Income" },
  });

  test("a name, and nothing else", () => {
    expect(withChoice(settings, choosing("terms"), "Net 21", "Net 30")).toEqual({
      ...settings,
      terms: { "net 21": "Net 30" },
    });
  });

  test("the setting itself", () => {
    expect(withChoice(settings, choosing("taxCode"), "Oregon", "California").taxCode).toBe("California");
    expect(withChoice(settings, choosing("depositAccount"), "for refunds", "Checking").depositAccount).toBe("Checking");
  });

  test("an income account, wherever the missing one was named", () => {
    const changed = withChoice(settings, choosing("incomeAccount"), "Sales", "Services");
    expect(changed.incomeAccount).toBe("Services");
    expect(changed.newItems).toEqual({ detention: "Services", tolls: "Freight Income" });
    expect(withChoice(settings, choosing("incomeAccount"), "Freight Income", "Services").incomeAccount).toBe("Sales");
  });
});

test("what the document does not say itself goes again as it is", () => {
  const held = { about: "Net 21", hasTax: false, taxCode: null };
  expect(isPlannedAnew(choosing("terms"), "Net 30", held)).toBe(true);
  // It was added in QuickBooks meanwhile: planning would find nothing new.
  expect(isPlannedAnew(choosing("terms"), "Net 21", held)).toBe(false);
  expect(isPlannedAnew(choosing("depositAccount"), "Checking", held)).toBe(false);
  expect(isPlannedAnew(choosing("taxCode"), "California", held)).toBe(false);
  expect(isPlannedAnew(choosing("taxCode"), "California", { ...held, hasTax: true })).toBe(true);
  expect(isPlannedAnew(choosing("taxCode"), "Oregon", { ...held, hasTax: true, taxCode: "Oregon" })).toBe(false);
});
