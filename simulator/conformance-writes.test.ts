// Are writes repeated, counted and completed as sections 2.4 to 2.6 and 5.2 say?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asText, type Row } from "./json.ts";
import { addBooks, faultCode, line, openBooks, type Books } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
beforeAll(async () => {
  books = await openBooks({ preferences: { customTxnNumbers: false, classTrackingPerTxn: true } });
});
afterAll(() => books.simulator.close());

const invoice = async (more: Row = {}) => books.write("invoice", await books.sale(50, more));
const keyOf = (row: Row): Row => ({ Id: row.Id, SyncToken: row.SyncToken });

describe("2.4 requestid", () => {
  it("2.4 the same id again returns the stored answer", async () => {
    const sale = await books.sale(3);
    const [first, second] = [
      await books.post("invoice?requestid=q1", sale),
      await books.post("invoice?requestid=q1", sale),
    ];
    expect(second.text).toBe(first.text);
  });

  it("2.4 an id of more than fifty characters is refused", async () => {
    expect(await books.refusal(`invoice?requestid=${"x".repeat(51)}`, await books.sale(3))).toBe("2050");
    expect(await books.refusal(`invoice?requestid=${"x".repeat(50)}`, await books.sale(3))).toBe("accepted");
  });

  it("2.4 an id is known per company only", async () => {
    const other = await addBooks(books.simulator);
    const here = await books.write("invoice?requestid=q2", await books.sale(3));
    const there = await other.write("invoice?requestid=q2", await other.sale(4));
    expect([here.TotalAmt, there.TotalAmt]).toEqual([3, 4]);
  });

  it.each([
    [false, "accepted"],
    [true, "2500"],
  ])("2.4 a refusal is replayed with its id or not: replayFailures %s", async (replayFailures, then) => {
    const own = await addBooks(books.simulator, { preferences: { replayFailures } });
    const sale = await own.sale(3);
    expect(await own.refusal("invoice?requestid=f", { ...sale, CustomerRef: { value: "999" } })).toBe("2500");
    expect(await own.refusal("invoice?requestid=f", sale)).toBe(then);
  });

  it("2.4 a replay gives the original although it was deleted meanwhile", async () => {
    const sale = await books.sale(3);
    const first = await books.write("invoice?requestid=q3", sale);
    await books.write("invoice?operation=delete", keyOf(first));
    expect(await books.write("invoice?requestid=q3", sale)).toEqual(first);
  });

  it("4.3 600 where the company reads a running id as a duplicate", async () => {
    const strict = await addBooks(books.simulator, { readings: { requestIdInFlight: "refuse" } });
    await strict.control("faults", { kind: "slow", ms: 80 });
    const sale = await strict.sale(3);
    await strict.control("faults", { kind: "slow", ms: 80, match: { entity: "Invoice" } });
    const replies = await Promise.all([1, 2].map(() => strict.post("invoice?requestid=q4", sale)));
    expect(replies.map((reply) => faultCode(reply)).filter((code) => code !== undefined)).toEqual(["600"]);
  });
});

describe("2.5 SyncToken", () => {
  it("2.5 it is 0 on create and grows by one per real change", async () => {
    const made = await invoice();
    const changed = await books.write("invoice", { ...keyOf(made), sparse: true, PrivateNote: "1" });
    expect([made.SyncToken, changed.SyncToken]).toEqual(["0", "1"]);
  });

  it("2.5 without one: 2020 and its text", async () => {
    const made = await invoice();
    const reply = await books.post("invoice", { Id: made.Id, sparse: true, PrivateNote: "1" });
    expect(reply.text).toContain("Required parameter SyncToken is missing in the request");
    expect(faultCode(reply)).toBe("2020");
  });

  it.each(["7", "-1"])("2.5 another one (%s) is stale: 400 and 5010", async (token) => {
    const made = await invoice();
    const reply = await books.post("invoice", { Id: made.Id, SyncToken: token, sparse: true, PrivateNote: "1" });
    expect([reply.status, faultCode(reply)]).toEqual([400, "5010"]);
  });

  it("2.5 an update that changes nothing moves neither token nor time", async () => {
    const made = await invoice({ PrivateNote: "same" });
    expect(await books.write("invoice", { ...keyOf(made), sparse: true, PrivateNote: "same" })).toEqual(made);
  });

  it("2.5 sending a form adds one", async () => {
    const made = await invoice();
    expect((await books.write(`invoice/${asText(made.Id) ?? ""}/send?sendTo=a@b.example`, {})).SyncToken).toBe("1");
  });

  it("2.5 a new invoice moves the customer's time, and its parent's, but not their SyncTokens", async () => {
    const parent = await books.write("customer", { DisplayName: "Grand" });
    const child = await books.write("customer", { DisplayName: "Small", Job: true, ParentRef: { value: parent.Id } });
    const made = await books.write("invoice", { CustomerRef: { value: child.Id }, Line: [line(1)] });
    for (const row of [parent, child]) {
      const now = await books.read(`customer/${asText(row.Id) ?? ""}`);
      expect(now.SyncToken).toBe("0");
      expect(asRow(now.MetaData)?.LastUpdatedTime).toBe(asRow(made.MetaData)?.CreateTime);
    }
  });

  it("2.5 the receivables account moves its time and balance with an invoice, not its SyncToken", async () => {
    const select = "select * from Account where AccountType = 'Accounts Receivable'";
    const before = (await books.rows(select))[0] ?? {};
    const made = await invoice();
    const after = (await books.rows(select))[0] ?? {};
    expect(Number(after.CurrentBalance) - Number(before.CurrentBalance)).toBe(50);
    expect([after.SyncToken, asRow(after.MetaData)?.LastUpdatedTime]).toEqual(["0", asRow(made.MetaData)?.CreateTime]);
  });
});

describe("5.2 computed fields", () => {
  it.each([
    ["TotalAmt", 99, 50],
    ["Balance", 1, 50],
    ["FreeFormAddress", false, true],
    ["TaxExemptionRef", { value: "1" }, undefined],
    ["HomeTotalAmt", 99, undefined],
    ["SyncToken", "7", "0"],
    ["domain", "mine", "QBO"],
  ])("5.2 %s that is sent with a new invoice is overwritten, not refused", async (field, value, expected) => {
    expect((await invoice({ [field]: value } as Row))[field]).toBe(expected);
  });
});

describe("2.6 include", () => {
  it("2.6 include=invoiceLink adds InvoiceLink on read and query, else there is none", async () => {
    const id = asText((await invoice()).Id) ?? "";
    expect((await books.read(`invoice/${id}`)).InvoiceLink).toBeUndefined();
    expect((await books.read(`invoice/${id}?include=invoiceLink`)).InvoiceLink).toMatch(/^https:/);
    const query = encodeURIComponent(`select * from Invoice where Id = '${id}'`);
    const reply = await books.call("GET", `query?query=${query}&include=invoiceLink`);
    expect(reply.text).toContain('"InvoiceLink":"https:');
  });

  it("2.6 include=allowduplicatedocnum lets a number be used twice", async () => {
    const strict = await addBooks(books.simulator);
    const sale = await strict.sale(1, { DocNumber: "D-1" });
    await strict.write("invoice", sale);
    expect(await strict.refusal("invoice", sale)).toBe("6140");
    expect(await strict.refusal("invoice?include=allowduplicatedocnum", sale)).toBe("accepted");
  });
});
