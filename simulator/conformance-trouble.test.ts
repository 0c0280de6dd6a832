// Does the simulator break down as ordered, and only then (9.1.19)?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRows, asText, type Row } from "./json.ts";
import { addBooks, Books, controlCall, faultCode, fetchReply, openBooks, type Reply } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
let calm: Books;
beforeAll(async () => {
  books = await openBooks({}, { throttle: true });
  calm = await addBooks(books.simulator, { throttle: { on: false } });
  await calm.sale(1);
});
afterAll(() => books.simulator.close());

const ask = (own: Books) => own.query("select count(*) from Term");
const said = (reply: Reply) => [reply.status, faultCode(reply)];

describe("9.1.19 ordered faults", () => {
  const order = (fault: Row) => calm.control("faults", fault);
  const count = async () => (await calm.control("entities/Invoice?count")).body.count;
  const sell = async (query = "") => calm.post(`invoice${query}`, await calm.sale(5));
  const create = async (bId: string): Promise<Row> => ({ bId, operation: "create", Invoice: await calm.sale(5) });
  const batch = async (items: number) => ({
    BatchItemRequest: await Promise.all(Array.from({ length: items }, (_, index) => create(String(index)))),
  });

  it.each([
    ["401", 401, "3200"],
    ["403", 403, "3100"],
    ["429", 429, "3001"],
    ["500", 500, "10000"],
  ])("9.1.19 %s hits one call, which changes nothing", async (kind, status, code) => {
    const before = await count();
    await order({ kind, match: { entity: "Invoice" } });
    expect(said(await sell())).toEqual([status, code]);
    expect(await count()).toBe(before);
    expect((await sell()).status).toBe(200);
  });

  it("9.1.19 a storm of 429 lasts as many calls as ordered", async () => {
    await order({ kind: "429", times: 5 });
    const statuses = [];
    for (let call = 0; call < 6; call += 1) statuses.push((await ask(calm)).status);
    expect(statuses).toEqual([429, 429, 429, 429, 429, 200]);
  });

  it("9.1.19 503 has no JSON, html is a page of some proxy, xml-error is XML whatever was asked for", async () => {
    await order({ kind: "503" });
    expect(await ask(calm)).toMatchObject({ status: 503, text: "" });
    await order({ kind: "html" });
    expect((await ask(calm)).text).toMatch(/^<html>/);
    await order({ kind: "xml-error" });
    const reply = await ask(calm);
    expect([reply.status, reply.text.startsWith("<?xml")]).toEqual([500, true]);
    expect(reply.text).toContain('code="10000"');
  });

  it.each([
    ["drop-before-write", 0],
    ["drop-after-write", 1],
  ])("9.1.19 %s: no answer, %i invoice more", async (kind, more) => {
    const before = Number(await count());
    await order({ kind, match: { entity: "Invoice" } });
    await expect(sell()).rejects.toThrow();
    expect(await count()).toBe(before + more);
  });

  it("9.1.11 a write whose answer was lost is replayed by its requestid", async () => {
    await order({ kind: "500-after-write", match: { entity: "Invoice" } });
    const sale = await calm.sale(5);
    expect((await calm.post("invoice?requestid=lost", sale)).status).toBe(500);
    const before = await count();
    expect((await calm.post("invoice?requestid=lost", sale)).status).toBe(200);
    expect(await count()).toBe(before);
  });

  it("9.1.19 truncate cuts the JSON in the middle", async () => {
    await order({ kind: "truncate" });
    await expect(ask(calm)).rejects.toThrow();
  });

  it("9.1.19 slow answers late", async () => {
    await order({ kind: "slow", ms: 120 });
    const begin = performance.now();
    await ask(calm);
    expect(performance.now() - begin).toBeGreaterThan(110);
  });

  it("9.1.19 half-batch: a random half is executed, the others answer 10000; the seed decides which", async () => {
    const before = Number(await count());
    const run = async () => {
      await order({ kind: "half-batch", seed: 7 });
      const reply = await calm.post("batch", await batch(20));
      return asRows(reply.body.BatchItemResponse).map((answer) => (answer.Fault === undefined ? "ok" : "10000"));
    };
    const [first, second] = [await run(), await run()];
    expect(second).toEqual(first);
    const executed = first.filter((answer) => answer === "ok").length;
    expect(executed).toBeGreaterThan(3);
    expect(executed).toBeLessThan(17);
    expect(await count()).toBe(before + 2 * executed);
  });

  it("9.1.19 half-batch-after: those that answer 10000 are in the books all the same", async () => {
    const before = Number(await count());
    await order({ kind: "half-batch-after", seed: 7 });
    const reply = await calm.post("batch", await batch(20));
    expect(asRows(reply.body.BatchItemResponse).some((answer) => answer.Fault !== undefined)).toBe(true);
    expect(await count()).toBe(before + 20);
  });

  it("9.1.19 stale: somebody is faster by a moment, so that 5010 arises", async () => {
    const made = await calm.write("invoice", await calm.sale(5));
    await order({ kind: "stale", match: { entity: "Invoice", operation: "update" } });
    const change = (token: string): Row => ({ Id: made.Id, SyncToken: token, sparse: true, PrivateNote: "mine" });
    expect(await calm.refusal("invoice", change("0"))).toBe("5010");
    expect(await calm.refusal("invoice", change("1"))).toBe("accepted");
  });

  it("9.1.19 a fault waits for the route, entity, operation or number it was ordered for", async () => {
    await order({ kind: "500", match: { path: "/send" } });
    const made = await calm.write("invoice", await calm.sale(5));
    const path = `invoice/${asText(made.Id) ?? ""}/send?sendTo=a@b.example`;
    expect((await calm.post(path, {})).status).toBe(500);
    expect((await calm.post(path, {})).status).toBe(200);
  });

  it("9.1.19 probability and seed make the same run again", async () => {
    const run = async () => {
      await calm.control("faults", undefined, "DELETE");
      await order({ kind: "500", times: 100, probability: 0.4, seed: 11 });
      const statuses = [];
      for (let call = 0; call < 20; call += 1) statuses.push((await ask(calm)).status);
      return statuses;
    };
    const [first, second] = [await run(), await run()];
    expect(second).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    await calm.control("faults", undefined, "DELETE");
  });
});

