// Does one job run at a time, in an order that is ours to choose, and does a dead process stay dead?
import { describe, expect, it } from "vitest";

import { Dice } from "#db/testing-dice.ts";
import { never, Scheduler } from "./scheduler.ts";

/** Two jobs of three steps each, interleaved as the dice say. */
async function interleaved(seed: number): Promise<string> {
  const [scheduler, dice, said] = [new Scheduler(() => false), new Dice(seed), [] as string[]];
  for (const name of ["a", "b"]) {
    scheduler.spawn(name, "job", async (park) => {
      for (let step = 1; step <= 3; step++) {
        await new Promise((resolve) => setImmediate(resolve));
        said.push(`${name}${step}`);
        await park(`step ${step}`);
      }
    });
  }
  for (let ready = scheduler.ready(0, () => true); ready.length > 0; ready = scheduler.ready(0, () => true)) {
    await scheduler.goOn(dice.pick(ready));
  }
  return said.join(" ");
}

describe("the scheduler", () => {
  it("tells the same from the same seed, and other orders from others", async () => {
    const told = await Promise.all([1, 1, 2, 3, 4].map((seed) => interleaved(seed)));
    expect(told[0]).toBe(told[1]);
    expect(new Set(told).size).toBeGreaterThan(2);
  });

  it("lets nobody go on before its time or while its process sleeps", async () => {
    const scheduler = new Scheduler(() => false);
    scheduler.spawn("a", "job", async (park) => park("sleeping", 500));
    await scheduler.goOn(scheduler.ready(0, () => true)[0]!);
    expect(scheduler.ready(499, () => true)).toEqual([]);
    expect(scheduler.ready(500, () => false)).toEqual([]);
    expect(scheduler.ready(500, () => true)).toMatchObject([{ actor: "a", job: "job", at: "sleeping" }]);
  });

  it("never goes on with a process that died, by itself or by another's hand", async () => {
    const [scheduler, said] = [new Scheduler(() => false), [] as string[]];
    const work = (name: string, dies: boolean) => async (park: (at: string) => Promise<void>) => {
      if (dies) {
        scheduler.kill(name);
        return await never();
      }
      await park("waiting");
      said.push(name);
    };
    scheduler.spawn("a", "job", work("a", true));
    scheduler.spawn("b", "job", work("b", false));
    for (const parked of scheduler.ready(0, () => true)) await scheduler.goOn(parked);
    scheduler.kill("b");
    expect(scheduler.ready(0, () => true)).toEqual([]);
    expect(said).toEqual([]);
    expect(scheduler.jobsOf("a")).toEqual([]);
  });

  it("goes on with others while a job waits for one of them, and lets it go on with that one", async () => {
    const [scheduler, said] = [new Scheduler(() => false), [] as string[]];
    let leave = () => {};
    const line = new Promise<void>((resolve) => (leave = resolve));
    scheduler.spawn("a", "first", async () => {
      await scheduler.parkCurrent("in the line");
      leave();
    });
    scheduler.spawn("a", "second", async () => {
      await line;
      said.push(scheduler.currentJob() ?? "");
      await scheduler.parkCurrent("after the line");
    });
    for (const parked of scheduler.ready(0, () => true)) await scheduler.goOn(parked);
    expect(scheduler.waiting()).toEqual(["second"]);
    const [first] = scheduler.ready(0, () => true);
    expect(first).toMatchObject({ job: "first", at: "in the line" });
    await scheduler.goOn(first!);
    expect(said).toEqual(["second"]);
    expect(scheduler.waiting()).toEqual([]);
    expect(scheduler.ready(0, () => true)).toMatchObject([{ job: "second", at: "after the line" }]);
  });

  it("keeps what a job threw", async () => {
    const scheduler = new Scheduler(() => false);
    scheduler.spawn("a", "job", async () => {
      throw new Error("broken");
    });
    await scheduler.goOn(scheduler.ready(0, () => true)[0]!);
    expect(scheduler.failures).toMatchObject([{ job: "job", error: new Error("broken") }]);
  });
});
