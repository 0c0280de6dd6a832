// One schedule: a seed, a tenant, workers that are overtaken, stopped and killed, and a world that goes wrong in its own way.
import { Dice } from "#db/testing-dice.ts";
import { Bookkeeper } from "./bookkeeper.ts";
import { Books } from "./books.ts";
import { look, type Look } from "./facts.ts";
import { BEGIN_MS, type Ground } from "./ground.ts";
import type { Site } from "./site.ts";
import { i11OneEffort, i5Counted, i6NotSilent } from "./invariants/of-state.ts";
import { People } from "./people.ts";
import { Processes } from "./processes.ts";
import { judgeRest } from "./rest.ts";
import { Road } from "./road.ts";
import { Scheduler } from "./scheduler.ts";
import { drawScript, type Happening } from "./script.ts";
import { drawSwarm, type Swarm } from "./swarm.ts";
import { Trace } from "./trace.ts";
import { Watch } from "./watch.ts";

/** A sentence that must not be true, and the invariant it breaks. */
export type Wrong = { readonly invariant: string; readonly sentence: string };
export type Outcome = {
  readonly seed: number;
  readonly swarm: Swarm;
  readonly wrong: readonly Wrong[];
  readonly trace: Trace;
  readonly steps: number;
  readonly calls: number;
  readonly faults: number;
  readonly deaths: number;
};

const STEPS_MAX = 1_500;
const ROUNDS_MAX = 4;
/** When nothing else is known to be due, a sweep may find something. */
const SWEEP_MS = 20_001;
const SOON_MS = 600_000;
const DAY_MS = 86_400_000;
const REST_MAX_MS = 600_000;

/** Runs the schedule of a seed to its rest and says what went wrong. */
export async function runSchedule(ground: Ground, seed: number): Promise<Outcome> {
  const schedule = await Schedule.open(ground, seed);
  await schedule.run();
  return schedule.outcome();
}

class Schedule {
  nowMs = BEGIN_MS;
  readonly wrong: Wrong[] = [];
  readonly trace = new Trace();
  readonly scheduler = new Scheduler(() => this.ground.isAsked());
  private steps = 0;
  private last!: Look;
  private isStale = true;
  private isCalm = false;
  private script: Happening[] = [];
  private restMs = 0;
  private isAtRest = true;
  private readonly books = new Books(() => this.nowMs + this.swarm.skewMs);
  private watch!: Watch;
  private road!: Road;
  private processes!: Processes;
  private people!: People;
  private bookkeeper!: Bookkeeper;
  private site!: Site;
  private readonly ground: Ground;
  private readonly seed: number;
  private readonly dice: Dice;
  private readonly swarm: Swarm;

  private constructor(ground: Ground, seed: number) {
    this.ground = ground;
    this.seed = seed;
    this.dice = new Dice(seed);
    this.swarm = drawSwarm(this.dice);
  }

  static async open(ground: Ground, seed: number): Promise<Schedule> {
    const schedule = new Schedule(ground, seed);
    const { dice, swarm, books, scheduler, trace } = schedule;
    const nowMs = () => schedule.nowMs;
    const { site, tokens } = await ground.settle(books, dice.chance, swarm.memoryMs);
    const wrong = (invariant: string, sentences: readonly string[]) => schedule.note(invariant, sentences);
    schedule.site = site;
    const { admin } = ground.test;
    schedule.watch = new Watch({ admin, books, site, tokens, strangers: ground.strangers, wrong });
    schedule.road = new Road(books, dice, { nowMs }, trace, schedule.watch);
    const onCommit = () => void (schedule.isStale = true);
    const onStatement = (text: string, values: readonly unknown[]) => schedule.onStatement(text, values);
    schedule.processes = new Processes({
      db: ground.db,
      scheduler,
      road: schedule.road,
      dice,
      trace,
      nowMs,
      dying: () => schedule.dying(),
      onCommit,
      onStatement,
      onTurnEnd: (end) => trace.note(nowMs(), JSON.stringify({ ...end, tenantId: undefined })),
    });
    const { db } = ground;
    schedule.people = new People({
      db,
      admin,
      site,
      scheduler,
      dice,
      nowMs,
      trace,
      onCommit,
      onStatement,
      wrong,
      touches: () => schedule.bookkeeper.touches,
      wasClosed: () => schedule.bookkeeper.wasClosed,
    });
    schedule.bookkeeper = new Bookkeeper({ books, site, dice, nowMs, trace, webhooks: swarm.webhooks });
    schedule.script = [...drawScript(dice, swarm, BEGIN_MS)];
    return schedule;
  }

