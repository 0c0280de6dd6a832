// How fast may one company be asked? What a lane may send in the ledger's minute, and how it reacts to "too fast".

/**
 * QuickBooks Online allows 40 batches and 500 calls a minute, 10 calls a second and 10 at once, per company. A lane
 * remembers what it sent and sends again as soon as a whole window holds less than that: work that comes in small heaps
 * goes out at once, and a long queue never exceeds the minute. Why: docs/decisions/0009.
 */
export const pace = {
  minuteMs: 60_000,
  /** Beyond the minute: by so much may two calls be delayed differently on their way. */
  marginMs: 2_000,
  /** 40 batches in 62 s. Widened after a refusal, so that fewer fit. */
  batchGapMs: 1_550,
  /** 500 calls in 62 s, batches among them. */
  callGapMs: 124,
  /** Two calls are never closer: nine in a second. */
  spacingMs: 115,
  /** Of 25 calls one is left to people who wait. */
  personShare: 1 / 25,
  /** Of ten. */
  inFlightMax: 9,
  /** One slot is left to a person. */
  bulkInFlightMax: 8,
  /** At most; and one is always left to single calls. */
  batchesInFlightMax: 7,
  /**
   * So many batches may follow each other at once; one more only a gap after the last. The minute's forty are sent all
   * the same, and in between four slots carry single calls; a ledger that answers slowly gets all seven.
   */
  batchesAtOnceMax: 4,
  widenBy: 1.25,
  narrowBy: 0.99,
} as const;

/** What a lane sent of late: each batch's moment, and calls by the second (its moment, how many), oldest first. */
export type PaceLog = {
  readonly batches: readonly number[];
  readonly calls: readonly (readonly [number, number])[];
};

export type Gaps = { readonly batchGapMs: number; readonly callGapMs: number };

export type PaceRules = {
  /** The ledger's minute. Shorter where its clock runs faster, in benchmarks: gaps and margins shrink with it. */
  readonly minuteMs: number;
  /** Intuit does not say whether the items of a batch count as calls; true when they do. */
  readonly batchItemsCount: boolean;
};

/** What may be sent when, in milliseconds since 1970: a person's call, a batch, a single call beside the batches. */
export type Paid = {
  readonly log: PaceLog;
  readonly nextCallAt: number;
  readonly nextBatchAt: number;
  readonly nextBesideAt: number;
};

/** A second of a minute: calls are remembered by it, not one by one. */
const SECONDS = 60;
/** The largest batch there is: the next one may be as large. */
const BATCH_MAX = 30;
const WINDOW_MS = pace.minuteMs + pace.marginMs;

/**
 * Writes a call down in the log and says when the next ones may go. `items` is how many requests a batch carries; `dueMs`
 * is when a call that goes a little early would have been due: the next one is as far from that moment.
 */
export function pay(
  before: PaceLog,
  gaps: Gaps,
  call: { readonly shape: "single" | "batch"; readonly items: number },
  nowMs: number,
  rules: PaceRules,
  dueMs = nowMs,
): Paid {
  const speed = rules.minuteMs / pace.minuteMs;
  const windowMs = speed * WINDOW_MS;
  const secondMs = rules.minuteMs / SECONDS;
  const weight = call.shape === "batch" && rules.batchItemsCount ? call.items : 1;
  const log: PaceLog = {
    batches: before.batches.filter((at) => at > nowMs - windowMs).concat(call.shape === "batch" ? [nowMs] : []),
    calls: counted(before.calls, nowMs, weight, secondMs).filter(([second]) => second + secondMs > nowMs - windowMs),
  };
  const calls = callsMax(gaps.callGapMs);
  const forBulk = Math.max(1, Math.floor(calls * (1 - pace.personShare)));
  const spaced = Math.max(nowMs, dueMs) + spacingMs(gaps, rules);
  const room = (max: number, needed: number) => callsLeaveAt(log.calls, max - needed, nowMs, windowMs, secondMs);
  const nextBesideAt = Math.max(spaced, room(forBulk, 1));
  return {
    log,
    nextCallAt: Math.max(spaced, room(calls, 1)),
    nextBesideAt,
    nextBatchAt: Math.max(
      nextBesideAt,
      room(forBulk, rules.batchItemsCount ? Math.min(BATCH_MAX, forBulk) : 1),
      batchLeavesAt(log.batches, callsMax(gaps.batchGapMs), nowMs, windowMs),
    ),
  };
}

