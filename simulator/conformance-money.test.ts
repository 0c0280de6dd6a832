// Do payments, credits, voids and deletions move the books as sections 5.3 and 5.6 say?
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
const paid = (row: Row, amount: number) => link(row, "Invoice", amount);
const sell = (amount: number, more: Row = {}) =>
  books.write("invoice", { CustomerRef: customer, Line: [line(amount)], ...more });
const pay = (TotalAmt: number, Line?: Row[], more: Row = {}) =>
  books.write("payment", { CustomerRef: customer, TotalAmt, ...(Line === undefined ? {} : { Line }), ...more });
const reread = (path: string, row: Row) => books.read(`${path}/${asText(row.Id) ?? ""}`);
const keyOf = (row: Row): Row => ({ Id: row.Id, SyncToken: row.SyncToken });
const owed = async () => Number((await reread("customer", { Id: customer.value })).Balance);

describe("5.6 payment to invoice", () => {
  it("5.6 the invoice's balance falls and it links back to the payment", async () => {
    const invoice = await sell(387);
    const payment = await pay(387, [paid(invoice, 387)]);
    expect(await reread("invoice", invoice)).toMatchObject({
      Balance: 0,
      SyncToken: "1",
      LinkedTxn: [{ TxnId: payment.Id, TxnType: "Payment" }],
    });
  });

  it("2.5 an invoice paid three times has SyncToken 3", async () => {
    const invoice = await sell(30);
    for (let part = 0; part < 3; part += 1) await pay(10, [paid(invoice, 10)]);
    expect(await reread("invoice", invoice)).toMatchObject({ SyncToken: "3", Balance: 0 });
  });

  it("5.3 without lines the whole amount is unapplied", async () => {
    expect(await pay(25)).toMatchObject({ UnappliedAmt: 25, Line: [] });
  });

  it("5.3 one payment may pay many invoices in part", async () => {
    const [a, b] = [await sell(10), await sell(20)];
    const payment = await pay(25, [paid(a, 10), paid(b, 12)]);
    expect(payment.UnappliedAmt).toBe(3);
    expect([(await reread("invoice", a)).Balance, (await reread("invoice", b)).Balance]).toEqual([0, 8]);
  });

  it("5.3 too much on one invoice is taken, the rest stays unapplied", async () => {
    const invoice = await sell(10);
    const payment = await pay(15, [paid(invoice, 15)]);
    expect(payment).toMatchObject({ TotalAmt: 15, UnappliedAmt: 5 });
    expect((await reread("invoice", invoice)).Balance).toBe(0);
  });

  it("5.6 the customer's balance falls by the whole payment, the unapplied part too", async () => {
    const before = await owed();
    await pay(7.5);
    expect(await owed()).toBe(before - 7.5);
  });

  it("5.3 TotalAmt is required and the money goes to Undeposited Funds unless told otherwise", async () => {
    expect(await books.refusal("payment", { CustomerRef: customer })).toBe("2020");
    expect((await pay(1)).DepositToAccountRef).toEqual({ value: "4" });
    expect((await pay(1, [], { DepositToAccountRef: { value: "1" } })).DepositToAccountRef).toMatchObject({
      value: "1",
    });
  });

  it("5.3 a read payment names in LineEx what it paid: id, open balance, number", async () => {
    const invoice = await sell(40, { DocNumber: "LX-1" });
    const payment = await pay(10, [paid(invoice, 10)]);
    const [first] = asRows((await reread("payment", payment)).Line);
    const named = asRows(asRow(first?.LineEx)?.any).map((entry) => asRow(entry.value));
    expect(named).toEqual([
      { Name: "txnId", Value: invoice.Id },
      { Name: "txnOpenBalance", Value: "30" },
      { Name: "txnReferenceNumber", Value: "LX-1" },
    ]);
    expect(payment.ProcessPayment).toBe(false);
  });

  it("5.3 sent lines replace all applications", async () => {
    const [a, b] = [await sell(10), await sell(10)];
    const payment = await pay(10, [paid(a, 10)]);
    const changed = await books.write("payment", { ...keyOf(payment), sparse: true, Line: [paid(b, 10)] });
    expect(changed.UnappliedAmt).toBe(0);
    expect([(await reread("invoice", a)).Balance, (await reread("invoice", b)).Balance]).toEqual([10, 0]);
  });

  it("5.3 another customer's invoice cannot be paid; a parent may pay for its job, where the company reads it so", async () => {
    const parent = await books.write("customer", { DisplayName: "Parent" });
    const child = await books.write("customer", { DisplayName: "Child", Job: true, ParentRef: { value: parent.Id } });
    const invoice = await sell(10, { CustomerRef: { value: child.Id } });
    const body = { CustomerRef: { value: parent.Id }, TotalAmt: 4, Line: [paid(invoice, 4)] };
    expect(await books.refusal("payment", { ...body, CustomerRef: customer })).toBe("6000");
    expect(await books.refusal("payment", body)).toBe("accepted");
    await books.control("settings", { readings: { parentPaysForJobs: false } });
    expect(await books.refusal("payment", body)).toBe("6000");
    await books.control("settings", { readings: { parentPaysForJobs: true } });
  });

  it("5.6 an invoice that does not exist cannot be paid", async () => {
    const reply = await books.post("payment", { CustomerRef: customer, TotalAmt: 1, Line: [paid({ Id: "99999" }, 1)] });
    expect([faultCode(reply), faultDetail(reply)]).toEqual([
      "6000",
      "Business Validation Error: The entity to link does not exist.",
    ]);
  });

  it("5.3 with AutoApplyPayments a payment without lines pays the oldest invoices", async () => {
    const auto = await addBooks(books.simulator, { preferences: { autoApplyPayments: true } });
    const younger = await auto.write("invoice", await auto.sale(10, { TxnDate: "2026-06-02" }));
    const older = await auto.write("invoice", await auto.sale(10, { TxnDate: "2026-06-01" }));
    const { CustomerRef } = await auto.sale(1);
    expect(await auto.write("payment", { CustomerRef, TotalAmt: 15 })).toMatchObject({ UnappliedAmt: 0 });
    expect(await auto.read(`invoice/${asText(older.Id) ?? ""}`)).toMatchObject({ Balance: 0 });
    expect(await auto.read(`invoice/${asText(younger.Id) ?? ""}`)).toMatchObject({ Balance: 5 });
  });
});

