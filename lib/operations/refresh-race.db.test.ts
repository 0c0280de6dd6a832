// Twenty workers ask for a token of one company at the same moment, with every refresh token good for once: does one ask Intuit?
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askForToken, newAsker, type Asked } from "#db/testing-asker.ts";
import { newCompany, openTestWorld, ROOT, worldEnv, type TestCompany, type TestWorld } from "#db/testing-world.ts";

const WORKERS = 20;
const ROUNDS = 1_000;
const PROCESSES = 4;
const ROUNDS_OF_PROCESSES = 50;

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
  await world.simulator.control("settings", { rotation: "always", graceMs: 0, killFamilyOnReuse: true });
});
afterAll(async () => {
  await world.close();
});

type Counted = { readonly refreshes: number; readonly refusedRefreshes: number };

async function counted(): Promise<Counted> {
  const answer = await fetch(`${world.simulator.url}/_control/settings`);
  return (await answer.json()) as Counted;
}

/** The stored token is over: everybody who asks has to see to a new one. */
async function endAccess({ companyFileId }: TestCompany): Promise<void> {
  await world.test.admin.query(
    "update company_files set access_expires_at = now() - interval '1 minute' where company_file_id = $1",
    [companyFileId],
  );
}

type Figures = { readonly seconds: number; readonly slowestMs: number };

/** Runs the rounds; each must cost one refresh, and leave everybody with the same token, which is new. */
async function runRounds(company: TestCompany, rounds: number, ask: () => Promise<readonly Asked[]>): Promise<Figures> {
  const start = await counted();
  const began = performance.now();
  let slowestMs = 0;
  let before: string | null = null;
  for (let round = 1; round <= rounds; round++) {
    await endAccess(company);
    const roundBegan = performance.now();
    const asked = await ask();
    slowestMs = Math.max(slowestMs, performance.now() - roundBegan);
    const ended = asked.map((one) => one.ended).toSorted();
    expect(ended, `round ${round}`).toEqual([...Array<string>(WORKERS - 1).fill("fresh"), "renewed"]);
    const [accessToken] = asked.map((one) => one.accessToken);
    expect(new Set(asked.map((one) => one.accessToken)), `round ${round}`).toEqual(new Set([accessToken]));
    expect(accessToken, `round ${round}`).toEqual(expect.any(String));
    expect(accessToken, `round ${round}`).not.toBe(before);
    before = accessToken ?? null;
    const now = await counted();
    expect(now.refreshes - start.refreshes, `round ${round}`).toBe(round);
    expect(now.refusedRefreshes - start.refusedRefreshes, `round ${round}`).toBe(0);
  }
  return { seconds: (performance.now() - began) / 1000, slowestMs };
}

function print(how: string, rounds: number, { seconds, slowestMs }: Figures): void {
  const each = `${((seconds / rounds) * 1000).toFixed(1)} ms a round, the slowest ${slowestMs.toFixed(0)} ms`;
  process.stdout.write(
    `${how}: ${rounds} rounds in ${seconds.toFixed(1)} s (${each}), ${rounds} refreshes, 0 refused\n`,
  );
}

describe("a token that has run out, asked for by twenty workers at once", () => {
  it("is renewed once, over 1,000 rounds, with a database pool for each worker", { timeout: 300_000 }, async () => {
    const company = await newCompany(world);
    const askers = Array.from({ length: WORKERS }, () => newAsker(world.test.appUrl, company.tenantId));
    const ask = () => Promise.all(askers.map((asker) => askForToken(asker, company.companyFileId)));
    try {
      print(`${WORKERS} workers, a pool each`, ROUNDS, await runRounds(company, ROUNDS, ask));
    } finally {
      await Promise.all(askers.map((asker) => asker.db.$client.end()));
    }
  });

  it("is renewed once, over 50 rounds, by four processes of five workers each", { timeout: 120_000 }, async () => {
    const company = await newCompany(world);
    const processes = await Promise.all(Array.from({ length: PROCESSES }, () => startAsker(company)));
    const ask = async () => (await Promise.all(processes.map((each) => each.ask()))).flat();
    try {
      const figures = await runRounds(company, ROUNDS_OF_PROCESSES, ask);
      print(`${PROCESSES} processes of ${WORKERS / PROCESSES} workers`, ROUNDS_OF_PROCESSES, figures);
    } finally {
      await Promise.all(processes.map((each) => each.stop()));
    }
  });
});

type AskerProcess = { ask(): Promise<readonly Asked[]>; stop(): Promise<void> };

async function startAsker({ tenantId, companyFileId }: TestCompany): Promise<AskerProcess> {
  const program = ["--import", "tsx", "db/testing-asker.ts", tenantId, companyFileId, `${WORKERS / PROCESSES}`];
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, program, {
    cwd: ROOT,
    env: { ...process.env, ...worldEnv(world.test, world.simulator), LOG_LEVEL: "error" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  await nextLine(lines);
  return {
    ask: async () => {
      const answer = nextLine(lines);
      child.stdin.write("ask\n");
      return JSON.parse(await answer) as Asked[];
    },
    stop: async () => {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}

async function nextLine(lines: Interface): Promise<string> {
  const [line] = (await once(lines, "line")) as [string];
  return line;
}
