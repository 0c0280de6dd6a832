// Do deposits, estimates, sales and refund receipts behave as sections 5.3 and 5.6 say?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { addBooks, faultCode, faultDetail, line, openBooks, type Books } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
let customer: Row;
beforeAll(async () => {
  books = await openBooks();
  customer = { value: (await books.write("customer", { DisplayName: "Harbor Toys" })).Id };
});
afterAll(() => books.simulator.close());

const link = (row: Row, TxnType: string, Amount: number): Row => ({ Amount, LinkedTxn: [{ TxnId: row.Id, TxnType }] });
const sell = (amount: number, more: Row = {}) =>
  books.write("invoice", { CustomerRef: customer, Line: [line(amount)], ...more });
const pay = (TotalAmt: number, Line?: Row[], more: Row = {}) =>
  books.write("payment", { CustomerRef: customer, TotalAmt, ...(Line === undefined ? {} : { Line }), ...more });
const reread = (path: string, row: Row) => books.read(`${path}/${asText(row.Id) ?? ""}`);
const keyOf = (row: Row): Row => ({ Id: row.Id, SyncToken: row.SyncToken });
const owed = async () => Number((await reread("customer", { Id: customer.value })).Balance);

describe("5.6 deposits", () => {
  const deposit = (row: Row, type = "Payment") =>
    books.write("deposit", {
      DepositToAccountRef: { value: "1" },
      Line: [{ Amount: row.TotalAmt, LinkedTxn: [{ TxnId: row.Id, TxnType: type }] }],
    });

  it.each([
    ["changed", "payment", { sparse: true, PrivateNote: "late" }],
    ["voided", "payment?operation=void", {}],
    ["deleted", "payment?operation=delete", {}],
  ])("4.3 a payment in a deposit cannot be %s (6540)", async (_how, path, more) => {
    const payment = await pay(12);
    await deposit(payment);
    const reply = await books.post(path, { ...keyOf(payment), ...more });
    expect(faultCode(reply)).toBe("6540");
    expect(faultDetail(reply)).toContain("you must edit the deposit it appears on and remove it first");
  });

  it("4.3 nor a sales receipt", async () => {
    const receipt = await books.write("salesreceipt", { CustomerRef: customer, Line: [line(9)] });
    await deposit(receipt, "SalesReceipt");
    expect(await books.refusal("salesreceipt?operation=void", keyOf(receipt))).toBe("6540");
  });

  it("4.3 it can again when it is taken out of the deposit", async () => {
    const payment = await pay(12);
    const made = await deposit(payment);
    expect(made.TotalAmt).toBe(12);
    await books.write("deposit?operation=delete", keyOf(made));
    expect(await books.refusal("payment?operation=void", keyOf(payment))).toBe("accepted");
  });

  it("5.6 a payment lies in one deposit only", async () => {
    const payment = await pay(12);
    await deposit(payment);
    const body = { DepositToAccountRef: { value: "1" }, Line: [link(payment, "Payment", 12)] };
    expect(await books.refusal("deposit", body)).toBe("620");
  });
});

describe("5.6 estimate to invoice", () => {
  const estimate = () => books.write("estimate", { CustomerRef: customer, Line: [line(15)] });
  const from = (row: Row): Row => ({ LinkedTxn: [{ TxnId: row.Id, TxnType: "Estimate" }] });

  it("5.3 a new estimate is pending and has no balance", async () => {
    const made = await estimate();
    expect([made.TxnStatus, made.Balance]).toEqual(["Pending", undefined]);
  });

  it("5.6 it closes, links to the invoice and keeps its SyncToken; its time is the invoice's", async () => {
    const made = await estimate();
    const invoice = await sell(15, from(made));
    const closed = await reread("estimate", made);
    expect(closed).toMatchObject({
      TxnStatus: "Closed",
      SyncToken: "0",
      LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }],
    });
    expect(asRow(closed.MetaData)?.LastUpdatedTime).toBe(asRow(invoice.MetaData)?.CreateTime);
  });

  it("5.6 the invoice's lines name the estimate too", async () => {
    const made = await estimate();
    const [first] = asRows((await sell(15, from(made))).Line);
    expect(first?.LinkedTxn).toEqual([{ TxnId: made.Id, TxnType: "Estimate" }]);
  });

  it("5.6 one estimate, and none that is closed (620)", async () => {
    const [a, b] = [await estimate(), await estimate()];
    const two = { LinkedTxn: [...asRows(from(a).LinkedTxn), ...asRows(from(b).LinkedTxn)] };
    const body = (more: Row) => ({ CustomerRef: customer, Line: [line(15)], ...more });
    expect(await books.refusal("invoice", body(two))).toBe("620");
    await sell(15, from(a));
    expect(await books.refusal("invoice", body(from(a)))).toBe("620");
  });

  it.each([
    [true, "Pending"],
    [false, "Closed"],
  ])("5.6 deleting the invoice, reopenEstimates %s: the estimate is %s", async (reopenEstimates, status) => {
    await books.control("settings", { readings: { reopenEstimates } });
    const made = await estimate();
    const invoice = await sell(15, from(made));
    await books.write("invoice?operation=delete", keyOf(invoice));
    expect((await reread("estimate", made)).TxnStatus).toBe(status);
    await books.control("settings", { readings: { reopenEstimates: true } });
  });
});