describe("5.6 credit memos", () => {
  it("5.3 RemainingCredit and Balance begin at the total", async () => {
    const memo = await books.write("creditmemo", { CustomerRef: customer, Line: [line(60)] });
    expect(memo).toMatchObject({ TotalAmt: 60, RemainingCredit: 60, Balance: 60 });
  });

  it("5.6 a payment of zero with two equal lines applies one to an invoice", async () => {
    const invoice = await sell(50);
    const memo = await books.write("creditmemo", { CustomerRef: customer, Line: [line(60)] });
    const before = await owed();
    const payment = await pay(0, [paid(invoice, 50), link(memo, "CreditMemo", 50)]);
    expect(payment).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
    expect(await reread("creditmemo", memo)).toMatchObject({ RemainingCredit: 10, Balance: 10 });
    expect(await reread("invoice", invoice)).toMatchObject({
      Balance: 0,
      LinkedTxn: [{ TxnId: payment.Id, TxnType: "Payment" }],
    });
    expect(await owed()).toBe(before);
  });

  it("8.27 a credit dated in the closed period cannot be given out (6210)", async () => {
    const own = await addBooks(books.simulator);
    const memo = await own.write("creditmemo", await own.sale(5, { TxnDate: "2026-08-01" }));
    await own.control("settings", { preferences: { bookCloseDate: "2026-08-31" } });
    const invoice = await own.write("invoice", await own.sale(5));
    const { CustomerRef } = await own.sale(1);
    const Line = [paid(invoice, 5), link(memo, "CreditMemo", 5)];
    expect(await own.refusal("payment", { CustomerRef, TotalAmt: 0, Line })).toBe("6210");
  });

  it("5.6 with AutoApplyCredit a new invoice takes an open credit by itself", async () => {
    const auto = await addBooks(books.simulator, { preferences: { autoApplyCredit: true } });
    const memo = await auto.write("creditmemo", await auto.sale(30));
    const invoice = await auto.write("invoice", await auto.sale(50));
    expect(invoice).toMatchObject({ TotalAmt: 50, Balance: 20, SyncToken: "1" });
    expect(await auto.read(`creditmemo/${asText(memo.Id) ?? ""}`)).toMatchObject({ RemainingCredit: 0 });
  });
});

describe("5.6 void and delete", () => {
  it("5.6 a voided invoice: note, zero amounts and quantities, no links, its number stays, SyncToken + 1", async () => {
    const made = await sell(20, {
      DocNumber: "V-9",
      PrivateNote: "old note",
      Line: [line(20, { Qty: 2, UnitPrice: 10 })],
    });
    const gone = await books.write("invoice?operation=void", keyOf(made));
    expect(gone).toMatchObject({ TotalAmt: 0, Balance: 0, LinkedTxn: [], DocNumber: "V-9", SyncToken: "1" });
    expect(gone.PrivateNote).toMatch(/^Voided.*old note$/);
    const [first] = asRows(gone.Line);
    expect([first?.Amount, asRow(first?.SalesItemLineDetail)?.Qty]).toEqual([0, 0]);
  });

  it.each([
    ["refuse", "6000"],
    ["unapply", "accepted"],
  ])("5.6 a paid invoice is voided: %s gives %s", async (voidPaidInvoice, expected) => {
    await books.control("settings", { preferences: { voidPaidInvoice } });
    const made = await sell(20);
    const payment = await pay(20, [paid(made, 20)]);
    const key = keyOf(await reread("invoice", made));
    expect(await books.refusal("invoice?operation=void", key)).toBe(expected);
    const unapplied = expected === "accepted" ? 20 : 0;
    expect((await reread("payment", payment)).UnappliedAmt).toBe(unapplied);
    await books.control("settings", { preferences: { voidPaidInvoice: "refuse" } });
  });

  it("5.6 a voided payment: zero, no lines, and its invoice is open again", async () => {
    const invoice = await sell(20);
    const payment = await pay(20, [paid(invoice, 20)]);
    const gone = await books.write("payment?operation=update&include=void", { ...keyOf(payment), sparse: true });
    expect(gone).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: "Voided" });
    expect(await reread("invoice", invoice)).toMatchObject({ Balance: 20, LinkedTxn: [] });
  });

  it("5.6 a deleted payment reopens its invoice; a deleted invoice leaves its payment unapplied", async () => {
    const invoice = await sell(20);
    const first = await pay(20, [paid(invoice, 20)]);
    await books.write("payment?operation=delete", keyOf(first));
    expect((await reread("invoice", invoice)).Balance).toBe(20);
    const second = await pay(20, [paid(invoice, 20)]);
    await books.write("invoice?operation=delete", keyOf(await reread("invoice", invoice)));
    expect(await reread("payment", second)).toMatchObject({ UnappliedAmt: 20, Line: [] });
  });

  it("5.3 Balance of a new invoice is its total without the deposit on it", async () => {
    expect(await sell(100, { Deposit: 30 })).toMatchObject({ TotalAmt: 100, Balance: 70 });
  });
});
