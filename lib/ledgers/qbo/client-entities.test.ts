// Does every kind of document stand in QuickBooks' books as it was planned? Over HTTP, against the simulator.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { LedgerDocument } from "#lib/documents/document.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { startSimulator, type Simulator } from "../../../simulator/server.ts";
import { qbo } from "./ledger.ts";
import { Desk } from "./testing/carrier.ts";
import { form, item, job, payer, paymentOf, usd } from "./testing/documents.ts";

let simulator: Simulator;
let desk: Desk;
let books: Books;
let realm = 9_130_000_000;

beforeAll(async () => {
  simulator = await startSimulator({ throttle: false });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  realm += 1;
  desk = await Desk.open(simulator.url, String(realm), { preferences: { usingSalesTax: true } });
  await desk.clerk({ do: "create-tax-code", name: "Long Beach 10.25%", percent: 10.25 });
  books = await desk.books({ taxCode: "Long Beach 10.25%", depositAccount: "Checking" });
  await desk.post(books, payer);
});

const accountId = (name: string) => books.lists.account.get(name.toLowerCase())?.ledgerId;
const markerOf = (document: LedgerDocument) => `[tieout ${document.key}]`;

/** What every form must show, to the cent. */
const shown = (document: ReturnType<typeof form>) => ({
  DocNumber: document.number,
  TxnDate: document.date,
  TotalAmt: 605.74,
  CustomerRef: { name: "Harbor Toys" },
  ClassRef: { name: "Long Beach" },
  CustomerMemo: { value: "Container MSCU1234567" },
  BillEmail: { Address: "ap@harbor-toys.example" },
  PrivateNote: markerOf(document),
  Line: [
    {
      Amount: 425,
      Description: "Long Beach to Ontario",
      SalesItemLineDetail: {
        ItemRef: { name: "Line Haul" },
        Qty: 1,
        UnitPrice: 425,
        TaxCodeRef: { value: "TAX" },
        ServiceDate: "2026-09-13",
      },
    },
    { Amount: 80.75, SalesItemLineDetail: { ItemRef: { name: "Fuel Surcharge" }, TaxCodeRef: { value: "NON" } } },
    { Amount: 99.99, SalesItemLineDetail: { ItemRef: { name: "Yard Storage" }, Qty: 3, UnitPrice: 33.33 } },
    { Amount: 605.74, DetailType: "SubTotalLineDetail" },
  ],
});

it("the client accepts every kind there is", () => {
  expect(qbo.limits.accepts.toSorted()).toEqual(
    [
      "customer",
      "item",
      "sales-order",
      "invoice",
      "sales-receipt",
      "payment",
      "credit-memo",
      "refund-receipt",
    ].toSorted(),
  );
});

describe("names", () => {
  it("a customer has its company, e-mail, phone and address", async () => {
    expect(await desk.row("Customer", payer)).toMatchObject({
      DisplayName: "Harbor Toys",
      CompanyName: "Harbor Toys LLC",
      PrimaryEmailAddr: { Address: "ap@harbor-toys.example" },
      PrimaryPhone: { FreeFormNumber: "562-555-0142" },
      BillAddr: { Line1: "1 Pier J", City: "Long Beach", CountrySubDivisionCode: "CA", PostalCode: "90802" },
    });
  });

  it("a job stands below its customer, and is not made twice", async () => {
    await desk.post(books, job);
    expect(await desk.row("Customer", job)).toMatchObject({
      DisplayName: "Pier 7",
      Job: true,
      FullyQualifiedName: "Harbor Toys:Pier 7",
      ParentRef: { value: desk.links.get(payer.key)?.ledgerId },
    });
    const again = await desk.talk(desk.push(job, "create", { link: null }), books);
    expect(again.verdict).toMatchObject({ is: "posted", link: desk.links.get(job.key) });
    expect(await desk.rows("Customer")).toHaveLength(2);
  });

  it("an item is a service with its income account", async () => {
    await desk.post(books, item);
    expect(await desk.row("Item", item)).toMatchObject({
      Name: "Crane Rental",
      Type: "Service",
      Description: "By the hour",
      IncomeAccountRef: { name: "Freight Income" },
    });
  });

  it("a name with curly quotes is found again, and does not become a second customer", async () => {
    const curly = { ...payer, key: "customer/curly", name: "Maria\u2019s \u201cToys\u201d" };
    await desk.post(books, curly);
    const again = await desk.talk(desk.push(curly, "create", { link: null }), books);
    expect(again.verdict).toMatchObject({ is: "posted", link: desk.links.get(curly.key) });
    expect(JSON.stringify(again.said)).not.toMatch(/[\u2018-\u201f]/);
    const straight = { ...payer, key: "customer/straight", name: 'Maria\'s "Toys"' };
    await desk.post(books, straight);
    expect(desk.links.get(straight.key)).not.toEqual(desk.links.get(curly.key));
  });
});

