// Does an order take over an invoice that is in the books already, with its lines and payments, exactly and once?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openPaymentsWorld, type PaymentsWorld } from "#db/testing-payments.ts";
import { added, exports, invoiceNumbered, offered, studio, takeOver } from "#db/testing-take-over.ts";
import { orderOf, planned, pushesOf, wrongCounters, type BookRow } from "#db/testing-world.ts";
import { comparePayments } from "#lib/operations/compare-payments.ts";
import { listInvoices } from "#lib/operations/list-invoices.ts";
import { recordPayment } from "#lib/operations/record-payment.ts";
import { showPayments } from "#lib/operations/show-payments.ts";
import { takeOverInvoice } from "#lib/operations/take-over-invoice.ts";

let reading: PaymentsWorld;
let settle: PaymentsWorld["settle"];

beforeAll(async () => {
  reading = await openPaymentsWorld();
  ({ settle } = reading);
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const salesOf = (row: BookRow) =>
  (row.Line as BookRow[]).filter((line) => line.DetailType === "SalesItemLineDetail").map((line) => line.Amount);

describe("the customer's invoices in the books", () => {
  it("PSC-04 are listed newest first with lines and payments; one that is linked says to what", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    const before = await reading.readsOf(company);
    const { invoices, next } = await listInvoices(company.scope, { orderId, from: 1 });
    expect((await reading.readsOf(company)) - before).toBe(3);
    expect(next).toBeNull();
    expect(invoices.map(({ number, linkedTo }) => [number, linkedTo])).toEqual([
      ["L-1", "Invoice L-1 of order L-1"],
      ["1037", null],
    ]);
    expect(invoices[1]).toMatchObject({
      date: "2026-10-20",
      total: { minor: "6003" },
      balance: { minor: "3503" },
      whyNoImport: null,
      unknownMethods: ["Afterpay"],
      lines: [
        { itemName: "Line Haul", description: "Deposit", quantity: "1", amount: { minor: "3000" } },
        { itemName: "Line Haul", description: "Deposit", quantity: "3", amount: { minor: "3003" } },
      ],
      payments: [
        { amount: { minor: "2000" }, date: "2026-10-21", method: "Afterpay", reference: "AP-1" },
        { amount: { minor: "500" }, date: "2026-10-22", method: "Afterpay", reference: "AP-2" },
      ],
    });
  });

  it("PSC-04 none at all, and another customer's are not among them", async () => {
    const there = await studio(reading);
    const { company } = there;
    await planned(company, [orderOf(3, { customer: { name: "Beta Goods" } })]);
    const [order] = await reading.rowsOf(
      "select order_id from orders where tenant_id = $1 and number = 'L-3'",
      company,
    );
    const unlinked = listInvoices(company.scope, { orderId: String(order?.order_id), from: 1 });
    await expect(unlinked).rejects.toThrow("The customer Beta Goods is not linked to QuickBooks yet.");
    expect((await listInvoices(company.scope, { orderId: there.orderId, from: 3 })).invoices).toEqual([]);
  });
});

describe("PSC-05 link only", () => {
  it("ties the order's invoice to it and imports nothing; the next export says what the order says", async () => {
    const there = await studio(reading);
    const { company, orderId, deposit } = there;
    expect(await takeOver(there, false)).toEqual({ number: "1037", lines: 0, payments: 0 });
    const shown = await showPayments(company.scope, { orderId });
    expect(shown).toMatchObject({ payments: [], adjustments: [], whyNoUpdate: null });
    expect(shown.whyNoTakeOver).toBe(`Its invoice is QuickBooks ID ${deposit} already.`);
    const [link] = await reading.rowsOf(
      "select linked_by, ledger_id, ledger_number, balance_minor::text as open from ledger_links where tenant_id = $1 and linked_by = 'person'",
      company,
    );
    expect(link).toEqual({ linked_by: "person", ledger_id: deposit, ledger_number: "1037", open: "3503" });
    await exports(company, "by-itself");
    await settle(company);
    const invoices = await reading.booksOf(company);
    expect(invoices.map((row) => String(row.DocNumber)).toSorted()).toEqual(["L-1", "L-2"]);
    const [own] = invoices.filter((row) => row.Id === deposit);
    expect(own).toMatchObject({ DocNumber: "L-2", TotalAmt: 119.33, Balance: 94.33 });
    expect(salesOf(own!)).toEqual([102.02, 17.31]);
  });

  it("PSC-23 what was paid over there is then new, and can be imported by an update", async () => {
    const there = await studio(reading);
    await takeOver(there, false);
    const { changes, unknownMethods } = await comparePayments(there.company.scope, { orderId: there.orderId });
    expect(changes.map(({ is }) => is)).toEqual(["add", "add"]);
    expect(unknownMethods).toEqual(["Afterpay"]);
  });
});

describe("PSC-05 link and import", () => {
  it("PSC-07 PSC-08 waits until every unknown payment method is added or changed to a known one", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    await expect(takeOver(there, true)).rejects.toMatchObject({ code: "invalid", path: "methods" });
    const nobody = { Afterpay: { is: "change", to: "Barter" } } as const;
    await expect(takeOver(there, true, nobody)).rejects.toMatchObject({ code: "invalid", path: "methods" });
    // Nothing of a refused import stays.
    expect((await showPayments(company.scope, { orderId })).whyNoTakeOver).toBeNull();
    await takeOver(there, true, { Afterpay: { is: "change", to: "Credit Card" } });
    const { payments, methods } = await showPayments(company.scope, { orderId });
    expect(payments.map(({ method }) => method)).toEqual(["Credit Card", "Credit Card"]);
    expect(methods).not.toContain("Afterpay");
    // Remembered: it is no difference the next time.
    expect((await comparePayments(company.scope, { orderId })).changes).toEqual([]);
  });

  it("PSC-08 an added method is known from then on", async () => {
    const there = await studio(reading);
    await takeOver(there, true, added);
    const { methods } = await showPayments(there.company.scope, { orderId: there.orderId });
    expect(methods).toContain("Afterpay");
  });

  it("PSC-06 its lines are adjustments of the order; the update says both, to the cent, and pays nothing twice", async () => {
    const there = await studio(reading);
    const { company, orderId, deposit } = there;
    expect(await takeOver(there, true, added)).toEqual({ number: "1037", lines: 2, payments: 2 });
    const shown = await showPayments(company.scope, { orderId });
    expect(shown.adjustments.map(({ quantity, amount }) => [quantity, amount.minor])).toEqual([
      ["1", "3000"],
      ["3", "3003"],
    ]);
    expect(shown.sums).toMatchObject({
      order: { minor: "11933" },
      adjustments: { minor: "6003" },
      paid: { minor: "2500" },
      open: { minor: "15436" },
    });
    await recordPayment(company.scope, { orderId, date: "2026-11-03", amount: "154.36", method: "Check" });
    await exports(company, "by-itself");
    await settle(company);
    const own = (await reading.booksOf(company)).find((row) => row.Id === deposit);
    expect(own).toMatchObject({ DocNumber: "L-2", TotalAmt: 179.36, Balance: 0 });
    expect(salesOf(own!)).toEqual([30, 30.03, 102.02, 17.31]);
    const [, second] = (own!.Line as BookRow[]).map((line) => line.SalesItemLineDetail as BookRow);
    expect(second).toMatchObject({ Qty: 3, UnitPrice: 10.01 });
    const amounts = (await reading.booksOf(company, "Payment")).map((row) => row.TotalAmt);
    expect(amounts.toSorted((a, b) => Number(a) - Number(b))).toEqual([5, 20, 154.36]);
    const efforts = (await pushesOf(reading.world, company)).length;
    await exports(company, "by-itself");
    await settle(company);
    expect((await pushesOf(reading.world, company)).length).toBe(efforts);
    expect(await reading.linksOf(company)).toMatchObject({ invoice: "there" });
  });

  it("PSC-09 imported payments are locked: counted as exported, never sent, never edited", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    await takeOver(there, true, added);
    const { payments } = await showPayments(company.scope, { orderId });
    expect(payments.map(({ lock, origin }) => [origin, lock])).toEqual([
      ["imported", "imported"],
      ["imported", "imported"],
    ]);
    await exports(company, "by-itself");
    await settle(company);
    const pushes = await pushesOf(reading.world, company);
    expect(pushes.filter(({ kind }) => kind === "payment")).toEqual([]);
  });

  it("PSC-33 a card is charged over there after the export: one update brings it", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    await takeOver(there, true, added);
    await exports(company, "by-itself");
    await settle(company);
    await reading.clerk(company, { do: "pay", docNumber: "L-2", date: "2026-11-09", method: "Credit Card" });
    const { changes } = await comparePayments(company.scope, { orderId });
    expect(changes).toMatchObject([{ is: "add", after: { amount: { minor: "15436" }, method: "Credit Card" } }]);
  });
});

