// Are amounts of a filter in the currency of the money that waits?
import { expect, test } from "vitest";

import { currencyOf } from "./filter-currency.ts";

test.each([
  ["nothing", [], "USD"],
  ["one", [{ minor: "1", currency: "CAD" }], "CAD"],
  [
    "the one with the most money, over all tabs",
    [
      { minor: "2188000", currency: "CAD" },
      { minor: "1500000", currency: "USD" },
      { minor: "1500000", currency: "USD" },
    ],
    "USD",
  ],
])("amounts of a filter are in the currency of %s", (_what, money, currency) => {
  expect(currencyOf(money)).toBe(currency);
});
