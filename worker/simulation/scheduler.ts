// Who goes on next? Jobs of several processes, one step at a time: each runs until it parks, and only then another may.
import { AsyncLocalStorage } from "node:async_hooks";

/** Where a job stands, waiting to be let go on. */
export type Parked = {
  readonly id: number;
  /** The process it belongs to. */
  readonly actor: string;
  readonly job: string;
  readonly at: string;
  /** It may not go on before this moment. */
  readonly wakeMs: number;
};
type Entry = Parked & { readonly goOn: () => void };

/** How a job stops at a point where others may overtake it. */
export type Park = (at: string, wakeMs?: number) => Promise<void>;
/** A job of a process that died here: it never goes on. */
export const never = (): Promise<never> => new Promise<never>(() => {});

/** The job that a chain of promises belongs to. */
const jobs = new AsyncLocalStorage<number>();
/** A step that takes longer than this is looked at: is its job at work, or does it wait for another job? */
const LOOK_MS = 20;
/** So many turns of the event loop without anything asked of Postgres: nothing comes by itself any more. */
const IDLE_TURNS = 25;

export class Scheduler {
  /** What jobs threw, by job. */
  readonly failures: { readonly job: string; readonly error: unknown }[] = [];
  private readonly entries = new Map<number, Entry>();
  private readonly running = new Map<number, { readonly actor: string; readonly job: string }>();
  /** Jobs that were let go on and have not parked since: at work, or waiting for another job of their process. */
  private readonly awake = new Set<number>();
  private nextId = 0;
  private steps = 0;
  private endStep: () => void = () => {};
  private readonly isAsked: () => boolean;

  /** `isAsked`: is an answer of Postgres on its way to a job? */
  constructor(isAsked: () => boolean) {
    this.isAsked = isAsked;
  }

  /** Adds a job; it begins when it is let go on for the first time. */
  spawn(actor: string, job: string, work: (park: Park) => Promise<void>): void {
    const id = this.nextId++;
    this.running.set(id, { actor, job });
    const park: Park = (at, wakeMs = 0) => this.park(id, at, wakeMs);
    void jobs
      .run(id, async () => {
        await park("begins");
        await work(park);
      })
      .catch((error: unknown) => void (this.running.has(id) && this.failures.push({ job, error })))
      .finally(() => {
        this.running.delete(id);
        this.rest(id);
      });
  }

  /** Parks the job that calls it: for what all jobs of a process share, as its way to the database. */
  readonly parkCurrent: Park = (at, wakeMs = 0) => this.park(jobs.getStore() ?? -1, at, wakeMs);

  /** The name of the job that calls it. */
  currentJob(): string | undefined {
    return this.running.get(jobs.getStore() ?? -1)?.job;
  }

  /** Jobs that wait for another job, by name. At rest there must be none: nobody would ever let them go on. */
  waiting(): readonly string[] {
    return [...this.awake].flatMap((id) => this.running.get(id)?.job ?? []);
  }

  /** Jobs that may go on at this moment, oldest first. */
  ready(nowMs: number, isAwake: (actor: string) => boolean): readonly Parked[] {
    return [...this.entries.values()].filter((entry) => entry.wakeMs <= nowMs && isAwake(entry.actor));
  }

  /** Every job that is parked. */
  parked(): readonly Parked[] {
    return [...this.entries.values()];
  }

  /** Jobs of one process, by name. */
  jobsOf(actor: string): readonly string[] {
    return [...this.running.values()].filter((one) => one.actor === actor).map((one) => one.job);
  }

  /** Lets one job go on until it parks again, ends, dies, or waits for another job; also those that waited for it. */
  async goOn({ id }: Parked): Promise<void> {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    this.awake.add(id);
    this.steps += 1;
    const quiet = new Promise<void>((resolve) => (this.endStep = resolve));
    const looking = setInterval(() => void this.endIfAllWait(this.steps), LOOK_MS);
    entry.goOn();
    await quiet;
    clearInterval(looking);
  }

  private async endIfAllWait(step: number): Promise<void> {
    for (let turn = 0; turn < IDLE_TURNS; turn++) {
      if (this.isAsked()) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.steps === step) this.endStep();
  }

  /** A process is dead: none of its jobs ever goes on. Also called by a job of that process, which then waits for `never`. */
  kill(actor: string): void {
    for (const [id, entry] of this.entries) if (entry.actor === actor) this.entries.delete(id);
    for (const [id, one] of this.running) {
      if (one.actor !== actor) continue;
      this.running.delete(id);
      this.awake.delete(id);
    }
    if (this.awake.size === 0) this.endStep();
  }

  private rest(id: number): void {
    this.awake.delete(id);
    if (this.awake.size === 0) this.endStep();
  }

  private park(id: number, at: string, wakeMs: number): Promise<void> {
    const who = this.running.get(id);
    if (!who) return never();
    return new Promise((goOn) => {
      this.entries.set(id, { id, ...who, at, wakeMs, goOn });
      this.rest(id);
    });
  }
}
