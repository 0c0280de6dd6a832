// Texts cut to a length, amounts through JSON numbers.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseMoney, toDecimal } from "#lib/money.ts";
import { amountOf, exactNumber, jsonAmount } from "./amounts.ts";
import { cutText } from "./text.ts";

describe("a text that is too long", () => {
  it("is cut at a word and says so", () => {
    expect(cutText("Drayage from Long Beach to Ontario", 20)).toBe("Drayage from Long…");
  });

  it("never exceeds the limit and never ends in half a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 2, max: 60 }), (text, max) => {
        const cut = cutText(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

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
