// Are all differences between two versions of settings said, and only these?
import { describe, expect, test } from "vitest";

import { compareSettings, settingNames } from "./settings-compare.ts";
import { CompanySettings, defaultSettings } from "./settings.ts";

describe("compareSettings", () => {
  test("says nothing of equal settings, however their entries are ordered", () => {
    const left = CompanySettings.parse({
      terms: { a: "Net 30", b: "Net 15" },
      chargeMappings: { det: { item: "Detention", taxable: true } },
    });
    const right = CompanySettings.parse({
      terms: { b: "Net 15", a: "Net 30" },
      chargeMappings: { det: { taxable: true, item: "Detention" } },
    });
    expect(compareSettings(left, right)).toEqual([]);
  });

  test("says a setting of one value in words, and one that was not set as null", () => {
    const after = CompanySettings.parse({ mode: "sales-order", createItems: true, taxCode: "NON" });
    expect(compareSettings(defaultSettings, after)).toEqual([
      { name: "An order becomes", entry: null, before: "Invoice", after: "Sales order" },
      { name: "Missing items are created", entry: null, before: "no", after: "yes" },
      { name: "Tax code", entry: null, before: null, after: "NON" },
    ]);
  });

  test("says each entry by itself: a new one, another one, and one that went", () => {
    const before = CompanySettings.parse({
      chargeMappings: { det: { item: "Detention", itemId: "7" }, fuel: { item: "Fuel" }, lump: { item: "Lumper" } },
    });
    const after = CompanySettings.parse({
      chargeMappings: {
        det: { item: "Waiting", itemId: "9", class: "Freight" },
        lump: { item: "Lumper" },
        scale: { item: "Scale" },
      },
    });
    expect(compareSettings(before, after)).toEqual([
      {
        name: "Charge code",
        entry: "det",
        before: "item Detention, QuickBooks ID 7",
        after: "class Freight, item Waiting, QuickBooks ID 9",
      },
      { name: "Charge code", entry: "fuel", before: "item Fuel", after: null },
      { name: "Charge code", entry: "scale", before: null, after: "item Scale" },
    ]);
  });

  test("knows the name of every setting", () => {
    expect(Object.keys(settingNames).toSorted()).toEqual(Object.keys(CompanySettings.shape).toSorted());
  });

  test("says that charges without a mapping have another one as one line", () => {
    const after = CompanySettings.parse({ defaultMapping: { item: "Freight", taxable: false } });
    expect(compareSettings(defaultSettings, after)).toEqual([
      { name: "Charges without a mapping", entry: null, before: null, after: "item Freight, taxable no" },
    ]);
  });
});
