// How many documents a second do many companies get through at once, and what does each cost? `npm run bench -- fleet`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { median, rounded, table } from "./harness/figures.ts";
import { runFleet, type FleetRun } from "./harness/fleet.ts";
import { machineOf } from "./harness/machine.ts";
import { count, withRig } from "./harness/rounds.ts";

/** One company may send 40 batches of 30 in a minute. */
const CEILING_PER_COMPANY = 20;

function readOptions() {
  const { values } = parseArgs({
    options: {
      companies: { type: "string", default: "200" },
      orders: { type: "string", default: "600" },
      workers: { type: "string", default: "2" },
      "items-count": { type: "boolean", default: false },
      windows: { type: "string", default: "sliding" },
      profile: { type: "string", default: "" },
    },
  });
  return {
    companies: count("companies", values.companies),
    orders: count("orders", values.orders),
    workers: count("workers", values.workers),
    throttle: { countBatchItems: values["items-count"], windows: values.windows === "fixed" ? "fixed" : "sliding" },
    profile: values.profile,
  } as const;
}

function report(run: FleetRun, companies: number): void {
  const perSecond = run.documents / run.seconds;
  const ceiling = companies * CEILING_PER_COMPANY;
  const slowest = run.speeds[0]! / median(run.speeds);
  const own = run.cpu.workers + run.cpu.postgres;
  const rows: readonly (readonly [string, string])[] = [
    ["documents", run.documents.toLocaleString("en")],
    ["seconds", run.seconds.toFixed(1)],
    ["documents a second", `${Math.round(perSecond).toLocaleString("en")} of ${ceiling.toLocaleString("en")}`],
    ["429s", String(run.throttled429)],
    [
      "CPU µs a document, ours",
      `${Math.round(own)}: workers ${Math.round(run.cpu.workers)}, Postgres ${Math.round(run.cpu.postgres)}`,
    ],
    ["CPU µs a document, simulator", String(Math.round(run.cpu.simulator))],
    [
      "memory MiB",
      `workers ${run.memoryMib.workers}, Postgres ${run.memoryMib.postgres} (simulator ${run.memoryMib.simulator})`,
    ],
    ["slowest company to median", slowest.toFixed(3)],
    [
      "most a company sent",
      `${run.most.batchesPerMinute} batches and ${run.most.perMinute} calls a minute, ${run.most.perSecond} a second, ${run.most.inFlight} at once`,
    ],
  ];
  console.log(`\n${table(["fleet", ""], rows)}`);
}

async function main(): Promise<number> {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  return await withRig(options, async (rig, postgres) => {
    const run = await runFleet(rig, options);
    if (run.faults.length > 0) {
      console.log(
        JSON.stringify({ bench: "fleet", score: 0, faults: `${run.faults.length} faults, first: ${run.faults[0]}` }),
      );
      return 1;
    }
    report(run, options.companies);
    const machine = machineOf(postgres, loadBefore);
    const { speeds, ...figures } = run;
    const spread = { slowest: speeds[0], median: median(speeds), fastest: speeds.at(-1) };
    console.log(JSON.stringify({ bench: "fleet", machine, options, ...figures, speeds: spread }, rounded));
    return 0;
  });
}

process.exitCode = await main();
