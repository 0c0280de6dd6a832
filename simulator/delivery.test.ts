// What happens to a write when answers get lost, limits are reached or the process ends?
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { startSimulator } from "./server.ts";
import { addBooks, Books, controlCall, faultCode, openBooks } from "./test-client.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.simulator.close());

const countOf = async (number: string) =>
  (await books.rows(`select * from Invoice where DocNumber = '${number}'`)).length;

describe("a repeated requestid", () => {
  it("gives the invoice of the first call after its answer was lost, and there is one", async () => {
    await books.control("faults", { kind: "drop-after-write", match: { docNumber: "R-1" } });
    const sale = await books.sale(10, { DocNumber: "R-1" });
    await expect(books.post("invoice?requestid=r1", sale)).rejects.toThrow();
    const again = await books.write("invoice?requestid=r1", sale);
    expect(again.DocNumber).toBe("R-1");
    expect(await countOf("R-1")).toBe(1);
  });

  it("waits for the first call when that is still running", async () => {
    await books.control("faults", { kind: "slow", ms: 60, match: { docNumber: "R-2" } });
    const sale = await books.sale(10, { DocNumber: "R-2" });
    const replies = await Promise.all([
      books.post("invoice?requestid=r2", sale),
      books.post("invoice?requestid=r2", sale),
    ]);
    expect(replies[0]?.text).toBe(replies[1]?.text);
    expect(await countOf("R-2")).toBe(1);
  });

  it("executes when the first call was lost before it was written, or refused", async () => {
    const sale = await books.sale(10, { DocNumber: "R-3" });
    await books.control("faults", { kind: "drop-before-write" });
    await expect(books.post("invoice?requestid=r3", sale)).rejects.toThrow();
    expect(await countOf("R-3")).toBe(0);
    await books.write("invoice?requestid=r3", sale);
    expect(await books.refusal("invoice?requestid=r4", sale)).toBe("6140");
    expect(await books.refusal("invoice?requestid=r4", { ...sale, DocNumber: "R-4" })).toBe("accepted");
  });

  it("gives back a deleted invoice, and is forgotten when its memory is short", async () => {
    const sale = await books.sale(10, { DocNumber: "R-5" });
    const first = await books.write("invoice?requestid=r5", sale);
    await books.write("invoice?operation=delete", { Id: first.Id, SyncToken: "0" });
    expect(await books.write("invoice?requestid=r5", sale)).toEqual(first);
    expect(await countOf("R-5")).toBe(0);
    await books.control("settings", { preferences: { requestIdMemoryMs: 1000 } });
    await controlCall(books.simulator, "settings", { clockOffsetMs: 2000 });
    expect((await books.write("invoice?requestid=r5", sale)).Id).not.toBe(first.Id);
    await controlCall(books.simulator, "settings", { clockOffsetMs: 0 });
    await books.control("settings", { preferences: { requestIdMemoryMs: null } });
  });
});

describe("a batch", () => {
  const items = async (numbers: string[]) => ({
    BatchItemRequest: await Promise.all(
      numbers.map(async (number, index) => ({
        bId: `b${index}`,
        operation: "create",
        Invoice: await books.sale(5, { DocNumber: number }),
      })),
    ),
  });

  it("executes each item by itself and keeps their order", async () => {
    await books.sale(1);
    const reply = await books.post("batch", await items(["T-1", "T-1", "T-2"]));
    const answers = asRows(reply.body.BatchItemResponse);
    expect(reply.status).toBe(200);
    expect(answers.map((answer) => answer.bId)).toEqual(["b0", "b1", "b2"]);
    expect(answers[1]).toMatchObject({ Fault: { type: "ValidationFault", Error: [{ code: "6140" }] } });
    expect(answers[2]).toMatchObject({ Invoice: { DocNumber: "T-2" } });
  });

  it("of 31 items is refused whole", async () => {
    const reply = await books.post("batch", await items(Array.from({ length: 31 }, (_, index) => `U-${index}`)));
    expect([reply.status, faultCode(reply)]).toEqual([400, "1040"]);
    expect(await countOf("U-0")).toBe(0);
  });

  it("replays only with the same requestid and the same bIds", async () => {
    const body = await items(["W-1", "W-2"]);
    await books.control("faults", { kind: "500-after-write", match: { docNumber: "W-2" } });
    expect((await books.post("batch?requestid=w", body)).status).toBe(500);
    const replay = await books.post("batch?requestid=w", body);
    expect(asRows(replay.body.BatchItemResponse)[1]).toMatchObject({ Invoice: { DocNumber: "W-2" } });
    const other = { BatchItemRequest: body.BatchItemRequest.map((item) => ({ ...item, bId: `${item.bId}x` })) };
    expect(JSON.stringify((await books.post("batch?requestid=w", other)).body)).toContain('"code":"6140"');
    expect(await countOf("W-1")).toBe(1);
  });
});

