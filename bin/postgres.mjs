// The built-in database: how is a real Postgres started on this machine, found again after a crash, and stopped?
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { isPortFree, freePort } from "./ports.mjs";
import { clusterHome, giveTo, postgresHome, serverUser } from "./postgres-binaries.mjs";
import { commandLineOf, goneWithin, identityOf, isAlive, isMain, openLog, root, signal, sleep } from "./processes.mjs";
import { Sentence, tell } from "./sentence.mjs";

/** The data folder is named by it: no upgrade tool is shipped with the binaries, so another major version is another folder. */
export const postgresMajor = 18;

const admin = "postgres";
const database = "tieout";
const startSecondsMax = 60;
const stopSecondsMax = 20;
const startTriesMax = 5;
// Nothing of the person's own Postgres settings (PGPORT, PGDATA …) or language may reach the server.
const serverEnv = { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/**
 * Starts the database of a data folder and makes it when there is none. Listens on 127.0.0.1 only, passwords by scram, no unix
 * socket. `throwAway` trades safety for speed (no fsync): for tests.
 *
 * Returns `{ url, port, pid, dataDir, exited, stop }`: `url` is the superuser's, for migrations; `exited` resolves when the
 * server is gone, whoever stopped it; `stop()` is a fast shutdown. Throws a Sentence when it cannot run, and when another living
 * process uses the folder.
 */
export async function startPostgres({ dataDir, throwAway = false }) {
  const folder = resolve(dataDir);
  makeFolder(folder);
  const user = serverUser(join(folder, "cluster"));
  const home = clusterHome(folder, user);
  const place = { ...home, cluster: join(home.folder, "cluster"), log: join(home.folder, "server.log") };
  const clusterUser = serverUser(place.cluster);
  const programs = postgresHome(clusterUser);
  claim(place.folder);
  if (!existsSync(join(place.cluster, "PG_VERSION"))) initialize(place, clusterUser, programs, throwAway);
  await stopOrphan(place.cluster);
  const server = await launchOnAnyPort(place, clusterUser, programs, throwAway);
  return {
    url: urlOf(place.folder, server.port),
    ...server,
    dataDir: place.folder,
    stop: () => stopServer(server.identity, place),
  };
}

/** The address of the database of a data folder that another process of ours runs; undefined when none does. */
export function runningUrl(dataDir) {
  if (!existsSync(dataDir)) return undefined;
  const { folder } = clusterHome(resolve(dataDir), serverUser(join(resolve(dataDir), "cluster")));
  const owner = join(folder, "owner");
  if (!existsSync(owner) || !isAlive(readFileSync(owner, "utf8").trim())) return undefined;
  return urlOf(folder, Number(readFileSync(join(folder, "port"), "utf8")));
}

function urlOf(folder, port) {
  const password = readFileSync(join(folder, "password"), "utf8").trim();
  return `postgres://${admin}:${password}@127.0.0.1:${port}/${database}`;
}

/** The folder must be enterable by the server's user, so as root it is open for passing through; what is in it is not. */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    writeFileSync(join(folder, ".writable"), "");
    rmSync(join(folder, ".writable"));
  } catch (error) {
    throw new Sentence(
      `The database's folder ${folder} cannot be written (${error.code}): give it to this user, or remove it.`,
    );
  }
}

/** Two supervisors on one folder would stop each other's server as an orphan, so each writes down who it is. */
function claim(folder) {
  const path = join(folder, "owner");
  const holder = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  if (isAlive(holder) && Number.parseInt(holder, 10) !== process.pid) {
    const pid = Number.parseInt(holder, 10);
    throw new Sentence(
      `The database in ${folder} is in use by process ${pid} (${commandLineOf(pid)}): stop that one first.`,
    );
  }
  writeFileSync(path, identityOf(process.pid) ?? "");
}

function initialize(place, user, programs, throwAway) {
  // Made aside and moved when whole: a half-made cluster after a kill is simply made again.
  const half = join(place.folder, "cluster.making");
  const passwordFile = join(place.folder, "password");
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  giveTo(user, half);
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  giveTo(user, passwordFile);
  const options = { ...user, cwd: "/", env: serverEnv, encoding: "utf8" };
  const flags = [
    "-D",
    half,
    "-U",
    admin,
    "-E",
    "UTF8",
    "--locale=C",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
  ];
  const made = spawnSync(join(programs, "bin", "initdb"), [...flags, ...(throwAway ? ["--no-sync"] : [])], options);
  if (made.status !== 0) throw cannotRun("could not be made", made);
  // No client program is shipped; the server itself takes one statement on stdin in single-user mode.
  const single = ["--single", "-D", half, "-F", "postgres"];
  const input = `create database ${database}\n`;
  const created = spawnSync(join(programs, "bin", "postgres"), single, { ...options, input });
  if (created.status !== 0) throw cannotRun("could not be made", created);
  renameSync(half, place.cluster);
  if (place.pointer) writeFileSync(place.pointer, `${place.folder}\n`);
}

