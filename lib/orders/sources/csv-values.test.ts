// Cells as spreadsheets write them: what is read, and what is refused because two countries read it differently.
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseMoney, toDecimal } from "#lib/money.ts";
import { detectDateFormat, readAmount, readDate, readMoment, readNumber, readYesNo } from "./csv-values.ts";

describe("amounts", () => {
  test.each([
    ["1250", "1250"],
    ["$1,250.00", "1250.00"],
    ["1,234,567.89", "1234567.89"],
    [" 42.5 ", "42.5"],
    ["-$17.20", "-17.20"],
    ["$-17.20", "-17.20"],
    ["(35.10)", "-35.10"],
    ["35.10-", "-35.10"],
    ["\u221235.10", "-35.10"],
    ["+8.00", "8.00"],
    [".75", "0.75"],
    ["USD 12.00", "12.00"],
    ["12.00 USD", "12.00"],
  ])("%s is %s", (cell, value) => {
    expect(readAmount(cell)).toEqual({ value });
  });

  test.each([
    "1.250,00",
    "12,50",
    "1,25",
    "1.250",
    "12,3456",
    "n/a",
    "",
    "--5",
    "(-5)",
    "1e3",
    "1.2.3",
    "€5",
    "1 250,00",
  ])("%s is refused with a reason that repeats it", (cell) => {
    expect(readAmount(cell)).toEqual({ reason: expect.stringContaining(`"${cell}"`) as unknown });
  });

  test("a rate may have three decimals", () => {
    expect(readNumber("1.375")).toEqual({ value: "1.375" });
  });

  test("every amount written the American way comes back to the cent", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.boolean(), (minor, isDollar) => {
        const plain = toDecimal({ minor, currency: "USD" });
        const [whole = "", cents = ""] = plain.replace("-", "").split(".");
        const grouped = `${isDollar ? "$" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
        const read = readAmount(minor < 0n ? `(${grouped})` : grouped);
        expect("value" in read && parseMoney(read.value, "USD")?.minor).toBe(minor);
      }),
    );
  });
});

describe("dates", () => {
  test.each([
    ["2026-11-18", "YMD", "2026-11-18"],
    ["2026/1/8", "YMD", "2026-01-08"],
    ["11/8/2026", "MDY", "2026-11-08"],
    ["11/18/26", "MDY", "2026-11-18"],
    ["8/11/2026", "DMY", "2026-11-08"],
    ["2026-11-18T14:05:00-08:00", "YMD", "2026-11-18"],
  ] as const)("%s as %s is %s", (cell, format, value) => {
    expect(readDate(cell, format)).toEqual({ value });
  });

  test.each(["2026-02-30", "13/13/2026", "yesterday", "", "18.Nov", "0026-01-01"])("%s is no day", (cell) => {
    expect(readDate(cell, "MDY")).toHaveProperty("reason");
  });

  test.each([
    ["2026-11-18 14:05", "2026-11-18T14:05:00Z"],
    ["2026-11-18T14:05:33-08:00", "2026-11-18T14:05:33-08:00"],
    ["2026-11-18T14:05:33.123Z", "2026-11-18T14:05:33Z"],
    ["11/18/2026 2:05 PM", "2026-11-18T14:05:00Z"],
    ["11/18/2026 12:05 am", "2026-11-18T00:05:00Z"],
    ["2026-11-18 14:05:33 +0100", "2026-11-18T14:05:33+01:00"],
    ["11/18/2026", "2026-11-18T00:00:00Z"],
  ])("the moment %s is %s", (cell, value) => {
    expect(readMoment(cell, "MDY")).toEqual({ value });
  });

  test.each([
    [["11/18/2026", "1/2/2026"], { format: "MDY", isUnclear: false }],
    [["18/11/2026", "1/2/2026"], { format: "DMY", isUnclear: false }],
    [["1/2/2026", "3/4/2026"], { format: "MDY", isUnclear: true }],
    [["18/11/2026", "11/18/2026"], { format: "MDY", isUnclear: true }],
    [["2026-11-18", ""], { format: "YMD", isUnclear: false }],
  ])("%j means %j", (cells, detected) => {
    expect(detectDateFormat(cells)).toEqual(detected);
  });
});

test("yes and no in the words people use", () => {
  expect(["Yes", "x", "1", "no", "", "maybe"].map(readYesNo)).toEqual([true, true, true, false, false, null]);
});