describe("limits", () => {
  it("let 40 batches a minute through and answer the 41st with 429 and no Retry-After", async () => {
    const slow = await addBooks(books.simulator, { throttle: { perSecond: 1000 } });
    await controlCall(slow.simulator, "settings", { throttle: "on" });
    const ask = () => slow.post("batch", { BatchItemRequest: [{ bId: "1", Query: "select * from Term" }] });
    const statuses = [];
    for (let index = 0; index < 40; index += 1) statuses.push((await ask()).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(asRow(refused.body.fault)).toMatchObject({
      type: "SERVICE",
      error: [{ code: "3001", detail: "The request limit was reached.  Try again later" }],
    });
    expect((await slow.query("select * from Term")).status).toBe(200);
    expect((await slow.control("stats")).body).toMatchObject({ batches: 40, throttled429: 1, maxBatchesPerMinute: 40 });
    // With this scale a simulated minute is over at once, so the window is empty again.
    await controlCall(slow.simulator, "settings", { timeScale: 60_000_000 });
    expect((await ask()).status).toBe(200);
    await controlCall(slow.simulator, "settings", { timeScale: 1, throttle: "off" });
  });

  it("allow ten calls in flight", async () => {
    const busy = await addBooks(books.simulator, {
      throttle: { perSecond: 1000 },
      latency: { on: true, singleMs: 60, sigma: 0, readFactor: 1 },
    });
    await controlCall(busy.simulator, "settings", { throttle: "on", latency: "on" });
    const replies = await Promise.all(Array.from({ length: 12 }, () => busy.query("select * from Term")));
    await controlCall(busy.simulator, "settings", { throttle: "off", latency: "off" });
    expect(replies.filter((reply) => reply.status === 429)).toHaveLength(2);
    expect((await busy.control("stats")).body).toMatchObject({ maxInFlight: 10, inFlight: 0 });
  });

  it.each([
    ["429", 429, "3001"],
    ["500", 500, "10000"],
    ["expire-token", 401, "3200"],
  ])("an ordered %s hits one call and writes nothing", async (kind, status, code) => {
    const one = await addBooks(books.simulator);
    await one.sale(1);
    await one.control("faults", { kind, match: { entity: "Invoice", operation: "create" } });
    const reply = await one.post("invoice", await one.sale(1));
    expect([reply.status, faultCode(reply)]).toEqual([status, code]);
    expect((await one.control("entities/Invoice?count")).body.count).toBe(0);
  });

  it("a cut answer is no JSON", async () => {
    await books.sale(1);
    await books.control("faults", { kind: "truncate" });
    await expect(books.query("select * from Item")).rejects.toThrow();
  });
});

it("companies, connections, numbers and remembered request ids survive a restart", async () => {
  const data = mkdtempSync(path.join(tmpdir(), "simulator-"));
  const before = await openBooks({}, { data });
  const sale: Row = await before.sale(12.34, { DocNumber: "P-1" });
  const invoice = await before.write("invoice?requestid=p1", sale);
  const gone = await before.write("invoice", await before.sale(1, { DocNumber: "P-2" }));
  await before.write("invoice?operation=delete", { Id: gone.Id, SyncToken: "0" });
  // No close: what was answered has to be on disk already.
  const next = await startSimulator({ data, throttle: false });
  const after = new Books(next, before.realm, before.token);
  expect(await after.write("invoice?requestid=p1", sale)).toEqual(invoice);
  expect((await after.rows("select * from Invoice")).map((row) => row.DocNumber)).toEqual(["P-1"]);
  expect((await after.read(`customer/${asText(asRow(sale.CustomerRef)?.value) ?? ""}`)).Balance).toBe(12.34);
  const third = await after.write("invoice", { ...sale, DocNumber: "P-3" });
  expect(Number(third.Id)).toBeGreaterThan(Number(gone.Id));
  await next.close();
  await before.simulator.close();
  rmSync(data, { recursive: true });
});
