// How long does it take to know what is open on ten thousand invoices, and what does it cost of what Intuit meters?
// `npm run bench -- pull`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { rounded, table } from "./harness/figures.ts";
import { machineOf } from "./harness/machine.ts";
import { runPull, type Pulled } from "./harness/pull.ts";
import { count, withRig } from "./harness/rounds.ts";

function readOptions() {
  const { values } = parseArgs({
    options: {
      invoices: { type: "string", default: "10000" },
      scale: { type: "string", default: "1" },
      sample: { type: "string", default: "100" },
      upserts: { type: "string", default: "3000" },
      rounds: { type: "string", default: "5" },
    },
  });
  return {
    invoices: count("invoices", values.invoices),
    scale: count("scale", values.scale),
    sample: count("sample", values.sample),
    upserts: count("upserts", values.upserts),
    rounds: count("rounds", values.rounds),
  };
}

function report({ invoices, seconds, meteredReads, calls, throttled429, gets, keeping }: Pulled): void {
  const whole = (value: number) => Math.round(value).toLocaleString("en");
  const rows = [
    ["invoices", whole(invoices)],
    ["seconds, from asking to the end", seconds.toFixed(2)],
    ["metered reads", String(meteredReads)],
    ["calls, 429s", `${calls}, ${throttled429}`],
    [
      `one GET each, sample of ${gets.sample}`,
      `${gets.seconds.toFixed(1)} s; all would take ${whole(gets.secondsForAll)} s`,
    ],
    ["rows a second into Postgres, read for the first time", whole(keeping.firstRead)],
    ["rows a second into Postgres, read again", whole(keeping.readAgain)],
    ["rows a second into Postgres, row by row", whole(keeping.rowByRow)],
    ["ratio of the first reading, of each turn", ratios(keeping.firstRatio, keeping.turns, "firstRatio")],
    ["ratio of reading again, of each turn", ratios(keeping.againRatio, keeping.turns, "againRatio")],
  ];
  console.log(`\n${table(["pull", ""], rows)}`);
}

function ratios(middle: number, turns: Pulled["keeping"]["turns"], key: "againRatio" | "firstRatio"): string {
  return `${middle.toFixed(1)}, ${turns.map((turn) => turn[key].toFixed(1)).join(" ")}`;
}

async function main(): Promise<number> {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  return await withRig({}, async (rig, postgres) => {
    const pulled = await runPull(rig, options);
    if (pulled.faults.length > 0) {
      const faults = `${pulled.faults.length} faults, first: ${pulled.faults[0]}`;
      console.log(JSON.stringify({ bench: "pull", score: 0, faults }));
      return 1;
    }
    report(pulled);
    console.log(
      JSON.stringify({ bench: "pull", machine: machineOf(postgres, loadBefore), options, ...pulled }, rounded),
    );
    return 0;
  });
}

process.exitCode = await main();
