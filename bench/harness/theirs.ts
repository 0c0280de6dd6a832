// One measured run of node-quickbooks against a company of its own in the same simulator.
import { once } from "node:events";

import { faultsInBooks } from "./books.ts";
import { CUSTOMERS, customerName, makeLoads } from "./loads.ts";
import type { LoopDone, LoopJob } from "./loop-program.ts";
import { readLines, startProgram } from "./programs.ts";
import type { Client, Ours, Rig, Run } from "./run.ts";
import { addCustomer, newRealm, records, resetStats, setMode, statsOf, tokensOf, type Mode } from "./simulator.ts";
import { cpuOf, peakMemoryOf } from "./usage.ts";

const PER_BATCH = 30;

/** Sends `orders` invoices one call after the other. Its clock runs from the first call to the last answer. */
export async function runLoop(rig: Rig, client: Exclude<Client, Ours>, mode: Mode, orders: number): Promise<Run> {
  const { simulator } = rig;
  const realmId = await newRealm(simulator, rig.options.throttle);
  const { access_token: accessToken } = await tokensOf(simulator, realmId);
  const names = Array.from({ length: CUSTOMERS }, (_, nth) => customerName(nth));
  const customers: [string, string][] = [];
  for (const name of names) customers.push([name, await addCustomer(simulator, realmId, name)]);
  const items = (await records(simulator, realmId, "Item")).map(
    (item) => [String(item.Name), String(item.Id)] as const,
  );
  await setMode(simulator, mode, rig.options.scale);
  await resetStats(simulator, realmId);
  const perCall = client === "loop" ? 1 : PER_BATCH;
  const job: LoopJob = { url: simulator.url, realmId, accessToken, perCall, orders, customers, items };
  const program = await startProgram({ file: "bench/harness/loop-program.ts", ready: "loop ready", core: rig.core });
  const simulatorBefore = cpuOf(simulator.program.pid);
  let peakMemoryMib = 0;
  const done = new Promise<LoopDone>((resolve, reject) => {
    readLines(program.child, (line) => {
      if (!line.startsWith("done ")) return;
      peakMemoryMib = peakMemoryOf(program.pid);
      resolve(JSON.parse(line.slice(5)) as LoopDone);
    });
    once(program.child, "exit").then(() => reject(new Error("The loop ended without a word")), reject);
  });
  program.child.stdin!.end(JSON.stringify(job));
  const { seconds, cpuMicros, refused } = await done;
  const simulatorMicros = cpuOf(simulator.program.pid) - simulatorBefore;
  const { throttled429 } = await statsOf(simulator, realmId);
  const faults = await faultsInBooks(simulator, realmId, makeLoads(orders));
  return {
    client,
    mode,
    documents: orders,
    seconds,
    throttled429,
    cpu: { client: cpuMicros / orders, postgres: 0, simulator: simulatorMicros / orders },
    simulatorShare: simulatorMicros / 1e6 / seconds,
    peakMemoryMib,
    faults: refused > 0 ? [`${refused} invoices were refused`, ...faults] : faults,
  };
}