  async run(): Promise<void> {
    this.road.strengths = this.swarm.strengths;
    this.road.faultsMax = this.swarm.faultsMax;
    for (let worker = 0; worker < this.swarm.workers; worker++) this.processes.hire();
    await this.toRest(() => this.script.length === 0);
    await this.calm();
    const { deeds, orders } = this.people;
    const { touches } = this.bookkeeper;
    const { ground, site, watch, restMs, isAtRest, books } = this;
    const state = {
      look: await this.look(),
      orders: [...orders.values()],
      touches,
      deeds,
      restMs,
      isAtRest,
      restMaxMs: REST_MAX_MS,
    };
    await judgeRest(ground, site, watch, state, books, (invariant, sentences) => this.note(invariant, sentences));
    for (const job of this.scheduler.waiting()) this.note("I6", [`${job} waits for what nobody will do`]);
    for (const { job, error } of this.scheduler.failures) this.note("I6", [`${job} threw: ${spelled(error)}`]);
  }

  outcome(): Outcome {
    const { seed, swarm, wrong, trace, steps, road, processes } = this;
    return { seed, swarm, wrong, trace, steps, calls: road.calls, faults: road.faults, deaths: processes.deaths };
  }

  /** Nothing goes wrong any more: everything that was left comes to rest, and what people must let go is let go. */
  private async calm(): Promise<void> {
    this.isCalm = true;
    this.road.strengths = {};
    for (const process of this.processes.living) process.stoppedUntilMs = 0;
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const startMs = this.nowMs;
      this.isAtRest = await this.toRest(() => true);
      this.restMs = Math.max(this.restMs, this.nowMs - startMs);
      if (!this.isAtRest || (await this.people.resyncAll()) === 0) break;
    }
    if (this.bookkeeper.touches.length === 0) return;
    // Webhooks may have been lost: the daily look finds what they would have told.
    this.nowMs += DAY_MS + 60_000;
    this.isAtRest &&= await this.toRest(() => true);
  }

  /** Steps until nothing is left to do; false when that never comes. */
  private async toRest(isOver: () => boolean): Promise<boolean> {
    for (let steps = 0; steps < STEPS_MAX && this.wrong.length === 0; steps++) {
      if (!(await this.step()) && isOver()) return true;
    }
    return this.wrong.length > 0;
  }

  /** One step; false when nothing is left to do. */
  private async step(): Promise<boolean> {
    this.steps += 1;
    const now = await this.look();
    if (await this.meet()) return true;
    const ready = this.scheduler.ready(this.nowMs, (actor) => this.processes.isAwake(actor));
    const choices = this.processes.choices(now);
    const pick = this.dice.below(ready.length + choices.length);
    if (ready.length + choices.length === 0) return await this.passTime(now);
    const parked = ready[pick];
    if (parked === undefined) this.processes.begin(choices[pick - ready.length]!);
    else {
      if (await this.struck(parked.actor)) return true;
      await this.scheduler.goOn(parked);
      this.nowMs += this.dice.below(40);
    }
    return true;
  }

  /** What is due by the clock: a call that arrives late, a webhook, something people do. */
  private async meet(): Promise<boolean> {
    const late = this.road.late.findIndex(({ atMs }) => atMs <= this.nowMs);
    if (late >= 0) {
      const [arrival] = this.road.late.splice(late, 1);
      this.trace.note(this.nowMs, "a call arrives late");
      await arrival!.arrive();
      return true;
    }
    const events = this.bookkeeper.dueEvents();
    if (events.length > 0) {
      this.people.hearEvents(events);
      return true;
    }
    const [next] = this.script;
    if (next === undefined || next.atMs > this.nowMs) return false;
    this.script.shift();
    if (next.is === "bookkeeping") this.bookkeeper.act(next.act, next.pick);
    else if (next.is === "closing") this.bookkeeper.close(next.until);
    else if (next.is === "tell") this.people.tell(next.orders, next.isTwice);
    else this.people.resync(next.isTwice);
    return true;
  }

  /** Does the process of this job die or stop before its next step? */
  private async struck(actor: string): Promise<boolean> {
    const process = this.processes.living.find(({ name }) => name === actor);
    if (process === undefined || this.isCalm) return false;
    if (this.dice.falls(this.dying())) {
      this.processes.kill(process);
      this.processes.hire();
      return true;
    }
    if (!this.dice.falls(this.swarm.stopping)) return false;
    this.processes.stop(process, this.nowMs + this.dice.below(this.processes.mayStopMs(process)));
    return true;
  }

  private dying(): number {
    return this.isCalm || this.processes.deaths >= this.swarm.deathsMax ? 0 : this.swarm.dying;
  }

  /** Nothing may go on now: the clock goes to the next thing that may. */
  private async passTime(now: Look): Promise<boolean> {
    if (this.processes.living.length < this.swarm.workers) {
      this.processes.hire();
      return true;
    }
    const isAwake = this.processes.living.some(({ name }) => this.processes.isAwake(name));
    const turnAt = !isAwake || now.goAt === null ? null : Math.max(now.goAt, this.processes.deliverAtMs());
    const wakes = this.scheduler.parked().map(({ actor, wakeMs }) => Math.max(wakeMs, this.processes.wakesAt(actor)));
    const lane = isAwake ? [now.planAt, now.listsAt, now.changesAt] : [];
    const soon = lane.filter((at) => at !== null && at - this.nowMs < SOON_MS);
    const others = [...this.road.late.map(({ atMs }) => atMs), this.bookkeeper.nextEventMs(), this.script[0]?.atMs];
    const coming = soon.filter((at) => at !== null && at > this.nowMs);
    const turns = turnAt !== null && turnAt > this.nowMs && turnAt < Infinity ? [turnAt] : [];
    const times = [...turns, ...wakes, ...coming, ...others, this.processes.nextWakeMs()].filter(
      (at) => at !== null && at !== undefined,
    );
    if (now.inFlight > 0 && isAwake) times.push(this.nowMs + SWEEP_MS);
    // Something of the lane is due, and the loops that would do it pause; or they are at it, and wake by themselves.
    const againMs = soon.some((at) => at !== null && at <= this.nowMs) ? this.processes.nextAgainMs() : undefined;
    if (againMs !== undefined) times.push(againMs);
    if (times.length === 0) return false;
    this.nowMs = Math.max(this.nowMs + 1, Math.min(...times));
    return true;
  }

  /** The lane as it is; read again after every commit, and judged. */
  private async look(): Promise<Look> {
    if (!this.isStale) return this.last;
    this.isStale = false;
    const before = this.last;
    this.last = await look(this.ground.test.admin, this.site, this.nowMs);
    if (laneOf(before) !== laneOf(this.last)) for (const process of this.processes.living) process.deliverAtMs = 0;
    this.note("I5", i5Counted(this.last));
    this.note("I6", i6NotSilent(this.last));
    this.note("I11", i11OneEffort(this.last));
    return this.last;
  }

  /** I9: a statement that says a tenant says the schedule's own. */
  private onStatement(_text: string, values: readonly unknown[]): void {
    const stranger = values.find((value) => typeof value === "string" && this.ground.tenants.has(value));
    if (stranger !== undefined) this.note("I9", ["A statement named another tenant"]);
  }

  private note(invariant: string, sentences: readonly string[]): void {
    for (const sentence of sentences) {
      this.wrong.push({ invariant, sentence });
      this.trace.note(this.nowMs, `${invariant} ${sentence}`);
    }
  }
}

/** What a worker that sleeps is woken for. */
function laneOf(seen: Look | undefined): string {
  return `${seen?.readyAt} ${seen?.goAt} ${seen?.listsAt} ${seen?.inFlight} ${seen?.batchesInFlight}`;
}

function spelled(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((each) => spelled(each)).join("; ");
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${spelled(error.cause)})`;
}
