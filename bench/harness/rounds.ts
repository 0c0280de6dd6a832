// In which order are the runs made, and which rounds count? Ours and theirs by turns, against one simulator.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { calibrate } from "./figures.ts";
import { runTieout } from "./ours.ts";
import { stopProgram } from "./programs.ts";
import type { Options, Rig, Run } from "./run.ts";
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
  /** The database that was measured: version, and whether it keeps what it confirmed when the power fails. */
  readonly postgres: { readonly version: string; readonly fsync: string; readonly synchronousCommit: string };
};

/** Makes all rounds. `onRun` hears of each run as it ends. */
export async function makeRounds(options: Options, onRun: (run: Run) => void): Promise<Rounds> {
  const test = await openTestDatabase();
  try {
    const simulator = await startSimulator(options.pin ? SIMULATOR_CORE : undefined);
    try {
      const rig = await makeRig(test, simulator, options);
      const rounds: Round[] = [];
      for (let nth = 0; nth < options.rounds; nth += 1) rounds.push(await makeRound(rig, onRun));
      return { rounds, postgres: await describeServer(test) };
    } finally {
      await stopProgram(simulator.program);
    }
  } finally {
    await test.drop();
  }
}

async function describeServer(test: TestDatabase): Promise<Rounds["postgres"]> {
  const result = await test.admin.query<Rounds["postgres"]>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as "synchronousCommit"`,
  );
  return result.rows[0]!;
}

async function makeRig(test: TestDatabase, simulator: Rig["simulator"], options: Options): Promise<Rig> {
  const secret = randomBytes(32).toString("hex");
  // lib/env.ts reads them on first use: this process plans and connects as the product does.
  process.env.DATABASE_APP_URL = test.appUrl;
  process.env.TIEOUT_SECRET = secret;
  process.env.TIEOUT_SIMULATOR_URL = simulator.url;
  const result = await test.admin.query<{ pid: number }>("select pg_backend_pid() as pid");
  const postmaster = parentOf(result.rows[0]!.pid);
  if (options.pin) pinServer(postmaster);
  return { test, simulator, postmaster, secret, options, core: options.pin ? SYSTEM_CORE : undefined };
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
  const { loopOrders, batchLoopOrders } = rig.options;
  const [loop, batchLoop] =
    mode === "throttled"
      ? [loopOrders, batchLoopOrders]
      : [loopOrders * LOOP_UNTHROTTLED, batchLoopOrders * BATCH_LOOP_UNTHROTTLED];
  return [
    () => runTieout(rig, mode),
    () => runLoop(rig, "loop", mode, loop),
    () => runLoop(rig, "batch-loop", mode, batchLoop),
  ];
}
