// The processes of one Tieout: how are they started, watched, and stopped in the right order?
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { lastLines } from "./install.mjs";
import { identityOf, openLog, root, signal, sleep, stopProcess } from "./processes.mjs";
import { Sentence } from "./sentence.mjs";

const readySecondsMax = 60;
const lookEveryMilliseconds = 20;
const linesShown = 15;
const preload = pathToFileURL(join(root, "bin", "leave-with-parent.mjs")).href;

/**
 * Keeps the long-running children. `onDeath(sentence)` hears when one dies that was not asked to; `note(pid)` writes down each
 * pid; with `verbose` their output is shown as well as logged.
 */
export function openHousehold({ logFolder, verbose, note, onDeath }) {
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const members = new Map();
  let leaving = false;

  /**
   * Starts `node ...args` and waits until it is ready: `ready(said)` gets what it has written so far and gives the answer
   * (anything true). Returns that answer. Throws a Sentence when it dies first or takes too long.
   */
  async function start(name, args, { env, ready }) {
    if (leaving) throw new Sentence("Stopped.");
    const member = launch({ name, args, env, log: join(logFolder, `${name}.log`) });
    members.set(name, member);
    note(member.child.pid);
    if (verbose) showAsItGrows(member);
    const answer = await readiness(member, ready, () => leaving);
    member.ended.then(() => leaving || onDeath(deathSentence(member)));
    return answer;
  }

  /** Stops the named ones together; those that have not left after `milliseconds` are killed. */
  async function stop(names, milliseconds) {
    leaving = true;
    const staying = names.map((name) => members.get(name)).filter(Boolean);
    await Promise.all(staying.map((member) => stopProcess(member.identity, milliseconds)));
    await Promise.all(staying.map((member) => member.ended));
  }

  return { start, stop, killAll: () => members.forEach(({ child }) => signal(child.pid, "SIGKILL")) };
}

function launch({ name, args, env, log }) {
  // Straight into the file, not through us: a child must be able to finish its work when we were killed.
  const descriptor = openLog(log);
  const begin = statSync(log).size;
  const options = [env.NODE_OPTIONS, `--import=${preload}`].filter(Boolean).join(" ");
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, TIEOUT_PARENT: String(process.pid), NODE_OPTIONS: options },
    stdio: ["ignore", descriptor, descriptor],
    // In a group of its own: Ctrl-C in the terminal must reach it through us, in our order.
    detached: true,
  });
  closeSync(descriptor);
  const member = { name, log, begin, child, identity: identityOf(child.pid), isOver: false };
  member.ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve)).then(
    () => (member.isOver = true),
  );
  return member;
}

async function readiness(member, ready, isLeaving) {
  const end = performance.now() + readySecondsMax * 1000;
  while (performance.now() < end) {
    if (isLeaving()) throw new Sentence("Stopped.");
    if (member.isOver) throw deathSentence(member);
    const answer = await ready(said(member));
    if (answer) return answer;
    await sleep(lookEveryMilliseconds);
  }
  throw new Sentence(
    `The ${member.name} was not ready after ${readySecondsMax} s; the end of its log ${member.log}:\n${lastSaid(member)}`,
  );
}

/** What the member has written since it was started. */
function said(member) {
  return readFileSync(member.log).subarray(member.begin).toString("utf8");
}

function lastSaid(member) {
  return lastLines(said(member), linesShown);
}

function deathSentence(member) {
  const { exitCode, signalCode } = member.child;
  const how = signalCode ? `was ended by ${signalCode}` : `ended by itself (exit code ${exitCode})`;
  const words = lastSaid(member);
  return new Sentence(
    `The ${member.name} ${how}, so everything is stopped.${words ? ` Its last words (${member.log}):\n${words}` : ""}`,
  );
}

function showAsItGrows(member) {
  let shown = 0;
  const show = () => {
    const text = said(member);
    for (const line of text.slice(shown).split("\n").filter(Boolean)) console.log(`${member.name}: ${line}`);
    shown = text.length;
  };
  const timer = setInterval(show, 200).unref();
  member.ended.then(() => {
    clearInterval(timer);
    show();
  });
}
