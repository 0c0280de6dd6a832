// Which process is this, is it still the same one, and how is it stopped?
import { spawn, spawnSync } from "node:child_process";
import { existsSync, openSync, readFileSync, realpathSync, statSync, truncateSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The checkout these commands work on. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

const logBytesMax = 10 * 1024 * 1024;

/** True when the module of that address is what node was started with, not something that was imported. */
export function isMain(address) {
  return Boolean(process.argv[1]) && realpathSync(fileURLToPath(address)) === realpathSync(process.argv[1]);
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * "pid starttime" of a living process, undefined for a dead one. Pids are used again, above all in containers, where a
 * restarted one often gets exactly the pid its predecessor had; the start time tells them apart. A zombie counts as dead.
 */
export function identityOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (existsSync("/proc/self/stat")) return identityInProc(pid);
  const started = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim();
  return started && !started.startsWith("Z") ? `${pid} ${started.replace(/^\S+\s+/, "")}` : undefined;
}

function identityInProc(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The command name stands in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : `${pid} ${fields[19]}`;
}

/** True while the very process that was written down as `identity` lives. */
export function isAlive(identity) {
  return Boolean(identity) && identityOf(Number.parseInt(identity, 10)) === identity;
}

/** The command line of a process with spaces between its words, "" when it cannot be read. */
export function commandLineOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
  }
}

/** Waits until the process is gone; false when it still lives after `milliseconds`. */
export async function goneWithin(identity, milliseconds) {
  const end = performance.now() + milliseconds;
  while (isAlive(identity)) {
    if (performance.now() > end) return false;
    await sleep(10);
  }
  return true;
}

/** Sends a signal to the process group a pid leads, or to the process alone when it leads none. Gone already is fine. */
export function signal(pid, name) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name);
      return;
    } catch (error) {
      if (error.code !== "ESRCH" && error.code !== "EPERM") throw error;
    }
  }
}

/** Kills what is left of a group whose leader has ended. */
export function killGroup(leader) {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nothing is left: the usual case.
  }
}

/** Asks the process to leave, and makes it leave when it has not after `milliseconds`. */
export async function stopProcess(identity, milliseconds = 10_000) {
  if (!isAlive(identity)) return;
  const pid = Number.parseInt(identity, 10);
  signal(pid, "SIGTERM");
  if (await goneWithin(identity, milliseconds)) return;
  signal(pid, "SIGKILL");
  await goneWithin(identity, 2_000);
}

/** Opens a log to append to; one that has grown past 10 MB starts again. Returns the descriptor. */
export function openLog(path) {
  if (existsSync(path) && statSync(path).size > logBytesMax) truncateSync(path);
  return openSync(path, "a", 0o600);
}

/**
 * Runs a program to its end: `{ code, stdout, stderr, output }`, output being both in the order they came. It gets no stdin.
 * It leads a process group of its own so that Ctrl-C reaches it only through us; `stop` hears of it when we must end early.
 */
export function run(command, args, { env = process.env, cwd = root, onStart = () => {}, ...rest } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true, ...rest });
    const heard = { stdout: "", stderr: "", output: "" };
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (text) => {
        heard[stream] += text;
        heard.output += text;
      });
    }
    child.on("error", reject);
    // What it started and forgot would hold its output open, and us with it.
    child.on("exit", () => killGroup(child.pid));
    child.on("close", (code, signalName) => resolve({ code: code ?? 128, signalName, ...heard }));
    onStart(child);
  });
}
