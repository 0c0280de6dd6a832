// How does a benchmark order the simulator about? Through its control door, over HTTP.
import { randomInt } from "node:crypto";

import type { Program } from "./programs.ts";
import { startProgram } from "./programs.ts";

export type Mode = "throttled" | "unthrottled";

export type Simulator = { readonly program: Program; readonly url: string };

export type Row = Readonly<Record<string, unknown>>;

/** Starts a simulator on a free port, in memory. */
export async function startSimulator(core: number | undefined): Promise<Simulator> {
  const program = await startProgram({
    file: "simulator/main.ts",
    args: ["--port", "0"],
    ready: "simulator ready",
    core,
  });
  return { program, url: program.readyLine.split(" ").at(-1)! };
}

async function control<T>(simulator: Simulator, path: string, body?: unknown, method?: string): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(`${simulator.url}/_control/${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { "content-type": "application/json" },
    ...sent,
  });
  if (!reply.ok) throw new Error(`The simulator's control door answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** Real limits and latencies on a clock that runs `scale` times as fast, or neither. */
export async function setMode(simulator: Simulator, mode: Mode, scale: number): Promise<void> {
  const onOff = mode === "throttled" ? "on" : "off";
  await control(simulator, "settings", { timeScale: scale, latency: onOff, throttle: onOff });
}

/** What Intuit does not say: do the items of a batch count as calls, and does the minute slide or stand? */
export type Throttle = { readonly countBatchItems: boolean; readonly windows: "sliding" | "fixed" };

/** A new company that has everything a sale needs. Returns its realm. */
export async function newRealm(simulator: Simulator, throttle?: Throttle): Promise<string> {
  const realmId = `77${randomInt(1e12, 9e12)}`;
  await control(simulator, "companies", { realmId, name: "Bench Freight", template: "open", throttle });
  return realmId;
}

/** Another application takes this share of the company's calls, evenly; its own limits a second are not ours. */
export async function letOthersIn(simulator: Simulator, realmId: string, share: number): Promise<void> {
  await control(simulator, `companies/${realmId}/settings`, { throttle: { otherAppShare: share } });
}

export type Tokens = { readonly access_token: string; readonly refresh_token: string };

/** Connects a company without a browser. */
export async function tokensOf(simulator: Simulator, realmId: string): Promise<Tokens> {
  return await control(simulator, "tokens", { realmId });
}

/** A customer, as the bookkeeper makes one by hand. Returns its id. */
export async function addCustomer(simulator: Simulator, realmId: string, name: string): Promise<string> {
  const made = await control<Row>(simulator, `companies/${realmId}/bookkeeper`, { do: "create-customer", name });
  return String((made.Customer as Row | undefined)?.Id);
}

/** All records of a kind. */
export async function records(simulator: Simulator, realmId: string, entity: string): Promise<readonly Row[]> {
  return (await control<{ rows: Row[] }>(simulator, `companies/${realmId}/entities/${entity}`)).rows;
}

export type Stats = {
  readonly requests: number;
  readonly batches: number;
  readonly throttled429: number;
  /** The most that ever was in one minute, one second, at once. */
  readonly maxPerMinute: number;
  readonly maxBatchesPerMinute: number;
  readonly maxPerSecond: number;
  readonly maxInFlight: number;
};

/** What was asked of a company since the figures were set back. */
export async function statsOf(simulator: Simulator, realmId: string): Promise<Stats> {
  return await control(simulator, `companies/${realmId}/stats`);
}

/** Sets a company's figures back. */
export async function resetStats(simulator: Simulator, realmId: string): Promise<void> {
  await control(simulator, `companies/${realmId}/stats`, undefined, "DELETE");
}
