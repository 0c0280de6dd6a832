// Are sales written as QuickBooks writes them: totals, tax, numbers, references, refusals?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRow, asRows, asText } from "./json.ts";
import { addBooks, faultCode, faultDetail, line, openBooks, type Books } from "./test-client.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.simulator.close());

describe("an invoice", () => {
  it("comes back with string ids, an offset time, a subtotal line and its balance", async () => {
    const reply = await books.post("invoice", await books.sale(120.5, { DocNumber: "A-1" }));
    const invoice = asRow(reply.body.Invoice);
    expect(reply.headers.get("intuit_tid")).toMatch(/^1-/);
    expect(invoice).toMatchObject({
      SyncToken: "0",
      domain: "QBO",
      sparse: false,
      TotalAmt: 120.5,
      Balance: 120.5,
      DocNumber: "A-1",
    });
    expect(invoice?.Id).toMatch(/^\d+$/);
    expect(asText(asRow(invoice?.MetaData)?.CreateTime)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/);
    expect(reply.body.time).toMatch(/\.\d{3}-0[78]:00$/);
    expect(asRows(invoice?.Line).at(-1)).toEqual({
      Amount: 120.5,
      DetailType: "SubTotalLineDetail",
      SubTotalLineDetail: {},
    });
  });

  it("is due by its terms, thirty days later without", async () => {
    const terms = await books.idOf("Term", "Net 15");
    const dated = { TxnDate: "2026-10-20" };
    expect(
      await books.write("invoice", await books.sale(1, { ...dated, SalesTermRef: { value: terms } })),
    ).toMatchObject({ DueDate: "2026-11-04" });
    expect(await books.write("invoice", await books.sale(1, dated))).toMatchObject({ DueDate: "2026-11-19" });
  });

  it.each([
    ["without a customer", { Line: [line(1)] }, "2020"],
    ["without lines", { CustomerRef: { value: "1" }, Line: [] }, "2020"],
    ["with an unknown field", { CustomerRef: { value: "1" }, Line: [line(1)], Colour: "red" }, "2010"],
    [
      "with an unknown field inside a line",
      { CustomerRef: { value: "1" }, Line: [line(1, { Colour: "red" })] },
      "2010",
    ],
    [
      "with a number of 22 characters",
      { CustomerRef: { value: "1" }, Line: [line(1)], DocNumber: "x".repeat(22) },
      "2050",
    ],
    ["for an unknown customer", { CustomerRef: { value: "999" }, Line: [line(1)] }, "2500"],
    ["with an unknown item", { CustomerRef: { value: "1" }, Line: [line(1, { ItemRef: { value: "999" } })] }, "2500"],
    [
      "with a date that does not exist",
      { CustomerRef: { value: "1" }, Line: [line(1)], TxnDate: "2026-02-30" },
      "2060",
    ],
    [
      "with a tax code id on a line",
      { CustomerRef: { value: "1" }, Line: [line(1, { TaxCodeRef: { value: "3" } })] },
      "6100",
    ],
    ["below zero", { CustomerRef: { value: "1" }, Line: [line(-5)] }, "6000"],
    [
      "to a broken e-mail address",
      { CustomerRef: { value: "1" }, Line: [line(1)], BillEmail: { Address: "maria.lopez@" } },
      "2210",
    ],
  ])("%s is refused", async (_case, body, code) => {
    await books.sale(1);
    expect(await books.refusal("invoice", body)).toBe(code);
  });

  it("names the missing parameter, the lengths and the unknown element in its refusal", async () => {
    expect(faultDetail(await books.post("invoice", { CustomerRef: { value: "1" } }))).toBe(
      "Required parameter Line is missing in the request",
    );
    expect(faultDetail(await books.post("invoice", { CustomerRef: { value: "75" }, Line: [line(1)] }))).toBe(
      "Invalid Reference Id : Names element id 75 not found",
    );
    expect(faultDetail(await books.post("invoice", { DocNumber: "x".repeat(45) }))).toBe(
      "String length specified does not match the supported length. Min:0 Max:21 supported. Supplied length:45",
    );
    const broken = await books.post("invoice", '{"CustomerRef":');
    expect([broken.status, faultCode(broken)]).toEqual([400, "2010"]);
  });

  it("refuses a line that differs from quantity × price by a cent and takes one rounded half up", async () => {
    const sale = await books.sale(1);
    const with_ = (amount: number) => ({ ...sale, Line: [line(amount, { Qty: 1.5, UnitPrice: 33.35 })] });
    expect(await books.refusal("invoice", with_(50.02))).toBe("6070");
    expect(await books.write("invoice", with_(50.03))).toMatchObject({ TotalAmt: 50.03 });
  });

  it("takes null and empty text as not given", async () => {
    const sale = await books.sale(7, { PrivateNote: null, ClassRef: null, DocNumber: "", SalesTermRef: null });
    const invoice = await books.write("invoice", { ...sale, Line: [line(7, { ClassRef: null, Qty: null })] });
    expect(invoice).toMatchObject({ TotalAmt: 7 });
    expect(invoice.DocNumber).toBeUndefined();
  });

  it("refuses a category and an inactive item with their own words", async () => {
    const harbor = await addBooks(books.simulator, { template: "harbor-line" });
    const customer = { value: await harbor.idOf("Customer", "Acme Imports") };
    const sell = async (item: string) =>
      faultDetail(
        await harbor.post("invoice", {
          CustomerRef: customer,
          Line: [line(1, { ItemRef: { value: await harbor.idOf("Item", item) } })],
        }),
      );
    expect(await sell("Accessorials")).toContain("set up as a category instead of a product or service");
    expect(await sell("Lumper (deleted)")).toContain("has been made inactive");
    const gone = { value: await harbor.idOf("Customer", "Pacific Crest Imports (deleted)") };
    expect(await harbor.refusal("invoice", { CustomerRef: gone, Line: [line(1)] })).toBe("2500");
  });

  it("refuses a number in use only with custom numbers and the warning on", async () => {
    const sale = await books.sale(1, { DocNumber: "B-1" });
    await books.write("invoice", sale);
    expect(await books.refusal("invoice", sale)).toBe("6140");
    expect(await books.refusal("invoice?include=allowduplicatedocnum", sale)).toBe("accepted");
    const relaxed = await addBooks(books.simulator, { preferences: { warnDuplicateNumbers: false } });
    const again = await relaxed.sale(1, { DocNumber: "B-1" });
    await relaxed.write("invoice", again);
    expect(await relaxed.refusal("invoice", again)).toBe("accepted");
  });

  it("gets a number from the sequence when the company numbers by itself", async () => {
    const auto = await addBooks(books.simulator, { preferences: { customTxnNumbers: false } });
    const numbers = [];
    for (const path of ["invoice", "creditmemo", "estimate"])
      numbers.push((await auto.write(path, await auto.sale(1))).DocNumber);
    expect(numbers).toEqual(["1001", "1002", "1001"]);
  });

  it("cannot be dated in a closed period, nor moved out of it", async () => {
    const sale = await books.sale(1, { TxnDate: "2026-08-28" });
    const old = await books.write("invoice", sale);
    await books.control("settings", { preferences: { bookCloseDate: "2026-08-31" } });
    const reply = await books.post("invoice", sale);
    expect([reply.status, faultCode(reply)]).toEqual([400, "6210"]);
    expect(
      await books.refusal("invoice", { Id: old.Id, SyncToken: old.SyncToken, sparse: true, TxnDate: "2026-09-01" }),
    ).toBe("6210");
    await books.control("settings", { preferences: { bookCloseDate: null } });
  });
});

