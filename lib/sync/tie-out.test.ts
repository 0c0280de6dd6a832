// Does orders' total = books' total + named differences hold, to the cent, whatever the documents are?
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { documentKinds } from "#lib/documents/document.ts";
import { tieOutCsv } from "./tie-out-csv.ts";
import { monthsBefore, tieOutLines, tieOutReasons, tieOutRows, type TieOutSum } from "./tie-out.ts";

const cents = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map(String);
const sum: fc.Arbitrary<TieOutSum> = fc.record({
  month: fc.constantFrom("2026-10", "2026-11", "2026-12"),
  kind: fc.constantFrom(...documentKinds),
  currency: fc.constantFrom("USD", "JPY"),
  reason: fc.constantFrom("agreed" as const, ...tieOutReasons),
  documents: fc.integer({ min: 1, max: 1_000 }),
  ordersMinor: cents,
  booksMinor: cents,
});

test("every row adds up to the cent, and no document is lost", () => {
  fc.assert(
    fc.property(fc.array(sum, { maxLength: 60 }), (sums) => {
      const rows = tieOutRows(sums);
      for (const { orders, books, differences } of rows) {
        const differing = differences.reduce((all, each) => all + BigInt(each.money.minor), 0n);
        expect(BigInt(orders.minor) - differing).toBe(BigInt(books.minor));
      }
      const counted = rows.reduce((all, row) => all + row.documents, 0);
      expect(counted).toBe(sums.reduce((all, each) => all + each.documents, 0));
    }),
  );
});

const one = (more: Partial<TieOutSum> = {}): TieOutSum => ({
  month: "2026-11",
  kind: "invoice",
  currency: "USD",
  reason: "agreed",
  documents: 3,
  ordersMinor: "30000",
  booksMinor: "30000",
  ...more,
});

describe("a row", () => {
  test("that agrees has no difference", () => {
    expect(tieOutRows([one()])).toMatchObject([{ isAgreed: true, differences: [], documents: 3 }]);
  });
  test("whose differences cancel each other out is not agreed", () => {
    const edited = [one({ reason: "edited", documents: 2, ordersMinor: "500", booksMinor: "500" })];
    expect(tieOutRows(edited)).toMatchObject([{ isAgreed: false, differences: [{ money: { minor: "0" } }] }]);
  });
  test("months newest first, kinds as they go, currencies apart", () => {
    const rows = tieOutRows([one({ kind: "payment" }), one({ currency: "CAD" }), one(), one({ month: "2026-12" })]);
    expect(rows.map(({ month, kind, orders }) => `${month} ${kind} ${orders.currency}`)).toEqual([
      "2026-12 invoice USD",
      "2026-11 invoice CAD",
      "2026-11 invoice USD",
      "2026-11 payment USD",
    ]);
  });
});

test("as lines of a file: orders, what differs by name, books", () => {
  const rows = tieOutRows([one(), one({ reason: "deleted", documents: 1, ordersMinor: "1005", booksMinor: "0" })]);
  expect(tieOutLines(rows)).toEqual([
    ["Month", "Document type", "Currency", "What", "Documents", "Amount"],
    ["2026-11", "Invoice", "USD", "Orders", "4", "310.05"],
    ["2026-11", "Invoice", "USD", "Deleted in QuickBooks", "1", "10.05"],
    ["2026-11", "Invoice", "USD", "Books", "", "300.00"],
  ]);
});

test.each([
  ["2026-11", 0, "2026-11"],
  ["2026-11", 11, "2025-12"],
  ["2026-01", 1, "2025-12"],
  ["2026-12", 12, "2025-12"],
])("%s, %i months before: %s", (month, months, expected) => {
  expect(monthsBefore(month, months)).toBe(expected);
});

test("a negative amount stays a number in the file, and no cell runs as a formula", () => {
  const rows = tieOutRows([one({ reason: "left-in-books", ordersMinor: "0", booksMinor: "1005", documents: 1 })]);
  const text = tieOutCsv(rows);
  expect(text.split("\r\n")).toEqual([
    "\uFEFFMonth,Document type,Currency,What,Documents,Amount",
    "2026-11,Invoice,USD,Orders,1,0.00",
    '2026-11,Invoice,USD,"In QuickBooks, but no order asks for it any more",1,-10.05',
    "2026-11,Invoice,USD,Books,,10.05",
    "",
  ]);
  expect(tieOutCsv(rows.map((row) => ({ ...row, month: "=1+1" })))).toContain("'=1+1,Invoice");
});
