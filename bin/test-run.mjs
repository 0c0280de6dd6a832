// The run of `npm test`: install, then the steps, two at a time where they do not disturb each other; nothing is left running.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, buildEnv } from "./build.mjs";
import { findChromium } from "./chromium.mjs";
import { install } from "./install.mjs";
import { makeDataFolder, startPostgres } from "./postgres.mjs";
import { root, run, signal } from "./processes.mjs";
import { duration, Sentence, tell } from "./sentence.mjs";
import { stopOnSignals } from "./signals.mjs";
import { clearReport, resultOf, stepsOf } from "./test-steps.mjs";

const dataFolder = join(root, ".data");
const preload = pathToFileURL(join(root, "bin", "leave-with-parent.mjs")).href;
// A person's own keys, database or ports must never decide, or suffer from, a test.
const foreign =
  /^(DATABASE_|QBO_|OIDC_|NEXTAUTH_|TIEOUT_(?!(CHROMIUM|SEED|RUNS|SCHEDULES)$))|^(NODE_ENV|PORT|HOSTNAME|LOG_LEVEL)$/;

/** The whole run. Ends the process itself: exit code 0 when nothing failed. */
export async function main(args) {
  const tests = { children: new Set(), passed: 0, failed: 0, stops: [], ending: undefined };
  tests.onStart = (child) => {
    tests.children.add(child);
    child.once("exit", () => tests.children.delete(child));
  };
  tests.end = (code) => (tests.ending ??= leave(tests, code));
  stopOnSignals(
    () => tests.end(130),
    () => process.exit(130),
  );
  try {
    const unknown = args.find((flag) => flag !== "--verify");
    if (unknown)
      throw new Sentence(
        `There is no flag ${unknown}: npm test runs everything, npm run verify what needs no database and no browser.`,
      );
    await runSteps(tests, args.includes("--verify"));
    await tests.end(tests.failed === 0 ? 0 : 1);
  } catch (error) {
    if (tests.ending) return;
    tests.failed += 1;
    await tests.end(tell(error));
  }
}

async function runSteps(tests, isVerify) {
  const begin = performance.now();
  const packages = await install(tests);
  if (packages) console.log(`Installed ${packages} packages ${duration(performance.now() - begin)}`);
  const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
  const steps = stepsOf(scripts);
  const env = testEnv(process.env);
  const check = (step, more = {}) => runStep(tests, step, { ...env, ...step.env, ...more });
  // Mostly waiting for the network when there is something to install: beside the rest.
  const chromium = isVerify ? undefined : findChromium({ onStart: tests.onStart });
  chromium?.catch(() => {});
  const still = async () => {
    // The types come first: they make the files that the type-aware lint reads.
    for (const name of ["types", "format", "lint", "fences"]) await check(steps[name]);
  };
  await Promise.all([still(), check(steps.unit)]);
  if (isVerify) return;
  const database = await startTestDatabase();
  tests.stops.push(database.stop);
  await check(steps.database, { TEST_DATABASE_URL: database.url });
  if (!(await buildStep(tests))) return;
  await browserStep(tests, check, steps.browser, { database, chromium });
}

async function browserStep(tests, check, step, { database, chromium }) {
  try {
    await check(step, { TEST_DATABASE_URL: database.url, TIEOUT_CHROMIUM: await chromium });
  } catch (error) {
    if (!(error instanceof Sentence)) throw error;
    report(tests, step.name, { passed: 0, failed: 1, skipped: 0 }, 0);
    console.log(error.message);
  }
}

/** Runs one step to its end and prints its line; what it wrote only when it failed. */
async function runStep(tests, step, env) {
  if (tests.ending) return;
  clearReport(step);
  const begin = performance.now();
  let limit;
  const onStart = (child) => {
    tests.onStart(child);
    limit = setTimeout(() => signal(child.pid, "SIGKILL"), step.minutesMax * 60_000);
  };
  const done = await run("/bin/sh", ["-c", step.command], { env, onStart });
  clearTimeout(limit);
  if (tests.ending) return;
  const result = resultOf(step, done.code);
  report(tests, step.name, result, performance.now() - begin);
  if (result.failed === 0) return;
  if (done.signalName) console.log(`It was stopped by ${done.signalName}; the limit is ${step.minutesMax} minutes.`);
  console.log(done.output.trimEnd());
}

function report(tests, name, { passed, failed, skipped }, milliseconds) {
  tests.passed += passed;
  tests.failed += failed;
  const parts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`].filter(
    Boolean,
  );
  console.log(
    `${failed === 0 ? "ok  " : "FAIL"} ${name.padEnd(8)} ${duration(milliseconds).padStart(7)}  ${parts.join(", ")}`,
  );
}

async function buildStep(tests) {
  const begin = performance.now();
  try {
    await build({ onStart: tests.onStart, env: buildEnv(testEnv(process.env)) });
    report(tests, "build", { passed: 1, failed: 0, skipped: 0 }, performance.now() - begin);
    return true;
  } catch (error) {
    if (!(error instanceof Sentence) || tests.ending) throw error;
    report(tests, "build", { passed: 0, failed: 1, skipped: 0 }, performance.now() - begin);
    console.log(`${error.message}\nThe browser tests need the build and did not run.`);
    return false;
  }
}

/** The environment of a step: the tools of node_modules first in the path, nothing of a person's own settings. */
export function testEnv(env) {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
  const path = [join(root, "node_modules", ".bin"), env.PATH].filter(Boolean).join(delimiter);
  const options = [env.NODE_OPTIONS, `--import=${preload}`].filter(Boolean).join(" ");
  return { ...kept, PATH: path, NODE_OPTIONS: options, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
}

/** A throw-away cluster, kept between runs because making one takes longer than starting it. */
async function startTestDatabase() {
  makeDataFolder(dataFolder);
  const dataDir = join(dataFolder, "test-postgres");
  // Databases of killed test runs stay behind; when there are many, a new cluster is quicker than dropping them.
  const base = join(dataDir, "cluster", "base");
  if (existsSync(base) && readdirSync(base).length > 200 && !existsSync(join(dataDir, "owner")))
    rmSync(dataDir, { recursive: true, force: true });
  return startPostgres({ dataDir, throwAway: true });
}

async function leave(tests, code) {
  for (const child of tests.children) signal(child.pid, "SIGTERM");
  const end = performance.now() + 5_000;
  while (tests.children.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const child of tests.children) signal(child.pid, "SIGKILL");
  for (const stop of tests.stops) await stop();
  console.log(`${tests.passed} passed, ${tests.failed} failed`);
  process.exit(code);
}
