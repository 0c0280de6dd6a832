// Which fault does each call to QuickBooks meet? Drawn from the dice, counted and traced; nothing waits for real time.
import { createHash, type Hash } from "node:crypto";

import type { Dice } from "./testing-dice.ts";
import type { TestClock } from "./testing-world.ts";

/** Faults the simulator carries out, by the names its control door knows. */
const orderedKinds = [
  "drop-before-write",
  "drop-after-write",
  "429",
  "500",
  "500-after-write",
  "503",
  "expire-token",
  "stale",
  "half-batch",
  "half-batch-after",
  "truncate",
  "html",
] as const;
/**
 * Faults of the way there. slow: the call is given up after its time, and what it asked for was done, or is done only
 * after that. stopped: the worker is stopped with the answer in its hands, and goes on long after others took over.
 */
const heldKinds = ["slow", "stopped"] as const;
export const faultKinds = [...orderedKinds, ...heldKinds] as const;
export type FaultKind = (typeof faultKinds)[number];
/** Probability of each kind per call; a kind that is missing does not happen. */
export type Strengths = Partial<Record<FaultKind, number>>;

/** The ordered faults of one company in the simulator of the same process. */
export type FaultDoor = { order(kind: string, seed: number): void; waiting(): number; clear(): void };

export type SentCall = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly isBatch: boolean;
  readonly isWrite: boolean;
  /** How many records it changes that are in the books already. */
  readonly changes: number;
};
export type Heard = { readonly status: number; readonly text: string };
type Send = (call: SentCall) => Promise<Heard>;
/** A bug of the network's user, planted around the sending of a call. */
export type Plant = (call: SentCall, send: Send) => Promise<Heard>;

/** Something that happens when the clock reaches it. */
export type Due = { readonly atMs: number; readonly is: "arrives" | "slow" | "stopped"; run(): Promise<void> | void };

const DROPPED = () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("dropped"), { code: "ECONNRESET" }) });

export class FaultyNetwork {
  strengths: Strengths = {};
  plant: Plant = (call, send) => send(call);
  /** Calls that may be held: not those of which nobody can wait. */
  mayHold = true;
  /** Calls that met a kind of fault, and the faults: those that hit single documents of a call count for each. */
  readonly counts = new Map<FaultKind, { readonly calls: number; readonly faults: number }>();
  calls = 0;
  /** What happens later, earliest first. */
  dues: Due[] = [];
  /** Told when the call under way is held. */
  onHold: (due: Due) => void = () => {};
  /** Called after whatever may have changed the books. */
  onChange: () => void = () => {};
  private readonly hash: Hash = createHash("sha256");
  private readonly names = new Map<string, string>();
  private readonly realFetch = globalThis.fetch;
  private readonly clock: TestClock;
  private readonly dice: Dice;
  private readonly door: FaultDoor;
  private readonly callMs: number;

  constructor(clock: TestClock, dice: Dice, door: FaultDoor, callMs: number) {
    this.clock = clock;
    this.dice = dice;
    this.door = door;
    this.callMs = callMs;
  }

