import { describe, expect, test } from "vitest";

import { absoluteTime, relativeTime } from "./relative-time.tsx";

const now = "2026-11-22T09:42:00Z";

describe("how long ago", () => {
  test.each([
    ["2026-11-22T09:41:30Z", "just now"],
    ["2026-11-22T09:39:00Z", "3 min ago"],
    ["2026-11-22T02:00:00Z", "7 h ago"],
    ["2026-11-19T09:00:00Z", "3 d ago"],
    ["2024-11-19T09:00:00Z", "2 y ago"],
    ["2026-11-22T09:47:00Z", "in 5 min"],
  ])("%s is %s", (at, text) => {
    expect(relativeTime(at, now)).toBe(text);
  });

  test("the exact time is the same on server and browser", () => {
    expect(absoluteTime("2026-11-02T01:02:03Z")).toBe("2 Nov 2026, 01:02 UTC");
    expect(absoluteTime("2026-11-02T01:02:03+02:00")).toBe("1 Nov 2026, 23:02 UTC");
  });
});
