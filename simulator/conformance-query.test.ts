// Does the query language and change data capture work as sections 2.8 and 2.9 say?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import {
  addBooks,
  controlCall,
  faultCode,
  faultDetail,
  line,
  openBooks,
  type Books,
  type Reply,
} from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
const ids: Row = {};
beforeAll(async () => {
  books = await openBooks();
  for (const [name, more] of [
    ["Ärmel & Co + Sons", { CompanyName: "Ärmel" }],
    ["Bert O'Neil", { GivenName: "Bert", FamilyName: "O'Neil", PrimaryEmailAddr: { Address: "bert@example.com" } }],
    ["carol", {}],
    ["Zoe", {}],
  ] as const) {
    ids[name] = (await books.write("customer", { DisplayName: name, ...more })).Id;
  }
  await books.write("customer", { DisplayName: "Job 2", Job: true, ParentRef: { value: ids.carol } });
  await books.write("customer", { DisplayName: "Job 1", Job: true, ParentRef: { value: ids.carol } });
  const zoe = { Id: ids.Zoe, SyncToken: "0", sparse: true, Active: false };
  await books.write("customer", zoe);
  for (const [number, customer, amount] of [
    ["Q-1", "carol", 10],
    ["Q-2", "carol", 20.5],
    ["Q-3", "Bert O'Neil", 30],
  ] as const) {
    await books.write("invoice", {
      DocNumber: number,
      TxnDate: `2026-05-0${number.slice(-1)}`,
      CustomerRef: { value: ids[customer] },
      Line: [line(amount)],
    });
  }
});
afterAll(() => books.simulator.close());

const numbers = async (statement: string) => (await books.rows(statement)).map((row) => row.DocNumber);
const names = async (statement: string) => (await books.rows(statement)).map((row) => row.DisplayName);
const answer = async (statement: string) => asRow((await books.query(statement)).body.QueryResponse) ?? {};
const said = (reply: Reply) => [reply.status, faultCode(reply)];

describe("2.9 grammar", () => {
  it.each([
    ["DocNumber = 'Q-1'", ["Q-1"]],
    ["TotalAmt > '10'", ["Q-2", "Q-3"]],
    ["TotalAmt >= 20.5", ["Q-2", "Q-3"]],
    ["TxnDate < '2026-05-02'", ["Q-1"]],
    ["TxnDate <= '2026-05-02'", ["Q-1", "Q-2"]],
    ["DocNumber IN ('Q-1', 'Q-3')", ["Q-1", "Q-3"]],
    ["DocNumber LIKE 'Q-%'", ["Q-1", "Q-2", "Q-3"]],
    ["DocNumber LIKE '%2'", ["Q-2"]],
    ["TotalAmt > '10' AND TxnDate = '2026-05-03'", ["Q-3"]],
    ["TxnDate <= CURRENT_DATE", ["Q-1", "Q-2", "Q-3"]],
  ])("2.9 WHERE %s", async (where, expected) => {
    expect(await numbers(`SELECT * FROM Invoice WHERE ${where} ORDERBY DocNumber`)).toEqual(expected);
  });

  it("2.9 entities, fields and keywords are understood in any case", async () => {
    expect(await numbers("sElEcT * fRoM iNvOiCe wHeRe docnumber = 'Q-1'")).toEqual(["Q-1"]);
  });

  it("2.9 a reference is compared by its id", async () => {
    expect(await numbers(`select * from Invoice where CustomerRef = '${asText(ids.carol) ?? ""}' orderby Id`)).toEqual([
      "Q-1",
      "Q-2",
    ]);
  });

  it("2.9 an apostrophe is escaped by a backslash", async () => {
    expect(await names("select * from Customer where DisplayName = 'Bert O\\'Neil'")).toEqual(["Bert O'Neil"]);
  });

  it("2.9 & and + arrive when the statement is encoded", async () => {
    expect(await names("select * from Customer where DisplayName = 'Ärmel & Co + Sons'")).toHaveLength(1);
  });

  it("2.9 Id supports = and IN", async () => {
    const [a, b] = [asText(ids.carol) ?? "", asText(ids["Bert O'Neil"]) ?? ""];
    expect(await names(`select * from Customer where Id = '${a}'`)).toEqual(["carol"]);
    expect(await names(`select * from Customer where Id in ('${a}', '${b}')`)).toHaveLength(2);
  });

  it.each(["ORDERBY DocNumber DESC", "ORDER BY DocNumber DESC"])("2.9 %s", async (order) => {
    expect(await numbers(`select * from Invoice ${order}`)).toEqual(["Q-3", "Q-2", "Q-1"]);
  });

  it("2.9 several fields to order by", async () => {
    expect(await numbers("select * from Invoice orderby CustomerRef DESC, TxnDate DESC")).toEqual([
      "Q-2",
      "Q-1",
      "Q-3",
    ]);
  });

  it.each(["STARTPOSITION 2 MAXRESULTS 1", "MAXRESULTS 1 STARTPOSITION 2"])("2.9 %s, in either order", async (page) => {
    expect(await answer(`select * from Invoice orderby DocNumber ${page}`)).toMatchObject({
      Invoice: [{ DocNumber: "Q-2" }],
      startPosition: 2,
      maxResults: 1,
    });
  });

  it("2.9 COUNT(*) answers with totalCount alone", async () => {
    expect(await answer("select count(*) from Customer")).toEqual({ totalCount: 5 });
  });

  it("2.9 chosen columns come as a subset", async () => {
    const [row] = await books.rows("select Id, DocNumber from Invoice where DocNumber = 'Q-1'");
    expect(Object.keys(row ?? {}).toSorted()).toEqual(["DocNumber", "Id", "domain", "sparse"]);
  });
});

