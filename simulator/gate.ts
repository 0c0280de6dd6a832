// How fast may a company be asked: windows, calls in flight, other apps, and what was counted?
import type { Throttle } from "./settings.ts";
import { Window } from "./window.ts";

export type Stats = {
  requests: number;
  batches: number;
  batchItems: number;
  throttled429: number;
  /** Items refused inside a batch. */
  throttledItems: number;
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
  throttledItems: 0,
  inFlight: 0,
  maxInFlight: 0,
  maxPerMinute: 0,
  maxPerSecond: 0,
  maxBatchesPerMinute: 0,
};

/** What the windows hold when a call arrives. */
type Load = { minute: number; second: number; batches: number };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Counts the calls of one company and refuses those above its limits. */
export class Gate {
  stats: Stats = { ...NOTHING };
  private minute = new Window();
  private combined = new Window();
  private second = new Window();
  private batches = new Window();
  private mails = new Window();

  /**
   * How many items of the call are let in (1 or 0 for a single call); undefined when the whole call is refused.
   * `batchItems` is 0 for a single call; `nowMs` is a steady clock in real milliseconds and `scale` shrinks the
   * windows. A refused call counts in no window.
   */
  enter(limits: Throttle, nowMs: number, scale: number, batchItems: number): number | undefined {
    const fixed = limits.windows === "fixed";
    const minuteMs = MINUTE_MS / scale;
    const isBatch = batchItems > 0;
    const load: Load = {
      minute: this.minute.count(nowMs, minuteMs, fixed),
      second: this.second.count(nowMs, 1000 / scale, fixed),
      batches: this.batches.count(nowMs, minuteMs, fixed),
    };
    const combined = this.combined.count(nowMs, minuteMs, fixed);
    const others = (lengthMs: number) => limits.otherAppShare * (fixed ? (nowMs % lengthMs) / lengthMs : 1);
    const ofApp = limits.otherAppUses === "all" ? others : () => 0;
    const room = (max: number | null, used: number, share: number) =>
      max === null || !limits.on ? Number.MAX_SAFE_INTEGER : Math.floor(max - share * max + 1e-9) - used;
    const free = Math.min(
      room(limits.combinedPerMinute, combined, others(minuteMs)),
      room(limits.perSecond, load.second, ofApp(1000 / scale)),
      room(limits.inFlight, this.stats.inFlight, 0),
      isBatch ? room(limits.batchesPerMinute, load.batches, ofApp(minuteMs)) : 1,
      isBatch ? room(limits.companyBatchesPerMinute, load.batches, others(minuteMs)) : 1,
    );
    const inMinute = room(limits.perMinute, load.minute, others(minuteMs));
    const weight = isBatch ? (limits.countBatchItems ? batchItems : limits.countBatches ? 1 : 0) : 1;
    const cut = isBatch && limits.countBatchItems && limits.overflow === "items";
    const taken = cut ? Math.min(weight, inMinute) : weight;
    if (free < 1 || inMinute < taken || (cut && taken < 1)) {
      this.stats.throttled429 += 1;
      return undefined;
    }
    this.count(nowMs, batchItems, taken, load);
    if (!cut) return isBatch ? batchItems : 1;
    this.stats.throttledItems += batchItems - taken;
    return taken;
  }

  leave(): void {
    this.stats.inFlight -= 1;
  }

  /** True when one more form may be e-mailed today. */
  mail(limits: Throttle, nowMs: number): boolean {
    const sent = this.mails.count(nowMs, DAY_MS, false);
    if (limits.on && limits.mailsPerDay !== null && sent >= limits.mailsPerDay) return false;
    this.mails.add(nowMs);
    return true;
  }

  /** Sets the figures back; calls still running stay counted as in flight. */
  reset(): void {
    this.stats = { ...NOTHING, inFlight: this.stats.inFlight };
  }

  private count(nowMs: number, batchItems: number, weight: number, load: Load): void {
    for (let index = 0; index < weight; index += 1) this.minute.add(nowMs);
    this.combined.add(nowMs);
    this.second.add(nowMs);
    if (batchItems > 0) this.batches.add(nowMs);
    const { stats } = this;
    stats.requests += 1;
    stats.batches += batchItems > 0 ? 1 : 0;
    stats.batchItems += batchItems;
    stats.inFlight += 1;
    stats.maxInFlight = Math.max(stats.maxInFlight, stats.inFlight);
    stats.maxPerMinute = Math.max(stats.maxPerMinute, load.minute + weight);
    stats.maxPerSecond = Math.max(stats.maxPerSecond, load.second + 1);
    if (batchItems > 0) stats.maxBatchesPerMinute = Math.max(stats.maxBatchesPerMinute, load.batches + 1);
  }
}
