// A whole Tieout for browser tests: its own database, a simulator, a worker, the built web. Refuses a database that is not local.
import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";

export type Stack = {
  readonly test: TestDatabase;
  readonly webUrl: string;
  readonly simulatorUrl: string;
  /** Web and worker are gone at once, in the middle of whatever they were doing. */
  kill(): Promise<void>;
  /** Web and worker once more, at the same addresses. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const SECRET = "browser-tests-only-0123456789abcdef0123456789";
const READY_MS = 30_000;

/** Starts everything; the web must have been built. */
export async function startStack(): Promise<Stack> {
  const test = await openTestDatabase();
  const simulators: ChildProcess[] = [];
  let ours: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all([...simulators, ...ours].map((child) => end(child, "SIGTERM")));
    await test.drop();
  };
  try {
    const simulatorPort = await freePort();
    const webPort = await freePort();
    const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
    const webUrl = `http://127.0.0.1:${webPort}`;
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      DATABASE_APP_URL: test.appUrl,
      TIEOUT_SECRET: SECRET,
      NEXTAUTH_SECRET: SECRET,
      NEXTAUTH_URL: webUrl,
      TIEOUT_SIMULATOR_URL: simulatorUrl,
      // Receivers of tests listen on this machine.
      TIEOUT_WEBHOOKS_PRIVATE: "1",
      LOG_LEVEL: "warn",
      NEXT_TELEMETRY_DISABLED: "1",
    };
    const simulator = [
      "--import",
      "tsx",
      "simulator/main.ts",
      "--port",
      `${simulatorPort}`,
      "--latency",
      "off",
      "--throttle",
      "off",
    ];
    simulators.push(await start(simulator, env, "simulator ready"));
    const web = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", `${webPort}`];
    const restart = async () => {
      ours.push(await start(["--import", "tsx", "worker/main.ts"], env, "worker ready"));
      ours.push(await start(web, env, "Ready in"));
    };
    const kill = async () => {
      await Promise.all(ours.map((child) => end(child, "SIGKILL")));
      ours = [];
    };
    await restart();
    return { test, webUrl, simulatorUrl, kill, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a program and waits for the line that says it is ready. What it says on standard error goes to ours. */
async function start(args: readonly string[], env: NodeJS.Dict<string>, ready: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...args], {
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let heard = "";
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${args.join(" ")} was not ready in time: ${heard}`)), READY_MS);
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}: ${heard}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      if (!heard.includes(ready)) return;
      clearTimeout(late);
      resolve();
    });
  });
  child.removeAllListeners("exit");
  return child;
}

async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