describe("5.3 receipts", () => {
  it("5.3 a sales receipt has Balance 0, goes to Undeposited Funds and leaves the customer's balance alone", async () => {
    const before = await owed();
    const made = await books.write("salesreceipt", { CustomerRef: customer, Line: [line(9)] });
    expect(made).toMatchObject({ Balance: 0, TotalAmt: 9, DepositToAccountRef: { value: "4" } });
    expect(await owed()).toBe(before);
  });

  it("5.3 it needs a customer, unless the company reads it otherwise", async () => {
    expect(await books.refusal("salesreceipt", { Line: [line(9)] })).toBe("2020");
    const lax = await addBooks(books.simulator, { readings: { salesReceiptNeedsCustomer: false } });
    expect(await lax.refusal("salesreceipt", { Line: [line(9)] })).toBe("accepted");
  });

  it("5.3 it may come from an estimate", async () => {
    const made = await books.write("estimate", { CustomerRef: customer, Line: [line(15)] });
    const LinkedTxn = [{ TxnId: made.Id, TxnType: "Estimate" }];
    const receipt = await books.write("salesreceipt", { CustomerRef: customer, Line: [line(15)], LinkedTxn });
    expect((await reread("estimate", made)).LinkedTxn).toEqual([{ TxnId: receipt.Id, TxnType: "SalesReceipt" }]);
  });

  const refund = (more: Row): Row => ({ Line: [line(9)], DepositToAccountRef: { value: "1" }, ...more });
  it("5.3 a refund receipt needs an account and lines, no customer, and does not touch receivables", async () => {
    expect(await books.refusal("refundreceipt", { Line: [line(9)] })).toBe("2020");
    expect(await books.refusal("refundreceipt", { DepositToAccountRef: { value: "1" } })).toBe("2020");
    const before = await owed();
    expect(await books.refusal("refundreceipt", refund({}))).toBe("accepted");
    expect(await books.refusal("refundreceipt", refund({ CustomerRef: customer }))).toBe("accepted");
    expect(await owed()).toBe(before);
  });

  it("5.3 it cannot be linked to an invoice: the link is left out and the invoice stays paid", async () => {
    const invoice = await books.write("invoice", { CustomerRef: customer, Line: [line(9)] });
    await books.write("payment", { CustomerRef: customer, TotalAmt: 9, Line: [link(invoice, "Invoice", 9)] });
    const LinkedTxn = [{ TxnId: invoice.Id, TxnType: "Invoice" }];
    expect(await books.write("refundreceipt", refund({ CustomerRef: customer, LinkedTxn }))).not.toHaveProperty(
      "LinkedTxn",
    );
    expect((await reread("invoice", invoice)).Balance).toBe(0);
  });

  it("5.3 its account is a bank or another current asset", async () => {
    expect(await books.refusal("refundreceipt", refund({ DepositToAccountRef: { value: "9" } }))).toBe("6000");
  });

  it("5.3 a printed refund from a bank needs its PaymentRefNum", async () => {
    expect(await books.refusal("refundreceipt", refund({ PrintStatus: "PrintComplete" }))).toBe("2020");
    const numbered = refund({ PrintStatus: "PrintComplete", PaymentRefNum: "101" });
    expect(await books.refusal("refundreceipt", numbered)).toBe("accepted");
  });

  it.each(["Cash", "Check", "CreditCard", "Other"])("5.3 PaymentType %s", async (PaymentType) => {
    expect(await books.write("refundreceipt", refund({ PaymentType }))).toMatchObject({ PaymentType });
  });
});
