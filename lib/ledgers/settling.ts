// Where does a push go after a verdict? Limits and back-off applied, in one place for every ledger.
import { backOffMs, limits, tooManyTurns, type Memory } from "#lib/sync/push.ts";
import type { ClaimedPush, Settlement } from "#lib/sync/turn.ts";
import type { Verdict } from "./ledger.ts";

/** Turns one verdict into the state, memory and next moment of its push. `chance` in [0,1) spreads the back-off. */
export function settlementOf(claimed: ClaimedPush, verdict: Verdict, now: Date, chance: number): Settlement {
  const { pushId } = claimed.push;
  switch (verdict.is) {
    case "posted":
      return {
        pushId,
        state: "posted",
        link: verdict.link,
        ...(verdict.told === undefined ? {} : { told: verdict.told }),
      };
    case "problem":
      return {
        pushId,
        state: "problem",
        problem: verdict.problem,
        ...(verdict.link === undefined ? {} : { link: verdict.link }),
      };
    case "more": {
      const { unsure: isUnsure, ...facts } = verdict.memory;
      // A finished look ends the doubt; one page of several, or a fault instead of rows, does not.
      const doubt: Memory = isUnsure === true && facts.lookedUp !== true ? { unsure: true } : {};
      return claimed.turns >= limits.turnsMax
        ? { pushId, state: "problem", problem: tooManyTurns(claimed.turns), memory: doubt }
        : { pushId, state: "ready", memory: { ...facts, ...doubt } };
    }
    case "later":
      return later(claimed, verdict.because, now, chance);
    default:
      return verdict satisfies never;
  }
}

function later(
  claimed: ClaimedPush,
  because: Extract<Verdict, { is: "later" }>["because"],
  now: Date,
  chance: number,
): Settlement {
  const { pushId } = claimed.push;
  // Being too fast and having lost the connection are the lane's affair: the push itself did nothing wrong.
  if (because !== "busy") return { pushId, state: "ready", isTurnBack: true };
  if (claimed.laters + 1 >= limits.laterMax) {
    const detail = `QuickBooks was busy ${claimed.laters + 1} times in a row.`;
    return { pushId, state: "problem", problem: { code: "ledger-trouble", detail } };
  }
  const availableAt = new Date(now.getTime() + backOffMs(claimed.laters + 1, chance));
  return { pushId, state: "ready", availableAt, isLater: true, isTurnBack: true };
}
