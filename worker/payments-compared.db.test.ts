// Do the payments of an order follow what the bookkeeper records, changes and deletes over there, and is none sent twice?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openPaymentsWorld, type PaymentsWorld } from "#db/testing-payments.ts";
import { acme, paid } from "#db/testing-reading.ts";
import { orderOf, planned, pushesOf, wrongCounters } from "#db/testing-world.ts";
import { applyPayments } from "#lib/operations/apply-payments.ts";
import { comparePayments } from "#lib/operations/compare-payments.ts";
import { findNewPayments } from "#lib/operations/find-new-payments.ts";
import { recordPayment } from "#lib/operations/record-payment.ts";
import { showPayments } from "#lib/operations/show-payments.ts";

let reading: PaymentsWorld;
let companyWithInvoice: PaymentsWorld["companyWithInvoice"];
let orderIdOf: PaymentsWorld["orderIdOf"];
let settle: PaymentsWorld["settle"];
let paymentsIn: PaymentsWorld["paymentsIn"];
let shown: PaymentsWorld["shown"];
let sums: PaymentsWorld["sums"];

beforeAll(async () => {
  reading = await openPaymentsWorld();
  ({ companyWithInvoice, orderIdOf, settle, paymentsIn, shown, sums } = reading);
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const check = { date: "2026-11-03", amount: "40.00", method: "Check", reference: "1001" };

describe("PSC-28 update from QuickBooks", () => {
  it("shows what the bookkeeper added, changed and deleted, and applies exactly that", async () => {
    const three = {
      payments: [
        { externalId: "p1", amount: "10.00", date: "2026-11-02" },
        { externalId: "p2", amount: "20.00", date: "2026-11-02" },
        { externalId: "p3", amount: "30.00", date: "2026-11-02" },
      ],
    };
    const company = await companyWithInvoice(three);
    const orderId = await orderIdOf(company);
    expect((await comparePayments(company.scope, { orderId })).changes).toEqual([]);
    const ids = new Map((await reading.booksOf(company, "Payment")).map((row) => [row.TotalAmt, String(row.Id)]));
    const invoice = await reading.invoiceOf(company);
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 7.5, date: "2026-11-06", reference: "77" });
    await reading.clerk(company, { do: "delete", entity: "Payment", id: ids.get(30) });
    await reading.clerk(company, {
      do: "update",
      entity: "Payment",
      id: ids.get(20),
      body: {
        TotalAmt: 22,
        TxnDate: "2026-11-05",
        Line: [{ Amount: 22, LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }] }],
      },
    });
    const before = await reading.readsOf(company);
    const { changes, shown: mark } = await comparePayments(company.scope, { orderId });
    expect((await reading.readsOf(company)) - before).toBe(2);
    expect(changes).toMatchObject([
      { is: "add", same: null, after: { amount: { minor: "750" }, date: "2026-11-06", reference: "77" } },
      { is: "remove", ledgerId: ids.get(30), before: { amount: { minor: "3000" } } },
      { is: "update", ledgerId: ids.get(20), after: { amount: { minor: "2200" }, date: "2026-11-05" } },
    ]);
    expect(await shown(company, orderId)).toEqual(["1000 exported", "2000 exported", "3000 exported"]);
    const applied = await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    expect(applied).toEqual({ updated: 1, added: 1, removed: 1, released: 0 });
    expect(await shown(company, orderId)).toEqual([
      "1000 exported",
      "2200 imported",
      "3000 taken-back",
      "750 imported",
    ]);
    expect(await sums(company, orderId)).toEqual(["3950", "7882"]);
    const inBooks = await paymentsIn(company);
    const efforts = (await pushesOf(reading.world, company)).length;
    await planned(company, [orderOf(1, { ...acme, ...three, updatedAt: "2026-11-09T08:00:00Z", notes: "again" })]);
    await settle(company);
    expect(await paymentsIn(company)).toEqual(inBooks);
    expect((await pushesOf(reading.world, company)).filter(({ kind }) => kind === "payment").length).toBe(3);
    expect((await pushesOf(reading.world, company)).length).toBe(efforts);
    expect((await comparePayments(company.scope, { orderId })).changes).toEqual([]);
  });

  it("applies nothing when the books changed since it was shown, nor what was shown a second time", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 10, date: "2026-11-06" });
    const first = await comparePayments(company.scope, { orderId });
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 11, date: "2026-11-06" });
    const late = applyPayments(company.scope, { orderId, shown: first.shown, methods: {} });
    await expect(late).rejects.toMatchObject({ code: "moved-on" });
    expect(await shown(company, orderId)).toEqual([]);
    const { shown: mark } = await comparePayments(company.scope, { orderId });
    await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    const twice = applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    await expect(twice).rejects.toMatchObject({ code: "moved-on" });
    expect(await shown(company, orderId)).toEqual(["1000 imported", "1100 imported"]);
  });

  it("an imported one follows what the bookkeeper does to it", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    const update = async () => {
      const { shown: mark } = await comparePayments(company.scope, { orderId });
      return await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    };
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 10, date: "2026-11-06" });
    expect(await update()).toEqual({ updated: 0, added: 1, removed: 0, released: 0 });
    const [row] = await reading.booksOf(company, "Payment");
    await reading.clerk(company, { do: "update", entity: "Payment", id: row?.Id, body: { TxnDate: "2026-11-07" } });
    expect(await update()).toEqual({ updated: 1, added: 0, removed: 0, released: 0 });
    expect((await showPayments(company.scope, { orderId })).payments).toMatchObject([{ date: "2026-11-07" }]);
    await reading.clerk(company, { do: "void", entity: "Payment", id: row?.Id });
    expect(await update()).toEqual({ updated: 0, added: 0, removed: 1, released: 0 });
    expect(await shown(company, orderId)).toEqual([]);
  });

  it("PSC-27 VSS-18 several payments, one in part, one too much: what was overpaid stays with the customer", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    const invoice = await reading.invoiceOf(company);
    const { CustomerRef } = invoice;
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 18.32, date: "2026-11-06" });
    const line = { Amount: 100, LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }] };
    const body = { CustomerRef, TotalAmt: 130, TxnDate: "2026-11-08", Line: [line] };
    await reading.clerk(company, { do: "create", entity: "Payment", body });
    const { shown: mark } = await comparePayments(company.scope, { orderId });
    await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    expect(await sums(company, orderId)).toEqual(["14832", "-3000"]);
    expect((await showPayments(company.scope, { orderId })).sums.paidOn).toBe("2026-11-08");
    await recordPayment(company.scope, { orderId, ...check });
    await settle(company);
    const typed = (await reading.booksOf(company, "Payment")).find((row) => row.TotalAmt === 40);
    expect(typed).toMatchObject({ UnappliedAmt: 40 });
  });

  it("VSS-18 one of ours that found nothing to pay is there, and is no difference until it is changed or gone", async () => {
    const payments = [
      { externalId: "p1", amount: "118.32", date: "2026-11-02" },
      { externalId: "p2", amount: "20.00", date: "2026-11-03" },
    ];
    const company = await companyWithInvoice({ payments });
    const orderId = await orderIdOf(company);
    const changesNow = async () => {
      const { changes, shown: mark } = await comparePayments(company.scope, { orderId });
      await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
      return changes;
    };
    const unapplied = (await reading.booksOf(company, "Payment")).find((row) => row.UnappliedAmt === 20);
    const before = await reading.readsOf(company);
    expect((await comparePayments(company.scope, { orderId })).changes).toEqual([]);
    expect((await reading.readsOf(company)) - before).toBe(2);
    const change = { entity: "Payment", id: unapplied?.Id };
    await reading.clerk(company, { do: "update", ...change, body: { TotalAmt: 21 } });
    expect(await changesNow()).toMatchObject([{ is: "update", after: { amount: { minor: "2100" } } }]);
    expect(await changesNow()).toEqual([]);
    await reading.clerk(company, { do: "delete", ...change });
    expect(await changesNow()).toMatchObject([{ is: "remove", before: { amount: { minor: "2100" } } }]);
  });

  it("a payment that also pays an invoice of several orders is no difference, and a stranger's on that one is nobody's", async () => {
    const charges = (amount: string) => [{ code: "Line Haul", amount }];
    const company = await companyWithInvoice({
      chargeSets: [{ charges: charges("10.00") }, { number: "C-1", charges: charges("20.00") }],
      payments: [
        { externalId: "p1", amount: "15.00", date: "2026-11-02" },
        { externalId: "p2", amount: "5.00", date: "2026-11-03" },
      ],
    });
    const orderId = await orderIdOf(company);
    expect((await reading.booksOf(company)).map((row) => String(row.Balance)).toSorted()).toEqual(["0", "10"]);
    await reading.clerk(company, { do: "pay", docNumber: "C-1", amount: 3, date: "2026-11-06" });
    expect((await comparePayments(company.scope, { orderId })).changes).toEqual([]);
    expect(await findNewPayments(company.scope, { orderIds: [orderId] })).toEqual([]);
  });

  it("says plainly when there is nothing to ask, and asks nothing", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    const invoice = await reading.invoiceOf(company);
    await reading.clerk(company, { do: "void", entity: "Invoice", id: invoice.Id });
    const gone = comparePayments(company.scope, { orderId });
    await expect(gone).rejects.toThrow("Its invoice was deleted or voided in QuickBooks");
    await planned(company, [orderOf(2, { ...acme, status: "open" })]);
    const [open] = await reading.rowsOf("select order_id from orders where tenant_id = $1 and number = 'L-2'", company);
    const before = await reading.readsOf(company);
    const never = comparePayments(company.scope, { orderId: String(open?.order_id) });
    await expect(never).rejects.toThrow("It has no invoice of its own in QuickBooks.");
    expect(await reading.readsOf(company)).toBe(before);
  });
});

