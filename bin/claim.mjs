// Is another Tieout running on this data folder, and what did a killed one leave running?
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identityOf, isAlive, stopProcess } from "./processes.mjs";
import { Sentence } from "./sentence.mjs";

/**
 * Takes the data folder for this process. Throws a Sentence when a living one has it. What a killed one left running is stopped
 * first. Returns `{ note(pid), release() }`: `note` writes down a child, so that the next start can find it.
 */
export async function claimDataFolder(dataFolder) {
  const path = join(dataFolder, "running.json");
  const earlier = read(path);
  if (isAlive(earlier?.supervisor)) {
    const pid = Number.parseInt(earlier.supervisor, 10);
    throw new Sentence(
      `Tieout is running already (process ${pid}, data in ${dataFolder}): use that one, or stop it first with: kill ${pid}`,
    );
  }
  const mine = { supervisor: identityOf(process.pid), children: [] };
  write(path, { ...mine, children: earlier?.children ?? [] });
  await Promise.all((earlier?.children ?? []).map((identity) => stopProcess(identity, 5_000)));
  write(path, mine);
  return {
    note(pid) {
      mine.children = [...mine.children.filter(isAlive), identityOf(pid)].filter(Boolean);
      write(path, mine);
    },
    release() {
      if (read(path)?.supervisor === mine.supervisor) rmSync(path, { force: true });
    },
  };
}

function read(path) {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Cut short by a full disk: whoever wrote it is not to be known any more.
    return undefined;
  }
}

function write(path, value) {
  const half = `${path}.${process.pid}`;
  writeFileSync(half, JSON.stringify(value), { mode: 0o600 });
  renameSync(half, path);
}
