// Is the table of moves sound: does every state lead somewhere or end, and is the back-off what it says?
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  backOffMs,
  finalStates,
  limits,
  liveStates,
  mayMove,
  pushMoves,
  pushStates,
  tooManyTurns,
  type PushState,
} from "./push.ts";

/** Every state that can be reached from one by legal moves, itself included. */
function reachable(from: PushState): Set<PushState> {
  const seen = new Set<PushState>([from]);
  for (const state of seen) for (const next of pushMoves[state]) seen.add(next);
  return seen;
}

describe("the moves of a push", () => {
  it("are these, and no others", () => {
    const moves = pushStates.flatMap((from) =>
      pushStates.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(moves).toEqual([
      "waiting → ready",
      "waiting → problem",
      "waiting → cleared",
      "waiting → superseded",
      "ready → waiting",
      "ready → sending",
      "ready → problem",
      "ready → cleared",
      "ready → superseded",
      "sending → ready",
      "sending → unsure",
      "sending → posted",
      "sending → problem",
      "unsure → sending",
      "problem → waiting",
      "problem → ready",
      "problem → cleared",
      "problem → superseded",
      "cleared → waiting",
      "cleared → ready",
      "cleared → problem",
    ]);
  });

  it("end in posted and superseded only", () => {
    expect(finalStates).toEqual(["posted", "superseded"]);
  });

  it("leave a way into the books from every state that is not final", () => {
    for (const state of pushStates) {
      if (!finalStates.includes(state)) expect([state, reachable(state).has("posted")]).toEqual([state, true]);
    }
  });

  it("reach every state from the two a push is born in, or from problem", () => {
    expect(reachable("waiting")).toEqual(new Set(pushStates));
    expect(reachable("problem")).toEqual(new Set(pushStates));
  });

  it("never go around a look: what is unsure can only be asked about, and only sending can end as posted", () => {
    expect(pushMoves.unsure).toEqual(["sending"]);
    expect(pushStates.filter((state) => mayMove(state, "posted"))).toEqual(["sending"]);
    expect(pushStates.filter((state) => mayMove(state, "unsure"))).toEqual(["sending"]);
  });

  it("never end what is under way from outside", () => {
    for (const state of ["sending", "unsure"] as const) {
      expect([mayMove(state, "superseded"), mayMove(state, "cleared")]).toEqual([false, false]);
    }
  });

  it("count as live what is neither final nor cleared", () => {
    expect(liveStates).toEqual(pushStates.filter((state) => !finalStates.includes(state) && state !== "cleared"));
  });
});

describe("back-off", () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [6, 32_000],
    [7, 60_000],
    [limits.laterMax, 60_000],
  ])("after %i busy answers is %i ms", (times, ms) => {
    expect(backOffMs(times, 0)).toBe(ms);
  });

  it("is spread by up to a quarter and never shrinks", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (n, chance) => {
          const wait = backOffMs(n, chance);
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(backOffMs(n, 0));
          expect(wait).toBeLessThanOrEqual(backOffMs(n, 0) * 1.25);
          expect(backOffMs(n + 1, chance)).toBeGreaterThanOrEqual(wait);
        },
      ),
    );
  });

  it("a conversation without end is a problem that says how often was asked", () => {
    expect(tooManyTurns(9)).toMatchObject({ code: "ledger-trouble", detail: expect.stringContaining("9 times") });
  });
});