describe("CNX-27 one payment on both sides", () => {
  it("typed over there and told by the source later: by reference, date and amount it is the same, and is not sent", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 50, date: "2026-11-02", reference: "TX-9" });
    const { shown: mark } = await comparePayments(company.scope, { orderId });
    await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    const told = { externalId: "p1", amount: "50.00", date: "2026-11-02" };
    const payments = [
      { ...told, reference: "TX-9" },
      { ...told, externalId: "p2", reference: "TX-10" },
    ];
    await planned(company, [orderOf(1, { ...acme, payments, updatedAt: "2026-11-09T08:00:00Z" })]);
    await settle(company);
    const references = (await reading.booksOf(company, "Payment")).map((row) => String(row.PaymentRefNum));
    expect(references.toSorted()).toEqual(["TX-10", "TX-9"]);
    expect(await shown(company, orderId)).toEqual(["5000 exported", "5000 imported"]);
  });

  it("typed here, not sent yet, and recorded over there: imported instead of sent", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    const { paymentId } = await recordPayment(company.scope, { orderId, ...check, note: "At the counter" });
    const { amount, date, reference } = check;
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount, date, reference, method: "Check" });
    const { changes, shown: mark } = await comparePayments(company.scope, { orderId });
    expect(changes).toMatchObject([{ is: "add", same: paymentId }]);
    await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["40 2026-11-03"]);
    const { payments } = await showPayments(company.scope, { orderId });
    expect(payments).toMatchObject([{ origin: "imported", lock: "imported", note: "At the counter" }]);
  });
});

