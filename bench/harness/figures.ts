// From rounds to figures: medians, how sure a ratio is, and a table a person can read.
import { createHash } from "node:crypto";

/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

const RESAMPLES = 2_000;

/** Ratio of medians; with five rounds or more also its 95 % interval by bootstrap, from a fixed seed. */
export function ratio(
  ours: readonly number[],
  theirs: readonly number[],
): { readonly ratio: number; readonly low: number | null; readonly high: number | null } {
  const measured = median(ours) / median(theirs);
  if (Math.min(ours.length, theirs.length) < 5) return { ratio: measured, low: null, high: null };
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const drawn = (values: readonly number[]) => values.map(() => values[Math.floor(random() * values.length)]!);
  const ratios = Array.from({ length: RESAMPLES }, () => median(drawn(ours)) / median(drawn(theirs)));
  ratios.sort((left, right) => left - right);
  return { ratio: measured, low: ratios[RESAMPLES * 0.025]!, high: ratios[RESAMPLES * 0.975 - 1]! };
}

const HASHES = 30_000;

/** Milliseconds of a fixed piece of work, the middle one of five: how fast is this machine just now? */
export function calibrate(): number {
  hash(HASHES);
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now();
    hash(HASHES);
    return performance.now() - from;
  });
  return median(times);
}

function hash(times: number): void {
  let digest = Buffer.alloc(32);
  for (let turn = 0; turn < times; turn += 1) digest = createHash("sha256").update(digest).digest();
}

/** For `JSON.stringify`: four decimals are more than a measurement is worth. */
export function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 10_000) / 10_000 : value;
}

/** Rows as a table; numbers stand to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  ");
  return [line(header), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
