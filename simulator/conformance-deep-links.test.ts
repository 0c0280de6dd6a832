// Conformance, 5.10 and 9.1 (22) of the facts: what opens behind the deep links of QuickBooks.
import { afterAll, beforeAll, expect, it } from "vitest";
import { addBooks, line } from "./test-client.ts";
import { idOf as id, Site } from "./test-site.ts";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.books.simulator.close());

it("5.10 the deep link of each form shows number, customer, lines, totals, links and its PDF", async () => {
  const who = await site.customer("Deep & Link");
  const base = { CustomerRef: { value: id(who) } };
  const estimate = await site.books.write("estimate", { ...base, DocNumber: "EST-1", Line: [line(120)] });
  const invoice = await site.invoiceOf(who, 120, {
    DocNumber: "INV-1",
    Line: [line(100, { Qty: 4, UnitPrice: 25 }), { ...line(20), Description: "Lift <gate>" }],
    LinkedTxn: [{ TxnId: id(estimate), TxnType: "Estimate" }],
  });
  const payment = await site.books.write("payment", {
    ...base,
    TotalAmt: 45,
    PaymentRefNum: "CHK 9",
    Line: [{ Amount: 45, LinkedTxn: [{ TxnId: id(invoice), TxnType: "Invoice" }] }],
  });
  const credit = await site.books.write("creditmemo", { ...base, DocNumber: "CM-1", Line: [line(15)] });
  const receipt = await site.books.write("salesreceipt", { ...base, DocNumber: "SR-1", Line: [line(8)] });
  const [bank] = await site.books.rows("select * from Account where AccountType = 'Bank'");
  const refund = await site.books.write("refundreceipt", {
    ...base,
    DocNumber: "RR-1",
    DepositToAccountRef: { value: id(bank ?? {}) },
    Line: [line(9)],
  });

  const shown = await site.open(site.deep("invoice", invoice));
  expect(shown.status).toBe(200);
  for (const words of [
    "Invoice INV-1",
    "Deep &amp; Link",
    "Lift &lt;gate&gt;",
    "Subtotal 120.00",
    "Balance due 75.00",
  ]) {
    expect(shown.words).toContain(words);
  }
  for (const link of [
    site.deep("recvpayment", payment),
    site.deep("estimate", estimate),
    site.deep("customerdetail", who, "nameId"),
  ]) {
    expect(shown.text).toContain(`href="${link.replace("&", "&amp;")}"`);
  }
  const pdf = await site.open(`${site.company}/pdf/Invoice/${id(invoice)}`);
  expect(shown.text).toContain(`href="${site.company}/pdf/Invoice/${id(invoice)}"`);
  expect(pdf.headers.get("content-type")).toBe("application/pdf");
  expect(pdf.text.startsWith("%PDF")).toBe(true);

  for (const [page, row, words] of [
    ["estimate", estimate, ["Estimate EST-1", "Closed", "Invoice INV-1"]],
    ["recvpayment", payment, ["Payment CHK 9", "Amount received 45.00", "Invoice INV-1"]],
    ["creditmemo", credit, ["Credit memo CM-1", "Credit left 15.00", "Apply to an invoice"]],
    ["salesreceipt", receipt, ["Sales receipt SR-1", "Total 8.00"]],
    ["refundreceipt", refund, ["Refund receipt RR-1", "Total 9.00"]],
  ] as const) {
    const answer = await site.open(site.deep(page, row));
    expect(answer.status).toBe(200);
    for (const word of words) expect(answer.words).toContain(word);
  }
  const detail = await site.open(site.deep("customerdetail", who, "nameId"));
  for (const word of ["Deep &amp; Link", "Open balance 60.00", "Invoice INV-1", "Payment CHK 9"]) {
    expect(detail.words).toContain(word);
  }
});

it("5.10 an invoice that a credit memo pays leads to it and back, through the payment of zero between them", async () => {
  const who = await site.customer("Credited by link");
  const invoice = await site.invoiceOf(who, 50, { DocNumber: "CRL-1" });
  const credit = await site.books.write("creditmemo", {
    CustomerRef: { value: id(who) },
    DocNumber: "CRL-2",
    Line: [line(20)],
  });
  const apply = { do: "apply-credit", "credit.id": id(credit), "invoice.id": id(invoice), amount: "15" };
  const applied = await site.act({ ...apply, back: site.deep("creditmemo", credit) });
  expect(applied.words).toMatch(/Linked transactions .*Payment \d+ .*Invoice CRL-1 .* 15\.00/);
  expect((await site.open(site.deep("invoice", invoice))).words).toMatch(/Linked .*Credit memo CRL-2 .* 15\.00/);
});

it("5.10 both spellings of the company parameter choose the company; without one the first that holds the id", async () => {
  const invoice = await site.invoiceOf(await site.customer("Spelled"), 10, { DocNumber: "SP-1" });
  const other = await addBooks(site.books.simulator, { name: "Other books" });
  expect((await site.open(site.deep("invoice", invoice, "txnId", "deeplinkcompanyid"))).words).toContain("SP-1");
  expect((await site.open(`/app/invoice?txnId=${id(invoice)}`)).words).toContain("SP-1");
  expect((await site.open(`/app/invoice?txnId=${id(invoice)}&companyId=${other.realm}`)).status).toBe(404);
  expect((await site.open(`/app/homepage?companyId=${other.realm}`)).words).toContain("Other books");
  expect((await site.open("/app/homepage")).words).toContain("Companies");
  expect((await site.open(`/app/items?companyId=${site.books.realm}`)).words).toContain("Products and services");
  expect((await site.open(`/app/chartofaccounts?companyId=${site.books.realm}`)).words).toContain("Undeposited Funds");
});

it("5.10 what is not there says so: deleted with its day, merged with where it went, never known, of another kind", async () => {
  const who = await site.customer("Goes away");
  const invoice = await site.invoiceOf(who, 10);
  await site.books.control("bookkeeper", { do: "delete", id: id(invoice) });
  const gone = await site.open(site.deep("invoice", invoice));
  expect(gone.status).toBe(404);
  expect(gone.words).toMatch(/This transaction is gone .*was deleted on \d{4}-\d{2}-\d{2}/);
  const stays = await site.customer("Stays here");
  await site.books.control("bookkeeper", { do: "merge", id: id(who), into: id(stays) });
  const merged = await site.open(site.deep("customerdetail", who, "nameId"));
  expect(merged.status).toBe(404);
  expect(merged.words).toMatch(/was merged into Stays here/);
  const never = await site.open(`/app/invoice?txnId=99999&companyId=${site.books.realm}`);
  expect([never.status, never.words]).toEqual([404, expect.stringContaining("It may have been deleted")]);
  const payment = await site.books.write("payment", { CustomerRef: { value: id(stays) }, TotalAmt: 1 });
  expect((await site.open(site.deep("invoice", payment))).status).toBe(404);
  expect((await site.open("/app/nowhere")).status).toBe(404);
  expect((await site.open(`${site.company}/record/Invoice/99999`)).status).toBe(404);
});
