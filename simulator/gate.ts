// How fast may a company be asked: windows, calls in flight, and what was counted?
import type { Throttle } from "./settings.ts";

/** Times of the calls of the last minute (or second), oldest first. */
class Window {
  private times: number[] = [];
  private first = 0;

  /** Calls inside the window that is open at `now`. */
  count(now: number, lengthMs: number, fixed: boolean): number {
    const begin = fixed ? Math.floor(now / lengthMs) * lengthMs : now - lengthMs;
    let time = this.times[this.first];
    while (time !== undefined && (fixed ? time < begin : time <= begin)) {
      this.first += 1;
      time = this.times[this.first];
    }
    if (this.first > 1024) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    return this.times.length - this.first;
  }

  add(now: number): void {
    this.times.push(now);
  }
}

export type Stats = {
  requests: number;
  batches: number;
  batchItems: number;
  throttled429: number;
  inFlight: number;
  maxInFlight: number;
  maxPerMinute: number;
  maxPerSecond: number;
  maxBatchesPerMinute: number;
};

const NOTHING: Stats = {
  requests: 0,
  batches: 0,
  batchItems: 0,
  throttled429: 0,
  inFlight: 0,
  maxInFlight: 0,
  maxPerMinute: 0,
  maxPerSecond: 0,
  maxBatchesPerMinute: 0,
};

/** Counts the calls of one company and refuses those above its limits. */
export class Gate {
  stats: Stats = { ...NOTHING };
  private minute = new Window();
  private second = new Window();
  private batches = new Window();

  /**
   * Lets a call in or not. `batchItems` is 0 for a single call; `nowMs` is a steady clock in real milliseconds and
   * `scale` shrinks the windows. A refused call counts in no window.
   */
  enter(limits: Throttle, nowMs: number, scale: number, batchItems: number): boolean {
    const fixed = limits.windows === "fixed";
    const perMinute = this.minute.count(nowMs, 60_000 / scale, fixed);
    const perSecond = this.second.count(nowMs, 1000 / scale, fixed);
    const perBatch = this.batches.count(nowMs, 60_000 / scale, fixed);
    const weight = limits.countBatchItems && batchItems > 0 ? batchItems : 1;
    const full =
      perMinute + weight > limits.perMinute ||
      perSecond + 1 > limits.perSecond ||
      this.stats.inFlight + 1 > limits.inFlight ||
      (batchItems > 0 && perBatch + 1 > limits.batchesPerMinute);
    if (limits.on && full) {
      this.stats.throttled429 += 1;
      return false;
    }
    for (let index = 0; index < weight; index += 1) this.minute.add(nowMs);
    this.second.add(nowMs);
    if (batchItems > 0) this.batches.add(nowMs);
    this.stats.requests += 1;
    this.stats.batches += batchItems > 0 ? 1 : 0;
    this.stats.batchItems += batchItems;
    this.stats.inFlight += 1;
    this.stats.maxInFlight = Math.max(this.stats.maxInFlight, this.stats.inFlight);
    this.stats.maxPerMinute = Math.max(this.stats.maxPerMinute, perMinute + weight);
    this.stats.maxPerSecond = Math.max(this.stats.maxPerSecond, perSecond + 1);
    if (batchItems > 0) this.stats.maxBatchesPerMinute = Math.max(this.stats.maxBatchesPerMinute, perBatch + 1);
    return true;
  }

  leave(): void {
    this.stats.inFlight -= 1;
  }

  /** Sets the figures back; calls still running stay counted as in flight. */
  reset(): void {
    this.stats = { ...NOTHING, inFlight: this.stats.inFlight };
  }
}