describe("PSC-23 new payments over there", () => {
  it("are found for many orders in two questions, and no more once they are imported", async () => {
    const company = await companyWithInvoice(paid);
    await planned(company, [orderOf(2, acme), orderOf(3, acme)]);
    await settle(company);
    const rows = await reading.rowsOf("select order_id from orders where tenant_id = $1 order by 1", company);
    const orderIds = rows.map((row) => String(row.order_id));
    expect(await findNewPayments(company.scope, { orderIds })).toEqual([]);
    await reading.clerk(company, { do: "pay", docNumber: "L-2", amount: 10, date: "2026-11-06" });
    await reading.clerk(company, { do: "pay", docNumber: "L-3", amount: 11, date: "2026-11-06" });
    const before = await reading.readsOf(company);
    const found = await findNewPayments(company.scope, { orderIds });
    expect((await reading.readsOf(company)) - before).toBe(2);
    expect(found.map(({ number, payments }) => [number, payments.map(({ amount }) => amount.minor)])).toEqual([
      ["L-2", ["1000"]],
      ["L-3", ["1100"]],
    ]);
    for (const { orderId } of found) {
      const { shown: mark } = await comparePayments(company.scope, { orderId });
      await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    }
    expect(await findNewPayments(company.scope, { orderIds })).toEqual([]);
  });
});
