// Are lines, discounts and taxes worked out as sections 5.4 and 5.5 say?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { addBooks, faultCode, line, openBooks, type Books } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
const codes: Record<string, string> = {};

async function withTax(preferences: Row): Promise<Books> {
  const made = await addBooks(books.simulator, {
    template: "open",
    preferences: { usingSalesTax: true, ...preferences },
  });
  for (const [name, rates] of [
    ["Two rates", [7.1, 2]],
    ["Eight", [8]],
    ["Thirteen", [13]],
    ["Nine", [9.975]],
  ] as const) {
    const TaxRateDetails = rates.map((RateValue) => ({ TaxRateName: `${name} ${RateValue}`, RateValue }));
    codes[name] =
      asText((await made.post("taxservice/taxcode", { TaxCode: name, TaxRateDetails })).body.TaxCodeId) ?? "";
  }
  return made;
}

beforeAll(async () => {
  books = await openBooks();
  books = await withTax({});
});
afterAll(() => books.simulator.close());

const taxed = (amount: number, code = "TAX") => line(amount, { TaxCodeRef: { value: code } });
const percent = (DiscountPercent: number): Row => ({
  DetailType: "DiscountLineDetail",
  DiscountLineDetail: { PercentBased: true, DiscountPercent },
});
const under = (name: string, more: Row = {}): Row => ({
  TxnTaxDetail: { TxnTaxCodeRef: { value: codes[name] }, ...more },
});
const invoice = async (Line: Row[], more: Row = {}, from = books) =>
  from.write("invoice", { ...(await from.sale(1)), Line, ...more });
const taxes = (row: Row) => asRows(asRow(row.TxnTaxDetail)?.TaxLine).map((entry) => entry.Amount);
const totalTax = (row: Row) => asRow(row.TxnTaxDetail)?.TotalTax;
const subtotal = (row: Row) => asRows(row.Line).find((entry) => entry.DetailType === "SubTotalLineDetail")?.Amount;

describe("5.4 lines", () => {
  it("5.4 a line without an amount is refused, without a price it is taken as it is", async () => {
    const sale = await books.sale(1);
    const bare = { DetailType: "SalesItemLineDetail", SalesItemLineDetail: { ItemRef: { value: "1" } } };
    expect(await books.refusal("invoice", { ...sale, Line: [bare] })).toBe("2020");
    const [stored] = asRows((await invoice([line(7)])).Line);
    expect(asRow(stored?.SalesItemLineDetail)?.UnitPrice).toBeUndefined();
  });

  it.each([
    [1.5, 33.35, 50.03],
    [3, 0.335, 1.01],
    [7, 14.29, 100.03],
  ])("5.5 %f × %f is %f: half a cent goes up", async (Qty, UnitPrice, amount) => {
    expect(await invoice([line(amount, { Qty, UnitPrice })])).toMatchObject({ TotalAmt: amount });
    expect(
      await books.refusal("invoice", { ...(await books.sale(1)), Line: [line(amount - 0.01, { Qty, UnitPrice })] }),
    ).toBe("6070");
  });

  it("5.4 a tolerance for 6070 can be set", async () => {
    const lax = await addBooks(books.simulator, { readings: { lineToleranceCents: 1 } });
    const sale = await lax.sale(1);
    expect(await lax.refusal("invoice", { ...sale, Line: [line(9.99, { Qty: 1, UnitPrice: 10 })] })).toBe("accepted");
    expect(await lax.refusal("invoice", { ...sale, Line: [line(9.98, { Qty: 1, UnitPrice: 10 })] })).toBe("6070");
  });

  it("5.4 LineNum runs from 1; a known Id is kept, an unknown one is a new line, a missing one is gone", async () => {
    const made = await invoice([line(1), line(2), line(3)]);
    const lines = asRows(made.Line);
    expect(lines.slice(0, 3).map((entry) => [entry.Id, entry.LineNum])).toEqual([
      ["1", 1],
      ["2", 2],
      ["3", 3],
    ]);
    const Line = [
      { ...line(20), Id: "2" },
      { ...line(9), Id: "77" },
      { ...line(8), Id: "-1" },
    ];
    const changed = await books.write("invoice", { Id: made.Id, SyncToken: "0", sparse: true, Line });
    const ids = asRows(changed.Line)
      .slice(0, 3)
      .map((entry) => entry.Id);
    expect([ids, changed.TotalAmt]).toEqual([["2", "4", "5"], 37]);
  });

  it("5.4 shipping is a line with SHIPPING_ITEM_ID, where the company ships", async () => {
    const shipping = line(5, { ItemRef: { value: "SHIPPING_ITEM_ID" } });
    expect((await invoice([line(10), shipping])).TotalAmt).toBe(15);
    const still = await addBooks(books.simulator, { preferences: { allowShipping: false } });
    expect(await still.refusal("invoice", { ...(await still.sale(1)), Line: [line(1), shipping] })).toBe("6000");
  });

  it("5.3 a US line without a tax code bears NON", async () => {
    const [stored] = asRows((await invoice([line(1)])).Line);
    expect(asRow(stored?.SalesItemLineDetail)?.TaxCodeRef).toEqual({ value: "NON" });
  });

  it("5.5 or TAX, where the company reads it so", async () => {
    const own = await withTax({});
    await own.control("settings", { readings: { lineTaxDefault: "TAX" } });
    expect(totalTax(await invoice([line(100)], under("Eight"), own))).toBe(8);
  });

  it("2.1 more than 10,000 lines are refused", async () => {
    const Line = Array.from({ length: 10_001 }, () => line(1));
    expect(await books.refusal("invoice", { ...(await books.sale(1)), Line })).toBe("6000");
  });
});

