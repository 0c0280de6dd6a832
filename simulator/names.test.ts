// Are names unique, kept when inactive, and found by queries as QuickBooks finds them?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRow, asText } from "./json.ts";
import { addBooks, faultCode, faultDetail, line, openBooks, type Books } from "./test-client.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.simulator.close());

describe("names", () => {
  it("are unique over customers, vendors and employees, whatever their case", async () => {
    await books.write("vendor", { DisplayName: "Blue Anchor Logistics" });
    await books.write("employee", { GivenName: "Sam", FamilyName: "Okafor" });
    const reply = await books.post("customer", { DisplayName: "BLUE anchor Logistics" });
    expect([reply.status, faultCode(reply)]).toEqual([400, "6240"]);
    expect(faultDetail(reply)).toContain("Another customer, vendor or employee is already using this name");
    expect(await books.refusal("customer", { DisplayName: "Sam Okafor" })).toBe("6240");
    expect(await books.refusal("item", { Name: "Line Haul", IncomeAccountRef: { value: "9" } })).toBe("6240");
  });

  it("share one id counter for people; transactions have another", async () => {
    const vendor = await books.write("vendor", { DisplayName: "Ids One" });
    const customer = await books.write("customer", { DisplayName: "Ids Two" });
    expect(Number(customer.Id)).toBe(Number(vendor.Id) + 1);
    expect(customer).toMatchObject({
      Taxable: true,
      Job: false,
      Balance: 0,
      BalanceWithJobs: 0,
      PreferredDeliveryMethod: "Print",
    });
  });

  it("get the suffix (deleted) when made inactive and lose it again", async () => {
    const customer = await books.write("customer", { DisplayName: "Pacific Crest" });
    const key = { Id: customer.Id, sparse: true };
    expect(await books.write("customer", { ...key, SyncToken: "0", Active: false })).toMatchObject({
      DisplayName: "Pacific Crest (deleted)",
      FullyQualifiedName: "Pacific Crest (deleted)",
      SyncToken: "1",
    });
    expect(await books.rows("select * from Customer where DisplayName = 'Pacific Crest (deleted)'")).toEqual([]);
    expect(await books.rows("select * from Customer where Active = false")).toHaveLength(1);
    expect(await books.write("customer", { ...key, SyncToken: "1", Active: true })).toMatchObject({
      DisplayName: "Pacific Crest",
    });
  });

  it("of inactive people stay taken where the company says so", async () => {
    const harbor = await addBooks(books.simulator, { template: "harbor-line" });
    expect(await harbor.refusal("customer", { DisplayName: "Pacific Crest Imports" })).toBe("6240");
  });

  it.each([
    ["a colon", "item", { Name: "Gift Box: Large", IncomeAccountRef: { value: "9" } }, "2040"],
    ["no name at all", "customer", { Notes: "?" }, "6080"],
    ["an item without an income account", "item", { Name: "Loose" }, "2020"],
    ["a term name of 32 characters", "term", { Name: "x".repeat(32), DueDays: 1 }, "2050"],
    ["an account that does not exist", "item", { Name: "Loose", IncomeAccountRef: { value: "99" } }, "2500"],
    [
      "a broken e-mail address",
      "customer",
      { DisplayName: "M", PrimaryEmailAddr: { Address: "maria.lopez@" } },
      "2210",
    ],
    ["a sub-item without a parent", "class", { Name: "Sub", SubClass: true }, "6150"],
  ])("%s is refused", async (_case, path, body, code) => {
    expect(await books.refusal(path, body)).toBe(code);
  });

  it("form paths below a parent, whose balance includes its jobs", async () => {
    const parent = await books.write("customer", { DisplayName: "Lindqvist Wedding" });
    const child = await books.write("customer", { DisplayName: "Bride", Job: true, ParentRef: { value: parent.Id } });
    expect(child).toMatchObject({ FullyQualifiedName: "Lindqvist Wedding:Bride", Level: 1 });
    await books.write("invoice", { CustomerRef: { value: child.Id }, Line: [line(85)] });
    expect(await books.read(`customer/${asText(parent.Id) ?? ""}`)).toMatchObject({
      Balance: 0,
      BalanceWithJobs: 85,
      SyncToken: "0",
    });
  });
});

