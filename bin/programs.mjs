// How is each process of ours called, and how does it say that it is ready?
import { nextProgram } from "./build.mjs";

const healthMillisecondsMax = 10_000;

/** The arguments for node: the web server, in development the one that compiles as it goes. */
export function webArguments({ dev, host, port }) {
  return [nextProgram, dev ? "dev" : "start", "-H", host, "-p", String(port)];
}

export function workerArguments({ dev }) {
  return [...(dev ? ["--watch", "--watch-preserve-output"] : []), "--import", "tsx", "worker/main.ts"];
}

export function simulatorArguments({ simulatorPort, address }, dataFolder) {
  const callback = new URL("/api/qbo/callback", address).href;
  const flags = [
    "--demo",
    "--data",
    `${dataFolder}/simulator`,
    "--port",
    String(simulatorPort),
    "--redirect",
    callback,
  ];
  return ["--import", "tsx", "simulator/main.ts", ...flags];
}

/**
 * The simulator gets neither keys nor secrets: it plays another company's server. `webhook`, where it tells of changes and what it
 * signs that with, unless the person said otherwise.
 */
export function simulatorEnv(env, webhook) {
  const isKnown = (name) => /^(PATH|HOME|LANG|LC_ALL|LOG_LEVEL|NODE_OPTIONS)$|^TIEOUT_SIMULATOR_/.test(name);
  const own = Object.fromEntries(Object.entries(env).filter(([name, value]) => isKnown(name) && value !== ""));
  const told = webhook
    ? { TIEOUT_SIMULATOR_WEBHOOK_URL: webhook.url, TIEOUT_SIMULATOR_WEBHOOK_TOKEN: webhook.token }
    : {};
  return { ...told, ...own, NODE_ENV: "production" };
}

/** True when a line of what a process has written begins with these words. */
export function hasLine(said, words) {
  return said.split("\n").some((line) => line.startsWith(words));
}

/** The address of the web server as other processes of this machine reach it. */
export function webAddress({ host, port }) {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host;
  return `http://${name}:${port}`;
}

/** True when the web server answers its health question with 200. */
export async function isHealthy(settings) {
  try {
    const answer = await fetch(`${webAddress(settings)}/api/health`, {
      signal: AbortSignal.timeout(healthMillisecondsMax),
    });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}
