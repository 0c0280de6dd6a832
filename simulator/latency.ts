// How long does the simulated QuickBooks take to answer?
import type { Latency } from "./settings.ts";

/** A small seeded generator of numbers in [0, 1) (mulberry32), so that runs can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Milliseconds of one call before time scaling; log-normal around the median for single calls. */
export function latencyMs(
  settings: Latency,
  kind: "read" | "write" | "batch",
  items: number,
  random: () => number,
): number {
  if (!settings.on) return 0;
  if (kind === "batch") return settings.batchMs + settings.batchItemMs * items;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const median = settings.singleMs * (kind === "read" ? settings.readFactor : 1);
  return median * Math.exp(settings.sigma * normal);
}

/** Waits; nothing at all for 0. */
export async function wait(ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise((resolve) => setTimeout(resolve, ms));
}
