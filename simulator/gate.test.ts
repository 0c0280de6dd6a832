// Do the limits let through what section 3 says, minute by minute, with other apps in the same company?
import { describe, expect, it } from "vitest";
import { Gate } from "./gate.ts";
import { settingsSchema, type Throttle } from "./settings.ts";

const limits = (more: Partial<Throttle> = {}): Throttle => ({
  ...settingsSchema.parse({}).throttle,
  perSecond: null,
  inFlight: null,
  ...more,
});

/** Calls every `gapMs` from `from` to `until` and says how many got in. */
function admitted(gate: Gate, throttle: Throttle, from: number, until: number, gapMs: number, items = 0): number {
  let count = 0;
  for (let now = from; now < until; now += gapMs) {
    if (gate.enter(throttle, now, 1, items) === undefined) continue;
    gate.leave();
    count += 1;
  }
  return count;
}

describe("3 sliding windows", () => {
  it("3 500 requests of any minute, then the oldest makes room", () => {
    const gate = new Gate();
    expect(admitted(gate, limits(), 0, 60_000, 10)).toBe(500);
    expect(admitted(gate, limits(), 60_000, 120_000, 10)).toBe(500);
  });

  it.each([
    [0, 500],
    [0.3, 350],
    [0.6, 200],
    [1, 0],
  ])("3 other apps use %f of the company: %i requests a minute are left", (otherAppShare, left) => {
    expect(admitted(new Gate(), limits({ otherAppShare }), 0, 60_000, 10)).toBe(left);
  });

  it("3 other apps use the 120 batches of all apps, not the 40 of ours", () => {
    const share = (otherAppShare: number) => admitted(new Gate(), limits({ otherAppShare }), 0, 60_000, 100, 30);
    expect([share(0), share(0.6), share(0.8)]).toEqual([40, 40, 24]);
  });

  it("3 unless they are said to use all", () => {
    const throttle = limits({ otherAppShare: 0.5, otherAppUses: "all" });
    expect(admitted(new Gate(), throttle, 0, 60_000, 100, 30)).toBe(20);
  });

  it("3 ten a second", () => {
    const gate = new Gate();
    expect(admitted(gate, limits({ perSecond: 10 }), 0, 1000, 10)).toBe(10);
    expect(admitted(gate, limits({ perSecond: 10 }), 1000, 2000, 10)).toBe(10);
  });

  it("3 batches of all apps and all calls together have limits of their own", () => {
    const batches = limits({ batchesPerMinute: null });
    expect(admitted(new Gate(), batches, 0, 60_000, 100, 30)).toBe(120);
    expect(admitted(new Gate(), limits({ perMinute: null }), 0, 60_000, 10)).toBe(800);
  });

  it("3 batch calls count in the 500, or not", () => {
    const mixed = (countBatches: boolean) => {
      const gate = new Gate();
      admitted(gate, limits({ countBatches }), 0, 1000, 25, 30);
      return admitted(gate, limits({ countBatches }), 1000, 60_000, 10);
    };
    expect([mixed(true), mixed(false)]).toEqual([460, 500]);
  });

  it("3 the items of a batch count where the company reads it so", () => {
    const throttle = limits({ countBatchItems: true });
    expect(admitted(new Gate(), throttle, 0, 60_000, 100, 30)).toBe(16);
  });
});

describe("3 fixed windows", () => {
  const fixed = limits({ windows: "fixed" });

  it("3 start afresh at each full minute", () => {
    const gate = new Gate();
    expect(admitted(gate, fixed, 30_000, 60_000, 10)).toBe(500);
    expect(admitted(gate, fixed, 60_000, 90_000, 10)).toBe(500);
  });

  it("3 fill up with the traffic of other apps evenly over the minute", () => {
    const halfTaken = { ...fixed, otherAppShare: 0.5 };
    expect(admitted(new Gate(), halfTaken, 0, 1, 0.001)).toBe(499);
    expect(admitted(new Gate(), halfTaken, 30_000, 30_001, 0.001)).toBe(374);
    expect(admitted(new Gate(), halfTaken, 59_999, 60_000, 0.001)).toBe(250);
  });
});
