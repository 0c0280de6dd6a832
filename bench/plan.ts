// How many orders are planned in a second on one core, and what do descriptions cost of it? `npm run bench -- plan`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { calibrate, median, rounded, table } from "./harness/figures.ts";
import { machineOf } from "./harness/machine.ts";
import { richOrders, runPlan, variantNames, type PlanRun, type Variant } from "./harness/planning.ts";
import { count } from "./harness/rounds.ts";

/** A round in which the machine itself became so much slower or faster says little. */
const DRIFT_MAX = 0.1;

function readOptions() {
  const { values } = parseArgs({
    options: { orders: { type: "string", default: "5000" }, rounds: { type: "string", default: "5" } },
  });
  return { orders: count("orders", values.orders), rounds: count("rounds", values.rounds) };
}

function figuresOf(variant: Variant, runs: readonly PlanRun[]) {
  const own = runs.filter((run) => run.variant === variant);
  const perSecond = own.map((run) => run.orders / run.seconds);
  const { documents, orders, written } = own[0]!;
  return {
    variant,
    perSecond: median(perSecond),
    least: Math.min(...perSecond),
    perCpuSecond: median(own.map((run) => run.orders / run.cpuSeconds)),
    documentsPerOrder: documents / orders,
    charactersPerOrder: written / orders,
  };
}

function main(): number {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  const orders = richOrders(options.orders);
  // The first run teaches the compiler; it does not count.
  for (const variant of variantNames) runPlan(orders.slice(0, 1_000), variant);
  const before = calibrate();
  const runs = Array.from({ length: options.rounds }, () => variantNames.map((one) => runPlan(orders, one))).flat();
  const drift = Math.abs(calibrate() / before - 1);
  const figures = variantNames.map((variant) => figuresOf(variant, runs));
  const whole = (value: number) => Math.round(value).toLocaleString("en");
  const rows = figures.map((one) => [
    one.variant,
    whole(one.perSecond),
    whole(one.least),
    whole(one.perCpuSecond),
    one.documentsPerOrder.toFixed(1),
    whole(one.charactersPerOrder),
  ]);
  console.log(`\n${table(["planned", "orders/s", "at least", "a CPU second", "documents", "characters"], rows)}`);
  if (drift > DRIFT_MAX)
    console.log("\nThe machine drifted by more than a tenth: take these figures as a rough guess.");
  console.log(
    JSON.stringify({ bench: "plan", machine: machineOf(null, loadBefore), options, drift, figures }, rounded),
  );
  return 0;
}

process.exitCode = main();
