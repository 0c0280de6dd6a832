// May a question be asked now, beside the pushes of the same lane?
import { pace } from "#lib/sync/pace.ts";

/** A lane's pace as it stands. */
export type LanePace = {
  readonly nextBatchAt: Date;
  readonly nextCallAt: Date;
  readonly frozenUntil: Date;
  readonly inFlight: number;
  readonly batchGapMs: number;
  readonly callGapMs: number;
};

/** When all slots are taken, somebody looks again after this. */
const SLOT_AGAIN_MS = 250;

/**
 * The moment from which a question may be asked. It may come up to one batch, or two calls, before its turn and pays
 * from there on: pushes take their turns the instant they are due, and a question that only ever waited for a free
 * moment would starve beside a full lane. The pace over a minute stays the same.
 */
export function readFrom(lane: LanePace, isBatch: boolean, now: Date): Date {
  const turns = [lane.frozenUntil.getTime(), lane.nextCallAt.getTime() - 2 * lane.callGapMs];
  if (isBatch) turns.push(lane.nextBatchAt.getTime() - lane.batchGapMs);
  if (lane.inFlight >= pace.inFlightMax) turns.push(now.getTime() + SLOT_AGAIN_MS);
  return new Date(Math.max(...turns));
}
