// Is the web application built from exactly these sources? If not, Next builds it.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./processes.mjs";
import { lastLines } from "./install.mjs";
import { Sentence } from "./sentence.mjs";
import { buildSources, hashOf, isStamped, stamp } from "./stamp.mjs";

const stampFile = join(root, ".next", ".tieout-sources");

/** Next's command line, run by this very node. */
export const nextProgram = join(root, "node_modules", "next", "dist", "bin", "next");

/** True when a build exists and nothing it reads has changed since. */
export function isBuilt() {
  return existsSync(join(root, ".next", "BUILD_ID")) && isStamped(stampFile, hashOf(buildSources));
}

/** Builds the web application when its sources changed; true when it did. Throws a Sentence with Next's last words. */
export async function build({ onStart, env = buildEnv(process.env) } = {}) {
  if (isBuilt()) return false;
  // Hashed before: what is edited during the build is built next time.
  const sources = hashOf(buildSources);
  rmSync(stampFile, { force: true });
  const done = await run(process.execPath, [nextProgram, "build"], { env, onStart });
  if (done.code !== 0)
    throw new Sentence(`The web application could not be built; next build said:\n${lastLines(done.output, 40)}`);
  stamp(stampFile, sources);
  return true;
}

/** The build is the same for everyone, so no database, secret or mode of this shell goes into it. */
export function buildEnv(env) {
  const {
    DATABASE_URL: _admin,
    DATABASE_APP_URL: _app,
    TIEOUT_SECRET: _secret,
    TIEOUT_TOKEN_KEYS: _keys,
    ...rest
  } = env;
  return { ...rest, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
}
