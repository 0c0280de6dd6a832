// Is a cent ever lost, made up, or rounded without anyone having asked?
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  add,
  allocate,
  decimalsOf,
  formatMoney,
  fromJson,
  money,
  multiply,
  negate,
  parseMoney,
  subtract,
  toDecimal,
  toJson,
  total,
  zero,
  sumByCurrency,
} from "./money.ts";

const currencies = fc.constantFrom("USD", "EUR", "JPY", "KWD");
const minors = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const amounts = fc.record({ minor: minors, currency: currencies });
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 30 })
  .filter((list) => list.some((weight) => weight > 0n));

describe("allocate", () => {
  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [5n, [3n, 7n], [2n, 3n]],
    [1n, [0n, 1n, 1n], [0n, 1n, 0n]],
    [0n, [1n, 2n], [0n, 0n]],
    [999n, [0n, 5n], [0n, 999n]],
  ])("%s cents by %s are %s", (minor, by, expected) => {
    expect(allocate(money(minor, "USD"), by).map((share) => share.minor)).toEqual(expected);
  });

  test("the shares always add up to the amount, and none is a whole cent away from its due", () => {
    fc.assert(
      fc.property(amounts, weights, (amount, by) => {
        const shares = allocate(amount, by);
        expect(total(shares, amount.currency)).toEqual(amount);
        const sum = by.reduce((left, right) => left + right, 0n);
        for (const [nth, share] of shares.entries()) {
          const off = share.minor * sum - amount.minor * by[nth]!;
          expect(off < 0n ? -off : off).toBeLessThan(sum);
        }
      }),
    );
  });

  test("nothing to share by is a mistake of the caller", () => {
    expect(() => allocate(money(1, "USD"), [])).toThrow(RangeError);
    expect(() => allocate(money(1, "USD"), [0n, 0n])).toThrow(RangeError);
    expect(() => allocate(money(1, "USD"), [2n, -1n])).toThrow(RangeError);
  });
});

describe("parseMoney and toDecimal", () => {
  test.each([
    ["1234.5", "USD", 123450n],
    [" 7 ", "USD", 700n],
    ["-0.07", "USD", -7n],
    ["12.3400", "USD", 1234n],
    ["1500", "JPY", 1500n],
    ["1500.00", "JPY", 1500n],
    ["1.234", "KWD", 1234n],
    ["999999999999999.99", "USD", 99999999999999999n],
  ])("%j in %s is %s", (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency });
  });

  test.each([
    ["1.005", "USD"],
    ["0.5", "JPY"],
    ["1,234.50", "USD"],
    ["$5", "USD"],
    ["", "USD"],
    [".5", "USD"],
    ["1e3", "USD"],
    ["--1", "USD"],
    ["1234567890123456", "USD"],
  ])("%j in %s is refused, not rounded", (text, currency) => {
    expect(parseMoney(text, currency)).toBeNull();
  });

  test("one undoes the other", () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseMoney(toDecimal(amount), amount.currency)).toEqual(amount);
        expect(toDecimal(amount).split(".")[1]?.length ?? 0).toBe(decimalsOf(amount.currency));
      }),
    );
  });
});

describe("arithmetic", () => {
  test("what was added can be taken away again", () => {
    fc.assert(
      fc.property(minors, minors, (left, right) => {
        const [a, b] = [money(left, "USD"), money(right, "USD")];
        expect(subtract(add(a, b), b)).toEqual(a);
        expect(add(a, negate(a))).toEqual(zero("USD"));
      }),
    );
  });

  test("currencies are never mixed, and money is never a fraction", () => {
    expect(() => add(money(1, "USD"), money(1, "EUR"))).toThrow("Cannot mix USD and EUR");
    expect(() => subtract(money(1, "USD"), money(1, "EUR"))).toThrow("Cannot mix USD and EUR");
    expect(() => money(0.1, "USD")).toThrow(RangeError);
    expect(() => money(2 ** 53, "USD")).toThrow(RangeError);
  });

  test("the sum of nothing is nothing", () => {
    expect(total([], "EUR")).toEqual(zero("EUR"));
  });
});

describe("multiply", () => {
  test.each([
    ["3", "32.50", "USD", 9750n],
    ["0.5", "0.01", "USD", 1n],
    ["-0.5", "0.01", "USD", -1n],
    ["0.333", "10", "USD", 333n],
    ["1.005", "1", "USD", 101n],
    ["7", "19.995", "JPY", 140n],
    ["2", "1.2345", "KWD", 2469n],
  ])("%s × %s %s is %s, half away from zero", (quantity, price, currency, minor) => {
    expect(multiply(quantity, price, currency)).toEqual({ minor, currency });
  });

  test.each([
    ["two", "1"],
    ["1", ""],
  ])("%j × %j is not a product", (quantity, price) => {
    expect(multiply(quantity, price, "USD")).toBeNull();
  });
});

test.each([
  [123450n, "USD", "$1,234.50"],
  [-7n, "USD", "-$0.07"],
  [1500n, "JPY", "¥1,500"],
  [99999999999999999n, "USD", "$999,999,999,999,999.99"],
])("%s minor units of %s are written %s for people", (minor, currency, expected) => {
  expect(formatMoney({ minor, currency })).toBe(expected);
});

test("money goes through JSON unharmed", () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(fromJson(JSON.parse(JSON.stringify(toJson(amount))) as ReturnType<typeof toJson>)).toEqual(amount);
    }),
  );
});

test("amounts come to one sum a currency, and to none where they come to nothing", () => {
  const amounts = [
    { minor: "5", currency: "USD" },
    { minor: "-7", currency: "CAD" },
    { minor: "9007199254740993", currency: "USD" },
    { minor: "7", currency: "CAD" },
    { minor: "1", currency: "EUR" },
  ];
  expect(sumByCurrency(amounts)).toEqual([
    { minor: "1", currency: "EUR" },
    { minor: "9007199254740998", currency: "USD" },
  ]);
});
