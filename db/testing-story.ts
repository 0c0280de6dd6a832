// Two workers, one company, orders that come and change, calls that meet faults: one step after the other, told by the dice.
import { carryTurn, nextTurnAt, takeTurn, type Turn } from "#lib/operations/deliver-pushes.ts";
import { resyncProblems } from "./testing-resync.ts";
import { beatHeart, sweep } from "#lib/operations/sweep.ts";
import { readDueLists } from "#lib/operations/tend-lanes.ts";
import { defaultTiming, type World } from "#lib/operations/world.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import type { Dice } from "./testing-dice.ts";
import type { Due, FaultyNetwork } from "./testing-network.ts";
import { newWorker, planned, pushesOf, type PushRow, type TestCompany, type TestWorld } from "./testing-world.ts";

const BEAT_MS = 6_000;
const RESYNC_ROWS = 1_000;
const LISTS_SOON_MS = 600_000;
/** What still moves after so many steps without a fault will never rest: the verdict finds it. */
const STEPS_MAX = 2_000;
/** Problems that come again without a fault are of our own making: the verdict finds them. */
const ROUNDS_MAX = 4;

/** How many documents a story has; each payer and each item occurs when there are orders enough. */
export type Cast = {
  readonly payers: number;
  readonly items: number;
  readonly orders: number;
  readonly payments: number;
  /** Orders are told once and never changed. */
  readonly isStill?: boolean;
};

/** What faults in a row come to: QuickBooks was busy too often, or somebody else changed the record each time. */
const outOfPatience: ReadonlySet<string> = new Set(["ledger-trouble", "version-conflict"]);

type Held = { readonly worker: World; readonly done: Promise<unknown> };

/** What a bug of the worker itself would do; planted by tests of the tests. */
export type WorkerPlant = {
  /** Told before a late answer is settled. */
  beforeLate?(turn: Turn): Promise<void>;
  /** Told when a worker dies right after its call went out. */
  afterDeath?(turn: Turn): Promise<void>;
};

export class FaultStory {
  readonly orders = new Map<number, OrderInput>();
  readonly resyncs = new Map<string, number>();
  readonly unexplained: PushRow[] = [];
  deaths = 0;
  version = 0;
  plant: WorkerPlant = {};
  /** How many turns may be taken before the first of them is carried. */
  takenMax = 1;
  /** Probability that the worker dies with the turn it carries. */
  dying = 0;
  readonly company: TestCompany;
  private readonly world: TestWorld;
  private readonly network: FaultyNetwork;
  private readonly dice: Dice;
  private readonly cast: Cast;
  private workers: World[] = [];
  private taken: { worker: World; turn: Turn }[] = [];
  private readonly held = new Map<Due, Held & { readonly turn: Turn }>();
  private beatMs = 0;

  constructor(world: TestWorld, company: TestCompany, network: FaultyNetwork, dice: Dice, cast: Cast) {
    this.world = world;
    this.company = company;
    this.network = network;
    this.dice = dice;
    this.cast = cast;
  }

  /** Hires two workers. The lane's pace is not what is looked at here: gaps would only be jumped over. */
  async begin(): Promise<void> {
    this.workers = [await this.hire(), await this.hire()];
    await this.quicken();
  }

  /** Tells orders as they are now, each with another amount than before, and plans them. */
  async tell(numbers: readonly number[]): Promise<void> {
    const orders = numbers.map((nth) => this.order(nth));
    this.network.note(`told ${numbers.join(" ")}`);
    await planned(this.company, orders);
  }

  /** One step: what is due, a turn taken, or a turn carried. False when nothing is left to do. */
  async step(): Promise<boolean> {
    await this.tend();
    const due = this.network.dues.find((one) => one.atMs <= this.nowMs && !this.isStopped(one));
    if (due) return await this.meet(due);
    if (this.taken.length > 0 && (this.taken.length >= this.takenMax || this.dice.falls(0.4)))
      return await this.carry();
    const worker = this.dice.pick(this.awake());
    const took = await takeTurn(worker);
    if (took.is === "turn") this.taken.push({ worker, turn: took.turn });
    if (took.is !== "idle") return true;
    if (this.taken.length > 0) return await this.carry();
    return await this.passTime(worker);
  }

