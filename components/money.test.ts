import { describe, expect, test } from "vitest";

import { moneyText } from "./money.tsx";

describe("an amount in words and figures", () => {
  test.each([
    ["120450", "USD", "$1,204.50"],
    ["5", "USD", "$0.05"],
    ["0", "USD", "$0.00"],
    ["-500", "CAD", "−CA$5.00"],
    ["1204", "JPY", "¥1,204"],
    ["1204567", "KWD", "KWD\u00a01,204.567"],
  ])("%s minor units of %s are %s", (minor, currency, text) => {
    expect(moneyText({ minor, currency })).toBe(text);
  });

  test("stays exact above what a float can hold", () => {
    expect(moneyText({ minor: "9007199254740993123", currency: "USD" })).toBe("$90,071,992,547,409,931.23");
  });
});