  /** Stands between the product and its calls until `restore`. */
  install(): void {
    globalThis.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const at = url.indexOf("/v3/company/");
      if (at < 0) return await this.realFetch(input, init);
      const body = typeof init?.body === "string" ? init.body : "";
      const origin = url.slice(0, at);
      const headers = init?.headers;
      const heard = await this.carry(callOf(init?.method ?? "GET", url.slice(at), body), async (call) => {
        const answer = await this.realFetch(origin + call.path, {
          method: call.method,
          ...(headers === undefined ? {} : { headers }),
          ...(call.method === "POST" ? { body: call.body } : {}),
        });
        return { status: answer.status, text: await answer.text() };
      });
      return new Response(heard.text, { status: heard.status });
    };
  }

  restore(): void {
    globalThis.fetch = this.realFetch;
  }

  /** How many faults took effect. */
  get faults(): number {
    return [...this.counts.values()].reduce((sum, { faults }) => sum + faults, 0);
  }

  /** Writes a line into the trace; ids that are made anew in every run are called by the order they appear in. */
  note(line: string): void {
    const spelled = line.replaceAll(
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b9\d{13,14}\b/g,
      (id) => {
        const name = this.names.get(id) ?? `#${this.names.size + 1}`;
        this.names.set(id, name);
        return name;
      },
    );
    this.hash.update(`${this.clock.now().getTime()} ${spelled}\n`);
  }

  /** The digest of everything that was said, heard and done so far. */
  digest(): string {
    return this.hash.copy().digest("hex");
  }

  private async carry(call: SentCall, really: Send): Promise<Heard> {
    this.calls += 1;
    const kind = this.draw(call);
    this.note(`${call.method} ${call.path} ${call.body} meets ${kind ?? "nothing"}`);
    const send: Send = async (one) => {
      try {
        const heard = await really(one);
        this.note(`${heard.status} ${heard.text}`);
        return heard;
      } finally {
        this.onChange();
      }
    };
    if (kind === undefined) return await this.plant(call, send);
    if (kind === "slow" || kind === "stopped") {
      this.count(kind, 1);
      return await this.hold(call, kind, send);
    }
    this.door.order(kind, this.dice.below(2 ** 31));
    const heard = await this.plant(call, send).catch((error: unknown) => ({ error }));
    const isMet = this.door.waiting() === 0;
    this.door.clear();
    if (isMet) this.count(kind, hitsOf(kind, call, "text" in heard ? heard.text : ""));
    if ("error" in heard) throw heard.error;
    return heard;
  }

  private count(kind: FaultKind, hits: number): void {
    if (hits === 0) return;
    const { calls, faults } = this.counts.get(kind) ?? { calls: 0, faults: 0 };
    this.counts.set(kind, { calls: calls + 1, faults: faults + hits });
  }

  /** Keeps the caller waiting until the clock reaches the end of its patience. */
  private async hold(call: SentCall, kind: "slow" | "stopped", send: Send): Promise<Heard> {
    const nowMs = this.clock.now().getTime();
    const arrivesLate = kind === "slow" && this.dice.falls(0.5);
    const work = () =>
      this.plant(call, send).then(
        (heard) => heard,
        () => null,
      );
    // QuickBooks itself ends a call after 120 s; nothing happens later than ten seconds after that.
    const lateMs = this.callMs + 1_000 + this.dice.below(8_000);
    // A stopped worker may hold a refusal in its hands, too, that was true before others said the same again.
    if (kind === "stopped" && this.dice.falls(0.5)) this.door.order("429", 1);
    const heard = arrivesLate ? null : await work();
    if (kind === "stopped" && heard?.status === 429) this.count("429", 1);
    if (arrivesLate) this.later({ atMs: nowMs + lateMs, is: "arrives", run: async () => void (await work()) });
    const holdMs = kind === "slow" ? this.callMs : 20_000 + this.dice.below(60_000);
    return await new Promise<Heard>((resolve, reject) => {
      const run = () => {
        if (kind === "slow") reject(new DOMException("The call took too long.", "TimeoutError"));
        else if (heard === null) reject(DROPPED());
        else resolve(heard);
      };
      const due: Due = { atMs: nowMs + holdMs, is: kind, run };
      this.later(due);
      this.onHold(due);
    });
  }

  private later(due: Due): void {
    this.dues = [...this.dues, due].sort((left, right) => left.atMs - right.atMs);
  }

  private draw(call: SentCall): FaultKind | undefined {
    const possible = faultKinds.filter((kind) => this.fits(kind, call));
    const sum = possible.reduce((total, kind) => total + (this.strengths[kind] ?? 0), 0);
    let at = this.dice.fraction() * Math.max(1, sum);
    return possible.find((kind) => (at -= this.strengths[kind] ?? 0) < 0);
  }

  private fits(kind: FaultKind, call: SentCall): boolean {
    switch (kind) {
      case "drop-before-write":
      case "drop-after-write":
      case "500-after-write":
        return call.isWrite;
      case "half-batch":
      case "half-batch-after":
        return call.isBatch;
      case "stale":
        return call.changes > 0;
      case "slow":
        return this.mayHold;
      case "stopped":
        return this.mayHold && !this.dues.some((due) => due.is === "stopped");
      default:
        return true;
    }
  }
}

/** A dropped call is one fault. Half a batch is one for each item refused, and so is each record somebody else saved. */
function hitsOf(kind: FaultKind, call: SentCall, text: string): number {
  if (kind.startsWith("half-batch")) return text.split('"code":"10000"').length - 1;
  return kind === "stale" ? call.changes : 1;
}

type Item = Readonly<Record<string, { readonly Id?: string } | string>>;

function callOf(method: string, path: string, body: string): SentCall {
  const isBatch = method === "POST" && path.includes("/batch?");
  const isQuery = path.includes("/query?");
  const items = isBatch ? (JSON.parse(body) as { BatchItemRequest: Item[] }).BatchItemRequest : [];
  const changes = (item: Item) => item.operation === "update" || item.operation === "void";
  const isSingleChange = !isBatch && !isQuery && method === "POST" && (JSON.parse(body) as Item).Id !== undefined;
  return {
    method,
    path,
    body,
    isBatch,
    isWrite: isBatch ? items.some((item) => item.operation !== undefined) : !isQuery,
    changes: isBatch ? items.filter(changes).length : Number(isSingleChange),
  };
}
