// In which order are the runs made, and which rounds count? Ours and theirs by turns, against one simulator.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { calibrate } from "./figures.ts";
import { runTieout } from "./ours.ts";
import { stopProgram } from "./programs.ts";
import { describeServer, type Server } from "./machine.ts";
import { clients, type Client, type Options, type Rig, type Run } from "./run.ts";
import { startSimulator, type Mode } from "./simulator.ts";
import { runLoop } from "./theirs.ts";
import { childrenOf, parentOf } from "./usage.ts";

/** With `--pin`: the simulator on the first processor, everything else on the second. */
const SIMULATOR_CORE = 0;
const SYSTEM_CORE = 1;

export type Round = {
  readonly runs: readonly Run[];
  /** How much the machine itself changed between the round's beginning and its end: 0.1 is a tenth. */
  readonly drift: number;
};

export type Rounds = {
  readonly rounds: readonly Round[];
  readonly postgres: Server;
};

/** Makes all rounds. `onRun` hears of each run as it ends. */
export async function makeRounds(options: Options, onRun: (run: Run) => void): Promise<Rounds> {
  return await withRig(options, async (rig, postgres) => {
    const rounds: Round[] = [];
    for (let nth = 0; nth < options.rounds; nth += 1) rounds.push(await makeRound(rig, onRun));
    return { rounds, postgres };
  });
}

/** A database, a simulator and the environment that leads to both, for as long as `work` takes. */
export async function withRig<T>(
  options: Partial<Options>,
  work: (rig: Rig, postgres: Server) => Promise<T>,
): Promise<T> {
  const test = await openTestDatabase();
  try {
    const simulator = await startSimulator(options.pin ? SIMULATOR_CORE : undefined);
    try {
      return await work(await makeRig(test, simulator, { ...usual, ...options }), await describeServer(test));
    } finally {
      await stopProgram(simulator.program);
    }
  } finally {
    await test.drop();
  }
}

const usual: Options = {
  orders: 10_000,
  unthrottledOrders: 6_000,
  rounds: 2,
  scale: 10,
  loopOrders: 120,
  batchLoopOrders: 600,
  modes: ["throttled", "unthrottled"],
  clients,
  throttle: { countBatchItems: false, windows: "sliding" },
  pin: false,
  profile: "",
};

/** A whole number above 0 from a flag. */
export function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is not a whole number above 0: ${text}`);
  return value;
}

async function makeRig(test: TestDatabase, simulator: Rig["simulator"], options: Options): Promise<Rig> {
  const secret = useEnvironment(test, simulator);
  const result = await test.admin.query<{ pid: number }>("select pg_backend_pid() as pid");
  const postmaster = parentOf(result.rows[0]!.pid);
  if (options.pin) pinServer(postmaster);
  return { test, simulator, postmaster, secret, options, core: options.pin ? SYSTEM_CORE : undefined };
}

/** lib/env.ts reads it on first use: this process plans and connects as the product does. Returns the secret. */
export function useEnvironment(test: TestDatabase, simulator: Rig["simulator"]): string {
  const secret = randomBytes(32).toString("hex");
  process.env.DATABASE_APP_URL = test.appUrl;
  process.env.TIEOUT_SECRET = secret;
  process.env.TIEOUT_SIMULATOR_URL = simulator.url;
  return secret;
}

/** New connections inherit the postmaster's processor; its helpers that run already are bound one by one. */
function pinServer(postmaster: number): void {
  for (const pid of [postmaster, ...childrenOf(postmaster)]) {
    const bound = spawnSync("taskset", ["--pid", "--cpu-list", String(SYSTEM_CORE), String(pid)]);
    if (bound.status !== 0) throw new Error("--pin needs the program taskset and two processors");
  }
}

async function makeRound(rig: Rig, onRun: (run: Run) => void): Promise<Round> {
  const before = calibrate();
  const runs: Run[] = [];
  for (const mode of rig.options.modes) {
    for (const run of steps(rig, mode)) {
      const done = await run();
      runs.push(done);
      onRun(done);
    }
  }
  const after = calibrate();
  return { runs, drift: Math.abs(after - before) / Math.min(after, before) };
}

/** Without latencies the loops are so quick that a measurable run needs more invoices. */
const LOOP_UNTHROTTLED = 10;
const BATCH_LOOP_UNTHROTTLED = 5;

function steps(rig: Rig, mode: Mode): (() => Promise<Run>)[] {
  const { loopOrders, batchLoopOrders, clients } = rig.options;
  const [loop, batchLoop] =
    mode === "throttled"
      ? [loopOrders, batchLoopOrders]
      : [loopOrders * LOOP_UNTHROTTLED, batchLoopOrders * BATCH_LOOP_UNTHROTTLED];
  const all: Readonly<Record<Client, () => Promise<Run>>> = {
    batches: () => runTieout(rig, "batches", mode),
    mixed: () => runTieout(rig, "mixed", mode),
    loop: () => runLoop(rig, "loop", mode, loop),
    "batch-loop": () => runLoop(rig, "batch-loop", mode, batchLoop),
  };
  // Without limits a batch may always go, so there is nothing beside it.
  const asked = clients.filter((client) => mode === "throttled" || client !== "mixed");
  return asked.map((client) => all[client]);
}
