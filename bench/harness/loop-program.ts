// The usual way: node-quickbooks in a plain loop, or its batch call in a plain loop. A process of its own, one job on stdin.
import QuickBooks from "node-quickbooks";

import { invoiceOf, makeLoads } from "./loads.ts";

export type LoopJob = {
  readonly url: string;
  readonly realmId: string;
  readonly accessToken: string;
  /** Invoices per call: 1 is the plain loop. */
  readonly perCall: number;
  readonly orders: number;
  readonly customers: readonly (readonly [string, string])[];
  readonly items: readonly (readonly [string, string])[];
};

export type LoopDone = {
  readonly seconds: number;
  readonly cpuMicros: number;
  readonly refused: number;
};

async function main(): Promise<void> {
  process.stdout.write("loop ready\n");
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += String(chunk);
  process.stdout.write(`done ${JSON.stringify(await work(JSON.parse(text) as LoopJob))}\n`);
}

async function work(job: LoopJob): Promise<LoopDone> {
  QuickBooks.V3_ENDPOINT_BASE_URL = `${job.url}/v3/company/`;
  const client = new QuickBooks("tieout", "simulated", job.accessToken, "", job.realmId, true, false, null, "2.0", "");
  const [customers, items] = [new Map(job.customers), new Map(job.items)];
  const bodies = makeLoads(job.orders).map((load) => invoiceOf(load, customers, items));
  const before = process.cpuUsage();
  const from = performance.now();
  let refused = 0;
  for (let at = 0; at < bodies.length; at += job.perCall) {
    refused += await send(client, bodies.slice(at, at + job.perCall), job.perCall);
  }
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - from) / 1000, cpuMicros: user + system, refused };
}

/** One call; answers how many of its invoices were refused. */
async function send(client: QuickBooks, bodies: readonly Record<string, unknown>[], perCall: number): Promise<number> {
  if (perCall === 1) {
    return await new Promise((resolve) => client.createInvoice(bodies[0]!, (error) => resolve(error ? 1 : 0)));
  }
  const items = bodies.map((body, index) => ({ bId: String(index + 1), operation: "create" as const, Invoice: body }));
  return await new Promise((resolve) =>
    client.batch(items, (error, answer: { BatchItemResponse?: { Fault?: unknown }[] } | undefined) => {
      if (error) resolve(items.length);
      else resolve(answer?.BatchItemResponse?.filter((one) => one.Fault).length ?? items.length);
    }),
  );
}

await main();
