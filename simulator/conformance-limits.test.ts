// Does the simulator refuse what is too fast as section 3 says, and is there a sample company (9.1.21)?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asText, type Row } from "./json.ts";
import { addBooks, Books, faultCode, line, openBooks, type Reply } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
let calm: Books;
beforeAll(async () => {
  books = await openBooks({}, { throttle: true });
  calm = await addBooks(books.simulator, { throttle: { on: false } });
  await calm.sale(1);
});
afterAll(() => books.simulator.close());

const limited = (throttle: Row) =>
  addBooks(books.simulator, { throttle: { perSecond: null, inFlight: null, ...throttle } });
const ask = (own: Books) => own.query("select count(*) from Term");
const said = (reply: Reply) => [reply.status, faultCode(reply)];

describe("3 throttles", () => {
  it("3 500 requests a minute; the next is refused with 429, 3001 and no Retry-After", async () => {
    const own = await limited({});
    for (let burst = 0; burst < 10; burst += 1) await Promise.all(Array.from({ length: 50 }, () => ask(own)));
    const reply = await ask(own);
    expect(said(reply)).toEqual([429, "3001"]);
    expect([...reply.headers.keys()].filter((name) => /retry|ratelimit/i.test(name))).toEqual([]);
    expect((await own.control("stats")).body).toMatchObject({ requests: 500, throttled429: 1, maxPerMinute: 500 });
  });

  it("3 the refusal is of type SERVICE with its fixed texts", async () => {
    const own = await limited({ perMinute: 1 });
    await ask(own);
    expect((await ask(own)).body.fault).toEqual({
      error: [
        {
          message: "message=ThrottleExceeded; errorCode=003001; statusCode=429",
          detail: "The request limit was reached.  Try again later",
          code: "3001",
          element: null,
        },
      ],
      type: "SERVICE",
    });
  });

  it("3 ten a second, which can be switched off alone", async () => {
    const own = await limited({ perSecond: 10 });
    const statuses = (await Promise.all(Array.from({ length: 12 }, () => ask(own)))).map((reply) => reply.status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    await own.control("settings", { throttle: { perSecond: null } });
    expect((await ask(own)).status).toBe(200);
  });

  it("3 limits are the company's own", async () => {
    const [tight, other] = [await limited({ perMinute: 1 }), await limited({ perMinute: 1 })];
    await ask(tight);
    expect([(await ask(tight)).status, (await ask(other)).status]).toEqual([429, 200]);
  });

  it("3 another app takes 60 percent: 200 requests a minute are left", async () => {
    const own = await limited({ otherAppShare: 0.6 });
    const replies = [];
    for (let burst = 0; burst < 4; burst += 1) {
      replies.push(...(await Promise.all(Array.from({ length: 50 }, () => ask(own)))));
    }
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(200);
    expect((await ask(own)).status).toBe(429);
  });

  it("3 a throttled write is not executed", async () => {
    const own = await limited({});
    const sale = await own.sale(1);
    await own.control("settings", { throttle: { perMinute: 1 } });
    expect((await own.post("invoice", sale)).status).toBe(429);
    expect((await own.control("entities/Invoice?count")).body.count).toBe(0);
  });
});

describe("9.1.21 the sample company", () => {
  let sample: Books;
  beforeAll(async () => {
    sample = await addBooks(books.simulator, { template: "sample", throttle: { on: false } });
  });
  const all = (entity: string, where = "Active in (true, false)") =>
    sample.rows(`select * from ${entity} where ${where} maxresults 1000`);

  it("9.1.21 a few dozen customers, some below others, some inactive", async () => {
    const customers = await all("Customer");
    expect(customers.length).toBeGreaterThanOrEqual(30);
    expect(customers.filter((row) => row.Job === true).length).toBeGreaterThanOrEqual(3);
    expect(customers.filter((row) => row.Active === false).length).toBeGreaterThanOrEqual(1);
  });

  it("9.1.21 services, stock items, goods and categories, one inactive", async () => {
    const items = await all("Item");
    expect(new Set(items.map((row) => row.Type))).toEqual(
      new Set(["Service", "Inventory", "NonInventory", "Category"]),
    );
    expect(items.some((row) => row.Active === false)).toBe(true);
  });

  it("9.1.21 open, part paid, paid and one voided invoice", async () => {
    const invoices = await sample.rows("select * from Invoice maxresults 1000");
    const paid = invoices.filter((row) => row.Balance === 0 && row.TotalAmt !== 0);
    const part = invoices.filter((row) => Number(row.Balance) > 0 && row.Balance !== row.TotalAmt);
    const open = invoices.filter((row) => Number(row.Balance) > 0 && row.Balance === row.TotalAmt);
    const voided = invoices.filter((row) => asText(row.PrivateNote)?.startsWith("Voided") === true);
    expect([paid.length > 5, part.length, open.length > 5, voided.length]).toEqual([true, 1, true, 1]);
    expect(invoices.every((row) => asRow(row.TxnTaxDetail) !== undefined)).toBe(true);
  });

  it("9.1.21 terms, tax codes of one and two rates, and a payment in a deposit", async () => {
    expect((await all("Term")).length).toBeGreaterThanOrEqual(5);
    expect((await sample.rows("select * from TaxRate")).length).toBeGreaterThanOrEqual(3);
    const [payment] = await sample.rows("select * from Payment where PaymentRefNum = 'R-1001'");
    const body = { Id: payment?.Id, SyncToken: payment?.SyncToken, sparse: true, PrivateNote: "x" };
    expect(await sample.refusal("payment", body)).toBe("6540");
  });

  it("9.1.21 it can be sold to", async () => {
    const body = { CustomerRef: { value: "9" }, Line: [line(5, { ItemRef: { value: "4" } })] };
    expect(await sample.refusal("invoice", body)).toBe("accepted");
  });
});
