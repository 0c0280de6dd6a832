// May a question be asked now, beside the pushes of the same lane?
import { batchFitsAt, pace, spacingMs, type Gaps, type PaceLog, type PaceRules } from "#lib/sync/pace.ts";

/** A lane's pace as it stands. */
export type ReadPace = Gaps & {
  readonly paceLog: PaceLog;
  readonly nextCallAt: Date;
  readonly frozenUntil: Date;
  readonly inFlight: number;
};

/** When all slots are taken, somebody looks again after this. */
const SLOT_AGAIN_MS = 250;
/** For so long the batches of pushes leave a batch to a question that waits for it. */
export const batchKeptMs = 2_000;

/**
 * The moment from which a question may be asked. Pushes take their turns the instant they are due, and a question that
 * only ever waited for a free moment would starve beside a full lane: it may come one call before its turn, and pays from
 * that turn on. A batch that is too early is kept for it instead (`batchKeptMs`): one more in a full minute is refused.
 */
export function readFrom(lane: ReadPace, isBatch: boolean, now: Date, rules: PaceRules): Date {
  const turns = [lane.frozenUntil.getTime(), lane.nextCallAt.getTime() - spacingMs(lane, rules)];
  if (isBatch) turns.push(batchFitsAt(lane.paceLog, lane, now.getTime(), rules));
  if (lane.inFlight >= pace.inFlightMax) turns.push(now.getTime() + SLOT_AGAIN_MS);
  return new Date(Math.max(...turns));
}