describe("changing an invoice", () => {
  it("asks for the current SyncToken and leaves it alone when nothing changes", async () => {
    const invoice = await books.write("invoice", await books.sale(40));
    const note = { Id: invoice.Id, sparse: true, PrivateNote: "called" };
    expect(await books.refusal("invoice", note)).toBe("2020");
    expect(await books.write("invoice", { ...note, SyncToken: "0" })).toMatchObject({
      SyncToken: "1",
      PrivateNote: "called",
      TotalAmt: 40,
    });
    expect(await books.refusal("invoice", { ...note, SyncToken: "0" })).toBe("5010");
    expect(await books.write("invoice", { ...note, SyncToken: "1" })).toMatchObject({ SyncToken: "1" });
    const full = await books.write("invoice", { ...(await books.sale(41)), Id: invoice.Id, SyncToken: "1" });
    expect(full).toMatchObject({ SyncToken: "2", TotalAmt: 41 });
    expect(full.PrivateNote).toBeUndefined();
  });

  it("voids it to zero and keeps the number; deletes it for good", async () => {
    const invoice = await books.write("invoice", await books.sale(40, { DocNumber: "V-1" }));
    const id = asText(invoice.Id) ?? "";
    const empty = await books.write("invoice?operation=void", { Id: id, SyncToken: "0" });
    expect(empty).toMatchObject({ TotalAmt: 0, Balance: 0, DocNumber: "V-1", PrivateNote: "Voided", SyncToken: "1" });
    expect(await books.write("invoice?operation=delete", { Id: id, SyncToken: "1" })).toEqual({
      domain: "QBO",
      status: "Deleted",
      Id: id,
    });
    const reply = await books.call("GET", `invoice/${id}`);
    expect([reply.status, faultCode(reply)]).toEqual([400, "610"]);
    expect(faultCode(await books.call("GET", "invoice/1.5"))).toBe("2030");
  });
});

