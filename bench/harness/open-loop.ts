// How long do requests take that come whether or not the last one was answered? Open loop: a slow answer delays no question.
import { setTimeout as pause } from "node:timers/promises";

export type Latency = {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly failed: number;
};

/** Asks `perSecond` times a second for some seconds; times run from when a request was due, so waiting in line counts. */
export async function openLoop(
  perSecond: number,
  seconds: number,
  ask: (nth: number) => Promise<unknown>,
): Promise<Latency> {
  const times: number[] = [];
  let failed = 0;
  const start = performance.now() + 5;
  const asked = Array.from({ length: perSecond * seconds }, async (_, nth) => {
    const due = start + (nth * 1_000) / perSecond;
    await pause(Math.max(0, due - performance.now()));
    await ask(nth).catch(() => void (failed += 1));
    times.push(performance.now() - due);
  });
  await Promise.all(asked);
  return { ...spread(times), failed };
}

/** One after the other: for what is too slow to be asked any faster. */
export async function closedLoop(times: number, ask: (nth: number) => Promise<unknown>): Promise<Latency> {
  const took: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const from = performance.now();
    await ask(nth);
    took.push(performance.now() - from);
  }
  return { ...spread(took), failed: 0 };
}

function spread(times: readonly number[]): Omit<Latency, "failed"> {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { requests: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? NaN };
}