function cannotRun(what, { error, stderr = "" }) {
  const reason = error?.message ?? stderr.trim().split("\n").slice(-3).join(" ");
  return new Sentence(
    `The built-in database ${what}: ${reason} (Or set DATABASE_URL to a Postgres server of your own.)`,
  );
}

/**
 * What an earlier life left behind. A living server of this very folder is an orphan of a killed supervisor: it is stopped.
 * Any other pid file is stale, and removed, because Postgres would refuse to start when its pid now belongs to somebody else.
 */
async function stopOrphan(cluster) {
  const pidFile = join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  const identity = identityOf(pid);
  if (identity && commandLineOf(pid).includes(cluster)) {
    await shutDown(identity);
  }
  rmSync(pidFile, { force: true });
}

async function shutDown(identity) {
  const pid = Number.parseInt(identity, 10);
  process.kill(pid, "SIGINT");
  if (await goneWithin(identity, stopSecondsMax * 1000)) return;
  if (isAlive(identity)) process.kill(pid, "SIGQUIT");
  if (await goneWithin(identity, 5_000)) return;
  signal(pid, "SIGKILL");
  await goneWithin(identity, 5_000);
}

async function stopServer(identity, place) {
  if (isAlive(identity)) await shutDown(identity);
  rmSync(join(place.folder, "owner"), { force: true });
}

async function launchOnAnyPort(place, user, programs, throwAway) {
  const remembered = join(place.folder, "port");
  let port = existsSync(remembered) ? Number(readFileSync(remembered, "utf8")) : 0;
  for (let attempt = 1; ; attempt++) {
    if (!port || !(await isPortFree(port))) port = await freePort();
    const launched = await launch(place, user, programs, { port, throwAway });
    if (launched.identity) {
      writeFileSync(remembered, `${port}\n`);
      return { port, ...launched };
    }
    // Backends of a killed server hold its shared memory for a moment; and a port can be taken between asking and binding.
    const passing = /shared memory block|could not bind|Address already in use|could not create any TCP/;
    if (attempt === startTriesMax || !passing.test(launched.said)) {
      throw cannotRun("does not start", { stderr: `${launched.said.trim()} (log: ${place.log})` });
    }
    if (/shared memory block/.test(launched.said)) await sleep(500);
    else port = 0;
  }
}

async function launch(place, user, programs, { port, throwAway }) {
  const said = () => readFileSync(place.log, "utf8").slice(before);
  const log = openLog(place.log);
  giveTo(user, place.log);
  const before = readFileSync(place.log, "utf8").length;
  // Detached: Ctrl-C in the terminal must not reach it before web and worker have let go of it.
  const options = { ...user, cwd: "/", env: serverEnv, stdio: ["ignore", log, log], detached: true };
  const child = spawn(join(programs, "bin", "postgres"), ["-D", place.cluster, ...settings(port, throwAway)], options);
  closeSync(log);
  const ended = { is: false, because: "" };
  const exited = new Promise((done) => {
    child.once("exit", done);
    child.once("error", (error) => done((ended.because = error.message)));
  }).then(() => (ended.is = true));
  child.unref();
  const end = performance.now() + startSecondsMax * 1000;
  while (!ended.is) {
    if (isReady(place.cluster, child.pid)) return { pid: child.pid, identity: identityOf(child.pid), exited };
    if (performance.now() > end) {
      child.kill("SIGKILL");
      return { said: `It was not ready after ${startSecondsMax} s.` };
    }
    await sleep(5);
  }
  return { said: ended.because || lastLines(said()) };
}

/** The eighth line of the pid file is the server's own word on its state. */
function isReady(cluster, pid) {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

const lastLines = (text) => text.trim().split("\n").slice(-4).join(" ");

function settings(port, throwAway) {
  const megabytes = totalmem() / 1024 / 1024;
  const shared = Math.round(Math.min(512, Math.max(64, megabytes / 16)));
  const chosen = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: `${shared}MB`,
    effective_cache_size: `${Math.round(megabytes / 3)}MB`,
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    max_wal_size: "1GB",
    checkpoint_timeout: "15min",
    random_page_cost: 1.1,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] ",
    ...(throwAway ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  return Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Opens `.data` so that a server running as `nobody` can pass through it, when root made it. Its files stay closed. */
export function makeDataFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
}

/** `node bin/postgres.mjs --data DIR [--throw-away]`: prints the address and stays until it is told to stop. */
async function main(args) {
  const at = args.indexOf("--data");
  const dataDir = at >= 0 ? args[at + 1] : join(root, ".data", "test-postgres");
  if (!dataDir) throw new Sentence("Say which folder: node bin/postgres.mjs --data DIR [--throw-away]");
  const server = await startPostgres({ dataDir, throwAway: args.includes("--throw-away") });
  console.log(server.url);
  // The server itself does not hold this process: it must be able to outlive us for the moment of a shutdown.
  const stay = setInterval(() => {}, 60_000);
  const stop = () => server.stop().then(() => clearInterval(stay));
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, stop);
  void server.exited.then(() => clearInterval(stay));
}

if (isMain(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => process.exit(tell(error)));
}
