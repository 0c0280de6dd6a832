// What is one measured run, whoever did it?
import type { TestDatabase } from "#db/testing.ts";
import type { Simulator, Throttle } from "./simulator.ts";

/** Tieout with batches alone, as it comes (single calls beside its batches), and the two loops. */
export const clients = ["batches", "mixed", "loop", "batch-loop"] as const;
export type Client = (typeof clients)[number];
export type Ours = Extract<Client, "batches" | "mixed">;

export type Run = {
  readonly client: Client;
  readonly mode: "throttled" | "unthrottled";
  readonly documents: number;
  /** Of this machine's clock; a throttled run's ledger clock runs `scale` times as fast. */
  readonly seconds: number;
  readonly throttled429: number;
  /** Processor microseconds per document. */
  readonly cpu: { readonly client: number; readonly postgres: number; readonly simulator: number };
  /** Share of one processor the simulator needed: near 1 it was the brake. */
  readonly simulatorShare: number;
  readonly peakMemoryMib: number;
  /** What is wrong with the books; a run with anything here scores nothing. */
  readonly faults: readonly string[];
};

export type Options = {
  readonly orders: number;
  /** Invoices of a run without limits. */
  readonly unthrottledOrders: number;
  readonly rounds: number;
  /** How many times as fast the ledger's clock runs in throttled runs. */
  readonly scale: number;
  readonly loopOrders: number;
  readonly batchLoopOrders: number;
  readonly modes: readonly Run["mode"][];
  readonly clients: readonly Client[];
  /** Which reading of Intuit's limits the simulator takes. */
  readonly throttle: Throttle;
  readonly pin: boolean;
  /** Folder for processor profiles of the worker; empty for none. */
  readonly profile: string;
};

export type Rig = {
  readonly test: TestDatabase;
  readonly simulator: Simulator;
  readonly postmaster: number;
  readonly secret: string;
  readonly options: Options;
  /** The processor the system under test is bound to; anywhere when undefined. */
  readonly core: number | undefined;
};
