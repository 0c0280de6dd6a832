// Do amounts come through JSON numbers to the cent?
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseMoney, toDecimal } from "#lib/money.ts";
import { amountOf, exactNumber, jsonAmount } from "./amounts.ts";

describe("an amount through JSON", () => {
  it("comes back to the cent", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }), (minor) => {
        const sent = JSON.parse(JSON.stringify(jsonAmount({ minor: minor.toString(), currency: "USD" }))) as unknown;
        expect(amountOf(sent, "USD")?.minor).toBe(minor);
      }),
    );
  });

  it("is refused when a number could not hold it", () => {
    expect(exactNumber("1234567890123456.78")).toBeNull();
    expect(exactNumber("1.10")).toBe(1.1);
    expect(toDecimal(parseMoney("1.1", "USD")!)).toBe("1.10");
  });
});
