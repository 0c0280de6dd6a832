// Do the two commands decide rightly before they touch anything: versions, hashes, ports, secrets, what each process gets to know?
import { createHmac } from "node:crypto";
import { cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { jsonLine } from "./database.mjs";
import { isInstalled, npmEnv } from "./install.mjs";
import { nodeSentence } from "./node-version.mjs";
import { isPortFree, portFrom, portSentence, requirePort } from "./ports.mjs";
import { identityOf, isAlive } from "./processes.mjs";
import { simulatorEnv, webAddress } from "./programs.mjs";
import { adminEnv, appUrl, childEnv, derived, hostFrom, keptSecret, readSettings, webhookToken } from "./settings.mjs";
import { hashOf } from "./stamp.mjs";
import { countPlaywright, countVitest, resultOf } from "./test-steps.mjs";
import { testEnv } from "./test-run.mjs";

const secret = "s".repeat(43);
const own = {
  DATABASE_URL: "postgres://admin:pw@db.example.com:6432/books?sslmode=require",
  TIEOUT_SECRET: secret,
  NEXTAUTH_URL: "https://books.example.com",
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tieout-bin-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("which Node", () => {
  test.each([
    ["v20.20.2", false],
    ["v20.21.0", false],
    ["v22.0.0", false],
    ["v20.20.1", true],
    ["v20.9.9", true],
    ["v18.99.99", true],
  ])("%s: told to upgrade %s", (version, isTooOld) => {
    expect(nodeSentence(version) !== undefined).toBe(isTooOld);
  });
});

describe("what has changed since", () => {
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  beforeEach(() => {
    mkdirSync(join(folder, "app/node_modules"), { recursive: true });
    write("app/page.tsx", "one");
  });

  test("the same files give the same hash elsewhere; a changed, a new and a renamed one do not", () => {
    const copy = join(folder, "copy");
    cpSync(join(folder, "app"), join(copy, "app"), { recursive: true });
    const before = hashOf(["app"], folder);
    expect(hashOf(["app"], copy)).toBe(before);
    write("app/page.tsx", "two");
    const changed = hashOf(["app"], folder);
    write("app/other.tsx", "");
    const added = hashOf(["app"], folder);
    cpSync(join(folder, "app/other.tsx"), join(folder, "app/another.tsx"));
    rmSync(join(folder, "app/other.tsx"));
    expect(new Set([before, changed, added, hashOf(["app"], folder)]).size).toBe(4);
  });

  test("tests and installed packages do not count", () => {
    const before = hashOf(["app"], folder);
    write("app/page.test.tsx", "a test");
    write("app/node_modules/x.js", "a package");
    expect(hashOf(["app"], folder)).toBe(before);
  });
});

describe("what npm has installed", () => {
  const lock = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/pg": { version: "8.23.1", integrity: "sha512-a" },
      "node_modules/binary-darwin": { version: "1.0.0", integrity: "sha512-b", optional: true },
    },
  };
  const pg = lock.packages["node_modules/pg"];
  test.each([
    ["all but another platform's", { packages: { "node_modules/pg": pg } }, true],
    ["nothing", undefined, false],
    ["another version", { packages: { "node_modules/pg": { ...pg, version: "8.23.0" } } }, false],
    ["one missing", { packages: {} }, false],
    ["one too many", { packages: { "node_modules/pg": pg, "node_modules/extra": pg } }, false],
  ])("%s: %s", (_name, installed, expected) => {
    expect(isInstalled(lock, installed)).toBe(expected);
  });

  test("a production shell does not leave out what the build needs", () => {
    expect(npmEnv({ NODE_ENV: "production", npm_config_omit: "dev", HOME: "/h" })).toEqual({ HOME: "/h" });
  });
});

describe("ports", () => {
  test("a taken one is told with the variable that chooses another", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    try {
      expect(await isPortFree(port)).toBe(false);
      await expect(requirePort("the simulator", "TIEOUT_SIMULATOR_PORT", port)).rejects.toThrow(
        `Port ${port} is in use, and the simulator needs it: stop what runs there, or choose another one with TIEOUT_SIMULATOR_PORT=${port + 1} npm start`,
      );
    } finally {
      server.close();
    }
  });

  test("one that only root may use", () => {
    const told = portSentence({
      what: "the web application",
      name: "PORT",
      port: 80,
      host: "127.0.0.1",
      reason: "EACCES",
    });
    expect(told).toContain("above 1023");
  });

  test.each(["0", "65536", "80a", "-1", "3.5"])("%s is no port", (text) => {
    expect(() => portFrom({ PORT: text }, "PORT", 3000)).toThrow(
      `PORT must be a port between 1 and 65535, not "${text}".`,
    );
  });
});

