// Does the filter's form say a filter and read back as the same one?
import { describe, expect, test } from "vitest";

import { ProblemFilter } from "#lib/sync/problem-filter.ts";

import { filterOfForm, formOfFilter } from "./filter-form.ts";

const SHOP = "0193b3c0-0000-7000-8000-0000000000bb";
const again = (filter: ProblemFilter) => filterOfForm(formOfFilter(filter, "USD"), filter, "USD");

describe("the form of the filter", () => {
  test.each<ProblemFilter>([
    {},
    { code: "item-missing", about: "Detention", search: "HL-" },
    { code: "order-does-not-add-up", about: "" },
    { notCodes: ["period-closed", "item-missing"] },
    { code: "item-missing", notCodes: ["period-closed"] },
    { party: "ACME", notSourceId: SHOP },
    { notParty: "ACME", sourceId: SHOP, kind: "payment", assignee: "me" },
    { minMinor: "100000", maxMinor: "250050", olderThanDays: 0, newerThanDays: 30 },
  ])("%o stays what it is", (filter) => {
    expect(again(filter)).toEqual(filter);
  });

  test("amounts are typed in the company's currency and kept in minor units", () => {
    const form = { ...formOfFilter({}, "USD"), min: "1000.5", max: "x" };
    expect(filterOfForm(form, {}, "USD")).toEqual({ minMinor: "100050" });
    expect(filterOfForm({ ...form, min: "1000" }, {}, "JPY")).toEqual({ minMinor: "1000" });
  });

  test("another cause has another culprit", () => {
    const before: ProblemFilter = { code: "item-missing", about: "Detention" };
    const form = { ...formOfFilter(before, "USD"), code: "number-used" };
    expect(filterOfForm(form, before, "USD")).toEqual({ code: "number-used" });
  });

  test("nonsense is not filled in, so that the server never has to refuse", () => {
    const form = { ...formOfFilter({}, "USD"), older: "9999", newer: "-1", kind: "vendor", min: "-5" };
    const filter = filterOfForm(form, {}, "USD");
    expect(filter).toEqual({});
    expect(ProblemFilter.safeParse(filter).success).toBe(true);
  });
});
