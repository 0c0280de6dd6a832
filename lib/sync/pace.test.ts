// Does the pace stay below QuickBooks' limits, slow down when told, and come back?
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { freezeMs, narrowed, pace, widened } from "./pace.ts";

describe("the pace", () => {
  it("keeps 40 batches, 500 calls a minute, 10 calls a second and 10 at once", () => {
    expect(60_000 / pace.batchGapMs).toBeLessThan(40);
    expect(60_000 / pace.callGapMs).toBeLessThan(500);
    expect((1_000 + pace.catchUpMs) / pace.callGapMs).toBeLessThan(10);
    expect(pace.inFlightMax).toBeLessThan(10);
  });

  it("reaches at least 95 % of the batches allowed", () => {
    expect(60_000 / pace.batchGapMs / 40).toBeGreaterThan(0.95);
  });

  it.each([
    [1_540, 1_925],
    [130, 163],
    [55_000, 60_000],
    [60_000, 60_000],
  ])("a gap of %i ms widens to %i ms", (gap, wider) => {
    expect(widened(gap)).toBe(wider);
  });

  it("a gap narrows by a hundredth, never below its default", () => {
    expect(narrowed(1_925, pace.batchGapMs)).toBe(1_905);
    expect(narrowed(pace.batchGapMs, pace.batchGapMs)).toBe(pace.batchGapMs);
    expect(narrowed(131, pace.callGapMs)).toBe(pace.callGapMs);
  });

  it("finds back to the default from any widening", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), (refusals) => {
        let gap: number = pace.batchGapMs;
        for (let count = 0; count < refusals; count++) gap = widened(gap);
        for (let minute = 0; minute < 500; minute++) gap = narrowed(gap, pace.batchGapMs);
        expect(gap).toBe(pace.batchGapMs);
      }),
    );
  });

  it("rests a minute, and up to a tenth more", () => {
    expect(freezeMs(0)).toBe(60_000);
    expect(freezeMs(0.999)).toBeGreaterThan(60_000);
    expect(freezeMs(0.999)).toBeLessThanOrEqual(66_000);
  });
});
