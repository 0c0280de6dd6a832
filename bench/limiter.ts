// How much of a company's share do many workers use together, when one is killed now and then and another app takes part?
// `npm run bench -- limiter`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { runCrowd, type CrowdRun } from "./harness/crowd.ts";
import { rounded, table } from "./harness/figures.ts";
import { machineOf } from "./harness/machine.ts";
import { count, withRig } from "./harness/rounds.ts";

function readOptions() {
  const { values } = parseArgs({
    options: {
      workers: { type: "string", default: "8" },
      minutes: { type: "string", default: "10" },
      "kill-every": { type: "string", default: "30" },
      others: { type: "string", default: "0,30,60" },
      scale: { type: "string", default: "6" },
      "items-count": { type: "boolean", default: false },
      windows: { type: "string", default: "sliding" },
    },
  });
  return {
    workers: count("workers", values.workers),
    minutes: count("minutes", values.minutes),
    killEverySeconds: count("kill-every", values["kill-every"]),
    others: values.others.split(",").map((percent) => Number(percent) / 100),
    scale: count("scale", values.scale),
    throttle: { countBatchItems: values["items-count"], windows: values.windows === "fixed" ? "fixed" : "sliding" },
  } as const;
}

function report(runs: readonly CrowdRun[]): void {
  const header = ["other app takes", "docs", "docs/min", "of ceiling", "calls", "429s", "per 1,000", "killed"];
  const rows = runs.map((run) => [
    `${Math.round(run.otherShare * 100)} %`,
    String(run.documents),
    Math.round(run.perMinute).toLocaleString("en"),
    `${((run.perMinute / run.ceiling) * 100).toFixed(1)} % of ${Math.round(run.ceiling).toLocaleString("en")}`,
    String(run.calls),
    String(run.throttled429),
    ((run.throttled429 * 1000) / Math.max(1, run.calls - run.throttled429)).toFixed(1),
    String(run.killed),
  ]);
  console.log(`\n${table(header, rows)}`);
}

async function main(): Promise<number> {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  return await withRig(options, async (rig, postgres) => {
    const runs: CrowdRun[] = [];
    for (const otherShare of options.others) {
      const run = await runCrowd(rig, { ...options, otherShare });
      runs.push(run);
      console.log(
        `other app ${Math.round(otherShare * 100)} %: ${run.documents} documents, ${run.throttled429} refused`,
      );
    }
    const faults = runs.flatMap((run) => run.faults);
    if (faults.length > 0) {
      console.log(
        JSON.stringify({ bench: "limiter", score: 0, faults: `${faults.length} faults, first: ${faults[0]}` }),
      );
      return 1;
    }
    report(runs);
    console.log(JSON.stringify({ bench: "limiter", machine: machineOf(postgres, loadBefore), options, runs }, rounded));
    return 0;
  });
}

process.exitCode = await main();