describe("forms", () => {
  it("an invoice is due by its terms and open", async () => {
    const invoice = form("invoice", "HL-1", { terms: "Net 30", dueDate: "2026-10-14" });
    await desk.post(books, invoice);
    expect(await desk.row("Invoice", invoice)).toMatchObject({
      ...shown(invoice),
      SalesTermRef: { name: "Net 30" },
      DueDate: "2026-10-14",
      Balance: 605.74,
    });
  });

  it("a sales order is an estimate, and the invoice that copies it closes it", async () => {
    const order = form("sales-order", "SO-1");
    const invoice = form("invoice", "HL-1", { from: order.key, after: [payer.key, order.key] });
    await desk.post(books, order);
    expect(await desk.row("Estimate", order)).toMatchObject({ ...shown(order), TxnStatus: "Pending" });
    await desk.post(books, invoice);
    const estimateId = desk.links.get(order.key)?.ledgerId;
    expect(await desk.row("Invoice", invoice)).toMatchObject({
      LinkedTxn: [{ TxnId: estimateId, TxnType: "Estimate" }],
    });
    expect(await desk.row("Estimate", order)).toMatchObject({ TxnStatus: "Closed" });
  });

  it("a sales receipt is paid at once: method, reference and the account of the money", async () => {
    const receipt = form("sales-receipt", "SR-1", {
      method: "Credit Card",
      reference: "ch_3Nf81",
      depositAccount: "Savings",
    });
    await desk.post(books, receipt);
    expect(await desk.row("SalesReceipt", receipt)).toMatchObject({
      ...shown(receipt),
      Balance: 0,
      PaymentMethodRef: { name: "Credit Card" },
      PaymentRefNum: "ch_3Nf81",
      DepositToAccountRef: { value: accountId("Savings") },
    });
  });

  it("a credit memo is open until it is used", async () => {
    const credit = form("credit-memo", "CM-1");
    await desk.post(books, credit);
    expect(await desk.row("CreditMemo", credit)).toMatchObject({ ...shown(credit), RemainingCredit: 605.74 });
    expect(await desk.row("Customer", payer)).toMatchObject({ Balance: -605.74 });
  });

  it("a refund receipt takes the money from the company's account", async () => {
    const refund = form("refund-receipt", "RR-1", { paymentType: "check", reference: "2001", method: "Check" });
    await desk.post(books, refund);
    expect(await desk.row("RefundReceipt", refund)).toMatchObject({
      ...shown(refund),
      DepositToAccountRef: { value: accountId("Checking") },
      PaymentType: "Check",
      PaymentRefNum: "2001",
      PaymentMethodRef: { name: "Check" },
    });
    expect(await desk.row("Customer", payer)).toMatchObject({ Balance: 0 });
  });

  it.each(["invoice", "sales-order", "sales-receipt", "credit-memo", "refund-receipt"] as const)(
    "a %s bears discount, shipping and the tax that was charged, a cent off what QuickBooks would compute",
    async (kind) => {
      // (425.00 less its share of 10.00) × 10.25 % is 42.84; the shop charged 42.85.
      const taxed = form(kind, "T-1", {
        discount: usd("1000"),
        shipping: usd("599"),
        tax: { amount: usd("4285") },
        total: usd("64458"),
      });
      await desk.post(books, taxed);
      const entity = { invoice: "Invoice", "sales-order": "Estimate", "sales-receipt": "SalesReceipt" } as const;
      const others = { "credit-memo": "CreditMemo", "refund-receipt": "RefundReceipt" } as const;
      const row = await desk.row({ ...entity, ...others }[kind], taxed);
      expect(row).toMatchObject({ TotalAmt: 644.58, TxnTaxDetail: { TotalTax: 42.85 }, ApplyTaxAfterDiscount: true });
    },
  );
});

