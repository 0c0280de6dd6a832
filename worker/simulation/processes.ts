// The workers of a schedule: what each may do next, how it lives, stops and dies.
import type { Database } from "#db/client.ts";
import type { Dice } from "#db/testing-dice.ts";
import { idFrom } from "#lib/id.ts";
import { carryTurn, nextTurnAt, takeTurn, type TurnEnd } from "#lib/operations/deliver-pushes.ts";
import { beatHeart, quicken, sweep } from "#lib/operations/sweep.ts";
import { followDueChanges, planDue, readDueLists } from "#lib/operations/tend-lanes.ts";
import { defaultTiming, type World } from "#lib/operations/world.ts";
import type { Look } from "./facts.ts";
import type { Road } from "./road.ts";
import type { Park, Scheduler } from "./scheduler.ts";
import { steppedDatabase } from "./stepped-database.ts";
import type { Trace } from "./trace.ts";

const BEAT_MS = 3_000;
/** How long the loops of a worker pause after a step; sweeps longer than in life, where most of them find nothing. */
const PAUSES_MS: Readonly<Record<JobName, number>> = {
  deliver: 0,
  plan: 200,
  lists: 500,
  changes: 1_000,
  sweep: 20_000,
  quicken: 60_000,
};
/** By so much more a sweep may pause, so that many find calls under way at moments of all kinds. */
const SWEEP_MORE_MS = 40_000;
const CARRIED_MAX = 3;

export type Process = {
  readonly name: string;
  readonly world: Omit<World, "fetch" | "wait">;
  stoppedUntilMs: number;
  /** Nothing was found to carry; it looks again then, or when the lane changed. */
  deliverAtMs: number;
  /** Its heart beats every few seconds from here on; it was written down last at `beatMs`, and stopped for good at `diedMs`. */
  heartMs: number;
  beatMs: number;
  diedMs: number | null;
  /** When each job may begin again: its loop pauses in between. */
  readonly againMs: Map<JobName, number>;
};
export type JobName = "deliver" | "plan" | "lists" | "changes" | "sweep" | "quicken";
export type Choice = { readonly process: Process; readonly job: JobName };

export type ProcessGround = {
  readonly db: Database;
  readonly scheduler: Scheduler;
  readonly road: Road;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly nowMs: () => number;
  /** Probability of a death in place of a commit. */
  readonly dying: () => number;
  readonly onCommit: () => void;
  readonly onStatement: (text: string, values: readonly unknown[]) => void;
  readonly onTurnEnd: (end: TurnEnd) => void;
};

export class Processes {
  living: Process[] = [];
  deaths = 0;
  private readonly ground: ProcessGround;
  private dead: Process[] = [];
  private hired = 0;

  constructor(ground: ProcessGround) {
    this.ground = ground;
  }

  hire(): void {
    const { db, scheduler, nowMs, dice, onCommit, onStatement } = this.ground;
    this.hired += 1;
    const name = `worker ${this.hired}`;
    const park = async (at: string) => {
      await scheduler.parkCurrent(at);
      if (scheduler.currentJob() === "sweep") await this.beatAll();
    };
    const diesBeforeCommit = () => dice.falls(this.ground.dying());
    const die = () => this.kill(process);
    const world = {
      db: steppedDatabase(db, { park, diesBeforeCommit, die, onStatement, onCommit }),
      now: () => new Date(nowMs()),
      chance: dice.chance,
      owner: idFrom(nowMs(), dice.chance(10)),
      timing: defaultTiming,
      isLeaving: () => false,
    };
    const heartMs = nowMs();
    const moments = { stoppedUntilMs: 0, deliverAtMs: 0, heartMs, beatMs: 0, diedMs: null, againMs: new Map() };
    const process: Process = { name, world, ...moments };
    this.living.push(process);
  }

  /** It is gone in this moment, with everything it held. */
  kill(process: Process): void {
    this.deaths += 1;
    this.living = this.living.filter((one) => one !== process);
    process.diedMs = this.ground.nowMs();
    this.dead.push(process);
    this.ground.trace.note(this.ground.nowMs(), `${process.name} dies`);
    this.ground.scheduler.kill(process.name);
  }

  isAwake(name: string): boolean {
    const process = this.living.find((one) => one.name === name);
    return process === undefined || process.stoppedUntilMs <= this.ground.nowMs();
  }

  /** When a stopped process goes on. */
  wakesAt(name: string): number {
    return this.living.find((process) => process.name === name)?.stoppedUntilMs ?? 0;
  }

  /** When the next stopped process goes on; undefined when all are awake. */
  nextWakeMs(): number | undefined {
    const wakes = this.living.map(({ stoppedUntilMs }) => stoppedUntilMs).filter((atMs) => atMs > this.ground.nowMs());
    return wakes.length === 0 ? undefined : Math.min(...wakes);
  }

