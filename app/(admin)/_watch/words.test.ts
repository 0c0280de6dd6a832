// Are things called by their right name when they are counted?
import { describe, expect, test } from "vitest";

import { counted, rowsNoun, tabNoun } from "./words.ts";

describe("counting documents", () => {
  test("one is one, and thousands are grouped", () => {
    expect(counted(1, tabNoun("invoices"))).toBe("1 invoice");
    expect(counted(1284, tabNoun("credit-memos"))).toBe("1,284 credit memos");
  });

  test("rows of several kinds are documents", () => {
    expect(counted(3, rowsNoun(["invoice", "invoice"]))).toBe("3 invoices");
    expect(counted(3, rowsNoun(["invoice", "sales-receipt"]))).toBe("3 documents");
  });
});
