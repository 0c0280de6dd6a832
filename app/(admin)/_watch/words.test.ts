// Are things called by their right name when they are counted?
import { describe, expect, test } from "vitest";

import { causeNoun, counted, rowsNoun } from "./words.ts";

describe("counting documents", () => {
  test("one is one, and thousands are grouped", () => {
    expect(counted(1, causeNoun("invoices", "period-closed"))).toBe("1 invoice");
    expect(counted(1284, causeNoun("credit-memos", "period-closed"))).toBe("1,284 credit memos");
  });

  test("items under Customers are not called customers", () => {
    expect(counted(2, causeNoun("customers", "account-missing"))).toBe("2 items");
    expect(counted(2, causeNoun("customers", "customer-name-taken"))).toBe("2 customers");
  });

  test("rows of several kinds are documents", () => {
    expect(counted(3, rowsNoun(["invoice", "invoice"]))).toBe("3 invoices");
    expect(counted(3, rowsNoun(["invoice", "sales-receipt"]))).toBe("3 documents");
  });
});
