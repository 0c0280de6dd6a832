// Does a question get its turn beside a full lane, without one call too many in a minute?
import { describe, expect, it } from "vitest";

import { pace, type PaceRules } from "#lib/sync/pace.ts";
import { readFrom, type ReadPace } from "./read-pace.ts";

const NOW = 1_764_000_000_000;
const at = (ms: number) => new Date(NOW + ms);
const rules: PaceRules = { minuteMs: pace.minuteMs, batchItemsCount: false };
const free: ReadPace = {
  paceLog: { batches: [], calls: [] },
  nextCallAt: at(-1_000),
  frozenUntil: at(-60_000),
  inFlight: 0,
  batchGapMs: pace.batchGapMs,
  callGapMs: pace.callGapMs,
};
/** Forty batches, a second apart, the first so long ago. */
const full = (firstAgoMs: number) => Array.from({ length: 40 }, (_, nth) => NOW - firstAgoMs + nth * 1_000);

describe("a question may be asked", () => {
  const cases: readonly (readonly [string, Partial<ReadPace>, boolean, number])[] = [
    ["at once in a lane that rests", {}, false, -1_000 - pace.spacingMs],
    ["one call before its turn", { nextCallAt: at(50) }, false, 50 - pace.spacingMs],
    ["not before the minute has room for one more call", { nextCallAt: at(20_000) }, false, 20_000 - pace.spacingMs],
    [
      "a single one beside a minute full of batches",
      { paceLog: { batches: full(50_000), calls: [] } },
      false,
      -1_000 - pace.spacingMs,
    ],
    [
      "a batch when the oldest of the minute's forty has left it",
      { paceLog: { batches: full(50_000), calls: [] } },
      true,
      12_000,
    ],
    ["a batch at once when the minute has room", { paceLog: { batches: full(63_000), calls: [] } }, true, 0],
    ["after a rest", { frozenUntil: at(42_000) }, false, 42_000],
    ["when a slot is free, looked for in a moment", { inFlight: pace.inFlightMax }, false, 250],
  ];
  it.each(cases)("%s", (_name, lane, isBatch, expected) => {
    expect(readFrom({ ...free, ...lane }, isBatch, at(0), rules)).toEqual(at(expected));
  });
});
