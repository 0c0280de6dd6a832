// Is a balance called by the right word, and what is it of an order with several invoices?
import { describe, expect, test } from "vitest";

import { balanceWord, orderBalanceOf, type BalanceWord, type DocumentInBooks } from "./balances.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });

test.each<[string, string | null, boolean, BalanceWord]>([
  ["nothing paid", "11731", false, "open"],
  ["a part is paid", "6731", false, "partly-paid"],
  ["all is paid", "0", false, "paid"],
  ["more than all is paid", "-500", false, "overpaid"],
  ["deleted over there, whatever it said before", "0", true, "missing"],
  ["never looked at", null, false, "not-checked"],
])("VSS-18 %s", (_name, open, isMissing, word) => {
  const balance = open === null ? null : usd(open);
  expect(balanceWord({ balance, total: usd("11731"), isMissing })).toBe(word);
});

describe("VSS-10 an order as a whole", () => {
  const invoice: DocumentInBooks = {
    documentId: "d",
    kind: "invoice",
    title: "Invoice L-1",
    ledgerType: "Invoice",
    ledgerId: "130",
    ledgerUrl: null,
    number: "L-1",
    pushedAt: "2026-11-02T08:00:00.000Z",
    checkedAt: "2026-11-20T08:00:00.000Z",
    total: usd("10000"),
    balance: usd("4000"),
    paidOn: "2026-11-09",
    goneAt: null,
  };

  test("never pushed: nothing to say; a payment alone is no sale", () => {
    expect(orderBalanceOf([])).toBeNull();
    expect(orderBalanceOf([{ ...invoice, kind: "payment" }])).toBeNull();
  });

  test("several invoices together: sums, the last payment, and the oldest look", () => {
    const other = { ...invoice, balance: usd("500"), paidOn: "2026-11-12", checkedAt: "2026-11-19T08:00:00.000Z" };
    expect(orderBalanceOf([invoice, other])).toEqual({
      pushedAt: "2026-11-02T08:00:00.000Z",
      checkedAt: "2026-11-19T08:00:00.000Z",
      balance: usd("4500"),
      total: usd("20000"),
      paidOn: "2026-11-12",
      isMissing: false,
    });
  });

  test("what is gone counts nothing and is said; what was never looked at makes the look unknown", () => {
    const gone = { ...invoice, goneAt: "2026-11-21T08:00:00.000Z", balance: null };
    const fresh = { ...invoice, checkedAt: null, total: null, balance: null, paidOn: null };
    expect(orderBalanceOf([gone, fresh])).toMatchObject({ balance: null, checkedAt: null, isMissing: true });
  });
});
