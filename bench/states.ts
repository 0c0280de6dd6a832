// How long does it take to find the few orders that stand otherwise among a hundred thousand? `npm run bench -- states`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { rounded, table } from "./harness/figures.ts";
import { machineOf } from "./harness/machine.ts";
import { count, withRig } from "./harness/rounds.ts";
import { runStates } from "./harness/states.ts";

function readOptions() {
  const { values } = parseArgs({
    options: {
      orders: { type: "string", default: "100000" },
      planned: { type: "string", default: "1000" },
      rare: { type: "string", default: "20" },
      turns: { type: "string", default: "5" },
    },
  });
  return {
    orders: count("orders", values.orders),
    planned: count("planned", values.planned),
    rare: count("rare", values.rare),
    turns: count("turns", values.turns),
  };
}

async function main(): Promise<number> {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  return await withRig({}, async (rig, postgres) => {
    const states = await runStates(rig, options);
    if (states.faults.length > 0) {
      console.log(JSON.stringify({ bench: "states", score: 0, faults: states.faults }));
      return 1;
    }
    const rows = states.asked.map(({ what, found, ms, msMost }) => [
      what,
      String(found),
      ms.toFixed(0),
      msMost.toFixed(0),
    ]);
    console.log(`\n${table(["states", "rows", "ms", "at most"], rows)}`);
    console.log(
      JSON.stringify({ bench: "states", machine: machineOf(postgres, loadBefore), options, ...states }, rounded),
    );
    return 0;
  });
}

process.exitCode = await main();
