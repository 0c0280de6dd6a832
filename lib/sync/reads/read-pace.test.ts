// From when on may a question be asked beside the pushes of its lane?
import { expect, test } from "vitest";

import { pace } from "#lib/sync/pace.ts";
import { readFrom, type LanePace } from "./read-pace.ts";

const now = new Date("2026-11-22T10:00:00Z");
const after = (ms: number) => new Date(now.getTime() + ms);
const lane = (more: Partial<LanePace> = {}): LanePace => ({
  nextBatchAt: now,
  nextCallAt: now,
  frozenUntil: now,
  inFlight: 0,
  batchGapMs: pace.batchGapMs,
  callGapMs: pace.callGapMs,
  ...more,
});

test.each<[string, Partial<LanePace>, boolean, number]>([
  ["an idle lane", {}, false, 0],
  ["a call gap ahead: pushes took the moment", { nextCallAt: after(pace.callGapMs) }, false, 0],
  ["three call gaps ahead", { nextCallAt: after(3 * pace.callGapMs) }, false, pace.callGapMs],
  ["a batch just left, a single question", { nextBatchAt: after(pace.batchGapMs) }, false, 0],
  ["a batch just left, a batch of questions", { nextBatchAt: after(pace.batchGapMs) }, true, 0],
  ["two batches ahead", { nextBatchAt: after(2 * pace.batchGapMs) }, true, pace.batchGapMs],
  ["a lane that rests", { frozenUntil: after(40_000) }, false, 40_000],
  ["all slots taken", { inFlight: pace.inFlightMax }, false, 250],
])("%s", (_name, more, isBatch, expectedMs) => {
  expect(Math.max(readFrom(lane(more), isBatch, now).getTime(), now.getTime())).toBe(now.getTime() + expectedMs);
});
