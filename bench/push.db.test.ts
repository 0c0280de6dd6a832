// Does the benchmark still run to its end, and does it notice books that are wrong?
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { faultsInBooks } from "./harness/books.ts";
import { median, ratio } from "./harness/figures.ts";
import { customerName, invoiceOf, makeLoads } from "./harness/loads.ts";
import { stopProgram } from "./harness/programs.ts";
import { addCustomer, newRealm, records, startSimulator, tokensOf, type Simulator } from "./harness/simulator.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

describe("npm run bench -- push", () => {
  it("pushes through a real worker beside node-quickbooks, and every invoice is in the books once", async () => {
    const flags = [
      "--orders",
      "60",
      "--rounds",
      "1",
      "--mode",
      "throttled",
      "--scale",
      "10",
      "--loop",
      "5",
      "--batch-loop",
      "30",
    ];
    const words = ["--import", "tsx", "bench/push.ts", ...flags];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });
    const result = JSON.parse(stdout.trim().split("\n").at(-1)!) as {
      figures: { client: string; documents: number; throttled429: number; perMinute: number }[];
      runs: { faults: string[] }[];
    };
    expect(result.figures.map(({ client, documents }) => [client, documents])).toEqual([
      ["batches", 60],
      ["mixed", 60],
      ["loop", 5],
      ["batch-loop", 30],
    ]);
    expect(result.figures.every((one) => one.perMinute > 0 && one.throttled429 === 0)).toBe(true);
    expect(result.runs.flatMap((run) => run.faults)).toEqual([]);
  }, 180_000);
});

describe("the check of the books", () => {
  let simulator: Simulator;
  let realmId: string;
  const loads = makeLoads(3);

  beforeAll(async () => {
    simulator = await startSimulator(undefined);
    realmId = await newRealm(simulator);
  });
  afterAll(() => stopProgram(simulator.program));

  it("finds what is missing, what is there twice, what has another total, and what nobody sent", async () => {
    const customers = new Map<string, string>();
    for (const nth of [0, 1, 2]) {
      customers.set(customerName(nth), await addCustomer(simulator, realmId, customerName(nth)));
    }
    const rows = await records(simulator, realmId, "Item");
    const items = new Map(rows.map((item) => [String(item.Name), String(item.Id)]));
    const { access_token: token } = await tokensOf(simulator, realmId);
    const post = async (invoice: Record<string, unknown>) => {
      // Both sides of the company's setting are wanted here: a number that is there already may be used again.
      const url = `${simulator.url}/v3/company/${realmId}/invoice?include=allowduplicatedocnum`;
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const reply = await fetch(url, { method: "POST", headers, body: JSON.stringify(invoice) });
      expect(reply.status).toBe(200);
    };
    const [first, second] = loads.map((load) => invoiceOf(load, customers, items));
    await post(first!);
    await post(first!);
    await post({ ...second!, Line: (second!.Line as unknown[]).slice(0, 1) });
    await post({ ...second!, DocNumber: "L-999999" });
    const faults = await faultsInBooks(simulator, realmId, loads);
    expect(faults).toEqual([
      "L-000000 is in the books 2 times",
      "L-000001 comes to 264.19 instead of 410.48",
      "L-000002 is in the books 0 times",
      "L-999999 is in the books and nobody sent it",
    ]);
  });
});

describe("figures", () => {
  it("gives an interval only from five rounds on, and it holds the ratio", () => {
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(ratio([10, 12], [2, 2])).toEqual({ ratio: 5.5, low: null, high: null });
    const { ratio: measured, low, high } = ratio([10, 11, 12, 13, 14], [2, 2, 2, 2, 2]);
    expect(measured).toBe(6);
    expect(low).toBeGreaterThanOrEqual(5);
    expect(low).toBeLessThanOrEqual(measured);
    expect(high).toBeGreaterThanOrEqual(measured);
    expect(high).toBeLessThanOrEqual(7);
  });
});
