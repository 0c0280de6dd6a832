// Does every part of a filter stand in words, and can it be taken off or turned round without touching the rest?
import { describe, expect, test } from "vitest";

import type { ProblemFilter } from "#lib/sync/problem-filter.ts";

import { filterParts } from "./filter-words.ts";

const ANNA = "0193b3c0-0000-7000-8000-0000000000aa";
const SHOP = "0193b3c0-0000-7000-8000-0000000000bb";
const choices = {
  people: [{ id: ANNA, name: "Anna", role: "clerk" as const }],
  sources: [{ id: SHOP, name: "Web shop" }],
  currency: "USD",
};
const partOf = (filter: ProblemFilter, text: string) => {
  const part = filterParts(filter, choices).find((each) => each.text === text);
  if (!part) throw new Error(`no part says ${text}`);
  return part;
};

const everything: ProblemFilter = {
  code: "item-missing",
  about: "Detention",
  notCodes: ["period-closed"],
  party: "ACME",
  notSourceId: SHOP,
  kind: "sales-receipt",
  assignee: ANNA,
  minMinor: "100000",
  maxMinor: "250050",
  olderThanDays: 7,
  newerThanDays: 1,
};

describe("a filter in words", () => {
  test("PEER-01 names everything it holds", () => {
    expect(filterParts(everything, choices).map(({ text }) => text)).toEqual([
      "QuickBooks has no item Detention",
      "Not: The books are closed for …",
      "Customer: ACME",
      "Not source: Web shop",
      "Type: Sales receipt",
      "Assigned to Anna",
      "From $1,000.00",
      "Up to $2,500.50",
      "Older than 7 days",
      "From the last 1 day",
    ]);
  });

  test("taking all parts off one by one leaves nothing", () => {
    let filter = everything;
    for (let left = filterParts(filter, choices).length; left > 0; left -= 1) {
      filter = filterParts(filter, choices)[0]!.without;
      expect(filterParts(filter, choices).length).toBe(left - 1);
    }
    expect(filter).toEqual({});
  });

  test("a part turned round excludes, and turned again is what it was", () => {
    const filter: ProblemFilter = { party: "ACME", minMinor: "5" };
    const turned = partOf(filter, "Customer: ACME").turned!;
    expect(turned).toEqual({ notParty: "ACME", minMinor: "5" });
    expect(partOf(turned, "Not customer: ACME").turned).toEqual(filter);
  });

  test("a cause turned round joins those that are left out", () => {
    expect(partOf(everything, "QuickBooks has no item Detention").turned).toMatchObject({
      notCodes: ["period-closed", "item-missing"],
      party: "ACME",
    });
  });
});
