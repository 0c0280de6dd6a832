// Who goes on next? Jobs of several processes, one step at a time: each runs until it parks, and only then another may.

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

export class Scheduler {
  /** What jobs threw, by job. */
  readonly failures: { readonly job: string; readonly error: unknown }[] = [];
  private readonly entries = new Map<number, Entry>();
  private readonly running = new Map<number, { readonly actor: string; readonly job: string }>();
  private nextId = 0;
  private currentId = -1;
  private isQuiet: () => void = () => {};

  /** Adds a job; it begins when it is let go on for the first time. */
  spawn(actor: string, job: string, work: (park: Park) => Promise<void>): void {
    const id = this.nextId++;
    this.running.set(id, { actor, job });
    const park: Park = (at, wakeMs = 0) => this.park(id, at, wakeMs);
    void park("begins")
      .then(() => work(park))
      .catch((error: unknown) => void (this.running.has(id) && this.failures.push({ job, error })))
      .finally(() => {
        this.running.delete(id);
        this.isQuiet();
      });
  }

  /** Parks the job that runs now: for what all jobs of a process share, as its way to the database. */
  readonly parkCurrent: Park = (at, wakeMs = 0) => this.park(this.currentId, at, wakeMs);

  /** The name of the job that runs now. */
  currentJob(): string | undefined {
    return this.running.get(this.currentId)?.job;
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

  /** Lets one job go on until it parks again, ends, or dies. */
  async goOn({ id }: Parked): Promise<void> {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    this.currentId = id;
    const quiet = new Promise<void>((resolve) => (this.isQuiet = resolve));
    entry.goOn();
    await quiet;
  }

  /** A process is dead: none of its jobs ever goes on. Also called by a job of that process, which then waits for `never`. */
  kill(actor: string): void {
    for (const [id, entry] of this.entries) if (entry.actor === actor) this.entries.delete(id);
    for (const [id, one] of this.running) if (one.actor === actor) this.running.delete(id);
    this.isQuiet();
  }

  private park(id: number, at: string, wakeMs: number): Promise<void> {
    const who = this.running.get(id);
    if (!who) return never();
    return new Promise((goOn) => {
      this.entries.set(id, { id, ...who, at, wakeMs, goOn });
      this.isQuiet();
    });
  }
}
