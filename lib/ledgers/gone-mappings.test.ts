// Is a setting that points at nothing named, and nothing else?
import { expect, test } from "vitest";

import type { CompanySettings } from "#lib/documents/settings.ts";
import { goneMappings } from "./gone-mappings.ts";
import type { ListEntry } from "./ledger.ts";
import { books } from "./qbo/samples.ts";

const item = (ledgerId: string, name: string, active = true): ListEntry => ({ ledgerId, name, active });
const lists = { item: [item("11", "Line Haul"), item("12", "Detention", false)], class: [item("21", "Long Beach")] };
const told = (settings: Partial<CompanySettings>) =>
  goneMappings(books(settings, lists)).map(({ setting, detail }) => `${setting}: ${detail}`);

test.each<[string, Partial<CompanySettings>, readonly string[]]>([
  ["nothing set", {}, []],
  ["an item that is there", { chargeMappings: { haul: { itemId: "11", item: "Line Haul" } } }, []],
  [
    "an item made inactive",
    { chargeMappings: { wait: { itemId: "12", item: "Detention" } } },
    ["Charge wait: item Detention was made inactive in QuickBooks"],
  ],
  [
    "an item merged away, by its last known name",
    { chargeMappings: { tolls: { itemId: "99", item: "Tolls" } } },
    ["Charge tolls: item Tolls is no longer in QuickBooks"],
  ],
  [
    "an item by name, and its class",
    { defaultMapping: { item: "Freight", class: "Oakland" } },
    [
      "All other charges: item Freight is no longer in QuickBooks",
      "All other charges: class Oakland is no longer in QuickBooks",
    ],
  ],
  ["an item that would be made", { createItems: true, incomeAccount: "", defaultMapping: { item: "Freight" } }, []],
  ["shipping without an item of its own", { shippingItem: "Freight" }, []],
  [
    "a shipping item made inactive",
    { shippingItem: "Detention" },
    ["Shipping: item Detention was made inactive in QuickBooks"],
  ],
  ["a tax code", { taxCode: "Nevada" }, ["Tax code: tax code Nevada is no longer in QuickBooks"]],
  [
    "a deposit account",
    { depositAccount: "Old Bank" },
    ["Deposit account: account Old Bank is no longer in QuickBooks"],
  ],
])("%s", (_name, settings, expected) => {
  expect(told(settings)).toEqual(expected);
});

test("a list that was never read accuses nobody", () => {
  const settings = { defaultMapping: { item: "Freight", class: "Oakland" }, taxCode: "Nevada" };
  expect(goneMappings(books(settings, { item: [], class: [], "tax-code": [] }))).toEqual([]);
});
