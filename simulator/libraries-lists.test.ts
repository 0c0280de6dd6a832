// Does node-quickbooks find and put away list records, tax codes, the company and its preferences as at Intuit?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { changesOf, fresh, key, listSorts, make, openDesk, sale, type Desk } from "./library-samples.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.books.simulator.close());

const named = (entity: string) => (entity === "Customer" ? "DisplayName" : "Name");
const nameOf = (entity: string, row: Row | undefined) => asText(row?.[named(entity)]);
const namesOf = (entity: string, answer: Row) => asRows(answer[entity]).map((row) => nameOf(entity, row));

describe.each(listSorts)("$entity", (sort) => {
  const { entity, many } = sort;
  const find = (criteria: unknown) => desk.quickbooks.find(`find${many}`, criteria);

  it("find by name escapes what it must, and LIKE and IN take what they should", async () => {
    const odd = fresh("50% O'Neill & Söhne + Co #1");
    await make(desk, sort, { [named(entity)]: odd });
    const other = nameOf(entity, await make(desk, sort));
    expect(namesOf(entity, await find({ [named(entity)]: odd }))).toEqual([odd]);
    const like = { field: named(entity), value: "%O'Neill & S%", operator: "LIKE" };
    expect(namesOf(entity, await find([like]))).toEqual([odd]);
    const both = await find({ [named(entity)]: [odd, other], asc: "Id" });
    expect(namesOf(entity, both)).toEqual([odd, other]);
  });

  it("a name in use is refused with 6240", async () => {
    const name = nameOf(entity, await make(desk, sort)) ?? "";
    await expect(make(desk, sort, { [named(entity)]: name })).rejects.toMatchObject({ code: "6240", status: 400 });
  });

  it("deactivated it is out of sight, not gone", async () => {
    const made = await make(desk, sort);
    const off = await desk.quickbooks.record(`update${entity}`, { ...key(made), Active: false });
    expect(off).toMatchObject({ Id: made.Id, Active: false, SyncToken: "1" });
    expect(nameOf(entity, off)).toBe(`${nameOf(entity, made) ?? ""} (deleted)`);
    const Id = asText(made.Id);
    expect(await find({ Id })).toEqual({});
    const hidden = await find([
      { field: "Id", value: Id },
      { field: "Active", value: [true, false], operator: "IN" },
    ]);
    expect(asRows(hidden[entity]).map((row) => row.Id)).toEqual([Id]);
    const changed = (await changesOf(desk, entity)).find((row) => row.Id === Id);
    expect(changed).toMatchObject({ Active: false });
  });

  it("cannot be deleted, not even in a batch", async () => {
    const made = await make(desk, sort);
    const answer = await desk.quickbooks.record("batch", [{ bId: "1", operation: "delete", [entity]: key(made) }]);
    const [item] = asRows(answer.BatchItemResponse);
    expect(asRows(asRow(item?.Fault)?.Error)[0]?.code).toBe("500");
  });
});

describe("Customer", () => {
  it("as a job has its parent in its name, and the parent's balance counts it", async () => {
    const parent = await desk.quickbooks.record("createCustomer", { DisplayName: fresh("Parent") });
    const job = { DisplayName: "Dock 4", Job: true, ParentRef: { value: parent.Id ?? "" } };
    const child = await desk.quickbooks.record("createCustomer", job);
    expect(child).toMatchObject({
      FullyQualifiedName: `${asText(parent.DisplayName) ?? ""}:Dock 4`,
      Level: 1,
      Job: true,
    });
    const customer = asText(child.Id) ?? "";
    await desk.quickbooks.record("createInvoice", sale({ ...desk, customer }));
    const after = await desk.quickbooks.record("getCustomer", parent.Id);
    expect(after).toMatchObject({ Balance: 0, BalanceWithJobs: 25.5, SyncToken: "0" });
  });

  it("without any name is refused", async () => {
    await expect(desk.quickbooks.ask("createCustomer", { Notes: "who?" })).rejects.toMatchObject({ code: "6080" });
  });
});

