// How are the simulator, the worker and the other clients started as processes of their own, and stopped again?
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PRELOAD = fileURLToPath(new URL("../../bin/leave-with-parent.mjs", import.meta.url));
const READY_MS_MAX = 30_000;
const STOP_MS_MAX = 15_000;

export type Program = {
  readonly pid: number;
  /** The first line it printed that begins with the awaited word. */
  readonly readyLine: string;
  readonly child: ChildProcess;
};

export type Start = {
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the line begins with by which the program says that it is ready. */
  readonly ready: string;
  /** Processor it is bound to with taskset; anywhere when left out. */
  readonly core?: number | undefined;
  /** Options of Node itself, such as --cpu-prof. */
  readonly nodeOptions?: readonly string[];
};

/** Starts a TypeScript file of this repository under Node. Throws when it ends, or says nothing for 30 s. */
export async function startProgram(start: Start): Promise<Program> {
  const args = [
    ...(start.nodeOptions ?? []),
    "--import",
    PRELOAD,
    "--import",
    "tsx",
    start.file,
    ...(start.args ?? []),
  ];
  const [command, words] =
    start.core === undefined
      ? [process.execPath, args]
      : ["taskset", ["--cpu-list", String(start.core), process.execPath, ...args]];
  const child = spawn(command, words, {
    cwd: ROOT,
    env: { ...process.env, ...start.env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const readyLine = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${start.file} said nothing for 30 s`)), READY_MS_MAX);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${start.file} ended with ${code} before it was ready`)));
    readLines(child, (line) => {
      if (!line.startsWith(start.ready)) return;
      clearTimeout(timer);
      resolve(line);
    });
  });
  return { pid: child.pid!, readyLine, child };
}

/** Calls back for every line the program prints. */
export function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") onLine(line);
  });
}

/** Ends a program as a power cut would, and waits until it is gone. */
export async function killProgram({ child }: Program): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Asks a program to leave and waits until it has; after 15 s it is made to. */
export async function stopProgram({ child }: Program): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await gone;
  clearTimeout(timer);
}
