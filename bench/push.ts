// How fast do invoices reach one company, and what does each cost? Tieout beside node-quickbooks: `npm run bench -- push`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { median, ratio, rounded, table } from "./harness/figures.ts";
import { machineOf } from "./harness/machine.ts";
import { count, makeRounds, type Rounds } from "./harness/rounds.ts";
import { clients, type Client, type Options, type Run } from "./harness/run.ts";
import type { Mode } from "./harness/simulator.ts";

/** QuickBooks Online takes no more from one company in a minute, by the reading of its limits that is measured. */
function ceilingOf(client: Client, { countBatchItems }: Options["throttle"]): number {
  if (countBatchItems) return 500;
  return client === "mixed" ? 40 * 30 + 460 : 40 * 30;
}

/** A round in which the machine itself became so much faster or slower says nothing. */
const DRIFT_MAX = 0.1;
const modes: readonly Mode[] = ["throttled", "unthrottled"];
const names: Readonly<Record<Client, string>> = {
  batches: "Tieout, batches only",
  mixed: "Tieout, with single calls beside",
  loop: "node-quickbooks, loop",
  "batch-loop": "node-quickbooks, batch loop",
};

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      orders: { type: "string", default: "10000" },
      "unthrottled-orders": { type: "string", default: "6000" },
      rounds: { type: "string", default: "2" },
      scale: { type: "string", default: "10" },
      loop: { type: "string", default: "120" },
      "batch-loop": { type: "string", default: "600" },
      mode: { type: "string", default: "both" },
      clients: { type: "string", default: clients.join(",") },
      "items-count": { type: "boolean", default: false },
      windows: { type: "string", default: "sliding" },
      pin: { type: "boolean", default: false },
      profile: { type: "string", default: "" },
    },
  });
  const { loop, "batch-loop": batchLoop, mode } = values;
  return {
    orders: count("orders", values.orders),
    unthrottledOrders: count("unthrottled-orders", values["unthrottled-orders"]),
    rounds: count("rounds", values.rounds),
    scale: count("scale", values.scale),
    loopOrders: count("loop", loop),
    batchLoopOrders: count("batch-loop", batchLoop),
    clients: clients.filter((client) => values.clients.split(",").includes(client)),
    modes: mode === "both" ? modes : modes.filter((each) => each === mode),
    throttle: { countBatchItems: values["items-count"], windows: values.windows === "fixed" ? "fixed" : "sliding" },
    pin: values.pin,
    profile: values.profile,
  };
}

type Figures = {
  readonly client: Client;
  readonly mode: Mode;
  readonly documents: number;
  /** Documents in a minute of the ledger's clock. */
  readonly perMinute: number;
  readonly perSecond: number;
  readonly ceiling: number | null;
  readonly shareOfCeiling: number | null;
  readonly throttled429: number;
  readonly cpu: Run["cpu"];
  readonly simulatorShare: number;
  readonly peakMemoryMib: number;
};

function figuresOf(runs: readonly Run[], mode: Mode, { scale, throttle }: Options): Figures {
  const middle = (pick: (run: Run) => number) => median(runs.map(pick));
  const perSecond = middle((run) => run.documents / run.seconds);
  const perMinute = (perSecond * 60) / (mode === "throttled" ? scale : 1);
  return {
    client: runs[0]!.client,
    mode,
    documents: runs[0]!.documents,
    perMinute,
    perSecond,
    ceiling: mode === "throttled" ? ceilingOf(runs[0]!.client, throttle) : null,
    shareOfCeiling: mode === "throttled" ? perMinute / ceilingOf(runs[0]!.client, throttle) : null,
    throttled429: runs.reduce((sum, run) => sum + run.throttled429, 0),
    cpu: {
      client: middle((run) => run.cpu.client),
      postgres: middle((run) => run.cpu.postgres),
      simulator: middle((run) => run.cpu.simulator),
    },
    simulatorShare: middle((run) => run.simulatorShare),
    peakMemoryMib: middle((run) => run.peakMemoryMib),
  };
}