describe("2.9 refusals", () => {
  it.each([
    ["select * form Customer"],
    ["select * from Customer where DisplayName = ‘x’"],
    ["select * from Customer where DisplayName != 'a'"],
    ["select * from Customer where DisplayName = 'a' or Active = true"],
    ["select * from Customer where not Active = true"],
    ["select * from Customer group by DisplayName"],
    ["select * from Customer join Invoice"],
    ["select * from Customer where DisplayName = Bert"],
    ["select * from Customer where DisplayName = 'O'Neil'"],
    ["select * from"],
    [""],
  ])("2.9 4000 for %s", async (statement) => {
    const reply = await books.query(statement);
    expect(said(reply)).toEqual([400, "4000"]);
    expect(faultDetail(reply)).toMatch(/^QueryParserError: /);
  });

  it.each([
    ["select * from Customer startposition 0", "QueryValidationError: value 0 is too small. Min allowed value is 1"],
    ["select * from Custmoer", "QueryValidationError: invalid context declaration: Custmoer"],
    [
      "select * from Customer where Colour = 'red'",
      "QueryValidationError: Property Colour not found for Entity Customer",
    ],
  ])("4.3 4001 and its text for %s", async (statement, text) => {
    const reply = await books.query(statement);
    expect([faultCode(reply), faultDetail(reply)]).toEqual(["4001", text]);
  });

  it.each([
    ["Invoice", "PrivateNote = 'x'"],
    ["Invoice", "Line.Amount = '1'"],
    ["Invoice", "LinkedTxn.TxnId = '1'"],
    ["Invoice", "CustomField.StringValue = 'x'"],
    ["Invoice", "EmailStatus = 'NotSet'"],
    ["Payment", "UnappliedAmt > '0'"],
    ["Customer", "BalanceWithJobs > '0'"],
    ["Customer", "Id > '1'"],
    ["Invoice", "Id like '1%'"],
  ])("2.9 4001: %s is not asked by %s", async (entity, where) => {
    expect(said(await books.query(`select * from ${entity} where ${where}`))).toEqual([400, "4001"]);
  });

  it("2.9 any plain field can be asked for where the company reads it so", async () => {
    const lax = await addBooks(books.simulator, { readings: { filterAnyField: true } });
    expect((await lax.query("select * from Invoice where EmailStatus = 'NotSet'")).status).toBe(200);
    expect((await lax.query("select * from Invoice where PrivateNote = 'x'")).status).toBe(400);
  });

  it("2.9 BalanceWithJobs can be sorted by although it cannot be filtered", async () => {
    expect((await books.query("select * from Customer orderby BalanceWithJobs")).status).toBe(200);
  });

  it("2.9 4001 above 1,000 rows a page", async () => {
    expect(faultCode(await books.query("select * from Customer maxresults 1001"))).toBe("4001");
  });
});

