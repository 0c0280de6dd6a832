// Are exactly the locked dependencies installed? If not, npm installs them.
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, run } from "./processes.mjs";
import { Sentence } from "./sentence.mjs";
import { hashOf, isStamped, stamp } from "./stamp.mjs";

const stampFile = join(root, "node_modules", ".tieout-lock");

/**
 * Installs the dependencies of package-lock.json when node_modules is missing or was made from another lock file. Returns the
 * number of packages installed, 0 when there was nothing to do.
 */
export async function install({ onStart } = {}) {
  const wanted = hashOf(["package-lock.json"]);
  if (isStamped(stampFile, wanted)) return 0;
  if (isInstalled(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"))) {
    stamp(stampFile, wanted);
    return 0;
  }
  // npm ci removes node_modules first; a kill in the middle must not leave a stamp that says it is whole.
  rmSync(stampFile, { force: true });
  const npm = npmCommand();
  const done = await run(npm.command, [...npm.args, "ci", "--include=dev"], {
    env: npmEnv(process.env),
    onStart,
  }).catch((error) => {
    throw new Sentence(`npm was not found (${error.code}): install Node.js with npm, then try again.`);
  });
  if (done.code !== 0) {
    throw new Sentence(`The dependencies could not be installed; npm ci said:\n${errorLines(done.output, 12)}`);
  }
  stamp(stampFile, wanted);
  const count = /added (\d+) packages/.exec(done.output)?.[1];
  return Number(count ?? readdirSync(join(root, "node_modules")).length);
}

function readJson(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/**
 * True when npm's own note of what it installed agrees with the lock file: everything there is the locked version, and only
 * optional packages (those of other platforms) are not there. So a person's own `npm ci` is not done a second time.
 */
export function isInstalled(lock, installed) {
  if (!lock || !installed) return false;
  const locked = Object.entries(lock.packages).filter(([path]) => path !== "");
  const isThere = ([path, entry]) => {
    const found = installed.packages[path];
    return found
      ? found.version === entry.version && found.integrity === entry.integrity
      : Boolean(entry.optional || entry.devOptional);
  };
  return locked.every(isThere) && Object.keys(installed.packages).every((path) => path in lock.packages);
}

/** How to call the npm that started us; by its name when we were started without npm. */
export function npmCommand(env = process.env) {
  if (env.npm_execpath?.endsWith(".js") && existsSync(env.npm_execpath)) {
    return { command: process.execPath, args: [env.npm_execpath] };
  }
  const beside = join(dirname(process.execPath), "npm");
  return { command: existsSync(beside) ? beside : "npm", args: [] };
}

/** NODE_ENV=production would leave out what build and tests need; the outer npm's settings of this run are not ours. */
export function npmEnv(env) {
  const { NODE_ENV: _mode, npm_config_omit: _omit, npm_config_production: _production, ...rest } = env;
  return rest;
}

/** npm says what is wrong first and then how npm is used, so the first lines are the ones worth showing. */
function errorLines(output, count) {
  const said = output.split("\n").filter((line) => line.startsWith("npm error") && line.trim() !== "npm error");
  return said.length > 0 ? said.slice(0, count).join("\n") : lastLines(output, count);
}

/** The last lines of a text, empty ones at the end left out. */
export function lastLines(text, count) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
