// Does the pace stay below QuickBooks' limits whatever is asked for, use nearly all of them, and slow down when told?
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  afterRefusal,
  freezeMs,
  pace,
  pay,
  widened,
  type Gaps,
  type Paid,
  type PaceLog,
  type PaceRules,
} from "./pace.ts";

const rules: PaceRules = { minuteMs: 60_000, batchItemsCount: false };
const gaps: Gaps = { batchGapMs: pace.batchGapMs, callGapMs: pace.callGapMs };
const empty: PaceLog = { batches: [], calls: [] };
type Sent = { readonly at: number; readonly shape: "single" | "batch"; readonly items: number };

/** Sends whatever may go until `endMs`, singles beside the batches when wanted; a person's call now and then. */
function drive(endMs: number, wants: { batches: boolean; singles: boolean }, own = gaps, how = rules): Sent[] {
  const sent: Sent[] = [];
  let paid: Paid = { log: empty, nextCallAt: 0, nextBatchAt: 0, nextBesideAt: 0 };
  for (let now = 0; now < endMs; now += 5) {
    const shape = wants.batches && paid.nextBatchAt <= now ? "batch" : "single";
    if (shape === "single" && (!wants.singles || paid.nextBesideAt > now)) continue;
    const items = shape === "batch" ? 30 : 1;
    paid = pay(paid.log, own, { shape, items }, now, how);
    sent.push({ at: now, shape, items });
  }
  return sent;
}

/** The most calls in any window of this length, when each arrives with the delay the function gives it. */
function mostIn(sent: readonly Sent[], lengthMs: number, weight: (call: Sent) => number, delay = (_nth: number) => 0) {
  const arrived = sent.map((call, nth) => ({ call, at: call.at + delay(nth) })).toSorted((a, b) => a.at - b.at);
  let [most, inside, first] = [0, 0, 0];
  for (const { call, at } of arrived) {
    inside += weight(call);
    while (arrived[first]!.at <= at - lengthMs) inside -= weight(arrived[first++]!.call);
    most = Math.max(most, inside);
  }
  return most;
}

const isBatch = (call: Sent) => (call.shape === "batch" ? 1 : 0);
const anyCall = () => 1;

describe("the pace", () => {
  const both = drive(5 * 60_000, { batches: true, singles: true });

  it("keeps 40 batches and 500 calls in any minute, and 10 calls in any second", () => {
    expect(mostIn(both, 60_000, isBatch)).toBe(40);
    expect(mostIn(both, 60_000, anyCall)).toBeLessThanOrEqual(500);
    expect(mostIn(both, 1_000, anyCall)).toBeLessThan(10);
    expect(pace.inFlightMax).toBeLessThan(10);
  });

  it("keeps them also when calls are delayed on their way, each differently, by up to two seconds", () => {
    const delays = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 100, maxLength: 100 });
    fc.assert(
      fc.property(delays, (late) => {
        const delay = (nth: number) => late[nth % late.length]!;
        expect(mostIn(both, 60_000, isBatch, delay)).toBeLessThanOrEqual(40);
        expect(mostIn(both, 60_000, anyCall, delay)).toBeLessThanOrEqual(500);
      }),
      { numRuns: 50 },
    );
  });

  it("sends 96 % of the batches allowed, and with single calls beside them 95 % of what both allow", () => {
    const minutes = 5;
    const documents = both.reduce((sum, call) => sum + call.items, 0);
    expect(drive(minutes * 60_000, { batches: true, singles: false }).length / (40 * minutes)).toBeGreaterThan(0.96);
    expect(documents / (1_660 * minutes)).toBeGreaterThan(0.95);
  });

  it("lets a small heap of batches go at once: a gap between them would help nobody", () => {
    const burst = both.filter(isBatch).slice(0, 40);
    expect(burst.at(-1)!.at).toBeLessThanOrEqual(40 * pace.spacingMs + 200);
  });

  it("leaves calls to people who wait, when bulk work has used its own", () => {
    let paid = pay(empty, gaps, { shape: "single", items: 1 }, 0, rules);
    for (let nth = 0; nth < 600 && paid.nextBesideAt < 62_000; nth++) {
      paid = pay(paid.log, gaps, { shape: "single", items: 1 }, paid.nextBesideAt, rules);
    }
    expect(paid.nextBesideAt).toBeGreaterThan(paid.nextCallAt + 1_000);
  });

  it("keeps 500 when the items of a batch count as calls", () => {
    const sent = drive(5 * 60_000, { batches: true, singles: true }, gaps, { ...rules, batchItemsCount: true });
    expect(mostIn(sent, 60_000, (call) => call.items)).toBeLessThanOrEqual(500);
    expect(sent.reduce((sum, call) => sum + call.items, 0)).toBeGreaterThan(500 * 5 * 0.88);
  });

  it("sends a quarter less of everything after its gaps were widened by a quarter", () => {
    const wider = { batchGapMs: widened(gaps.batchGapMs), callGapMs: widened(gaps.callGapMs) };
    const sent = drive(3 * 60_000, { batches: true, singles: true }, wider);
    expect(mostIn(sent, 60_000, isBatch)).toBe(31);
    expect(mostIn(sent, 60_000, anyCall)).toBeLessThanOrEqual(400);
  });

  it("remembers nothing older than its window, so that the row stays small", () => {
    const last = both.reduce((paid, call) => pay(paid.log, gaps, call, call.at, rules), {
      log: empty,
    } as Pick<Paid, "log">);
    expect(last.log.batches.length).toBeLessThanOrEqual(40);
    expect(last.log.calls.length).toBeLessThanOrEqual(64);
  });

  it("waits for nothing without gaps", () => {
    const paid = pay(empty, { batchGapMs: 0, callGapMs: 0 }, { shape: "batch", items: 30 }, 1_000, rules);
    expect([paid.nextCallAt, paid.nextBesideAt, paid.nextBatchAt]).toEqual([1_000, 1_000, 1_000]);
  });

  it("counts calls of a worker whose clock is a little behind, and forgets none", () => {
    const first = pay(empty, gaps, { shape: "single", items: 1 }, 10_000, rules);
    const second = pay(first.log, gaps, { shape: "single", items: 1 }, 8_500, rules);
    expect(second.log.calls).toEqual([[10_000, 2]]);
  });

  it("after a refused single call leaves the batches as they are", () => {
    expect(afterRefusal(gaps, empty, "single", 0, rules)).toEqual({ batchGapMs: 1_550, callGapMs: 155 });
    expect(afterRefusal(gaps, empty, "batch", 0, rules)).toEqual({ batchGapMs: 1_938, callGapMs: 155 });
  });

  it("goes at once to what another app leaves, though not beyond half of what it was", () => {
    const log = (calls: number): PaceLog => ({ batches: [], calls: [[100_000, calls]] });
    expect(afterRefusal(gaps, log(310), "single", 110_000, rules).callGapMs).toBe(200);
    expect(afterRefusal(gaps, log(490), "single", 110_000, rules).callGapMs).toBe(155);
    expect(afterRefusal(gaps, log(130), "single", 110_000, rules).callGapMs).toBe(248);
    expect(afterRefusal(gaps, log(3), "single", 110_000, rules).callGapMs).toBe(155);
    expect(afterRefusal(gaps, log(310), "single", 170_000, rules).callGapMs).toBe(155);
  });

  it.each([
    [1_550, 1_938],
    [124, 155],
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