  /** Up to so many steps. */
  async go(stepsMax: number): Promise<void> {
    for (let steps = 0; steps < stepsMax && (await this.step()); steps++);
  }

  /** Without any fault from now on: steps, and lets problems go again, until nothing is left to do. */
  async end(): Promise<void> {
    this.network.strengths = {};
    this.dying = 0;
    for (let rounds = 0; rounds < ROUNDS_MAX; rounds++) {
      await this.toRest();
      if ((await this.resync()) === 0) return;
    }
  }

  private async toRest(): Promise<void> {
    for (let steps = 0; steps < STEPS_MAX; steps++) if (!(await this.step())) return;
  }

  /** Takes back what "too fast" did to the lane's gaps; its rest of a minute stays. */
  async quicken(): Promise<void> {
    await this.world.test.admin.query(
      "update lanes set batch_gap_ms = 40, call_gap_ms = 10, next_batch_at = least(next_batch_at, $2) where tenant_id = $1",
      [this.company.tenantId, this.world.clock.now()],
    );
  }

  /** A clerk lets every problem go again; which ones there were is counted. */
  async resync(): Promise<number> {
    const stuck = (await pushesOf(this.world, this.company)).filter((push) => push.state === "problem");
    for (const push of stuck) {
      this.resyncs.set(push.code, (this.resyncs.get(push.code) ?? 0) + 1);
      if (!outOfPatience.has(push.code)) this.unexplained.push(push);
    }
    if (stuck.length === 0) return 0;
    const rowIds = stuck.slice(0, RESYNC_ROWS).map((push) => push.pushId);
    const { companyFileId, scope } = this.company;
    this.network.note(`resync ${rowIds.length}`);
    await resyncProblems(scope, { companyFileId, select: { is: "rows", rowIds } });
    return stuck.length;
  }

  private get nowMs(): number {
    return this.world.clock.now().getTime();
  }

  private async hire(): Promise<World> {
    return { ...(await newWorker(this.world)), chance: this.dice.chance };
  }

  private awake(): World[] {
    const stopped = this.network.dues.find((due) => due.is === "stopped");
    const sleeper = stopped && this.held.get(stopped)?.worker;
    return this.workers.filter((worker) => worker !== sleeper);
  }

  private isStopped(due: Due): boolean {
    const worker = this.held.get(due)?.worker;
    return due.is === "slow" && worker !== undefined && !this.awake().includes(worker);
  }

  /** What every worker does beside its turns: say that it lives, and look for lost calls. */
  private async tend(): Promise<void> {
    if (this.nowMs - this.beatMs < BEAT_MS) return;
    this.beatMs = this.nowMs;
    for (const worker of this.awake()) await beatHeart(worker);
    const lost = await sweep(this.awake()[0]!);
    if (lost > 0) this.network.note(`lost ${lost}`);
  }

  private async meet(due: Due): Promise<boolean> {
    this.network.dues = this.network.dues.filter((one) => one !== due);
    this.network.note(`${due.is} is due`);
    const held = this.held.get(due);
    this.held.delete(due);
    if (held && due.is === "stopped") await this.plant.beforeLate?.(held.turn);
    await due.run();
    if (held) this.note(await held.done);
    return true;
  }

  private async carry(): Promise<boolean> {
    const [{ worker, turn }] = this.taken.splice(this.dice.below(this.taken.length), 1) as [
      { worker: World; turn: Turn },
    ];
    // A stopped worker cannot send what it took before.
    if (!this.awake().includes(worker)) return true;
    if (this.network.dues.length === 0 && this.dice.falls(this.dying)) return await this.die(worker, turn);
    const holding = new Promise<Due>((resolve) => (this.network.onHold = resolve));
    const done = carryTurn(worker, turn);
    const due = await Promise.race([holding, done.then(() => null)]);
    if (due) this.held.set(due, { worker, turn, done });
    else this.note(await done);
    this.world.clock.advance(40 + this.dice.below(60));
    return true;
  }

