// How long does a page of Problem Sync take with a million problems behind it, and how long the usual way?
// `npm run bench -- problems`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { calibrate, rounded, table } from "./harness/figures.ts";
import { describeServer, machineOf } from "./harness/machine.ts";
import { closedLoop, openLoop, type Latency } from "./harness/open-loop.ts";
import { makeUsual, usualWays } from "./harness/offset-list.ts";
import { loadProblems, type DataTenant } from "./harness/problem-data.ts";
import { looks, readDeep, readPeople, weighted } from "./harness/problem-looks.ts";
import { count } from "./harness/rounds.ts";

const DEEP_PAGE = 2_000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "1000000" },
      tenants: { type: "string", default: "1000" },
      seed: { type: "string", default: "7" },
      rate: { type: "string", default: "50" },
      seconds: { type: "string", default: "20" },
      warm: { type: "string", default: "3" },
      only: { type: "string", default: "" },
    },
  });
  return {
    rows: count("rows", values.rows),
    tenants: count("tenants", values.tenants),
    seed: count("seed", values.seed),
    rate: count("rate", values.rate),
    seconds: count("seconds", values.seconds),
    warm: count("warm", values.warm),
    only: values.only,
  };
}

type Options = ReturnType<typeof readOptions>;
type Measured = { readonly name: string; readonly of: "all tenants" | "the largest"; readonly latency: Latency };

/** Each look of tenants drawn by their size, then of the largest alone: that is where a filter is worst. */
async function measure(
  test: TestDatabase,
  tenants: readonly DataTenant[],
  { rate, seconds, warm, seed, only }: Options,
): Promise<Measured[]> {
  await readPeople(test, tenants);
  const all = looks(test, await readDeep(test, tenants, DEEP_PAGE)).filter(({ name }) => name.includes(only));
  const measured: Measured[] = [];
  for (const { name, ask } of all) {
    for (const of of ["all tenants", "the largest"] as const) {
      const draw = of === "the largest" ? () => tenants[0]! : weighted(tenants, seed);
      await openLoop(rate, warm, () => ask(draw()));
      const latency = await openLoop(rate, seconds, () => ask(draw()));
      measured.push({ name, of, latency });
      console.error(line(name, of, latency));
    }
  }
  return measured;
}

async function measureUsual(test: TestDatabase, tenants: readonly DataTenant[]): Promise<Measured[]> {
  await makeUsual(test);
  const measured: Measured[] = [];
  for (const { name, times, ask } of usualWays(test, DEEP_PAGE)) {
    const latency = await closedLoop(times, () => ask(tenants[0]!));
    measured.push({ name, of: "the largest", latency });
    console.error(line(name, "the largest", latency));
  }
  return measured;
}

const line = (name: string, of: string, { p50, p99, max }: Latency) =>
  `${name}, ${of}: p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} max ${max.toFixed(1)} ms`;

function report(title: string, measured: readonly Measured[]): void {
  const rows = measured.map(({ name, of, latency }) => [
    name,
    of,
    ...[latency.p50, latency.p99, latency.max].map((ms) => ms.toFixed(1)),
    String(latency.failed),
  ]);
  console.log(`\n${table([title, "of", "p50 ms", "p99 ms", "max ms", "failed"], rows)}`);
}

async function main(): Promise<number> {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  const test = await openTestDatabase();
  try {
    const from = performance.now();
    const tenants = await loadProblems(test, options);
    const loadSeconds = (performance.now() - from) / 1_000;
    console.error(`Loaded in ${loadSeconds.toFixed(0)} s; the largest tenant has ${tenants[0]!.rows} problems.`);
    const before = calibrate();
    const ours = await measure(test, tenants, options);
    const usual = await measureUsual(test, tenants);
    const drift = Math.abs(calibrate() - before) / before;
    report(`problems, ${options.rate} a second`, ours);
    report("the usual list, one after the other", usual);
    const machine = machineOf(await describeServer(test), loadBefore);
    const { p99, failed } = worst(ours);
    console.log(
      JSON.stringify(
        { bench: "problems", machine, drift, options, loadSeconds, worstP99: p99, failed, ours, usual },
        rounded,
      ),
    );
    return failed > 0 ? 1 : 0;
  } finally {
    await test.drop();
  }
}

function worst(measured: readonly Measured[]): { readonly p99: number; readonly failed: number } {
  return {
    p99: Math.max(...measured.map(({ latency }) => latency.p99)),
    failed: measured.reduce((sum, { latency }) => sum + latency.failed, 0),
  };
}

process.exitCode = await main();
