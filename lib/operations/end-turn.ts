// What came of a call? Reads the answer, settles every push it carried, gives the slot back. Nothing is sent here.
import { inHotTransaction, type Transaction } from "#db/client.ts";
import { allow } from "#lib/access/scope.ts";
import { documentTitle } from "#lib/documents/document.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import type { Verdict } from "#lib/ledgers/ledger.ts";
import { settlementOf } from "#lib/ledgers/settling.ts";
import { batchAnswers, isOutcomeUnknown, keptText, singleAnswer, type QboAnswer } from "#lib/ledgers/qbo/answer.ts";
import type { Carried } from "#lib/ledgers/qbo/carrier.ts";
import { afterRefusal, freezeMs } from "#lib/sync/pace.ts";
import { limits, priorities } from "#lib/sync/push.ts";
import {
  endAttempt,
  freezeLane,
  holdLane,
  leaveSlot,
  lockPace,
  settlePushes,
  takenLinks,
} from "#lib/sync/settle/store.ts";
import { CUSTOMER_TYPE } from "#lib/sync/link.ts";
import type { ClaimedPush, Settlement } from "#lib/sync/turn.ts";
import { goOn } from "./go-on.ts";
import type { Turn } from "./take-turn.ts";
import { fraction, workerScope, type World } from "./world.ts";

/** What the worker should know of a turn that ended. */
export type TurnEnd = {
  readonly tenantId: string;
  readonly companyFileId: string;
  readonly posted: number;
  readonly problems: number;
  readonly unsure: number;
  readonly isThrottled: boolean;
  /** The access token was refused: renew it before the next turn. */
  readonly isUnauthorized: boolean;
  /** The lane is held because of that, until a good token is there. Null when it is not. */
  readonly held: Held | null;
  /** Somebody else had taken the turn over: nothing was written. */
  readonly isTooLate: boolean;
};

/**
 * `restsUntil`: what the lane rested for already. `isAgain`: it went on less than a minute ago, so the token that was
 * refused is a new one.
 */
export type Held = { readonly until: Date; readonly restsUntil: Date; readonly isAgain: boolean };

/** Settles one turn. A result that comes after the lease was lost changes nothing. */
export async function endTurn(world: World, turn: Turn, carried: Carried): Promise<TurnEnd> {
  const { lane } = turn;
  const scope = workerScope(world, lane.tenantId, "deliver");
  allow(scope, "sync:run");
  const now = world.now();
  const heard = read(turn, carried);
  const isThrottled = [...heard.values()].some((reading) => isLater(reading, "throttled"));
  const isUnauthorized = [...heard.values()].some((reading) => isLater(reading, "unauthorized"));
  const readings = turn.attempt.sends > 1 ? onlyAnswers(heard) : heard;
  return await inHotTransaction(scope, async (tx) => {
    const pace = await lockPace(tx, lane);
    const state = stateOf(turn, [...readings.values()]);
    const answered =
      carried.is === "answered"
        ? { status: carried.status, answer: keptText(carried.status, carried.text), traceId: carried.traceId }
        : {};
    const end = {
      attemptId: turn.attempt.attemptId,
      leaseOwner: turn.lease.owner,
      sends: turn.attempt.sends,
      state,
      ...answered,
    } as const;
    if (!(await endAttempt(tx, lane, end, now)))
      return ended(turn, [], { isThrottled, isUnauthorized, held: null, isTooLate: true });
    const settlements = [...readings].map(([pushId, reading]) =>
      reading === "lost"
        ? unsure(world, turn, pushId, state === "lost", now)
        : inDoubtYet(turn, settlementOf(turn.claimed.get(pushId)!, reading, now, fraction(world.chance))),
    );
    const checked = await withoutTakenLinks(tx, turn, settlements);
    const settled = await settlePushes(tx, lane, turn.attempt.attemptId, checked, now);
    await goOn(scope, tx, lane.companyFileId, settled);
    const personAt = settled.filter((one) => one.state === "ready" && one.priority === priorities.person);
    await leaveSlot(tx, lane, turn.attempt.call.shape, now, personAt[0]?.availableAt ?? null);
    if (isThrottled) {
      const wider = afterRefusal(pace, pace.paceLog, turn.attempt.call.shape, now.getTime(), world.timing);
      await freezeLane(tx, lane, wider, now, thawsAt(world, now));
    }
    const held = isUnauthorized ? heldAt(world, now, pace.frozenUntil) : null;
    if (held) await holdLane(tx, lane, held.until);
    return ended(turn, checked, { isThrottled, isUnauthorized, held, isTooLate: false });
  });
}

/** A rest after "too fast" that has just ended looks the same; then the lane waits a minute too long. */
function heldAt({ timing: { minuteMs } }: World, now: Date, frozenUntil: Date): Held {
  const until = new Date(now.getTime() + minuteMs);
  const isAgain = frozenUntil <= now && frozenUntil.getTime() > now.getTime() - minuteMs;
  return { until, restsUntil: frozenUntil, isAgain };
}