function tableOf(mode: Mode, figures: readonly Figures[]): string {
  const rate = mode === "throttled" ? ["docs/min", "of ceiling", "429s"] : ["docs/s", "", "429s"];
  const header = [mode, "docs", ...rate, "CPU µs/doc", "client", "Postgres", "(simulator)", "peak MiB"];
  const rows = figures.map((one) => [
    names[one.client],
    String(one.documents),
    Math.round(mode === "throttled" ? one.perMinute : one.perSecond).toLocaleString("en"),
    one.shareOfCeiling === null
      ? ""
      : `${(one.shareOfCeiling * 100).toFixed(1)} % of ${one.ceiling!.toLocaleString("en")}`,
    String(one.throttled429),
    String(Math.round(one.cpu.client + one.cpu.postgres)),
    String(Math.round(one.cpu.client)),
    String(Math.round(one.cpu.postgres)),
    `${Math.round(one.cpu.simulator)} = ${Math.round(one.simulatorShare * 100)} %`,
    String(one.peakMemoryMib),
  ]);
  return table(header, rows);
}

function ratiosOf(runs: readonly Run[], mode: Mode) {
  const speeds = (client: Client) =>
    runs.filter((run) => run.mode === mode && run.client === client).map((run) => run.documents / run.seconds);
  const ours = clients.filter((client) => client === "batches" || client === "mixed");
  return ours
    .filter((client) => speeds(client).length > 0)
    .flatMap((client) =>
      (["loop", "batch-loop"] as const)
        .filter((against) => speeds(against).length > 0)
        .map((against) => ({
          mode,
          client,
          against,
          ...ratio(speeds(client), speeds(against)),
        })),
    );
}

function report({ rounds, postgres }: Rounds, options: Options, loadBefore: number): void {
  const calm = rounds.filter((round) => round.drift <= DRIFT_MAX);
  const counted = calm.length > 0 ? calm : rounds;
  const runs = counted.flatMap((round) => round.runs);
  const figures = options.modes.flatMap((mode) =>
    clients.flatMap((client) => {
      const own = runs.filter((run) => run.mode === mode && run.client === client);
      return own.length === 0 ? [] : [figuresOf(own, mode, options)];
    }),
  );
  const ratios = options.modes.flatMap((mode) => ratiosOf(runs, mode));
  for (const mode of options.modes) {
    const own = figures.filter((one) => one.mode === mode);
    console.log(`\n${tableOf(mode, own)}`);
    for (const one of ratios.filter((each) => each.mode === mode)) {
      const interval = one.low === null ? "" : ` (95 %: ${one.low.toFixed(2)} to ${one.high!.toFixed(2)})`;
      console.log(`${names[one.client]}: ${one.ratio.toFixed(2)}x ${names[one.against]}${interval}`);
    }
  }
  const drifted = rounds.length - calm.length;
  if (drifted > 0) console.log(`\nIn ${drifted} of ${rounds.length} rounds the machine drifted by more than a tenth.`);
  if (calm.length === 0) console.log("No round was calm, so all are counted: take these figures as a rough guess.");
  else console.log(`\n${calm.length} of ${rounds.length} rounds counted.`);
  const machine = machineOf(postgres, loadBefore);
  const drifts = rounds.map((round) => round.drift);
  const result = { bench: "push", machine, options, drifts, calmRounds: calm.length, figures, ratios, runs };
  console.log(JSON.stringify(result, rounded));
}

async function main(): Promise<number> {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  const made = await makeRounds(options, (run) => {
    const speed = Math.round(run.documents / run.seconds);
    console.log(`${run.mode} ${names[run.client]}: ${run.documents} in ${run.seconds.toFixed(2)} s, ${speed}/s`);
    for (const fault of run.faults.slice(0, 5)) console.log(`  WRONG: ${fault}`);
  });
  const wrong = made.rounds.flatMap((round) => round.runs).filter((run) => run.faults.length > 0);
  if (wrong.length > 0) {
    const [first] = wrong;
    const faults = `${wrong.length} runs left the books wrong, first: ${first!.faults[0]}`;
    console.log(JSON.stringify({ bench: "push", score: 0, faults }));
    return 1;
  }
  report(made, options, loadBefore);
  return 0;
}

process.exitCode = await main();