describe("5.5 totals and tax in the US", () => {
  it("5.5 the total is lines − discount + tax, the subtotal line is the lines before the discount", async () => {
    const made = await invoice([taxed(100), line(50), percent(10)], under("Eight"));
    expect([subtotal(made), totalTax(made), made.TotalAmt]).toEqual([150, 8, 143]);
  });

  it("5.5 tax is rounded half up per rate over the whole transaction", async () => {
    const made = await invoice([taxed(200), taxed(222), line(30)], under("Two rates"));
    expect([taxes(made), totalTax(made), made.TotalAmt]).toEqual([[29.96, 8.44], 38.4, 490.4]);
    expect(asRow(asRows(asRow(made.TxnTaxDetail)?.TaxLine)[0]?.TaxLineDetail)).toMatchObject({
      PercentBased: true,
      TaxPercent: 7.1,
      NetAmountTaxable: 422,
    });
  });

  it("5.5 335.25 at 8 percent is 26.82", async () => {
    expect(totalTax(await invoice([taxed(335.25)], under("Eight")))).toBe(26.82);
  });

  it.each([
    [10, 305, 30.5],
    [5, 1005, 50.25],
  ])("5.5 a discount of %i percent on %f is %f", async (rate, amount, expected) => {
    const made = await invoice([line(amount), percent(rate)]);
    const discount = asRows(made.Line).find((entry) => entry.DetailType === "DiscountLineDetail");
    expect([discount?.Amount, discount?.Id]).toEqual([expected, undefined]);
    expect(made.TotalAmt).toBe(amount - expected);
  });

  it("5.5 by default tax is on the amount before the discount; ApplyTaxAfterDiscount reduces the base in proportion", async () => {
    const lines = [taxed(200), line(100), percent(10)];
    expect(totalTax(await invoice(lines, under("Eight")))).toBe(16);
    expect(totalTax(await invoice(lines, { ...under("Eight"), ApplyTaxAfterDiscount: true }))).toBe(14.4);
  });

  it("5.5 with UsingSalesTax off TxnTaxDetail is ignored", async () => {
    const bare = await addBooks(books.simulator);
    const made = await invoice([taxed(100)], { TxnTaxDetail: { TotalTax: 8 } }, bare);
    expect([made.TotalAmt, made.TxnTaxDetail]).toEqual([100, { TotalTax: 0 }]);
  });

  it("5.5 TotalTax may be overridden, where the company allows it", async () => {
    expect(await invoice([taxed(100)], under("Eight", { TotalTax: 8.01 }))).toMatchObject({ TotalAmt: 108.01 });
    const strict = await withTax({ honourTotalTax: false });
    expect(await invoice([taxed(100)], under("Eight", { TotalTax: 8.01 }), strict)).toMatchObject({ TotalAmt: 108 });
    await withTax({});
  });

  it("4.3 CustomSalesTax needs a TotalTax (6160), and then takes it", async () => {
    const custom = (more: Row): Row => ({ TxnTaxDetail: { TxnTaxCodeRef: { value: "CustomSalesTax" }, ...more } });
    expect(await books.refusal("invoice", { ...(await books.sale(1)), ...custom({}) })).toBe("6160");
    expect(await invoice([taxed(100)], custom({ TotalTax: 5 }))).toMatchObject({ TotalAmt: 105 });
  });

  it("5.5 an update that only moves the discount before the tax works it out again too", async () => {
    const made = await invoice([taxed(200), line(100), percent(10)], under("Eight"));
    const body = { Id: made.Id, SyncToken: "0", sparse: true, ApplyTaxAfterDiscount: true };
    expect(await books.write("invoice", body)).toMatchObject({ TxnTaxDetail: { TotalTax: 14.4 }, TotalAmt: 284.4 });
  });

  it("5.5 an update with new lines and no tax detail works the tax out again", async () => {
    const made = await invoice([taxed(100)], under("Eight"));
    const body = { Id: made.Id, SyncToken: "0", sparse: true, Line: [taxed(200)] };
    expect(await books.write("invoice", body)).toMatchObject({ TotalAmt: 216, TxnTaxDetail: { TotalTax: 16 } });
  });
});

