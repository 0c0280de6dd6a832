// Is a text that is too long cut at a word, and whole in every character?
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cutText } from "./cut-text.ts";

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