describe("TaxCode and TaxRate", () => {
  it("are made by the tax service, then read, found and counted", async () => {
    const made = await desk.quickbooks.record("createTaxService", {
      TaxCode: "Long Beach",
      TaxRateDetails: [{ TaxRateName: "LB", RateValue: "10.25", TaxAgencyId: "1", TaxApplicableOn: "Sales" }],
    });
    const code = await desk.quickbooks.record("getTaxCode", made.TaxCodeId);
    expect(code).toMatchObject({ Name: "Long Beach", Active: true, Taxable: true });
    const [detail] = asRows(asRow(code.SalesTaxRateList)?.TaxRateDetail);
    const rate = await desk.quickbooks.record("getTaxRate", asRow(detail?.TaxRateRef)?.value);
    expect(rate).toMatchObject({ Name: "LB", RateValue: 10.25 });
    expect(asRows((await desk.quickbooks.find("findTaxCodes", { Name: "Long Beach" })).TaxCode)).toEqual([code]);
    expect(asRows((await desk.quickbooks.find("findTaxRates", { Name: "LB" })).TaxRate)).toEqual([rate]);
    expect(await desk.quickbooks.find("findTaxCodes", { Name: "Long Beach", count: true })).toEqual({ totalCount: 1 });
  });

  it("TAX and NON are codes without Active and SyncToken", async () => {
    const taxed = await desk.quickbooks.record("getTaxCode", "TAX");
    expect(taxed).toMatchObject({ Id: "TAX" });
    expect(taxed).not.toHaveProperty("Active");
    expect(taxed).not.toHaveProperty("SyncToken");
  });

  it("cannot be changed, and no changes are told", async () => {
    const change = { Id: "2", SyncToken: "0", Name: "Other" };
    await expect(desk.quickbooks.ask("updateTaxCode", change)).rejects.toMatchObject({ code: "500" });
    await expect(desk.quickbooks.ask("updateTaxRate", change)).rejects.toMatchObject({ code: "500" });
    for (const entity of ["TaxCode", "TaxRate"]) await expect(changesOf(desk, entity)).rejects.toThrow();
  });
});

describe("CompanyInfo and Preferences", () => {
  it("CompanyInfo is read and found", async () => {
    const info = await desk.quickbooks.record("getCompanyInfo", desk.books.realm);
    expect(info).toMatchObject({ Id: "1", CompanyName: "Test Company", Country: "US" });
    const [found] = asRows((await desk.quickbooks.find("findCompanyInfos", "")).CompanyInfo);
    expect(found).toMatchObject({ Id: "1", CompanyName: "Test Company" });
  });

  it("Preferences are read and found, and say what is switched on", async () => {
    const preferences = await desk.quickbooks.record("getPreferences");
    expect(asRow(preferences.AccountingInfoPrefs)).toMatchObject({
      TrackDepartments: true,
      ClassTrackingPerTxn: true,
    });
    const [found] = asRows((await desk.quickbooks.find("findPreferenceses", "")).Preferences);
    expect(found).toEqual(preferences);
  });
});

describe("a statement the library got wrong", () => {
  it("is refused with 4001 for a list nobody knows or a field it has not", async () => {
    const unknown = { field: "Colour", value: "red" };
    await expect(desk.quickbooks.find("findCustomers", [unknown])).rejects.toMatchObject({ code: "4001", status: 400 });
    const note = { field: "PrivateNote", value: "kept" };
    await expect(desk.quickbooks.find("findInvoices", [note])).rejects.toMatchObject({ code: "4001" });
  });

  it("is refused with 4000 for bad grammar", async () => {
    await expect(desk.quickbooks.find("findCustomers", "wher x")).rejects.toMatchObject({ code: "4000" });
  });
});