describe("money received", () => {
  const first = form("invoice", "HL-1");
  const second = form("invoice", "HL-2");
  const open = async (document: typeof first) => (await desk.row("Invoice", document)).Balance;

  beforeEach(async () => await desk.post(books, first, second));

  it("one payment pays several invoices, wholly and in part", async () => {
    const payment = paymentOf({
      total: usd("70574"),
      applies: [
        { to: first.key, amount: usd("60574") },
        { to: second.key, amount: usd("10000") },
      ],
    });
    await desk.post(books, payment);
    expect(await desk.row("Payment", payment)).toMatchObject({
      TotalAmt: 705.74,
      UnappliedAmt: 0,
      TxnDate: "2026-10-01",
      PaymentRefNum: "1042",
      PaymentMethodRef: { name: "Check" },
      DepositToAccountRef: { value: accountId("Checking") },
      PrivateNote: markerOf(payment),
    });
    expect([await open(first), await open(second)]).toEqual([0, 505.74]);
  });

  it("what is paid too much stays with the customer, as does what pays nothing", async () => {
    const tooMuch = paymentOf({ total: usd("70000"), applies: [{ to: first.key, amount: usd("60574") }] });
    const advance = paymentOf({ key: "order/1/payment/2", reference: "1043", total: usd("5000") });
    await desk.post(books, tooMuch, advance);
    expect(await desk.row("Payment", tooMuch)).toMatchObject({ UnappliedAmt: 94.26 });
    expect(await desk.row("Payment", advance)).toMatchObject({ UnappliedAmt: 50, Line: [] });
  });

  it("a payer pays the invoice of a job", async () => {
    await desk.post(books, job);
    const ofJob = form("invoice", "HL-3", { customer: job.key, customerName: job.name, after: [job.key] });
    const payment = paymentOf({ applies: [{ to: ofJob.key, amount: usd("60574") }] });
    await desk.post(books, ofJob, payment);
    expect(await open(ofJob)).toBe(0);
  });

  it("a credit memo is used up by a payment of nothing", async () => {
    const credit = form("credit-memo", "CM-1");
    const use = paymentOf({
      key: "order/1/payment/credit",
      total: usd("0"),
      applies: [
        { to: first.key, amount: usd("60574") },
        { to: credit.key, amount: usd("60574") },
      ],
    });
    await desk.post(books, credit, use);
    expect(await desk.row("Payment", use)).toMatchObject({
      TotalAmt: 0,
      UnappliedAmt: 0,
      Line: [{ Amount: 605.74 }, { Amount: 605.74 }],
    });
    expect(await desk.row("CreditMemo", credit)).toMatchObject({ RemainingCredit: 0 });
    expect(await open(first)).toBe(0);
  });

  it("a reference longer than QuickBooks holds is kept whole in the note", async () => {
    const long = paymentOf({ reference: "ach-transfer-2026-10-01-0000000001" });
    await desk.post(books, long);
    const row = await desk.row("Payment", long);
    expect(String(row.PaymentRefNum).length).toBeLessThanOrEqual(21);
    expect(row.PrivateNote).toContain("ach-transfer-2026-10-01-0000000001");
  });
});
