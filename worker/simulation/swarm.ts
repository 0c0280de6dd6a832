// Which faults has a schedule, and how strong? Not every kind in each, or they hide one another.
import type { Dice } from "#db/testing-dice.ts";

/** Faults the books carry out themselves, by the names their door knows. */
export const orderedKinds = [
  "drop-before-write",
  "drop-after-write",
  "429",
  "429-item",
  "500",
  "500-after-write",
  "503",
  "expire-token",
  "stale",
  "half-batch",
  "half-batch-after",
  "truncate",
  "html",
] as const;
/**
 * Faults of the way and of the processes. late: no answer, and what was asked takes place when nobody waits for it any
 * more. slow-answer: it comes after twenty seconds. stall: the process is stopped right before it speaks.
 */
const wayKinds = ["late", "slow-answer", "stall"] as const;
export type FaultKind = (typeof orderedKinds)[number] | (typeof wayKinds)[number];
/** Probability of each kind per call; a kind that is missing does not happen. */
export type Strengths = Partial<Record<FaultKind, number>>;

/** What one seed is about. */
export type Swarm = {
  readonly strengths: Strengths;
  readonly workers: number;
  /** Probability of a process to die at one of its steps, and to die in place of a commit. */
  readonly dying: number;
  /** Probability of a process to be stopped at one of its steps. */
  readonly stopping: number;
  /** So many calls meet a fault and so many processes die at the most: a short history is told often, a long one seldom. */
  readonly faultsMax: number;
  readonly deathsMax: number;
  /** How long a request id is remembered; null: for ever. */
  readonly memoryMs: number | null;
  /** By so much the ledger's clock is ahead of ours. */
  readonly skewMs: number;
  readonly webhooks: { readonly missing: number; readonly twice: number; readonly lateMs: number };
  /** How many times each kind of thing happens, at the most. */
  readonly orders: number;
  readonly edits: number;
  readonly bookkeeping: number;
  /** The books are closed for a while. */
  readonly isClosed: boolean;
  /** Within how long all that happens. */
  readonly spanMs: number;
};

/** A lease, and the time a process waits before it looks: shorter memories are not promised to work. */
const MEMORY_MS = 130_000 + 180_000;

/** What we ask for again beyond the last look, and a little less. */
const SKEW_MAX_MS = 270_000;

export function drawSwarm(dice: Dice): Swarm {
  const strengths: Strengths = {};
  for (const kind of [...orderedKinds, ...wayKinds]) {
    if (dice.falls(0.3))
      strengths[kind] = dice.fraction() ** 2 * (kind.startsWith("half") || kind === "stale" ? 0.6 : 0.35);
  }
  return {
    strengths,
    workers: 1 + dice.below(3),
    dying: dice.falls(0.4) ? dice.fraction() * 0.02 : 0,
    stopping: dice.falls(0.3) ? dice.fraction() * 0.02 : 0,
    faultsMax: 1 + dice.below(dice.falls(0.2) ? 30 : 6),
    deathsMax: 1 + dice.below(4),
    memoryMs: dice.falls(0.5) ? null : MEMORY_MS,
    skewMs: dice.pick([0, 0, -SKEW_MAX_MS, SKEW_MAX_MS]),
    webhooks: {
      missing: dice.pick([0, 0.5, 1]),
      twice: dice.pick([0, 0, 0.3]),
      lateMs: dice.pick([1_000, 20_000, 300_000]),
    },
    orders: 1 + dice.below(dice.pick([1, 1, 2, 4])),
    edits: dice.pick([0, 0, 1, 1, 2]),
    bookkeeping: dice.falls(0.4) ? 1 + dice.below(2) : 0,
    isClosed: dice.falls(0.1),
    spanMs: dice.pick([5_000, 30_000, 120_000, 400_000]),
  };
}

type Item = Readonly<Record<string, { readonly Id?: string } | string>>;

/** Which kinds of fault make sense for a call. */
export function fits({ method, path, body }: { method: string; path: string; body: string }): readonly FaultKind[] {
  const isBatch = method === "POST" && path.includes("/batch?");
  const isQuery = path.includes("/query?");
  const items = isBatch ? (JSON.parse(body) as { BatchItemRequest: Item[] }).BatchItemRequest : [];
  const isWrite = isBatch ? items.some((item) => item.operation !== undefined) : method === "POST" && !isQuery;
  const isChange = isBatch
    ? items.some((item) => item.operation === "update" || item.operation === "void")
    : isWrite && (JSON.parse(body) as Item).Id !== undefined;
  const needs: Partial<Record<FaultKind, boolean>> = {
    "drop-before-write": isWrite,
    "drop-after-write": isWrite,
    "500-after-write": isWrite,
    "429-item": isBatch,
    "half-batch": isBatch,
    "half-batch-after": isBatch,
    stale: isChange,
    stall: false,
  };
  return [...orderedKinds, ...wayKinds].filter((kind) => needs[kind] ?? true);
}
