// Which lines belong together when some came, some went and some were changed?
import { describe, expect, test } from "vitest";

import { alignRows } from "./align.ts";

const isAlike = (left: string, right: string) => left === right;
/** A and a are the same thing, changed. */
const isKin = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();
/** "a|a|b": the base and the other columns, "-" where nothing stands. */
const rows = (base: string, ...columns: readonly (string | null)[]) => {
  const lists = columns.map((column) => (column === null ? null : column.split("")));
  return alignRows(base.split(""), lists, [isAlike, isKin]).map(({ base: left, others }) =>
    [left, ...others].map((each) => each ?? "-").join("|"),
  );
};

describe("two lists", () => {
  test.each<[string, string, readonly string[]]>([
    ["abc", "abc", ["a|a", "b|b", "c|c"]],
    ["abc", "bc", ["a|-", "b|b", "c|c"]],
    ["bc", "abc", ["-|a", "b|b", "c|c"]],
    ["abc", "aXc", ["a|a", "b|X", "c|c"]],
    ["abc", "aXYc", ["a|a", "b|X", "-|Y", "c|c"]],
    ["abc", "", ["a|-", "b|-", "c|-"]],
    ["", "ab", ["-|a", "-|b"]],
    ["ab", "ba", ["a|-", "b|b", "-|a"]],
    ["aab", "ab", ["a|a", "a|-", "b|b"]],
    ["aDf", "aF", ["a|a", "D|-", "f|F"]],
    ["aXbc", "aBc", ["a|a", "X|-", "b|B", "c|c"]],
  ])("%s beside %s", (base, other, expected) => {
    expect(rows(base, other)).toEqual(expected);
  });
});

test("two columns beside the base, each for itself", () => {
  expect(rows("abc", "ac", "aXbc")).toEqual(["a|a|a", "-|-|X", "b|-|b", "c|c|c"]);
  expect(rows("bc", "abc", "abc")).toEqual(["-|a|a", "b|b|b", "c|c|c"]);
});

test("a column that does not exist has nothing in any row", () => {
  expect(rows("ab", null, "b")).toEqual(["a|-|-", "b|-|b"]);
});

test("everything of every list is there, once and in its order", () => {
  const texts = ["", "a", "ab", "ba", "abcab", "bcaba", "xaybzc", "cba"];
  for (const base of texts) {
    for (const other of texts) {
      const found = rows(base, other);
      const column = (nth: number) => found.map((row) => row.split("|")[nth]).filter((each) => each !== "-");
      expect([column(0).join(""), column(1).join("")]).toEqual([base, other]);
    }
  }
});

test("very long lists are put side by side by their places", () => {
  const long = Array.from({ length: 600 }, (_none, nth) => String(nth));
  const found = alignRows(long, [long.slice(1)], [isAlike]);
  expect(found).toHaveLength(600);
  expect(found[0]).toEqual({ base: "0", others: ["1"] });
});
