// Is a digest due when the person's own clock shows the hour, on the two odd days of a year too?
import fc from "fast-check";
import { expect, test } from "vitest";

import { dayIn, isTimeZone, nextHour, nextTry } from "./schedule.ts";

test.each([
  ["the same day, before the hour", "2026-11-28T05:00:00Z", 7, "UTC", "2026-11-28T07:00:00.000Z"],
  ["exactly at the hour: the next day", "2026-11-28T07:00:00Z", 7, "UTC", "2026-11-29T07:00:00.000Z"],
  ["seven in New York is noon by UTC", "2026-11-28T05:00:00Z", 7, "America/New_York", "2026-11-28T12:00:00.000Z"],
  ["Auckland is a day ahead", "2026-11-28T17:30:00Z", 7, "Pacific/Auckland", "2026-11-28T18:00:00.000Z"],
  ["half an hour off", "2026-11-28T00:00:00Z", 7, "Asia/Kolkata", "2026-11-28T01:30:00.000Z"],
  [
    "the night two o'clock is left out: three",
    "2027-03-14T05:00:00Z",
    2,
    "America/New_York",
    "2027-03-14T07:00:00.000Z",
  ],
  [
    "the night one o'clock comes twice: the first",
    "2026-11-01T00:00:00Z",
    1,
    "America/New_York",
    "2026-11-01T05:00:00.000Z",
  ],
  ["midnight", "2026-11-28T23:59:00Z", 0, "UTC", "2026-11-29T00:00:00.000Z"],
] as const)("%s", (_, after, hour, zone, next) => {
  expect(nextHour(new Date(after), hour, zone).toISOString()).toBe(next);
});

test("each day has exactly one such moment, in any time zone", () => {
  const zones = ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"];
  const start = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 23 }), start, (zone, hour, after) => {
      const first = nextHour(after, hour, zone);
      const second = nextHour(first, hour, zone);
      expect(first > after).toBe(true);
      const dayAfter = new Date(Date.parse(dayIn(first, zone)) + 86_400_000).toISOString().slice(0, 10);
      expect(dayIn(second, zone)).toBe(dayAfter);
    }),
  );
});

test("tries are made after their waits, then no more", () => {
  const now = new Date("2026-11-28T00:00:00Z");
  expect(nextTry([1_000, 5_000], 1, now)).toEqual(new Date("2026-11-28T00:00:01Z"));
  expect(nextTry([1_000, 5_000], 2, now)).toEqual(new Date("2026-11-28T00:00:05Z"));
  expect(nextTry([1_000, 5_000], 3, now)).toBeNull();
});

test("a time zone is one that this machine knows", () => {
  expect([isTimeZone("UTC"), isTimeZone("Europe/Berlin"), isTimeZone("Mars/Olympus"), isTimeZone("")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