function thawsAt(world: World, now: Date): Date {
  return new Date(now.getTime() + freezeMs(fraction(world.chance), world.timing.minuteMs));
}

type Reading = Verdict | "lost";

function read(turn: Turn, carried: Carried): Map<string, Reading> {
  const pushes = [...turn.claimed.values()];
  switch (carried.is) {
    case "lost":
      return new Map(pushes.map(({ push }) => [push.pushId, "lost"]));
    case "unsent":
      return new Map(pushes.map(({ push }) => [push.pushId, { is: "later", because: "busy" }]));
    case "answered": {
      const { items, call } = turn.attempt;
      const answers =
        call.shape === "single"
          ? null
          : batchAnswers(
              [...items.values()].map((bId) => ({ bId })),
              carried.status,
              carried.text,
            );
      const single = call.shape === "single" ? singleAnswer(carried.status, carried.text) : null;
      return new Map(
        pushes.map((claimed) => [
          claimed.push.pushId,
          readOne(claimed, single ?? answers?.get(items.get(claimed.push.pushId) ?? "")),
        ]),
      );
    }
    default:
      return carried satisfies never;
  }
}

function readOne(claimed: ClaimedPush, answer: QboAnswer | undefined): Reading {
  // An item the batch's answer does not mention may have happened: that is not hearing, not a refusal.
  if (!answer || isOutcomeUnknown(answer)) return "lost";
  return ledgers.qbo.readResponse(claimed.push, answer);
}

/** A call that was sent before and is put off this time: that says nothing about the time before. */
function onlyAnswers(readings: ReadonlyMap<string, Reading>): Map<string, Reading> {
  return new Map(
    [...readings].map(([pushId, reading]) => [pushId, reading !== "lost" && reading.is === "later" ? "lost" : reading]),
  );
}

/**
 * Lost calls are sent again word for word. Not when a part of the batch was heard (what is posted must not be said
 * again), and not for ever: then each push looks for itself.
 */
function stateOf(turn: Turn, readings: readonly Reading[]): "answered" | "lost" | "given-up" {
  if (!readings.includes("lost")) return "answered";
  const isWhole = readings.every((reading) => reading === "lost");
  return isWhole && turn.attempt.sends <= limits.replaysMax ? "lost" : "given-up";
}

function isLater(reading: Reading, because: "throttled" | "unauthorized"): boolean {
  return reading !== "lost" && reading.is === "later" && reading.because === because;
}

/** Not heard: the same words go out again soon, and only when that is over may the push look for itself. */
function unsure(world: World, turn: Turn, pushId: string, willReplay: boolean, now: Date): Settlement {
  const firstSent = turn.lease.until.getTime() - world.timing.leaseMs;
  const replayOver = willReplay ? Math.max(firstSent + world.timing.idMemoryMs, now.getTime()) : now.getTime();
  const availableAt = new Date(Math.max(replayOver, turn.lease.until.getTime()));
  return { pushId, state: "unsure", availableAt };
}

/**
 * A refusal answers this call alone: the same words were sent before, went unheard, and may still arrive. Whoever sends
 * the document again looks first.
 */
function inDoubtYet({ attempt }: Turn, settlement: Settlement): Settlement {
  if (attempt.sends === 1 || settlement.state !== "problem") return settlement;
  return { ...settlement, memory: { ...settlement.memory, unsure: true } };
}

/** Two of our documents must never claim one of theirs: the later one becomes a problem for a person. */
async function withoutTakenLinks(
  tx: Transaction,
  turn: Turn,
  settlements: readonly Settlement[],
): Promise<Settlement[]> {
  const links = settlements.flatMap(({ pushId, link }) =>
    link && !turn.claimed.get(pushId)!.push.isExtra ? [{ documentId: turn.claimed.get(pushId)!.documentId, link }] : [],
  );
  const taken = await takenLinks(tx, turn.lane, links);
  const here = new Map<string, string>();
  return settlements.map((settlement) => {
    const { documentId, push } = turn.claimed.get(settlement.pushId)!;
    if (push.isExtra) return settlement;
    const { link } = settlement;
    const title = taken.get(documentId) ?? (link && here.get(`${link.ledgerType}/${link.ledgerId}`));
    if (link && link.ledgerType !== CUSTOMER_TYPE)
      here.set(`${link.ledgerType}/${link.ledgerId}`, documentTitle(push.document));
    if (title === undefined) return settlement;
    const detail = `What QuickBooks answered belongs to ${title} already.`;
    return { pushId: settlement.pushId, state: "problem", problem: { code: "looks-alike", about: title, detail } };
  });
}

function ended(
  turn: Turn,
  settlements: readonly Settlement[],
  flags: Pick<TurnEnd, "isThrottled" | "isUnauthorized" | "held" | "isTooLate">,
): TurnEnd {
  const count = (state: Settlement["state"]) => settlements.filter((one) => one.state === state).length;
  return {
    tenantId: turn.lane.tenantId,
    companyFileId: turn.lane.companyFileId,
    posted: count("posted"),
    problems: count("problem"),
    unsure: count("unsure"),
    ...flags,
  };
}