describe("9.1.19 trouble with tokens", () => {
  const refresh = async (token: string) =>
    fetchReply(`${books.simulator.url}/oauth2/v1/tokens/bearer`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from("a:b").toString("base64")}` },
      body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: token }),
    });
  const connect = async (own: Books) => {
    const { body } = await controlCall(books.simulator, "tokens", { realmId: own.realm });
    own.token = asText(body.access_token) ?? "";
    return asText(body.refresh_token) ?? "";
  };

  it("9.1.19 expire-token kills the access token in the middle of a run; a refresh helps", async () => {
    const own = await addBooks(books.simulator);
    const token = await connect(own);
    await own.control("faults", { kind: "expire-token" });
    expect([said(await ask(own)), said(await ask(own))]).toEqual([
      [401, "3200"],
      [401, "3200"],
    ]);
    own.token = asText((await refresh(token)).body.access_token) ?? "";
    expect((await ask(own)).status).toBe(200);
  });

  it("9.1.19 expire-refresh: the access token lives on, the refresh token is dead", async () => {
    const own = await addBooks(books.simulator);
    const token = await connect(own);
    await own.control("expire-refresh", {});
    expect((await ask(own)).status).toBe(200);
    expect((await refresh(token)).body.error).toBe("invalid_grant");
  });

  it.each([
    ["invalid_grant", 400],
    ["invalid_client", 401],
    ["500", 500],
    ["503", 503],
  ])("9.1.19 the token address answers %s once", async (kind, status) => {
    const token = await connect(calm);
    await controlCall(books.simulator, "token-faults", { kind, grant: "refresh_token" });
    expect((await refresh(token)).status).toBe(status);
    expect((await refresh(token)).status).toBe(200);
  });

  it("9.1.19 drop-after: the token has changed but nobody heard the new one", async () => {
    const token = await connect(calm);
    await controlCall(books.simulator, "token-faults", { kind: "drop-after" });
    await expect(refresh(token)).rejects.toThrow();
    expect((await refresh(token)).body.error).toBe("invalid_grant");
    await connect(calm);
  });
});
