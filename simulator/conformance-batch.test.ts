// Are batches executed as section 2.7 says, and refused as section 3 says?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { addBooks, controlCall, faultCode, openBooks, type Books, type Reply } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
let sale: Row;
beforeAll(async () => {
  books = await openBooks();
  sale = await books.sale(5);
});
afterAll(() => books.simulator.close());

const create = (bId: string, DocNumber: string): Row => ({ bId, operation: "create", Invoice: { ...sale, DocNumber } });
const answers = (reply: Reply) => asRows(reply.body.BatchItemResponse);
const codes = (reply: Reply) =>
  answers(reply).map((answer) => asText(asRows(asRow(answer.Fault)?.Error)[0]?.code) ?? "ok");
const send = (items: Row[], query = "") => books.post(`batch${query}`, { BatchItemRequest: items });
const known = async (number: string) =>
  (await books.rows(`select * from Invoice where DocNumber = '${number}'`)).length;

describe("2.7 batch", () => {
  it("2.7 answers 200 with one answer per item in their order, and the time", async () => {
    const reply = await send([create("b", "B-1"), create("a", "B-2")]);
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.body)).toEqual(["BatchItemResponse", "time"]);
    expect(answers(reply).map((answer) => [answer.bId, asRow(answer.Invoice)?.DocNumber])).toEqual([
      ["b", "B-1"],
      ["a", "B-2"],
    ]);
  });

  it("2.7 a refused item bears its own Fault and stops nobody", async () => {
    const reply = await send([create("1", "B-3"), create("2", "B-3"), create("3", "B-4")]);
    expect(codes(reply)).toEqual(["ok", "6140", "ok"]);
    expect(answers(reply)[1]).toMatchObject({ Fault: { type: "ValidationFault" }, bId: "2" });
  });

  it("2.7 queries and change data capture are items too", async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const reply = await send([
      { bId: "1", Query: "select * from Term" },
      { bId: "2", CDCQuery: { Entities: "Invoice", ChangedSince: since } },
    ]);
    expect(answers(reply)[0]).toMatchObject({ QueryResponse: { maxResults: 5 }, bId: "1" });
    expect(JSON.stringify(answers(reply)[1])).toContain('"CDCResponse"');
  });

  it("2.7 a broken query is the fault of its item", async () => {
    expect(codes(await send([{ bId: "1", Query: "select" }, create("2", "B-5")]))).toEqual(["4000", "ok"]);
  });

  it("2.7 update, delete, void and send work inside", async () => {
    const made = await books.write("invoice", { ...sale, DocNumber: "B-6" });
    const next = (token: string): Row => ({ Id: made.Id, SyncToken: token });
    const reply = await send([
      { bId: "1", operation: "update", Invoice: { ...next("0"), sparse: true, PrivateNote: "x" } },
      { bId: "2", operation: "update", optionsData: "void", Invoice: next("1") },
      { bId: "3", operation: "delete", Invoice: next("2") },
    ]);
    expect(codes(reply)).toEqual(["ok", "ok", "ok"]);
    expect(answers(reply)[2]).toMatchObject({ Invoice: { status: "Deleted" } });
  });

  it("2.7 a missing bId is tolerated", async () => {
    const { bId: _id, ...item } = create("1", "B-7");
    const reply = await send([item]);
    expect(answers(reply)).toMatchObject([{ Invoice: { DocNumber: "B-7" } }]);
  });

  it.each(["merge", "revert"])("2.7 %s stands in the schema but is not offered", async (operation) => {
    expect(codes(await send([{ bId: "1", operation, Customer: { Id: "1" } }]))).toEqual(["500"]);
  });

  it("2.7 thirty items are taken, thirty-one are refused whole with 1040", async () => {
    const items = (count: number, letter: string) =>
      Array.from({ length: count }, (_, index) => create(String(index), `${letter}-${index}`));
    expect(codes(await send(items(30, "T")))).toEqual(Array(30).fill("ok"));
    const reply = await send(items(31, "U"));
    expect([reply.status, faultCode(reply)]).toEqual([400, "1040"]);
    expect(await known("U-0")).toBe(0);
  });
});

describe("2.4 requestid of a batch", () => {
  it("2.4 it replays with the same id and the same bIds", async () => {
    const items = [create("1", "R-1"), create("2", "R-2")];
    const first = await send(items, "?requestid=r1");
    expect((await send(items, "?requestid=r1")).text).toBe(first.text);
    expect(await known("R-1")).toBe(1);
  });

  it("2.4 with other bIds it executes again", async () => {
    expect(codes(await send([create("9", "R-1")], "?requestid=r1"))).toEqual(["6140"]);
  });

  it("2.4 its id holds 36 characters, and then each bId ten", async () => {
    expect(faultCode(await send([create("1", "R-3")], `?requestid=${"r".repeat(37)}`))).toBe("2050");
    expect(faultCode(await send([create("12345678901", "R-3")], "?requestid=r2"))).toBe("2050");
    expect(codes(await send([create("12345678901", "R-3")]))).toEqual(["ok"]);
  });
});

describe("3 limits of batches", () => {
  it("2.7 a 429 can stand inside an item, by order", async () => {
    await books.control("faults", { kind: "429-item", share: 1 });
    const reply = await send([create("1", "L-1"), create("2", "L-2")]);
    expect([reply.status, codes(reply)]).toEqual([200, ["3001", "3001"]]);
    expect(await known("L-1")).toBe(0);
  });

  it("2.7 or because the counted items did not fit, where the company reads it so", async () => {
    const tight = await addBooks(books.simulator, {
      throttle: { countBatchItems: true, overflow: "items", perMinute: 3 },
    });
    await controlCall(books.simulator, "settings", { throttle: "on" });
    const items = ["1", "2", "3", "4", "5"].map((bId) => ({ bId, Query: "select count(*) from Term" }));
    const reply = await tight.post("batch", { BatchItemRequest: items });
    expect(codes(reply)).toEqual(["ok", "ok", "ok", "3001", "3001"]);
    expect((await tight.control("stats")).body).toMatchObject({ throttledItems: 2 });
    await controlCall(books.simulator, "settings", { throttle: "off" });
  });
});