describe("5.5 automated sales tax", () => {
  let engine: Books;
  beforeAll(async () => {
    engine = await withTax({ partnerTaxEnabled: true, partnerTaxCode: "Two rates" });
  });

  it("5.5 the engine replaces the tax code that was sent", async () => {
    const made = await invoice([taxed(422)], under("Eight"), engine);
    expect(asRow(made.TxnTaxDetail)?.TxnTaxCodeRef).toEqual({ value: codes["Two rates"] });
    expect(made.TotalAmt).toBe(460.4);
  });

  it("5.5 an explicit TotalTax is honoured and spread over the rates", async () => {
    const made = await invoice([taxed(422)], { TxnTaxDetail: { TotalTax: 19.2 } }, engine);
    expect([totalTax(made), taxes(made), made.TotalAmt]).toEqual([19.2, [14.98, 4.22], 441.2]);
  });

  it("2.1 a taxed form has at most 750 lines", async () => {
    const Line = Array.from({ length: 751 }, () => taxed(1));
    expect(await engine.refusal("invoice", { ...(await engine.sale(1)), Line })).toBe("6000");
    expect(await engine.refusal("invoice", { ...(await engine.sale(1)), Line: Line.slice(1) })).toBe("accepted");
  });
});

describe("5.5 outside the US", () => {
  let abroad: Books;
  beforeAll(async () => {
    abroad = await withTax({ country: "CA", homeCurrency: "CAD" });
  });

  it.each(["TAX", "NON", ""])("5.5 a line needs the id of a real code, not %o", async (code) => {
    const Line = [code === "" ? line(1) : taxed(1, code)];
    expect(await abroad.refusal("invoice", { ...(await abroad.sale(1)), Line })).toBe("6100");
  });

  it("4.3 an unknown tax code is an invalid reference", async () => {
    const reply = await abroad.post("invoice", { ...(await abroad.sale(1)), Line: [taxed(1, "999")] });
    expect(faultCode(reply)).toBe("2500");
  });

  it("5.5 TaxExcluded (default) adds the tax of each code on the sum of its lines", async () => {
    const made = await invoice(
      [taxed(10.1, codes.Eight), taxed(20.2, codes.Thirteen), taxed(10.1, codes.Eight)],
      {},
      abroad,
    );
    expect(made.GlobalTaxCalculation).toBe("TaxExcluded");
    expect([taxes(made), made.TotalAmt]).toEqual([[1.62, 2.63], 44.65]);
  });

  it("5.5 TaxInclusive: subtotal 10.61, 20 percent off 2.12, tax 1.11, total 9.60", async () => {
    const lines = [taxed(11, codes.Thirteen), taxed(1, codes.Thirteen), percent(20)];
    const made = await invoice(lines, { GlobalTaxCalculation: "TaxInclusive" }, abroad);
    const discount = asRows(made.Line).at(-1)?.Amount;
    expect([subtotal(made), discount, totalTax(made), made.TotalAmt]).toEqual([10.61, 2.12, 1.11, 9.6]);
  });

  it("5.5 NotApplicable: no tax", async () => {
    const made = await invoice([line(10)], { GlobalTaxCalculation: "NotApplicable" }, abroad);
    expect([made.TotalAmt, totalTax(made)]).toEqual([10, 0]);
  });

  it("4.3 another word for it is refused", async () => {
    const body = { ...(await abroad.sale(1)), GlobalTaxCalculation: "Sometimes" };
    expect(await abroad.refusal("invoice", body)).toBe("2170");
  });

  it("5.5 9.975 percent of 4,495.16 is 448.39 by arithmetic", async () => {
    expect(totalTax(await invoice([taxed(4495.16, codes.Nine)], {}, abroad))).toBe(448.39);
  });

  it("5.5 an old tax detail sent with new amounts is taken at its word", async () => {
    const made = await invoice([taxed(100, codes.Eight)], {}, abroad);
    const body = { Id: made.Id, SyncToken: "0", sparse: true, Line: [taxed(200, codes.Eight)] };
    const stale = await abroad.write("invoice", { ...body, TxnTaxDetail: made.TxnTaxDetail });
    expect(stale.TotalAmt).toBe(208);
  });
});
