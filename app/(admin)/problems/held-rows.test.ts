// Does the list keep still under the pointer, whatever comes and goes?
import { describe, expect, test } from "vitest";

import type { ProblemRow } from "#lib/sync/problems.ts";

import { mergeRows } from "./held-rows.ts";

const row = (rowId: string, detail = "") => ({ rowId, detail }) as ProblemRow;
const rows = (ids: string) => ids.split("").map((id) => row(id));
const drawn = (shown: string, current: string, keepsGone: boolean) => {
  const merged = mergeRows(rows(shown), rows(current), keepsGone);
  return {
    ids: merged.rows.map((each) => each.rowId).join(""),
    gone: [...merged.gone].join(""),
    arrived: merged.arrived,
  };
};

describe("a list that is watched", () => {
  test.each([
    { it: "the first answer is drawn as it is", shown: "", current: "abc", keeps: false, ids: "abc" },
    { it: "rows that follow are appended", shown: "abc", current: "abcde", keeps: true, ids: "abcde" },
    { it: "rows above wait", shown: "abc", current: "xyabc", keeps: false, ids: "abc", arrived: 2 },
    { it: "rows between wait", shown: "abc", current: "axbc", keeps: true, ids: "abc", arrived: 1 },
    { it: "what left goes when nobody points at it", shown: "abc", current: "ac", keeps: false, ids: "ac" },
    {
      it: "what left keeps its place under the pointer",
      shown: "abc",
      current: "ac",
      keeps: true,
      ids: "abc",
      gone: "b",
    },
    { it: "the next page fills up what left", shown: "abc", current: "bcd", keeps: false, ids: "bcd" },
    { it: "an emptied list takes what is there now", shown: "abc", current: "xy", keeps: false, ids: "xy" },
    { it: "unless somebody points at it", shown: "ab", current: "xy", keeps: true, ids: "ab", gone: "ab", arrived: 2 },
  ])("$it", ({ shown, current, keeps, ids, gone = "", arrived = 0 }) => {
    expect(drawn(shown, current, keeps)).toEqual({ ids, gone, arrived });
  });

  test("a row that is still there shows its newest words", () => {
    const merged = mergeRows([row("a", "old")], [row("a", "new")], true);
    expect(merged.rows[0]!.detail).toBe("new");
  });
});
