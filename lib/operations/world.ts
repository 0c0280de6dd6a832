// What the clock's operations need of the world, before they know whose work they do.
import { randomBytes } from "node:crypto";

import type { Database } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { Chance, Clock } from "#lib/id.ts";

export type World = {
  readonly db: Database;
  readonly now: Clock;
  readonly chance: Chance;
  /** This process, as leases know it. */
  readonly owner: string;
  readonly timing: Timing;
  /** The way out to ledgers; without it, the machine's own. */
  readonly fetch?: typeof globalThis.fetch;
  /** Lets time pass while a lane is busy; without it nobody waits. */
  readonly wait?: (ms: number) => Promise<void>;
  /** True once this process shall end: long readings stop at their next question. */
  readonly isLeaving?: () => boolean;
};

export type Timing = {
  /** QuickBooks cuts a request off after 120 s; ten more until nobody can still be working on it. */
  readonly leaseMs: number;
  /** A call is given up after this; below the lease, so that the answer is always ours. */
  readonly callMs: number;
  /** How long a repeated request id surely answers instead of acting again. */
  readonly idMemoryMs: number;
  /** A worker that was not heard of for so long is gone. */
  readonly aliveMs: number;
  /** The minute in which QuickBooks counts calls. */
  readonly minuteMs: number;
  /** Single calls go beside the batches when no batch may go. */
  readonly singlesBeside: boolean;
  /** Each item of a batch counts as a call: Intuit does not say. */
  readonly batchItemsCount: boolean;
};

export const defaultTiming: Timing = {
  leaseMs: 130_000,
  callMs: 120_000,
  idMemoryMs: 180_000,
  aliveMs: 15_000,
  minuteMs: 60_000,
  singlesBeside: true,
  batchItemsCount: false,
};

/** Random bytes of the machine. */
export const machineChance: Chance = (bytes) => randomBytes(bytes);

/** A number in [0,1) out of the world's chance. */
export function fraction(chance: Chance): number {
  const [high = 0, low = 0] = chance(2);
  return (high * 256 + low) / 65_536;
}

/** The scope in which the clock does a job for one tenant. */
export function workerScope(
  { db, now, chance, fetch }: Pick<World, "db" | "now" | "chance" | "fetch">,
  tenantId: string,
  job: string,
): Scope {
  return { tenantId, actor: { type: "worker", job }, db, now, chance, ...(fetch ? { fetch } : {}) };
}