  /** The call goes out, and nobody is there any more to hear the answer. Another worker is hired. */
  private async die(worker: World, turn: Turn): Promise<boolean> {
    this.deaths += 1;
    this.network.note("dies");
    const { call } = turn.attempt;
    const { apiUrl, accessToken } = turn.connection;
    const headers = { Accept: "application/json", Authorization: `Bearer ${accessToken}` };
    this.network.mayHold = false;
    const init = { method: call.method, headers, ...(call.method === "POST" ? { body: call.body } : {}) };
    await fetch(apiUrl + call.path, init).catch(() => undefined);
    this.network.mayHold = true;
    await this.plant.afterDeath?.(turn);
    this.taken = this.taken.filter((one) => one.worker !== worker);
    this.workers = [...this.workers.filter((one) => one !== worker), await this.hire()];
    return true;
  }

  private note(ended: unknown): void {
    const { posted, problems, unsure, isThrottled, isUnauthorized, isTooLate } = ended as Record<string, unknown>;
    this.network.note(JSON.stringify({ posted, problems, unsure, isThrottled, isUnauthorized, isTooLate }));
  }

  /** Nothing may go now: lists that are due are read, or the clock goes to the next thing that may. */
  private async passTime(worker: World): Promise<boolean> {
    const lists = await this.listsAt();
    if (lists !== null && lists <= this.nowMs) {
      this.network.mayHold = false;
      await readDueLists(worker);
      this.network.mayHold = true;
      return true;
    }
    const turn = await nextTurnAt(worker);
    const dues = this.network.dues.filter((due) => !this.isStopped(due)).map((due) => due.atMs);
    // Lists are read every day: only those asked for now keep the story going.
    const soon = lists !== null && lists - this.nowMs < LISTS_SOON_MS ? lists : undefined;
    const times = [turn?.getTime(), soon, ...dues].filter((at) => at !== undefined);
    // Calls of dead workers and of turns nobody carried are found by a sweep when their time is over.
    if (times.length === 0) {
      if (!(await this.hasOpenCalls())) return false;
      times.push(this.nowMs + defaultTiming.aliveMs);
    }
    // While a worker is stopped, others have the time to find out and to take its calls over.
    if (this.network.dues.some((due) => due.is === "stopped")) times.push(this.nowMs + defaultTiming.aliveMs);
    this.world.clock.advance(1);
    this.world.clock.reach(new Date(Math.min(...times)));
    return true;
  }

  private async listsAt(): Promise<number | null> {
    const found = await this.world.test.admin.query<{ at: Date | null }>(
      "select lists_at as at from lanes where tenant_id = $1",
      [this.company.tenantId],
    );
    return found.rows[0]?.at?.getTime() ?? null;
  }

  private async hasOpenCalls(): Promise<boolean> {
    const found = await this.world.test.admin.query(
      "select 1 from attempts where tenant_id = $1 and state in ('sent', 'lost') limit 1",
      [this.company.tenantId],
    );
    return found.rowCount === 1;
  }

  private order(nth: number): OrderInput {
    this.version += 1;
    const { payers, items, payments } = this.cast;
    const amount = () => `${100 + this.dice.below(900)}.${String(this.dice.below(100)).padStart(2, "0")}`;
    const paid = `${1 + this.dice.below(90)}.${String(this.dice.below(100)).padStart(2, "0")}`;
    const charges = [0, 1].map((line) => ({ code: `Service ${(nth * 2 + line) % items}`, amount: amount() }));
    const order: OrderInput = {
      externalId: `load-${nth}`,
      number: `L-${nth}`,
      updatedAt: new Date(Date.UTC(2026, 10, 1) + this.version * 1_000).toISOString(),
      orderDate: "2026-11-01",
      customer: { name: `Payer ${nth % payers}` },
      chargeSets: [{ charges }],
      ...(nth < payments
        ? { payments: [{ externalId: "p", date: "2026-11-02", amount: paid, method: "Check", reference: `C-${nth}` }] }
        : {}),
    };
    this.orders.set(nth, order);
    return order;
  }
}