describe("queries", () => {
  it("escape an apostrophe with a backslash and understand LIKE, IN, COUNT and paging", async () => {
    await books.write("customer", { DisplayName: "O'Brien, Máire & Sons" });
    expect(await books.rows("select * from Customer where DisplayName = 'O\\'Brien, Máire & Sons'")).toHaveLength(1);
    expect(await books.rows("select * from customer where displayname like 'O\\'Bri%'")).toHaveLength(1);
    for (const number of ["Q-1", "Q-2", "Q-3"])
      await books.write("invoice", await books.sale(1, { DocNumber: number }));
    const page = await books.query(
      "select * from Invoice where DocNumber in ('Q-1','Q-2','Q-3') orderby DocNumber desc startposition 2 maxresults 1",
    );
    expect(page.body.QueryResponse).toMatchObject({
      Invoice: [{ DocNumber: "Q-2" }],
      startPosition: 2,
      maxResults: 1,
      totalCount: 3,
    });
    const count = await books.query("SELECT COUNT(*) FROM Invoice WHERE DocNumber LIKE 'Q-%'");
    expect(count.body.QueryResponse).toEqual({ totalCount: 3 });
    const posted = await books.post("query", "select * from Invoice where DocNumber = 'Q-3'");
    expect(posted.body.QueryResponse).toMatchObject({ maxResults: 1 });
  });

  it("answer nothing with an empty object, name lists without totalCount", async () => {
    expect((await books.query("select * from Invoice where DocNumber = 'none'")).body.QueryResponse).toEqual({});
    expect(asRow((await books.query("select * from Customer")).body.QueryResponse)?.totalCount).toBeUndefined();
  });

  it("sort transactions by change, newest first, and names by path", async () => {
    const names = (await books.rows("select * from Term")).map((row) => row.Name);
    expect(names).toEqual(["Due on receipt", "Net 15", "Net 21", "Net 30", "Net 60"]);
    const invoices = await books.rows("select * from Invoice maxresults 2");
    expect(invoices.map((row) => row.DocNumber)).toEqual(["Q-3", "Q-2"]);
  });

  it.each([
    ["select * form Customer", "4000"],
    ["select * from Customer where DisplayName = ‘x’", "4000"],
    ["select * from Customer where DisplayName = 'a' or Active = true", "4000"],
    ["select * from Customer where DisplayName != 'a'", "4000"],
    ["select * from Custmoer", "4001"],
    ["select * from Customer startposition 0", "4001"],
    ["select * from Customer maxresults 1001", "4001"],
    ["select * from Customer where Colour = 'red'", "4001"],
    ["select * from Invoice where PrivateNote = 'x'", "4001"],
  ])("%s is refused", async (statement, code) => {
    const reply = await books.query(statement);
    expect([reply.status, faultCode(reply)]).toEqual([400, code]);
  });

  it("find a record changed since a moment, and deletions only through change data", async () => {
    const start = new Date(Date.now() - 60_000).toISOString();
    const invoice = await books.write("invoice", await books.sale(1));
    await books.write("invoice?operation=delete", { Id: invoice.Id, SyncToken: "0" });
    const rows = await books.rows(`select * from Invoice where MetaData.LastUpdatedTime >= '${start}'`);
    expect(rows.map((row) => row.Id)).not.toContain(invoice.Id);
    const cdc = await books.call("GET", `cdc?entities=Invoice,Estimate&changedSince=${encodeURIComponent(start)}`);
    const text = JSON.stringify(cdc.body.CDCResponse);
    expect(text).toContain(`"status":"Deleted","Id":"${asText(invoice.Id) ?? ""}"`);
    expect(text).toMatch(/,\{\}\]\}\]$/);
  });
});

it("a form can be fetched as PDF and sent; a tax code is made by the tax service", async () => {
  const invoice = await books.write("invoice", await books.sale(3));
  const id = asText(invoice.Id) ?? "";
  const pdf = await books.call("GET", `invoice/${id}/pdf`);
  expect([pdf.headers.get("content-type"), pdf.text.slice(0, 4)]).toEqual(["application/pdf", "%PDF"]);
  expect(await books.write(`invoice/${id}/send?sendTo=a@b.example`, {})).toMatchObject({
    EmailStatus: "EmailSent",
    SyncToken: "1",
  });
  const made = await books.post("taxservice/taxcode", {
    TaxCode: "City 2%",
    TaxRateDetails: [{ TaxRateName: "City", RateValue: 2 }],
  });
  expect((await books.rows("select * from TaxCode where Name = 'City 2%'"))[0]?.Id).toBe(made.body.TaxCodeId);
});

it("an unknown path is an unsupported operation, never 404", async () => {
  const reply = await books.call("GET", "salesorder/1");
  expect([reply.status, faultCode(reply)]).toEqual([400, "500"]);
});
