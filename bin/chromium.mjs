// Which Chromium do the browser tests use? An installed one, else Debian's, else Playwright's download, else one clear sentence.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root, run } from "./processes.mjs";
import { Sentence } from "./sentence.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const otherPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a Chromium that runs; installs one when there is none. Throws a Sentence when that is impossible too. */
export async function findChromium({ env = process.env, onStart } = {}) {
  if (env.TIEOUT_CHROMIUM) {
    if (runs(env.TIEOUT_CHROMIUM)) return env.TIEOUT_CHROMIUM;
    throw new Sentence(`TIEOUT_CHROMIUM is ${env.TIEOUT_CHROMIUM}, but that does not run: correct or unset it.`);
  }
  return (await installed(env)) ?? (await fromDebian(env, onStart)) ?? (await fromPlaywright(env, onStart));
}

async function installed(env) {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...otherPlaces];
  return paths.find((path) => existsSync(path) && runs(path)) ?? (await playwrightsOwn());
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) && runs(path) ? path : undefined;
}

/** Asked by running it: Ubuntu's chromium-browser is there without its snap, and a download may lack its libraries. */
function runs(path) {
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

async function fromDebian(env, onStart) {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0)
    return undefined;
  const options = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, onStart };
  await run("apt-get", ["update"], options);
  await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], options);
  return installed(env);
}

async function fromPlaywright(env, onStart) {
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  const done = await run(process.execPath, [cli, "install", "chromium"], { env, onStart });
  const path = await playwrightsOwn();
  if (path) return path;
  const reason =
    done.code === 0
      ? "the downloaded one does not start, its system libraries may be missing"
      : "Playwright's download failed";
  throw new Sentence(
    `There is no Chromium for the browser tests (${reason}): install one, or set TIEOUT_CHROMIUM to its path.`,
  );
}
