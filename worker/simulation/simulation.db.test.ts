// Schedules of the real worker against real Postgres: does any break an invariant, and does a seed repeat itself?
import { expect, it } from "vitest";

import { seedOfRun } from "#db/testing-world.ts";
import { openGround } from "./ground.ts";
import { reportOf, runSeeds, seedsFrom } from "./run.ts";
import { runSchedule } from "./schedule.ts";

/** `npm run simulate` runs as many as one waits for. */
const SCHEDULES = Number(process.env.TIEOUT_SCHEDULES ?? 2_000);
/** A machine that is busy runs as many as this time holds, and the line it prints says how many; a number that was asked for is run. */
const MINUTES_MAX = process.env.TIEOUT_SCHEDULES === undefined ? 12 : Infinity;
const TWICE = 10;
const seed = seedOfRun();

it(`up to ${SCHEDULES} schedules break no invariant (I1 to I15, from seed ${seed})`, async () => {
  const startMs = performance.now();
  const mayGoOn = () => performance.now() - startMs < MINUTES_MAX * 60_000;
  const tally = await runSeeds(seedsFrom(seed, SCHEDULES), mayGoOn);
  const { schedules, steps, calls, faults, deaths, bad } = tally;
  const rate = (schedules / ((performance.now() - startMs) / 1_000)).toFixed(1);
  process.stdout.write(
    `${schedules} of ${SCHEDULES} schedules, ${rate} a second: ${steps} steps, ${calls} calls, ${faults} faults, ${deaths} deaths\n`,
  );
  expect(bad.map((outcome) => reportOf(outcome))).toEqual([]);
  if (mayGoOn()) expect(schedules).toBe(SCHEDULES);
  expect(Math.min(calls, faults, deaths)).toBeGreaterThan(0);
}, 3_600_000);

it(`I16 the same seed tells the same story (from seed ${seed})`, async () => {
  const ground = await openGround();
  try {
    const told = new Set<string>();
    for (const each of seedsFrom(seed, TWICE)) {
      const first = (await runSchedule(ground, each)).trace.digest();
      expect((await runSchedule(ground, each)).trace.digest(), `seed ${each}`).toBe(first);
      told.add(first);
    }
    expect(told.size).toBe(TWICE);
  } finally {
    await ground.close();
  }
}, 300_000);
