// Does money received move balances, links and SyncTokens as QuickBooks does?
import { afterAll, beforeAll, expect, it } from "vitest";
import { asRow, asText, refId, type Row } from "./json.ts";
import { openBooks, type Books } from "./test-client.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.simulator.close());

const invoiceLine = (amount: number, invoice: Row) => ({
  Amount: amount,
  LinkedTxn: [{ TxnId: asText(invoice.Id) ?? "", TxnType: "Invoice" }],
});

async function invoiceOf(amount: number): Promise<Row> {
  return books.write("invoice", await books.sale(amount));
}

const reread = (invoice: Row) => books.read(`invoice/${asText(invoice.Id) ?? ""}`);
const pay = (invoice: Row, total: number, ...lines: Row[]) =>
  books.write("payment", { CustomerRef: { value: refId(invoice.CustomerRef) }, TotalAmt: total, Line: lines });

it("a payment lowers the balance, links itself and moves the invoice's SyncToken by one", async () => {
  const invoice = await invoiceOf(100);
  const payment = await pay(invoice, 60, invoiceLine(60, invoice));
  expect(payment).toMatchObject({ TotalAmt: 60, UnappliedAmt: 0 });
  const after = await reread(invoice);
  expect(after).toMatchObject({ Balance: 40, SyncToken: "1", LinkedTxn: [{ TxnId: payment.Id, TxnType: "Payment" }] });
  expect(asRow(after.MetaData)?.LastUpdatedTime).toBe(asRow(payment.MetaData)?.CreateTime);
});

it("one payment pays many invoices; what is too much stays unapplied and lowers the customer's balance", async () => {
  const [first, second] = [await invoiceOf(10.1), await invoiceOf(20.2)];
  const id = refId(first.CustomerRef) ?? "";
  const before = Number((await books.read(`customer/${id}`)).Balance);
  const payment = await pay(first, 50, invoiceLine(29.8, first), invoiceLine(20.2, second));
  expect(payment).toMatchObject({ UnappliedAmt: 19.7 });
  expect([(await reread(first)).Balance, (await reread(second)).Balance]).toEqual([0, 0]);
  const customer = await books.read(`customer/${id}`);
  expect(Math.round((before - Number(customer.Balance)) * 100)).toBe(5000);
  expect(customer.SyncToken).toBe("0");
});

it("refuses to apply more than was paid, to a stranger's invoice, with an unknown method", async () => {
  const invoice = await invoiceOf(100);
  const customer = refId(invoice.CustomerRef);
  const stranger = await books.write("customer", { DisplayName: "Stranger" });
  const base = { CustomerRef: { value: customer }, TotalAmt: 10 };
  expect(await books.refusal("payment", { ...base, Line: [invoiceLine(11, invoice)] })).toBe("6000");
  expect(
    await books.refusal("payment", { ...base, CustomerRef: { value: stranger.Id }, Line: [invoiceLine(1, invoice)] }),
  ).toBe("6000");
  expect(await books.refusal("payment", { ...base, PaymentMethodRef: { value: "99" } })).toBe("2500");
  expect(await books.refusal("payment", { CustomerRef: base.CustomerRef })).toBe("2020");
  expect((await reread(invoice)).SyncToken).toBe("0");
});

it("voiding and deleting a payment reopens its invoice", async () => {
  const invoice = await invoiceOf(70);
  const voided = await pay(invoice, 70, invoiceLine(70, invoice));
  const key = { Id: voided.Id, SyncToken: "0", sparse: true };
  expect(await books.write("payment?operation=update&include=void", key)).toMatchObject({
    TotalAmt: 0,
    PrivateNote: "Voided",
  });
  expect(await reread(invoice)).toMatchObject({ Balance: 70, LinkedTxn: [] });
  const deleted = await pay(invoice, 70, invoiceLine(70, invoice));
  await books.write("payment?operation=delete", { Id: deleted.Id, SyncToken: "0" });
  expect(await reread(invoice)).toMatchObject({ Balance: 70, SyncToken: "4" });
});

it("changing only the note of a payment leaves its invoice untouched", async () => {
  const invoice = await invoiceOf(30);
  const payment = await pay(invoice, 30, invoiceLine(30, invoice));
  const changed = await books.write("payment", {
    Id: payment.Id,
    SyncToken: "0",
    sparse: true,
    PrivateNote: "cheque 12",
  });
  expect(changed).toMatchObject({ SyncToken: "1", UnappliedAmt: 0, PrivateNote: "cheque 12" });
  expect(await reread(invoice)).toMatchObject({ SyncToken: "1", Balance: 0 });
});

it("a payment of zero applies a credit memo to an invoice", async () => {
  const invoice = await invoiceOf(50);
  const memo = await books.write("creditmemo", await books.sale(20));
  expect(memo).toMatchObject({ RemainingCredit: 20, Balance: 20 });
  const credit = { Amount: 20, LinkedTxn: [{ TxnId: asText(memo.Id) ?? "", TxnType: "CreditMemo" }] };
  expect(await pay(invoice, 0, invoiceLine(20, invoice), credit)).toMatchObject({ UnappliedAmt: 0 });
  expect((await reread(invoice)).Balance).toBe(30);
  expect(await books.read(`creditmemo/${asText(memo.Id) ?? ""}`)).toMatchObject({ RemainingCredit: 0 });
});

it("a paid invoice refuses to be voided; deleting it leaves the money unapplied", async () => {
  const invoice = await invoiceOf(80);
  const payment = await pay(invoice, 80, invoiceLine(80, invoice));
  const key = { Id: invoice.Id, SyncToken: "1" };
  expect(await books.refusal("invoice?operation=void", key)).toBe("6000");
  await books.write("invoice?operation=delete", key);
  expect(await books.read(`payment/${asText(payment.Id) ?? ""}`)).toMatchObject({ UnappliedAmt: 80, Line: [] });
});

it("an invoice lowered below what was paid gives the rest back to its payment", async () => {
  const invoice = await invoiceOf(90);
  const payment = await pay(invoice, 90, invoiceLine(90, invoice));
  const sale = await books.sale(60);
  const lowered = await books.write("invoice", { Id: invoice.Id, SyncToken: "1", sparse: true, Line: sale.Line });
  expect(lowered).toMatchObject({ TotalAmt: 60, Balance: 0, SyncToken: "2" });
  expect(await books.read(`payment/${asText(payment.Id) ?? ""}`)).toMatchObject({
    UnappliedAmt: 30,
    Line: [{ Amount: 60 }],
  });
});

it("an invoice made from an estimate closes it without moving its SyncToken", async () => {
  const estimate = await books.write("estimate", await books.sale(15));
  const link = [{ TxnId: asText(estimate.Id) ?? "", TxnType: "Estimate" }];
  const invoice = await books.write("invoice", await books.sale(15, { LinkedTxn: link }));
  expect(await books.read(`estimate/${asText(estimate.Id) ?? ""}`)).toMatchObject({
    TxnStatus: "Closed",
    SyncToken: "0",
    LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }],
  });
});
