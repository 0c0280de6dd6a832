// Does the pace stay below QuickBooks' limits, and slow down when told?
import { describe, expect, it } from "vitest";

import { freezeMs, pace, widened } from "./pace.ts";

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

  it("rests a minute, and up to a tenth more", () => {
    expect(freezeMs(0)).toBe(60_000);
    expect(freezeMs(0.999)).toBeGreaterThan(60_000);
    expect(freezeMs(0.999)).toBeLessThanOrEqual(66_000);
  });
});
