// Many schedules, several at once: each lane of them has a database of its own, so that none sees another's clock.
import { openGround, type Ground } from "./ground.ts";
import { runSchedule, type Outcome } from "./schedule.ts";

/** Postgres does most of the work; more lanes than this wait for it, not for us. */
export const LANES = Number(process.env.TIEOUT_LANES ?? 4);

export type Tally = {
  schedules: number;
  steps: number;
  calls: number;
  faults: number;
  deaths: number;
  readonly bad: Outcome[];
};

/** Runs these seeds; `onOutcome` says false to stop. */
export async function runSeeds(
  seeds: Iterable<number>,
  onOutcome: (outcome: Outcome) => boolean = () => true,
  lanes = LANES,
): Promise<Tally> {
  const waiting = seeds[Symbol.iterator]();
  const tally: Tally = { schedules: 0, steps: 0, calls: 0, faults: 0, deaths: 0, bad: [] };
  let isOver = false;
  const serve = async (ground: Ground) => {
    for (let next = waiting.next(); !next.done && !isOver; next = waiting.next()) {
      const outcome = await runSchedule(ground, next.value);
      tally.schedules += 1;
      tally.steps += outcome.steps;
      tally.calls += outcome.calls;
      tally.faults += outcome.faults;
      tally.deaths += outcome.deaths;
      if (outcome.wrong.length > 0) tally.bad.push(outcome);
      if (!onOutcome(outcome)) isOver = true;
    }
  };
  const grounds = await Promise.all(Array.from({ length: lanes }, openGround));
  try {
    await Promise.all(grounds.map(serve));
  } finally {
    await Promise.all(grounds.map((ground) => ground.close()));
  }
  return tally;
}

/** Seeds from one on. */
export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let nth = 0; nth < count; nth++) yield (first + nth) % 2 ** 32;
}

/** What is wrong in a schedule, in one line that begins with how to see it again. */
export function reportOf({ seed, wrong }: Outcome): string {
  const [first] = wrong;
  return `seed ${seed} (npm run simulate -- --seed ${seed}): ${first?.invariant} ${first?.sentence}`;
}
