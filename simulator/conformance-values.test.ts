// Are wrong values refused with the codes of section 4.3?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Row } from "./json.ts";
import { addBooks, faultCode, faultDetail, line, openBooks, type Books, type Reply } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
let customer: Row;
beforeAll(async () => {
  books = await openBooks();
  customer = { value: (await books.write("customer", { DisplayName: "Harbor Toys" })).Id };
});
afterAll(() => books.simulator.close());

const sale = (more: Row = {}): Row => ({ CustomerRef: customer, Line: [line(1)], ...more });
const said = (reply: Reply) => [reply.status, faultCode(reply)];

describe("4.3 values", () => {
  const detail = (more: Row): Row => ({ Line: [line(1, more)] });
  it.each([
    ["2040 a colon in a name", "item", { Name: "a:b", IncomeAccountRef: { value: "9" } }],
    ["2040 a tab in a name", "customer", { DisplayName: "a\tb" }],
    ["2040 a quote in an account", "account", { Name: 'a"b', AccountType: "Bank" }],
    ["2060 a day that does not exist", "invoice", { TxnDate: "2026-02-30" }],
    ["2060 a day written otherwise", "invoice", { TxnDate: "05/05/2026" }],
    ["2080 terms of 1,000 days", "term", { Name: "Late", DueDays: 1000 }],
    ["2080 terms due on the 32nd", "term", { Name: "Odd", DayOfMonthDue: 32 }],
    [
      "2100 a price above 99,999,999,999",
      "item",
      { Name: "Dear", UnitPrice: 100_000_000_000, IncomeAccountRef: { value: "9" } },
    ],
    ["2140 an amount that is no number", "invoice", { Line: [{ ...line(1), Amount: "much" }] }],
    ["2140 an amount of sixteen digits", "payment", { TotalAmt: 1_000_000_000_000_000 }],
    [
      "2150 a discount of 101 percent",
      "invoice",
      {
        Line: [
          line(1),
          { DetailType: "DiscountLineDetail", DiscountLineDetail: { PercentBased: true, DiscountPercent: 101 } },
        ],
      },
    ],
    ["2160 a quantity that is no number", "invoice", detail({ Qty: "two" })],
    ["2170 an unknown e-mail status", "invoice", { EmailStatus: "Later" }],
    ["2170 an unknown item type", "item", { Name: "Odd", Type: "Thing", IncomeAccountRef: { value: "9" } }],
    ["2200 a web address that is none", "customer", { DisplayName: "W", WebAddr: { URI: "no address" } }],
    ["2210 an e-mail address without a dot", "customer", { DisplayName: "M", PrimaryEmailAddr: { Address: "a@b" } }],
    ["2220 a currency of two letters", "invoice", { CurrencyRef: { value: "US" } }],
    [
      "2250 lines without anything sold",
      "invoice",
      { Line: [{ DetailType: "DescriptionOnly", Description: "hello" }] },
    ],
    ["2290 a negative payment", "payment", { TotalAmt: -1 }],
    ["2500 an unknown customer", "invoice", { CustomerRef: { value: "7777" } }],
    ["3000 a fourth custom field", "invoice", { CustomField: [{ DefinitionId: "4", StringValue: "x" }] }],
    ["6000 a total below zero", "invoice", { Line: [line(-1)] }],
    ["6000 a foreign currency where there is one", "invoice", { CurrencyRef: { value: "EUR" } }],
    ["6070 an amount that is not quantity × price", "invoice", { Line: [line(10, { Qty: 3, UnitPrice: 3 })] }],
    ["6080 a customer without any name", "customer", { Notes: "nobody" }],
    [
      "6090 two discounts",
      "invoice",
      {
        Line: [
          line(9),
          ...[1, 2].map((Amount) => ({
            DetailType: "DiscountLineDetail",
            Amount,
            DiscountLineDetail: { PercentBased: false },
          })),
        ],
      },
    ],
    ["6100 a real tax code on a US line", "invoice", detail({ TaxCodeRef: { value: "1" } })],
    ["6150 a sub-item without a parent", "item", { Name: "Sub", SubItem: true, IncomeAccountRef: { value: "9" } }],
    ["6160 CustomSalesTax on a line", "invoice", detail({ TaxCodeRef: { value: "CustomSalesTax" } })],
    ["6420 to be sent without an address", "invoice", { EmailStatus: "NeedToSend" }],
    [
      "6530 a whole card number",
      "payment",
      { TotalAmt: 1, CreditCardPayment: { CreditChargeInfo: { Number: "4111 1111 1111 1111" } } },
    ],
  ])("4.3 %s", async (what, path, more) => {
    const base: Row = path === "invoice" ? sale() : path === "payment" ? { CustomerRef: customer } : {};
    expect(said(await books.post(path, { ...base, ...more }))).toEqual([400, what.slice(0, 4)]);
  });

  it.each([
    ["Names", { CustomerRef: { value: "75" } }, "Names element id 75 not found"],
    ["Items", { Line: [line(1, { ItemRef: { value: "75" } })] }, "Items element id 75 not found"],
    ["Klasses", { ClassRef: { value: "75" } }, "Klasses element id 75 not found"],
    ["Depts", { DepartmentRef: { value: "75" } }, "Depts element id 75 not found"],
    ["Accounts", { DepositToAccountRef: { value: "75" } }, "Accounts element id 75 not found"],
  ])("4.3 2500 names the list of an unknown reference: %s", async (_list, more, text) => {
    const all = await addBooks(books.simulator, { preferences: { classTrackingPerTxn: true, trackDepartments: true } });
    const reply = await all.post("invoice", { ...(await all.sale(1)), ...more });
    expect([faultCode(reply), faultDetail(reply)]).toEqual(["2500", `Invalid Reference Id : ${text}`]);
  });
});