  /** When a pause of a loop that is awake ends; undefined when none pauses. */
  nextAgainMs(): number | undefined {
    const awake = this.living.filter(({ name }) => this.isAwake(name));
    const ends = awake.flatMap(({ againMs }) => [...againMs.values()]).filter((atMs) => atMs > this.ground.nowMs());
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /**
   * How long a process may be stopped now. One that is about to speak is only stalled for a while: nothing could keep it
   * from speaking later, when others have looked already. While all others are stopped, nobody could go on with anything,
   * which is no fault of theirs: the last one that is awake is soon awake again.
   */
  mayStopMs({ name }: Process): number {
    const isSpeaking = this.ground.scheduler
      .parked()
      .some(({ actor, at }) => actor === name && at === "before sending");
    const isLastAwake = !this.living.some((other) => other.name !== name && this.isAwake(other.name));
    return isSpeaking ? 1 : isLastAwake ? 60_000 : 400_000;
  }

  /** When the first of those that are awake asks for a turn again. */
  deliverAtMs(): number {
    return Math.min(...this.living.filter(({ name }) => this.isAwake(name)).map(({ deliverAtMs }) => deliverAtMs));
  }

  /** Stops a process for a while. */
  stop(process: Process, untilMs: number): void {
    process.heartMs = this.lastBeatMs(process);
    process.stoppedUntilMs = untilMs;
    this.ground.trace.note(this.ground.nowMs(), `${process.name} is stopped`);
  }

  /** Writes down when each heart beat last. Only a sweep reads that, so it is written when one may. */
  async beatAll(): Promise<void> {
    const hearts = [...this.dead, ...this.living];
    this.dead = [];
    for (const process of hearts) {
      const atMs = this.lastBeatMs(process);
      if (atMs === process.beatMs) continue;
      process.beatMs = atMs;
      await beatHeart({ ...process.world, db: this.ground.db, now: () => new Date(atMs) });
    }
  }

  private lastBeatMs({ heartMs, stoppedUntilMs, diedMs }: Process): number {
    const nowMs = diedMs ?? this.ground.nowMs();
    if (stoppedUntilMs > nowMs) return heartMs;
    const fromMs = Math.max(heartMs, stoppedUntilMs);
    return fromMs + Math.floor((nowMs - fromMs) / BEAT_MS) * BEAT_MS;
  }

  /** What could begin now. */
  choices(look: Look): readonly Choice[] {
    const nowMs = this.ground.nowMs();
    const isDue = (atMs: number | null) => atMs !== null && atMs <= nowMs;
    return this.living
      .filter((process) => this.isAwake(process.name))
      .flatMap((process) => {
        const busy = this.ground.scheduler.jobsOf(process.name);
        const carried = busy.filter((job) => job === "carry").length;
        const may: Readonly<Record<JobName, boolean>> = {
          deliver: isDue(look.goAt) && process.deliverAtMs <= nowMs && carried < CARRIED_MAX,
          plan: isDue(look.planAt),
          lists: isDue(look.listsAt),
          changes: isDue(look.changesAt),
          sweep: look.inFlight > 0,
          quicken: look.inFlight > 0 && look.isSlow,
        };
        return (Object.keys(may) as JobName[])
          .filter((job) => may[job] && !busy.includes(job) && (process.againMs.get(job) ?? 0) <= nowMs)
          .map((job) => ({ process, job }));
      });
  }

  /** Puts a job on its way; it parks before its first step. */
  begin({ process, job }: Choice): void {
    const more = job === "sweep" ? this.ground.dice.below(SWEEP_MORE_MS) : 0;
    process.againMs.set(job, this.ground.nowMs() + PAUSES_MS[job] + more);
    this.ground.scheduler.spawn(process.name, job, async (park) => this.run(process, job, park));
  }

  private async run(process: Process, job: JobName, park: Park): Promise<void> {
    const world = this.worldOf(process, park);
    switch (job) {
      case "deliver": {
        const taken = await takeTurn(world);
        if (taken.is === "idle") await this.sleep(world);
        if (taken.is !== "turn") return;
        const { turn } = taken;
        this.ground.scheduler.spawn(process.name, "carry", async (parkTurn) =>
          this.ground.onTurnEnd(await carryTurn(this.worldOf(process, parkTurn), turn)),
        );
        return;
      }
      case "plan":
        while ((await planDue(world)) > 0);
        return;
      case "lists":
        return void (await readDueLists(world));
      case "changes":
        return void (await followDueChanges(world));
      case "sweep":
        return void (await sweep(world));
      case "quicken":
        return await quicken(world);
      default:
        return job satisfies never;
    }
  }

  /** The world as one job of a process sees it: it can be overtaken at each of its steps. */
  worldOf(process: Process, park: Park): World {
    const { road, nowMs } = this.ground;
    return {
      ...process.world,
      fetch: road.fetchOf(process.name, park),
      wait: (ms) => park("waiting", nowMs() + ms),
    };
  }

  /** Nothing may go now: who would ask hears the same, until a lane may go or something changes. */
  private async sleep(world: World): Promise<void> {
    const at = await nextTurnAt({ ...world, db: this.ground.db });
    const atMs = at?.getTime() ?? Infinity;
    for (const process of this.living) process.deliverAtMs = atMs;
  }
}
