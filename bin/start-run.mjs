// `npm start`: install, build, database, demo, simulator, worker, web; and all of it stopped together, last in first out.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { claimDataFolder } from "./claim.mjs";
import { migrateDatabase, seedDemo } from "./database.mjs";
import { openHousehold } from "./household.mjs";
import { install } from "./install.mjs";
import { requirePort } from "./ports.mjs";
import { makeDataFolder, postgresMajor, startPostgres } from "./postgres.mjs";
import { root, signal } from "./processes.mjs";
import {
  hasLine,
  isHealthy,
  simulatorArguments,
  simulatorEnv,
  webAddress,
  webArguments,
  workerArguments,
} from "./programs.mjs";
import { duration, Sentence, tell } from "./sentence.mjs";
import { adminEnv, childEnv, keptSecret, loadEnvFile, readSettings, webhookToken } from "./settings.mjs";
import { stopOnSignals } from "./signals.mjs";
import { welcome } from "./welcome.mjs";

const dataFolder = join(root, ".data");

/** The whole run. Ends the process itself: exit code 0 after Ctrl-C, 1 with a sentence. */
export async function main(args) {
  const run = { steps: new Set(), isUp: false, ending: undefined, end: (code) => (run.ending ??= leave(run, code)) };
  stopOnSignals(
    () => run.end(run.isUp ? 0 : 130),
    () => killEverything(run),
  );
  try {
    await start(run, readFlags(args));
  } catch (error) {
    // While ending, steps fail because we stopped them: not worth a word.
    if (!run.ending) await run.end(tell(error));
  }
}

function readFlags(args) {
  const unknown = args.find((flag) => flag !== "--dev" && flag !== "--verbose");
  if (unknown) throw new Sentence(`There is no flag ${unknown}: npm start knows --verbose, and --dev as npm run dev.`);
  return { dev: args.includes("--dev"), verbose: args.includes("--verbose") };
}

async function start(run, flags) {
  const begin = performance.now();
  loadEnvFile();
  const settings = { ...readSettings(process.env), ...flags };
  run.claim = await takeDataFolder();
  await requirePorts(settings);
  run.onStart = (child) => {
    run.steps.add(child);
    run.claim.note(child.pid);
    child.once("exit", () => run.steps.delete(child));
  };
  await step(
    "Installing the locked dependencies",
    (count) => `Installed ${count} packages`,
    () => install(run),
  );
  const onDeath = (sentence) => run.ending ?? run.end(tell(sentence));
  run.household = openHousehold({
    logFolder: join(dataFolder, "logs"),
    verbose: flags.verbose,
    note: run.claim.note,
    onDeath,
  });
  // The database first and alone: one from the future must stop us before anything else runs.
  const prepared = await prepareDatabase(run, settings, onDeath);
  const [signIns] = await Promise.all([
    fillIn(run, settings, prepared),
    flags.dev ||
      step(
        "Building the web application",
        () => "Built",
        () => build(run),
      ),
  ]);
  await startWebAndWorker(run, settings, prepared.environment);
  run.isUp = true;
  console.log(welcome({ ...prepared, signIns, settings, dataFolder, took: duration(performance.now() - begin) }));
}

async function takeDataFolder() {
  try {
    makeDataFolder(dataFolder);
    return await claimDataFolder(dataFolder);
  } catch (error) {
    if (error.code !== "EACCES" && error.code !== "EPERM" && error.code !== "EROFS") throw error;
    throw new Sentence(
      `${dataFolder} cannot be written by this user (${error.code}): give the checkout to this user, or start as the one who owns it.`,
    );
  }
}

async function requirePorts(settings) {
  await requirePort("the web application", "PORT", settings.port, settings.host);
  if (settings.simulator) await requirePort("the simulator", "TIEOUT_SIMULATOR_PORT", settings.simulatorPort);
}

/** Runs one step and prints a line with its duration, unless it says (something false) that there was nothing to do. */
async function step(doing, done, work) {
  const begin = performance.now();
  const slow = setTimeout(() => console.log(`${doing} ...`), 1_000);
  try {
    const result = await work();
    const line = result && done(result);
    if (line) console.log(`${line} ${duration(performance.now() - begin)}`);
    return result;
  } finally {
    clearTimeout(slow);
  }
}

