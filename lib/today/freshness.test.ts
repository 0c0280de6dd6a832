// Is a missing proof an alarm, and a proof none?
import { expect, test } from "vitest";

import { isWorkerSilent, proofOf, type ConnectionFacts } from "./freshness.ts";

const now = new Date("2026-11-27T12:00:00Z");
const well: ConnectionFacts = {
  connection: "connected",
  isPaused: false,
  lastAnswerAt: "2026-11-27T11:56:00.000Z",
  listsReadAt: "2026-11-20T08:00:00.000Z",
  changesReadAt: "2026-11-27T03:00:00.000Z",
  nextLookAt: "2026-11-28T03:00:00.000Z",
};

test.each([
  ["answers, and the next look is to come", {}, "fresh"],
  ["the look has been due for a quarter of an hour", { nextLookAt: "2026-11-27T11:45:00.000Z" }, "fresh"],
  ["the look has been due for longer", { nextLookAt: "2026-11-27T11:44:59.000Z" }, "overdue"],
  ["shall look at once", { nextLookAt: "1970-01-01T00:00:00.000Z" }, "fresh"],
  [
    "did not answer for a day, though no look is planned",
    { lastAnswerAt: "2026-11-26T11:44:00.000Z", changesReadAt: null, nextLookAt: null },
    "overdue",
  ],
  ["never answered", { lastAnswerAt: null, listsReadAt: null, changesReadAt: null }, "unproven"],
  ["paused by a person", { isPaused: true, nextLookAt: "2026-11-01T00:00:00.000Z" }, "paused"],
  ["lost", { connection: "lost" }, "lost"],
  ["disconnected", { connection: "disconnected" }, "disconnected"],
] as const)("a company that %s", (_, facts, is) => {
  expect(proofOf({ ...well, ...facts }, now).is).toBe(is);
});

test("the proof is the latest answer of any kind, and the next is expected by the next look", () => {
  expect(proofOf(well, now)).toEqual({
    is: "fresh",
    provenAt: well.lastAnswerAt,
    expectedBy: "2026-11-28T03:00:00.000Z",
  });
  expect(proofOf({ ...well, nextLookAt: null }, now).expectedBy).toBe("2026-11-28T11:56:00.000Z");
});

test("a worker that was heard of a minute ago lives; none at all does not", () => {
  expect(isWorkerSilent("2026-11-27T11:59:00.000Z", now)).toBe(false);
  expect(isWorkerSilent("2026-11-27T11:58:59.000Z", now)).toBe(true);
  expect(isWorkerSilent(null, now)).toBe(true);
});