describe("2.9 what is found, and in which order", () => {
  it("2.9 inactive names are hidden unless asked for", async () => {
    expect(await names("select * from Customer where DisplayName like 'Zoe%'")).toEqual([]);
    expect(await names("select * from Customer where DisplayName like 'Zoe%' and Active in (true, false)")).toEqual([
      "Zoe (deleted)",
    ]);
  });

  it("2.9 the pseudo codes TAX and NON lack Active, so that Active = true drops them", async () => {
    const codes = async (where: string) =>
      (await books.rows(`select * from TaxCode ${where}`)).map((row) => asText(row.Id) ?? "");
    expect(await codes("")).toEqual(expect.arrayContaining(["TAX", "NON"]));
    expect(await codes("where Active = true")).not.toContain("TAX");
  });

  it("2.9 names come by full name, children right after their parent, whatever the case", async () => {
    const found = await books.rows("select * from Customer");
    expect(found.map((row) => row.FullyQualifiedName)).toEqual([
      "Bert O'Neil",
      "carol",
      "carol:Job 1",
      "carol:Job 2",
      "Ärmel & Co + Sons",
    ]);
  });

  it("2.9 transactions come by change, the newest first", async () => {
    expect(await numbers("select * from Invoice")).toEqual(["Q-3", "Q-2", "Q-1"]);
  });

  it("2.9 a page holds 100 rows unless told otherwise", async () => {
    const many = await addBooks(books.simulator);
    for (let index = 0; index < 101; index += 1) await many.write("class", { Name: `Class ${index}` });
    expect(await many.rows("select * from Class")).toHaveLength(100);
    expect((await many.rows("select * from Class maxresults 1000")).length).toBeGreaterThan(100);
  });

  it.each(["Invoice", "Deposit"])("2.3 totalCount stands in answers about %s", async (entity) => {
    const sample = await addBooks(books.simulator, { template: "sample" });
    const response = asRow((await sample.query(`select * from ${entity} maxresults 1`)).body.QueryResponse);
    expect(typeof response?.totalCount).toBe("number");
  });

  it.each(["Account", "Customer", "Item", "Vendor", "CreditMemo", "Estimate", "Payment"])(
    "2.3 totalCount is absent in answers about %s",
    async (entity) => {
      const sample = await addBooks(books.simulator, { template: "sample" });
      const response = asRow((await sample.query(`select * from ${entity} maxresults 1`)).body.QueryResponse);
      expect([response?.maxResults, response?.totalCount]).toEqual([1, undefined]);
    },
  );

  it("5.3 customer rows of a query add ClientEntityId and V4IDPseudonym; their parent is named by id alone", async () => {
    const [row] = await books.rows("select * from Customer where DisplayName = 'Job 1'");
    expect(row).toMatchObject({ ClientEntityId: "0", IsProject: false, ParentRef: { value: ids.carol } });
    expect(row?.V4IDPseudonym).toBeTruthy();
    expect(asRow(row?.ParentRef)?.name).toBeUndefined();
    expect((await books.read(`customer/${asText(row?.Id) ?? ""}`)).ClientEntityId).toBeUndefined();
  });
});

describe("2.8 change data capture", () => {
  const changes = async (entities: string, since = new Date(Date.now() - 3_600_000).toISOString(), from = books) =>
    from.call("GET", `cdc?entities=${entities}&changedSince=${encodeURIComponent(since)}`);
  const slots = (reply: Reply) => asRows(asRow(asRows(reply.body.CDCResponse)[0])?.QueryResponse);

  it("2.8 there is one slot for each entity, an empty one where nothing changed", async () => {
    const found = slots(await changes("Estimate,Invoice,Payment"));
    expect(found).toHaveLength(3);
    expect([found[0], found[2]]).toEqual([{}, {}]);
    expect(found[1]).toMatchObject({ startPosition: 1, maxResults: 3, totalCount: 3 });
  });

  it("2.8 deletions come after what is there, with status, id and time", async () => {
    const own = await addBooks(books.simulator);
    const gone = await own.write("invoice", await own.sale(1));
    await own.write("invoice?operation=delete", { Id: gone.Id, SyncToken: "0" });
    await own.write("invoice", await own.sale(2));
    const rows = asRows(slots(await changes("Invoice", undefined, own))[0]?.Invoice);
    expect(rows.map((row) => row.status)).toEqual([undefined, "Deleted"]);
    expect(rows[1]).toEqual({
      domain: "QBO",
      status: "Deleted",
      Id: gone.Id,
      MetaData: { LastUpdatedTime: expect.stringMatching(/-0[78]:00$/) as string },
    });
  });

  it("2.8 a name that was made inactive comes whole, with Active false", async () => {
    const rows = asRows(slots(await changes("Customer"))[0]?.Customer);
    expect(rows.find((row) => row.Id === ids.Zoe)).toMatchObject({ Active: false, DisplayName: "Zoe (deleted)" });
  });

  it("2.8 at most 1,000 records in the whole answer, over all entities", async () => {
    const many = await addBooks(books.simulator);
    for (let part = 0; part < 34; part += 1) {
      const items = Array.from({ length: 30 }, (_, index) => ({
        bId: String(index),
        operation: "create",
        Class: { Name: `C ${part}-${index}` },
      }));
      await many.post("batch", { BatchItemRequest: items });
    }
    const found = slots(await changes("Class,Term", undefined, many));
    expect([found[0]?.maxResults, found[1]]).toEqual([1000, {}]);
  });

  it.each(["TaxCode", "TaxRate", "JournalCode", "TaxAgency", "TimeActivity"])(
    "2.8 %s cannot be asked for",
    async (name) => {
      expect((await changes(name)).status).toBe(400);
    },
  );

  it("2.8 more than 30 days back is clamped, or refused where the company reads it so", async () => {
    const own = await addBooks(books.simulator);
    await own.write("invoice", await own.sale(1));
    await controlCall(books.simulator, "settings", { clockOffsetMs: 40 * 86_400_000 });
    own.token = asText((await controlCall(books.simulator, "tokens", { realmId: own.realm })).body.access_token) ?? "";
    expect(slots(await changes("Invoice", "2011-01-01", own))).toEqual([{}]);
    await own.control("settings", { readings: { cdcBeyond30Days: "fault" } });
    expect((await changes("Invoice", "2011-01-01", own)).status).toBe(400);
    await controlCall(books.simulator, "settings", { clockOffsetMs: 0 });
  });
});
