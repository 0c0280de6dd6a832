// Chance that can be repeated: everything a test leaves to chance comes out of one seed, in one order. Used by tests only.
import type { Chance } from "#lib/id.ts";

export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A number in [0,1) (mulberry32). */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** True with this probability. */
  falls(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number from 0 to below `n`. */
  below(n: number): number {
    return Math.floor(this.fraction() * n);
  }

  /** One entry of a list that has some. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** The same entries in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((entry) => ({ entry, place: this.fraction() }))
      .sort((left, right) => left.place - right.place)
      .map(({ entry }) => entry);
  }

  /** Bytes for the operations, which take their chance as a function. */
  readonly chance: Chance = (bytes) => Uint8Array.from({ length: bytes }, () => this.below(256));
}
