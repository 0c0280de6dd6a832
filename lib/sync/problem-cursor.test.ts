// Does a cursor bring back the very place it was made from, and nothing that is none?
import { describe, expect, test } from "vitest";

import { ProblemCursor, readCursor, writeCursor, type ProblemSort } from "./problem-cursor.ts";

const rowId = "01930000-0000-7000-8000-00000000002a";

describe("cursor", () => {
  test.each([
    ["oldest", "2026-11-27 22:10:25.123+00", "2026-11-27T22:10:25.123Z"],
    ["newest", "2026-11-27 22:10:25+00", "2026-11-27T22:10:25.000Z"],
    ["amount", "-12345", "-12345"],
    ["amount", "900719925474099312", "900719925474099312"],
  ] as const)("%s after %s", (sort, value, expected) => {
    const cursor = writeCursor(sort, { value, rowId });
    expect(ProblemCursor.parse(cursor)).toBe(cursor);
    expect(readCursor(sort, cursor)).toEqual({ value: expected, rowId });
  });

  test("of another order, or no cursor at all: none", () => {
    const others: readonly ProblemSort[] = ["newest", "amount"];
    const cursor = writeCursor("oldest", { value: "2026-11-27T22:10:25.123Z", rowId });
    expect(others.map((sort) => readCursor(sort, cursor))).toEqual([null, null]);
    expect(readCursor("oldest", `o999999999999999999.${rowId}`)).toBeNull();
    for (const text of ["", "x", rowId, `o1e5.${rowId}`, `o1.${rowId}' or true`]) {
      expect(ProblemCursor.safeParse(text).success).toBe(false);
    }
  });
});
