// How fast may one company be asked? The defaults of a lane and how it reacts to "too fast".

/** QuickBooks Online allows 40 batches and 500 calls a minute and 10 calls at once, per company. */
export const pace = {
  /** 39 batches a minute: 2.6 % below the limit. Why this figure: docs/decisions/0003. */
  batchGapMs: 1_540,
  /** 460 calls a minute. */
  callGapMs: 130,
  /** Of ten; one is left for refreshing the connection. */
  inFlightMax: 9,
  freezeMs: 60_000,
  widenBy: 1.25,
  narrowBy: 0.99,
  /** A claim that comes a little late does not push all later ones back by as much. */
  catchUpMs: 250,
} as const;

/** Gap after a refusal for being too fast: a quarter wider, at most a minute. */
export function widened(gapMs: number): number {
  return Math.min(Math.ceil(gapMs * pace.widenBy), 60_000);
}

/** How long a lane rests after a refusal: a minute and up to a tenth more; `chance` in [0,1). */
export function freezeMs(chance: number): number {
  return Math.round(pace.freezeMs * (1 + chance / 10));
}
