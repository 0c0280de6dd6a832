// How do the calls of simulated processes travel to the books, and what meets them on the way?
import type { Dice } from "#db/testing-dice.ts";
import type { Answer } from "../../simulator/http.ts";
import type { Arrival, Books } from "./books.ts";
import type { Park } from "./scheduler.ts";
import { fits, orderedKinds, type FaultKind, type Strengths } from "./swarm.ts";
import type { Trace } from "./trace.ts";

/** A call as it left. `realmId`: the company its address names. */
export type SentCall = Arrival & {
  readonly path: string;
  readonly realmId: string;
  readonly token: string;
  readonly requestId: string | null;
  readonly actor: string;
  readonly atMs: number;
};
export type Fetch = typeof globalThis.fetch;

/** QuickBooks cuts a request off after so long: nothing takes place later. */
const LATEST_MS = 120_000;
/** A process may be stopped with its words in its mouth for so long: less than others wait before they look. */
const STALL_MAX_MS = 50_000;

export type RoadWatch = {
  /** Before the call leaves the process. */
  onSend(call: SentCall): Promise<void>;
  /** A whole answer reaches the process. */
  onHeard(call: SentCall, status: number, text: string): void;
  /** It was answered, or its sender waits no longer. */
  onEnd(): void;
  /** After whatever may have changed the books. */
  onBooks(): void;
};
type Clock = { readonly nowMs: () => number };

export class Road {
  strengths: Strengths = {};
  /** After so many faults nothing more happens to a call. */
  faultsMax = Infinity;
  /** Calls that met a kind of fault. */
  readonly met = new Map<FaultKind, number>();
  calls = 0;
  /** Calls on their way that arrive by themselves, whoever sent them. */
  readonly late: { atMs: number; arrive: () => Promise<void> }[] = [];
  private readonly books: Books;
  private readonly dice: Dice;
  private readonly clock: Clock;
  private readonly trace: Trace;
  private readonly watch: RoadWatch;

  constructor(books: Books, dice: Dice, clock: Clock, trace: Trace, watch: RoadWatch) {
    this.books = books;
    this.dice = dice;
    this.clock = clock;
    this.trace = trace;
    this.watch = watch;
  }

  /** The way out of one process. */
  fetchOf(actor: string, park: Park): Fetch {
    return async (input, init) => {
      const arrival = arrivalOf(input, init);
      // Renewing holds a row of the database: nobody may be let in before it is over.
      if (!arrival.url.includes("/v3/company/")) return await this.renew(arrival);
      const stallMs = this.dice.falls(this.strengths.stall ?? 0) ? this.dice.below(STALL_MAX_MS) : 0;
      if (stallMs > 0) this.count("stall");
      await park("before sending", this.clock.nowMs() + stallMs);
      return await this.carry(callOf(arrival, actor, this.clock.nowMs()), park);
    };
  }

  private async renew(arrival: Arrival): Promise<Response> {
    this.trace.note(this.clock.nowMs(), "renews its token");
    return responseOf(await this.books.renew(arrival));
  }

  private async carry(call: SentCall, park: Park): Promise<Response> {
    this.calls += 1;
    await this.watch.onSend(call);
    const kind = this.draw(call);
    this.trace.note(
      call.atMs,
      `${call.actor} says ${call.method} ${call.path} ${call.body} and meets ${kind ?? "nothing"}`,
    );
    if (kind !== undefined) this.count(kind);
    const startMs = this.clock.nowMs();
    const tookMs = 60 + this.dice.below(kind === "slow-answer" ? 20_000 : 900);
    if (kind === "late") return await this.arriveLate(call, park, startMs);
    const ordered = orderedKinds.find((each) => each === kind);
    const answer = await this.arrive(call, ordered ?? null);
    await park("before hearing", startMs + tookMs);
    this.watch.onEnd();
    if (answer.cut === undefined) this.watch.onHeard(call, answer.status, answer.body);
    this.trace.note(this.clock.nowMs(), `${call.actor} hears ${answer.cut ?? answer.status} ${answer.body}`);
    return responseOf(answer);
  }

  /** The sender hears nothing and gives up; what it asked for takes place before or after that. */
  private async arriveLate(call: SentCall, park: Park, startMs: number): Promise<Response> {
    const atMs = startMs + 1_000 + this.dice.below(LATEST_MS - STALL_MAX_MS);
    this.late.push({ atMs, arrive: async () => void (await this.arrive(call, null)) });
    await park("before giving up", this.dice.falls(0.5) ? startMs + 200 : startMs + LATEST_MS);
    this.watch.onEnd();
    this.trace.note(this.clock.nowMs(), `${call.actor} gives up`);
    throw dropped();
  }

  private async arrive(call: SentCall, kind: (typeof orderedKinds)[number] | null): Promise<Answer> {
    try {
      return await this.books.answer(call, call.realmId, kind && { kind, seed: this.dice.below(2 ** 31) });
    } finally {
      this.watch.onBooks();
    }
  }

  /** How many calls met a fault so far. */
  get faults(): number {
    return [...this.met.values()].reduce((sum, n) => sum + n, 0);
  }

  private draw(call: SentCall): FaultKind | undefined {
    if (this.faults >= this.faultsMax) return undefined;
    const possible = fits(call);
    const sum = possible.reduce((total, kind) => total + (this.strengths[kind] ?? 0), 0);
    let at = this.dice.fraction() * Math.max(1, sum);
    return possible.find((kind) => (at -= this.strengths[kind] ?? 0) < 0);
  }

  private count(kind: FaultKind): void {
    this.met.set(kind, (this.met.get(kind) ?? 0) + 1);
  }
}

/** A way to the books on which nothing happens. */
export function plainFetch(books: Books, realmId: string): Fetch {
  return async (input, init) => {
    const arrival = arrivalOf(input, init);
    const isCall = arrival.url.includes("/v3/company/");
    return responseOf(isCall ? await books.answer(arrival, realmId, null) : await books.renew(arrival));
  };
}

function arrivalOf(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): Arrival {
  const url = input instanceof Request ? input.url : String(input);
  const headers = (init?.headers ?? {}) as Readonly<Record<string, string>>;
  return { method: init?.method ?? "GET", url, headers, body: typeof init?.body === "string" ? init.body : "" };
}

function callOf(arrival: Arrival, actor: string, atMs: number): SentCall {
  const path = arrival.url.slice(arrival.url.indexOf("/v3/company/"));
  const { searchParams, pathname } = new URL(arrival.url);
  return {
    ...arrival,
    path,
    actor,
    atMs,
    realmId: pathname.split("/")[3] ?? "",
    token: (arrival.headers.Authorization ?? "").replace("Bearer ", ""),
    requestId: searchParams.get("requestid"),
  };
}

function responseOf(answer: Answer): Response {
  if (answer.cut === "drop") throw dropped();
  if (answer.cut !== "truncate") return new Response(answer.body, { status: answer.status });
  const bytes = Buffer.from(answer.body);
  const half = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes.subarray(0, Math.floor(bytes.length / 2))));
      controller.error(dropped());
    },
  });
  return new Response(half, { status: answer.status });
}

function dropped(): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error("dropped"), { code: "ECONNRESET" }) });
}