describe("wishes", () => {
  test("nothing set: our database, loopback, demo, simulator", () => {
    expect(readSettings({ HOSTNAME: "0.0.0.0" })).toMatchObject({
      embedded: true,
      host: "127.0.0.1",
      demo: true,
      simulator: true,
      address: "http://127.0.0.1:3000",
    });
  });

  test("a database of one's own: no demo unless asked for, Intuit keys turn the simulator off", () => {
    expect(readSettings(own)).toMatchObject({ embedded: false, demo: false, simulator: true });
    expect(readSettings({ ...own, TIEOUT_DEMO: "1" }).demo).toBe(true);
    expect(readSettings({ ...own, QBO_CLIENT_ID: "id", QBO_CLIENT_SECRET: "key" }).simulator).toBe(false);
  });

  test.each([
    ["TIEOUT_SECRET is missing", { ...own, TIEOUT_SECRET: "" }],
    ["TIEOUT_SECRET has fewer than 32 characters", { ...own, TIEOUT_SECRET: "short" }],
    ["NEXTAUTH_URL is missing", { ...own, NEXTAUTH_URL: "" }],
    ["NEXTAUTH_URL is not an address", { ...own, NEXTAUTH_URL: "books.example.com" }],
    ["DATABASE_URL is not an address", { ...own, DATABASE_URL: "mysql://u:pw@h/d" }],
    ["QBO_CLIENT_SECRET is missing", { QBO_CLIENT_ID: "id" }],
    ["PORT and TIEOUT_SIMULATOR_PORT are both 4010", { PORT: "4010" }],
  ])("%s", (sentence, env) => {
    expect(() => readSettings(env)).toThrow(sentence);
  });

  test("a wrong address is not repeated: it may hold a password", () => {
    expect(() => readSettings({ ...own, DATABASE_URL: "mysql://u:hunter2@h/d" })).toThrow(/^(?!.*hunter2)/s);
  });

  test("the machine's own name in HOSTNAME, as shells and containers set it, is no wish", () => {
    expect(hostFrom({ HOSTNAME: hostname() })).toBe("127.0.0.1");
    expect(hostFrom({ HOSTNAME: "0.0.0.0" })).toBe("0.0.0.0");
  });
});