/** The database, up to date. Returns what the others need to know: environment, addresses, the owner's token. */
async function prepareDatabase(run, settings, onDeath) {
  const simulatorUrl = settings.simulator
    ? `http://127.0.0.1:${settings.simulatorPort}`
    : process.env.TIEOUT_SIMULATOR_URL;
  const secret = keptSecret(process.env, dataFolder);
  const database = settings.embedded ? await startDatabase(run, onDeath) : { url: process.env.DATABASE_URL };
  const environment = childEnv(process.env, settings, { adminUrl: database.url, secret, simulatorUrl });
  const task = {
    environment: adminEnv(environment, database.url),
    onStart: run.onStart,
    stampFolder: database.dataDir,
  };
  const migrated = await step(
    "Migrating the database",
    ({ ran }) => ran && "Database up to date",
    () => migrateDatabase(task),
  );
  return { environment, task, simulatorUrl, ownerToken: migrated.ownerToken };
}

/** Simulator and demo companies. Returns the demo sign-ins, none without a demo. */
async function fillIn(run, settings, { task }) {
  const isWhole = !settings.simulator || existsSync(join(dataFolder, "simulator"));
  await startSimulator(run, settings);
  if (!settings.demo) return [];
  const wish = { ...task, dataFolder, isWhole };
  const { signIns } = await step(
    "Filling in the demo companies",
    ({ ran }) => ran && "Demo companies filled in",
    () => seedDemo(wish),
  );
  return signIns;
}

async function startDatabase(run, onDeath) {
  const dataDir = join(dataFolder, `postgres-${postgresMajor}`);
  const database = await step(
    "Starting the database",
    () => "Database ready",
    () => (run.postgres = startPostgres({ dataDir })),
  );
  database.exited.then(() =>
    onDeath(new Sentence(`The database ended by itself, so everything is stopped; its log is in ${database.dataDir}`)),
  );
  return database;
}

async function startSimulator(run, settings) {
  if (!settings.simulator) return;
  const token = webhookToken(process.env, keptSecret(process.env, dataFolder));
  const env = simulatorEnv(process.env, { url: `${webAddress(settings)}/api/qbo/webhook`, token });
  const begin = performance.now();
  await run.household.start("simulator", simulatorArguments(settings, dataFolder), {
    env,
    ready: (said) => hasLine(said, "simulator ready"),
  });
  console.log(`Simulator ready ${duration(performance.now() - begin)}`);
}

async function startWebAndWorker(run, settings, env) {
  const ready = (name, wait) =>
    step(`Starting the ${name}`, () => `${name[0].toUpperCase()}${name.slice(1)} ready`, wait);
  const web = { env, ready: () => isHealthy(settings) };
  const worker = {
    env: settings.dev ? { ...env, TIEOUT_WATCHED: "1" } : env,
    ready: (said) => hasLine(said, "worker ready"),
  };
  await Promise.all([
    ready("web", () => run.household.start("web", webArguments(settings), web)),
    ready("worker", () => run.household.start("worker", workerArguments(settings), worker)),
  ]);
}

/** Stops what was started, those who use something before what they use, and ends this process. */
async function leave(run, code) {
  if (run.isUp) console.log("\nStopping ...");
  for (const child of run.steps) signal(child.pid, "SIGKILL");
  await run.household?.stop(["web", "worker"], 10_000);
  await run.household?.stop(["simulator"], 5_000);
  const database = await run.postgres?.catch(() => undefined);
  await database?.stop();
  run.claim?.release();
  if (run.isUp) console.log("Stopped; nothing is left running.");
  process.exit(code);
}

/** Asked twice: whatever still lives is killed. The database recovers by itself at the next start. */
function killEverything(run) {
  run.household?.killAll();
  for (const child of run.steps) signal(child.pid, "SIGKILL");
  run.claim?.release();
  process.exit(1);
}