describe("sales tax", () => {
  it("is computed per rate on the whole document, not per line", async () => {
    const shop = await addBooks(books.simulator, { template: "juniper-finch" });
    const [code] = await shop.rows("select * from TaxCode where Name = 'California 7.25%'");
    const customer = { value: await shop.idOf("Customer", "Nora Whitfield") };
    const taxed = (amount: number) => line(amount, { TaxCodeRef: { value: "TAX" } });
    // Per line 0.725 rounds to 0.73 twice; once over 20.00 it is 1.45.
    const body = {
      CustomerRef: customer,
      Line: [taxed(10), taxed(10), line(5, { TaxCodeRef: { value: "NON" } })],
      TxnTaxDetail: { TxnTaxCodeRef: { value: asText(code?.Id) ?? "" }, TotalTax: 1.46 },
    };
    const invoice = await shop.write("invoice", body);
    expect(invoice.TotalAmt).toBe(26.45);
    expect(invoice.TxnTaxDetail).toMatchObject({
      TotalTax: 1.45,
      TaxLine: [{ Amount: 1.45, TaxLineDetail: { TaxPercent: 7.25, NetAmountTaxable: 20 } }],
    });
    await shop.control("settings", { preferences: { honourTotalTax: true } });
    expect(await shop.write("invoice", body)).toMatchObject({ TotalAmt: 26.46 });
  });

  it("can be taken before or after a discount", async () => {
    const studio = await addBooks(books.simulator, { template: "lumen-oak" });
    const [code] = await studio.rows("select * from TaxCode where Name = 'Studio Tax 8%'");
    const sale = await studio.sale(305);
    const discount = {
      DetailType: "DiscountLineDetail",
      DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
    };
    const body = {
      ...sale,
      Line: [line(305, { TaxCodeRef: { value: "TAX" } }), discount],
      TxnTaxDetail: { TxnTaxCodeRef: { value: asText(code?.Id) ?? "" } },
    };
    expect(await studio.write("invoice", body)).toMatchObject({ TotalAmt: 298.9 });
    expect(await studio.write("invoice", { ...body, ApplyTaxAfterDiscount: true })).toMatchObject({ TotalAmt: 296.46 });
  });
});
