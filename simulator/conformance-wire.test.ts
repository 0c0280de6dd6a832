// Do answers look as sections 2.1 to 2.3 say: headers, formats, envelopes, operations?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { faultCode, fetchReply, line, openBooks, type Books } from "./test-client.ts";

const OFFSET_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/;
const OFFSET_MILLIS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-0[78]:00$/;
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
beforeAll(async () => {
  books = await openBooks({ preferences: { customTxnNumbers: false, classTrackingPerTxn: true } });
});
afterAll(() => books.simulator.close());

const invoice = async (more: Row = {}) => books.write("invoice", await books.sale(50, more));
const keyOf = (row: Row): Row => ({ Id: row.Id, SyncToken: row.SyncToken });
const raw = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
  fetchReply(`${books.simulator.url}/v3/company/${books.realm}/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${books.token}`, ...headers },
  });

describe("2.1 versions, headers, formats", () => {
  it.each(["1", "65", "73", "75"])("2.1 minorversion=%s is served as 75", async (version) => {
    expect((await books.call("GET", `companyinfo/${books.realm}?minorversion=${version}`)).status).toBe(200);
  });

  it("2.1 every answer bears intuit_tid, QBO-Version, Service-Time, X-Spanid, no-store and HSTS", async () => {
    const { headers } = await books.query("select * from Term");
    for (const name of ["intuit_tid", "qbo-version", "service-time", "x-spanid", "strict-transport-security"]) {
      expect(headers.get(name), name).toBeTruthy();
    }
    expect(headers.get("cache-control")).toContain("no-store");
  });

  it("2.1 XML comes where Accept asks for it", async () => {
    const reply = await raw(`companyinfo/${books.realm}`, { accept: "application/xml" });
    expect(reply.headers.get("content-type")).toContain("xml");
    expect(reply.text).toMatch(/<IntuitResponse xmlns="http:\/\/schema.intuit.com\/finance\/v3" time="[^"]+">/);
    expect(reply.text).toContain('<CompanyInfo domain="QBO" sparse="false">');
  });

  it("8.23 XML comes where Accept is missing", async () => {
    const { request } = await import("node:http");
    const type = await new Promise<string>((resolve, reject) => {
      const url = `${books.simulator.url}/v3/company/${books.realm}/companyinfo/${books.realm}`;
      const sent = request(url, { headers: { authorization: `Bearer ${books.token}` } }, (response) => {
        response.resume();
        resolve(response.headers["content-type"] ?? "");
      });
      sent.on("error", reject).end();
    });
    expect(type).toContain("application/xml");
  });

  it.each([
    ["json", "application/json"],
    ["xml", "application/xml"],
  ])("2.1 an Accept that allows anything: acceptAnything %s gives %s", async (acceptAnything, type) => {
    await books.control("settings", { readings: { acceptAnything } });
    const reply = await raw(`companyinfo/${books.realm}`, { accept: "*/*" });
    expect(reply.headers.get("content-type")).toContain(type);
    await books.control("settings", { readings: { acceptAnything: "json" } });
  });

  it("2.1 a refusal in XML names code, message and detail", async () => {
    const reply = await raw("invoice/999999", { accept: "application/xml" });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain('<Fault type="ValidationFault"><Error code="610"><Message>Object Not Found</Message>');
  });

  it("3 a gateway refusal in XML is an IntuitResponse too", async () => {
    const reply = await raw("invoice/1", { accept: "application/xml", authorization: "Bearer none" });
    expect(reply.status).toBe(401);
    expect(reply.text).toContain('<Fault type="AUTHENTICATION"><Error code="3200">');
  });

  it("2.1 a body of broken UTF-8 gives 2010", async () => {
    const body = Buffer.concat([Buffer.from('{"DisplayName":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const reply = await raw("customer", { accept: "application/json" }, { method: "POST", body });
    expect([reply.status, faultCode(reply)]).toEqual([400, "2010"]);
  });
});

describe("2.2 operations", () => {
  it("2.2 operation=update is an accepted alias", async () => {
    const made = await invoice();
    const body = { ...keyOf(made), sparse: true, PrivateNote: "a" };
    expect(await books.write("invoice?operation=update", body)).toMatchObject({ PrivateNote: "a", SyncToken: "1" });
  });

  it.each(["PUT", "PATCH", "DELETE"])("2.2 there is no %s", async (method) => {
    const made = await invoice();
    expect(faultCode(await books.call(method, `invoice/${asText(made.Id) ?? ""}`, keyOf(made)))).toBe("500");
  });

  it("2.2 a full update moves TxnDate to today and drops CustomerMemo, keeps DocNumber and the remaining credit", async () => {
    const memo = await books.write(
      "creditmemo",
      await books.sale(100, { TxnDate: "2026-05-05", CustomerMemo: { value: "thanks" } }),
    );
    const { CustomerRef, Line } = await books.sale(100);
    const full = await books.write("creditmemo", { ...keyOf(memo), CustomerRef, Line });
    const today = new Date(Date.now() - 8 * 3_600_000).toISOString().slice(0, 10);
    expect([full.TxnDate, full.CustomerMemo]).toEqual([today, undefined]);
    expect([full.DocNumber, full.RemainingCredit]).toEqual([memo.DocNumber, 100]);
  });

  it("2.2 a sparse update leaves unnamed fields alone", async () => {
    const made = await invoice({ TxnDate: "2026-05-05", CustomerMemo: { value: "thanks" } });
    const changed = await books.write("invoice", { ...keyOf(made), sparse: true, PrivateNote: "x" });
    expect(changed).toMatchObject({ TxnDate: "2026-05-05", CustomerMemo: { value: "thanks" }, TotalAmt: 50 });
  });

  it("2.2 a sparse update replaces the lines as a whole", async () => {
    const made = await books.write("invoice", { ...(await books.sale(50)), Line: [line(50), line(30)] });
    const changed = await books.write("invoice", { ...keyOf(made), sparse: true, Line: [line(20)] });
    expect(changed.TotalAmt).toBe(20);
    expect(asRows(changed.Line).map((row) => row.DetailType)).toEqual(["SalesItemLineDetail", "SubTotalLineDetail"]);
  });

  it("2.2 delete answers with domain, status and Id only", async () => {
    const made = await invoice();
    const reply = await books.post("invoice?operation=delete", keyOf(made));
    expect(reply.body.Invoice).toEqual({ domain: "QBO", status: "Deleted", Id: made.Id });
  });

  it.each(["customer", "item", "term", "class", "paymentmethod", "account"])(
    "2.2 a %s cannot be deleted, only made inactive",
    async (path) => {
      const reply = await books.post(`${path}?operation=delete`, { Id: "1", SyncToken: "0" });
      expect([reply.status, faultCode(reply)]).toEqual([400, "500"]);
    },
  );

  it.each(["creditmemo", "estimate"])("2.2 a %s has no void", async (path) => {
    const made = await books.write(path, await books.sale(10));
    expect(await books.refusal(`${path}?operation=void`, keyOf(made))).toBe("500");
  });

  it.each(["?operation=update&include=void", "?include=void", "?operation=void"])(
    "2.2 a payment is voided by payment%s",
    async (query) => {
      const { CustomerRef } = await books.sale(1);
      const made = await books.write("payment", { CustomerRef, TotalAmt: 9 });
      const emptied = await books.write(`payment${query}`, { ...keyOf(made), sparse: true });
      expect(emptied).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, PrivateNote: "Voided" });
    },
  );

  it("2.2 void invoice answers 200 with the full entity", async () => {
    const made = await invoice();
    expect(await books.write("invoice?operation=void", keyOf(made))).toMatchObject({
      Id: made.Id,
      CustomerRef: made.CustomerRef,
      TotalAmt: 0,
    });
  });

  it("2.2 a statement may be posted as text", async () => {
    const headers = { accept: "application/json", "content-type": "text/plain" };
    const reply = await raw("query", headers, { method: "POST", body: "select count(*) from Term" });
    expect(reply.body.QueryResponse).toEqual({ totalCount: 5 });
  });

  it.each(["invoice", "estimate", "creditmemo", "salesreceipt"])("2.2 the PDF of a %s is one", async (path) => {
    const made = await books.write(path, await books.sale(10));
    const reply = await raw(`${path}/${asText(made.Id) ?? ""}/pdf`, { accept: "application/pdf" });
    expect(reply.headers.get("content-type")).toBe("application/pdf");
    expect(reply.text.startsWith("%PDF")).toBe(true);
    expect(reply.text.trimEnd().endsWith("%%EOF")).toBe(true);
  });
});

describe("2.3 envelopes", () => {
  it("2.3 a single answer: the entity, and the time with milliseconds and offset", async () => {
    const reply = await books.post("invoice", await books.sale(1));
    expect(Object.keys(reply.body)).toEqual(["Invoice", "time"]);
    expect(reply.body.time).toMatch(OFFSET_MILLIS);
  });

  it("2.3 MetaData is to the second with offset, never Z, and not before the call", async () => {
    const meta = asRow((await invoice()).MetaData);
    expect(meta?.CreateTime).toMatch(OFFSET_SECONDS);
    expect(meta?.LastUpdatedTime).toMatch(OFFSET_SECONDS);
  });

  it("2.3 ids and SyncTokens are strings, amounts are numbers, booleans are booleans", async () => {
    const row = await invoice();
    expect([typeof row.Id, row.SyncToken, typeof row.TotalAmt, row.ApplyTaxAfterDiscount]).toEqual([
      "string",
      "0",
      "number",
      false,
    ]);
    expect(row).toMatchObject({ domain: "QBO", sparse: false });
  });

  it("2.3 references bear value and name", async () => {
    expect((await invoice()).CustomerRef).toEqual({
      value: expect.stringMatching(/^\d+$/) as string,
      name: "Harbor Toys",
    });
  });

  it("2.3 nothing found: an empty QueryResponse without array and counters", async () => {
    expect((await books.query("select * from Invoice where DocNumber = 'none'")).body.QueryResponse).toEqual({});
  });

  it("2.3 maxResults in an answer is the number of rows, not the limit", async () => {
    const { body } = await books.query("select * from Term maxresults 1000");
    expect(body.QueryResponse).toMatchObject({ startPosition: 1, maxResults: 5 });
  });

  it("2.3 TxnDate is a plain day", async () => {
    expect((await invoice()).TxnDate).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});
