// How long may a field be? Section 5.1: the longest is taken, one character more gives 2050.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Row } from "./json.ts";
import { addBooks, faultDetail, line, openBooks, type Books } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
let customer: Row;
let serial = 0;
beforeAll(async () => {
  books = await openBooks();
  customer = { value: (await books.write("customer", { DisplayName: "Harbor Toys" })).Id };
});
afterAll(() => books.simulator.close());

/** A text of exactly this length that no other record has. */
function text(length: number): string {
  serial += 1;
  return `${serial.toString(36)}-${"x".repeat(length)}`.slice(0, length);
}

const sale = (more: Row): Row => ({ CustomerRef: customer, Line: [line(1)], ...more });
const person = (more: Row): Row => ({ DisplayName: text(30), ...more });
const item = (more: Row): Row => ({ Name: text(30), IncomeAccountRef: { value: "9" }, ...more });

const FIELDS: [field: string, max: number, path: string, body: (text: string) => Row][] = [
  ["Invoice.DocNumber", 21, "invoice", (DocNumber) => sale({ DocNumber })],
  ["Estimate.DocNumber", 21, "estimate", (DocNumber) => sale({ DocNumber })],
  ["CreditMemo.DocNumber", 21, "creditmemo", (DocNumber) => sale({ DocNumber })],
  ["SalesReceipt.DocNumber", 21, "salesreceipt", (DocNumber) => sale({ DocNumber })],
  ["Line.Description", 4000, "invoice", (Description) => sale({ Line: [{ ...line(1), Description }] })],
  ["PrivateNote", 4000, "invoice", (PrivateNote) => sale({ PrivateNote })],
  ["CustomerMemo.value", 1000, "invoice", (value) => sale({ CustomerMemo: { value } })],
  ["ShipMethodRef", 30, "invoice", (value) => sale({ ShipMethodRef: { value } })],
  ["Customer.DisplayName", 500, "customer", (DisplayName) => ({ DisplayName })],
  ["Customer.GivenName", 100, "customer", (GivenName) => person({ GivenName })],
  ["Customer.MiddleName", 100, "customer", (MiddleName) => person({ MiddleName })],
  ["Customer.FamilyName", 100, "customer", (FamilyName) => person({ FamilyName })],
  ["Customer.CompanyName", 100, "customer", (CompanyName) => person({ CompanyName })],
  ["Customer.Title", 16, "customer", (Title) => person({ Title })],
  ["Customer.Suffix", 16, "customer", (Suffix) => person({ Suffix })],
  ["Customer.ResaleNum", 16, "customer", (ResaleNum) => person({ ResaleNum })],
  ["Customer.PrintOnCheckName", 110, "customer", (PrintOnCheckName) => person({ PrintOnCheckName })],
  ["Customer.Notes", 2000, "customer", (Notes) => person({ Notes })],
  ["Customer.PrimaryPhone", 30, "customer", (FreeFormNumber) => person({ PrimaryPhone: { FreeFormNumber } })],
  ["Address.Line1", 500, "customer", (Line1) => person({ BillAddr: { Line1 } })],
  ["Address.City", 255, "customer", (City) => person({ BillAddr: { City } })],
  ["Address.PostalCode", 30, "customer", (PostalCode) => person({ BillAddr: { PostalCode } })],
  ["Item.Name", 100, "item", (Name) => item({ Name })],
  ["Item.Sku", 100, "item", (Sku) => item({ Sku })],
  ["Item.Description", 4000, "item", (Description) => item({ Description })],
  ["Item.PurchaseDesc", 1000, "item", (PurchaseDesc) => item({ PurchaseDesc })],
  ["SalesReceipt.PaymentRefNum", 21, "salesreceipt", (PaymentRefNum) => sale({ PaymentRefNum })],
  [
    "RefundReceipt.PaymentRefNum",
    100,
    "refundreceipt",
    (PaymentRefNum) => sale({ PaymentRefNum, DepositToAccountRef: { value: "1" } }),
  ],
  ["Payment.PaymentRefNum", 21, "payment", (PaymentRefNum) => ({ CustomerRef: customer, TotalAmt: 1, PaymentRefNum })],
  ["Term.Name", 31, "term", (Name) => ({ Name, DueDays: 1 })],
  ["PaymentMethod.Name", 31, "paymentmethod", (Name) => ({ Name })],
  ["Class.Name", 100, "class", (Name) => ({ Name })],
  ["Department.Name", 100, "department", (Name) => ({ Name })],
  ["Account.Name", 100, "account", (Name) => ({ Name, AccountType: "Bank" })],
  ["Account.AcctNum (US)", 7, "account", (AcctNum) => ({ Name: text(20), AccountType: "Bank", AcctNum })],
];

describe("5.1 maximum lengths", () => {
  it.each(FIELDS)("5.1 %s holds %i characters", async (_field, max, path, body) => {
    expect(await books.refusal(path, body(text(max)))).toBe("accepted");
    expect(await books.refusal(path, body(text(max + 1)))).toBe("2050");
  });

  it("5.1 an e-mail address holds 100 characters", async () => {
    const address = (length: number) => `${"a".repeat(length - 10)}@b.example`;
    expect(await books.refusal("customer", person({ PrimaryEmailAddr: { Address: address(100) } }))).toBe("accepted");
    expect(await books.refusal("customer", person({ PrimaryEmailAddr: { Address: address(101) } }))).toBe("2050");
  });

  it("5.1 a web address holds 1,000 characters", async () => {
    const address = (length: number) => `https://b.example/${"a".repeat(length - 18)}`;
    expect(await books.refusal("customer", person({ WebAddr: { URI: address(1000) } }))).toBe("accepted");
    expect(await books.refusal("customer", person({ WebAddr: { URI: address(1001) } }))).toBe("2050");
  });

  it("5.1 the five lines of an address hold 2,000 characters together", async () => {
    const lines = (length: number): Row => ({
      Line1: "a".repeat(500),
      Line2: "b".repeat(500),
      Line3: "c".repeat(500),
      Line4: "d".repeat(length - 1500),
    });
    expect(await books.refusal("customer", person({ BillAddr: lines(2000) }))).toBe("accepted");
    const longer = { ...lines(2000), Line5: "e" };
    expect(await books.refusal("customer", person({ BillAddr: longer }))).toBe("2050");
  });

  it("5.1 outside the US an account number holds 20 characters", async () => {
    const abroad = await addBooks(books.simulator, { preferences: { country: "GB" } });
    expect(await abroad.refusal("account", { Name: "A", AccountType: "Bank", AcctNum: "1".repeat(20) })).toBe(
      "accepted",
    );
    expect(await abroad.refusal("account", { Name: "B", AccountType: "Bank", AcctNum: "1".repeat(21) })).toBe("2050");
  });

  it("4.3 the refusal says the least, the most and the supplied length", async () => {
    expect(faultDetail(await books.post("term", { Name: "x".repeat(40), DueDays: 1 }))).toBe(
      "String length specified does not match the supported length. Min:1 Max:31 supported. Supplied length:40",
    );
  });

  it("5.1 money is stored with two decimals, prices with more", async () => {
    const made = await books.write("invoice", sale({ Line: [line(0.33, { Qty: 3, UnitPrice: 0.1111111 })] }));
    expect(made.TotalAmt).toBe(0.33);
    expect(JSON.stringify(made.Line)).toContain('"UnitPrice":0.1111111');
  });
});
