// Do the days add up, and is the median what sorting every duration would give?
import fc from "fast-check";
import { expect, test } from "vitest";

import { durationClass, durationText, figuresPerDay, medianOf, minutesOfClass, type DayCount } from "./days.ts";

const now = new Date("2026-11-27T00:30:00Z");

test("thirty days up to today by UTC, a quiet day with 0, what is older left out", () => {
  const counts: DayCount[] = [
    { day: "2026-11-27", counts: "posted", duration: 0, rows: 5 },
    { day: "2026-11-26", counts: "came-up", duration: 0, rows: 3 },
    { day: "2026-11-26", counts: "resolved", duration: durationClass(60), rows: 2 },
    { day: "2026-10-28", counts: "posted", duration: 0, rows: 99 },
  ];
  const days = figuresPerDay(counts, now);
  expect(days).toHaveLength(30);
  expect(days[0]).toEqual({ day: "2026-10-29", posted: 0, cameUp: 0, resolved: 0, medianMinutes: null });
  expect(days.at(-1)).toEqual({ day: "2026-11-27", posted: 5, cameUp: 0, resolved: 0, medianMinutes: null });
  expect(days.at(-2)).toMatchObject({ posted: 0, cameUp: 3, resolved: 2 });
  // The middle of the class an hour falls in.
  expect(durationText(days.at(-2)!.medianMinutes!)).toBe("61 min");
});

test("the median of the classes is within a tenth of the median of the durations", () => {
  const minutes = fc.double({ min: 1, max: 1_000_000, noNaN: true });
  fc.assert(
    fc.property(fc.array(minutes, { minLength: 1, maxLength: 200 }), (durations) => {
      const median = durations.toSorted((a, b) => a - b)[Math.ceil(durations.length / 2) - 1]!;
      const found = medianOf(durations.map((each) => ({ duration: durationClass(each), rows: 1 })))!;
      expect(Math.abs(found / median - 1)).toBeLessThan(0.1);
    }),
  );
});

test("nothing resolved has no median; under a minute is a class of its own, and the longest has an end", () => {
  expect(medianOf([])).toBeNull();
  expect([durationClass(0), durationClass(-3), durationClass(0.99)]).toEqual([0, 0, 0]);
  expect(durationClass(1)).toBe(1);
  expect(durationClass(1e12)).toBe(192);
  expect(durationText(minutesOfClass(0))).toBe("under 1 min");
});

test.each([
  [0.2, "under 1 min"],
  [42.4, "42 min"],
  [180, "3 h"],
  [2 * 1440, "2 d"],
])("%s minutes are said as %s", (minutes, said) => {
  expect(durationText(minutes)).toBe(said);
});