describe("what is refused", () => {
  it("an invoice that is another order's, one that changed meanwhile, one that is not there", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    const own = await offered(there, "L-1");
    const take = (ledgerId: string, versionToken: string) =>
      takeOverInvoice(company.scope, { orderId, ledgerId, versionToken, isImport: false, methods: {} });
    await expect(take(own.ledgerId, own.versionToken)).rejects.toThrow("Invoice L-1 of order L-1 already");
    const before = await offered(there, "1037");
    await reading.clerk(company, { do: "pay", docNumber: "1037", amount: 1 });
    await expect(take(before.ledgerId, before.versionToken)).rejects.toMatchObject({ code: "moved-on" });
    await expect(take("999999", "0")).rejects.toMatchObject({ code: "moved-on" });
  });

  it("two people at once: one link, and the other is told", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    const { ledgerId, versionToken } = await offered(there, "1037");
    const take = () =>
      takeOverInvoice(company.scope, { orderId, ledgerId, versionToken, isImport: true, methods: added });
    const ends = await Promise.allSettled([take(), take()]);
    expect(ends.filter(({ status }) => status === "fulfilled").length).toBe(1);
    expect((await showPayments(company.scope, { orderId })).payments.length).toBe(2);
    expect((await showPayments(company.scope, { orderId })).adjustments.length).toBe(2);
  });

  it("an invoice with a discount can be linked, not imported", async () => {
    const there = await studio(reading);
    const { company } = there;
    const row = await invoiceNumbered(reading, company, "1037");
    const discount = { DetailType: "DiscountLineDetail", Amount: 1, DiscountLineDetail: { PercentBased: false } };
    const lines = (row.Line as BookRow[]).filter((line) => line.DetailType === "SalesItemLineDetail");
    const body = { Line: [...lines, discount] };
    await reading.clerk(company, { do: "update", entity: "Invoice", id: row.Id, body });
    expect((await offered(there, "1037")).whyNoImport).toBe("not-only-lines");
    await expect(takeOver(there, true, added)).rejects.toThrow("Link it only.");
    expect(await takeOver(there, false)).toMatchObject({ number: "1037" });
  });
});