describe("secrets", () => {
  test("the kept one stays the same and only its owner can read it", async () => {
    const first = keptSecret({}, folder);
    expect(Buffer.from(first, "base64url")).toHaveLength(32);
    expect(keptSecret({}, folder)).toBe(first);
    const { statSync } = await import("node:fs");
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  test("the environment's wins", () => {
    keptSecret({}, folder);
    expect(keptSecret({ TIEOUT_SECRET: secret }, folder)).toBe(secret);
  });

  test("the application's role: same server and options, password made from the secret", () => {
    const password = createHmac("sha256", secret).update("tieout_app").digest("base64url");
    expect(derived(secret, "tieout_app")).toBe(password);
    expect(appUrl(own.DATABASE_URL, secret)).toBe(
      `postgres://tieout_app:${password}@db.example.com:6432/books?sslmode=require`,
    );
  });

  test("web and worker never get the administrator's address, migrations do", () => {
    const environment = childEnv(own, readSettings(own), {
      adminUrl: own.DATABASE_URL,
      secret,
      simulatorUrl: undefined,
    });
    expect(JSON.stringify(environment)).not.toContain("admin:pw");
    expect(environment.DATABASE_APP_URL).toContain("tieout_app");
    expect(adminEnv(environment, own.DATABASE_URL).DATABASE_URL).toBe(own.DATABASE_URL);
  });

  test("an application role of the operator's own is taken as it is", () => {
    const env = { ...own, DATABASE_APP_URL: "postgres://tieout_app:theirs@db.example.com/books" };
    const environment = childEnv(env, readSettings(env), {
      adminUrl: own.DATABASE_URL,
      secret,
      simulatorUrl: undefined,
    });
    expect(environment.DATABASE_APP_URL).toBe(env.DATABASE_APP_URL);
  });
});

describe("webhooks of the simulated QuickBooks", () => {
  const secret = "s".repeat(40);
  const wish = { adminUrl: "postgres://o:p@127.0.0.1/t", secret, simulatorUrl: undefined };
  const embedded = (env: Record<string, string>) => childEnv(env, readSettings(env), wish);

  test("it is told where the web is and what to sign with; the web knows the same token and no more", () => {
    const token = webhookToken({}, secret);
    expect(embedded({}).TIEOUT_SIMULATOR_WEBHOOK_TOKEN).toBe(token);
    expect(token).not.toContain(secret);
    const webhook = { url: `${webAddress({ host: "0.0.0.0", port: 3001 })}/api/qbo/webhook`, token };
    expect(simulatorEnv({ PATH: "/bin", TIEOUT_SECRET: secret }, webhook)).toEqual({
      PATH: "/bin",
      NODE_ENV: "production",
      TIEOUT_SIMULATOR_WEBHOOK_URL: "http://127.0.0.1:3001/api/qbo/webhook",
      TIEOUT_SIMULATOR_WEBHOOK_TOKEN: token,
    });
  });

  test("an address and a token of the operator's own are kept, on both sides", () => {
    const own = { TIEOUT_SIMULATOR_WEBHOOK_URL: "http://10.0.0.5/hook", TIEOUT_SIMULATOR_WEBHOOK_TOKEN: "theirs" };
    expect(simulatorEnv(own, { url: "http://127.0.0.1:3000/x", token: "ours" })).toMatchObject(own);
    expect(embedded(own).TIEOUT_SIMULATOR_WEBHOOK_TOKEN).toBe("theirs");
  });

  test("with Intuit's keys there is none", () => {
    const keys = { QBO_CLIENT_ID: "id", QBO_CLIENT_SECRET: "secret" };
    expect(embedded(keys)).not.toHaveProperty("TIEOUT_SIMULATOR_WEBHOOK_TOKEN");
  });
});

describe("processes and what they said", () => {
  test("a living process is known by its start, so that its pid in another life is somebody else", () => {
    const mine = identityOf(process.pid);
    expect(isAlive(mine)).toBe(true);
    expect(isAlive(`${process.pid} 1`)).toBe(false);
    expect(identityOf(0)).toBeUndefined();
  });

  test("the one line of JSON is found among others", () => {
    expect(jsonLine('seeding\n{not json\n{"other":1}\n{"ownerToken":"abc"}\n', "ownerToken")).toBe("abc");
    expect(jsonLine("nothing here", "ownerToken")).toBeUndefined();
  });
});

describe("counting checks", () => {
  test("a test file that cannot be loaded is a failure", () => {
    const files = [
      { status: "failed", assertionResults: [] },
      { status: "passed", assertionResults: [{}] },
    ];
    const report = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, testResults: files };
    expect(countVitest(report)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test("a browser test that passed at its second try, and an error outside any test, are failures", () => {
    const stats = { expected: 3, unexpected: 0, flaky: 1, skipped: 0 };
    expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(countPlaywright({ stats: { ...stats, flaky: 0 }, errors: [{}] })).toMatchObject({ failed: 1 });
  });

  test("a step that ends badly is never counted as none failed", () => {
    expect(resultOf({ name: "lint" }, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    const report = join(folder, "unit.json");
    writeFileSync(report, "{}");
    const step = { name: "unit", report, count: () => ({ passed: 7, failed: 0, skipped: 0 }) };
    expect(resultOf(step, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(resultOf({ ...step, report: join(folder, "none.json") }, 0).failed).toBe(1);
  });

  test("a person's own database and keys do not reach the tests", () => {
    const kept = testEnv({
      PATH: "/bin",
      DATABASE_URL: "x",
      QBO_CLIENT_ID: "x",
      TIEOUT_SECRET: "x",
      TIEOUT_CHROMIUM: "/c",
      PORT: "1",
    });
    expect(Object.keys(kept).toSorted()).toEqual([
      "NEXT_TELEMETRY_DISABLED",
      "NODE_OPTIONS",
      "NO_COLOR",
      "PATH",
      "TIEOUT_CHROMIUM",
    ]);
  });
});
