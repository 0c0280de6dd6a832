// What did it cost: processor time and memory of processes, as Linux counts them?
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

let ticks: number | undefined;

/** Microseconds of one tick of /proc/PID/stat. */
function tickMicros(): number {
  ticks ??= Number(spawnSync("getconf", ["CLK_TCK"], { encoding: "utf8" }).stdout) || 100;
  return 1_000_000 / ticks;
}

type Stat = { readonly parent: number; readonly own: number; readonly reaped: number };

/** utime + stime of a process and of its children that ended; null when it is gone or this is not Linux. */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name stands in parentheses and may hold anything.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent, user, system, reapedUser, reapedSystem] = [1, 11, 12, 13, 14].map((at) => fields[at] ?? 0);
    return { parent: parent!, own: user! + system!, reaped: reapedUser! + reapedSystem! };
  } catch {
    return null;
  }
}

/** Processor microseconds of one process with all its threads, so far. */
export function cpuOf(pid: number): number {
  return (statOf(pid)?.own ?? 0) * tickMicros();
}

/**
 * Processor microseconds of a Postgres server, so far: the postmaster, its living children, and those that ended, whose
 * time the postmaster was given when they did.
 */
export function cpuOfServer(postmaster: number): number {
  const self = statOf(postmaster);
  if (!self) return 0;
  const children = childrenOf(postmaster).map((pid) => statOf(pid)?.own ?? 0);
  return [self.own, self.reaped, ...children].reduce((sum, each) => sum + each, 0) * tickMicros();
}

/** The processes whose parent this is. */
export function childrenOf(parent: number): number[] {
  if (!existsSync("/proc/self/stat")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === parent);
}

/** Parent of a process; 0 when it cannot be told. */
export function parentOf(pid: number): number {
  return statOf(pid)?.parent ?? 0;
}

/** The most memory a process has held at once, in MiB; 0 when it cannot be told. */
export function peakMemoryOf(pid: number): number {
  try {
    const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Memory a Postgres server holds now, in MiB: what its processes share is counted once. 0 when it cannot be told. */
export function memoryOfServer(postmaster: number): number {
  const shares = [postmaster, ...childrenOf(postmaster)].map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return Math.round(shares.reduce((sum, each) => sum + each, 0) / 1024);
}