/** From when on one more batch fits the window, whatever else the lane keeps its batches for. */
export function batchFitsAt(log: PaceLog, gaps: Gaps, nowMs: number, { minuteMs }: PaceRules): number {
  const windowMs = (minuteMs / pace.minuteMs) * WINDOW_MS;
  const inside = log.batches.filter((at) => at > nowMs - windowMs);
  return batchLeavesAt(inside, callsMax(gaps.batchGapMs), nowMs, windowMs);
}

/** How far apart two calls of a lane are at least. */
export function spacingMs(gaps: Gaps, { minuteMs }: PaceRules): number {
  return (Math.min(pace.spacingMs, gaps.callGapMs) * minuteMs) / pace.minuteMs;
}

/** How many calls with this gap fit a window; without a gap, any number. */
function callsMax(gapMs: number): number {
  return gapMs <= 0 ? Infinity : Math.max(1, Math.floor(WINDOW_MS / gapMs));
}

function counted(
  calls: PaceLog["calls"],
  nowMs: number,
  weight: number,
  secondMs: number,
): readonly (readonly [number, number])[] {
  const second = Math.floor(nowMs / secondMs) * secondMs;
  const last = calls.at(-1);
  // Clocks of two workers may differ by a little: what is older than the last second counts in that one.
  if (last && last[0] >= second) return [...calls.slice(0, -1), [last[0], last[1] + weight]];
  return [...calls, [second, weight]];
}

/** When at most `left` calls are still in the window: a second leaves it as a whole. */
function callsLeaveAt(
  calls: PaceLog["calls"],
  left: number,
  nowMs: number,
  windowMs: number,
  secondMs: number,
): number {
  let inside = calls.reduce((sum, [, count]) => sum + count, 0);
  if (inside <= left) return nowMs;
  for (const [second, count] of calls) {
    inside -= count;
    if (inside <= Math.max(0, left)) return second + secondMs + windowMs;
  }
  return nowMs + windowMs;
}

/** When one more batch fits among `max` in a window. */
function batchLeavesAt(batches: readonly number[], max: number, nowMs: number, windowMs: number): number {
  const oldest = batches.at(-max);
  return oldest === undefined || batches.length < max ? nowMs : oldest + windowMs;
}

/**
 * The gaps after a refusal for being too fast, a quarter wider at least. A refused batch may have been one too many of
 * either kind; a refused single call only says that calls are short, and then batches, which carry thirty in one call,
 * go on as they did. If another app takes part of the company's calls, what we sent in the last minute is what it left
 * us: the gap goes there at once, though never beyond twice its width.
 */
export function afterRefusal(
  gaps: Gaps,
  log: PaceLog,
  shape: "single" | "batch",
  nowMs: number,
  { minuteMs }: PaceRules,
): Gaps {
  const speed = minuteMs / pace.minuteMs;
  const since = nowMs - speed * WINDOW_MS;
  const sent = log.calls.reduce((sum, [second, count]) => (second >= since ? sum + count : sum), 0);
  // Few calls say little: they may have met somebody else's burst.
  const left = sent < callsMax(gaps.callGapMs) / 4 ? 0 : Math.ceil(WINDOW_MS / sent);
  const callGapMs = Math.max(widened(gaps.callGapMs), Math.min(left, gaps.callGapMs * 2));
  return {
    callGapMs: Math.min(callGapMs, WIDEST_MS),
    batchGapMs: shape === "batch" ? widened(gaps.batchGapMs) : gaps.batchGapMs,
  };
}

const WIDEST_MS = 60_000;

/** A gap a quarter wider, at most a minute. */
export function widened(gapMs: number): number {
  return Math.min(Math.ceil(gapMs * pace.widenBy), WIDEST_MS);
}

/** How long a lane rests after a refusal: a minute and up to a tenth more; `chance` in [0,1). */
export function freezeMs(chance: number, minuteMs: number = pace.minuteMs): number {
  return Math.round(minuteMs * (1 + chance / 10));
}
