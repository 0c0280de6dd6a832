// What the plan of an order no longer has, for whatever reason: is it neither voided by accident nor made anew?
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { everyOrder, exportsIn, type ExportWorld } from "#db/testing-exports.ts";
import { openPaymentsWorld, type PaymentsWorld } from "#db/testing-payments.ts";
import { acme, paid } from "#db/testing-reading.ts";
import { carryToRest, newCompany, orderOf, planned, type TestCompany } from "#db/testing-world.ts";
import { applyPayments } from "#lib/operations/apply-payments.ts";
import { comparePayments } from "#lib/operations/compare-payments.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { pushOrder } from "#lib/operations/push-order.ts";
import { readTieOut } from "#lib/operations/read-tie-out.ts";
import { planDue } from "#lib/operations/tend-lanes.ts";

let reading: PaymentsWorld;
let exports: ExportWorld;
beforeAll(async () => {
  reading = await openPaymentsWorld();
  exports = exportsIn(reading);
});
afterAll(() => reading.world.close());

const later = "2026-11-05T09:00:00Z";

async function rest(): Promise<void> {
  do await carryToRest(reading.world, reading.worker);
  while ((await planDue(reading.worker)) > 0);
}

async function exportAll({ scope, companyFileId }: TestCompany) {
  return await exportOrders(scope, { companyFileId, select: everyOrder });
}

/** Payments as "total unapplied", invoices as "number total open". */
async function books(company: TestCompany): Promise<readonly string[]> {
  const payments = await reading.booksOf(company, "Payment");
  const invoices = await reading.booksOf(company);
  return [
    ...payments.map((row) => `${String(row.TotalAmt)} ${String(row.UnappliedAmt)}`),
    ...invoices.map((row) => `${String(row.DocNumber)} ${String(row.TotalAmt)} ${String(row.Balance)}`),
  ];
}

describe("a payment that the plan no longer has", () => {
  it("PSC-28 because an imported one stands for it is not voided by an export", async () => {
    const company = await reading.companyWithInvoice(paid);
    const orderId = await reading.orderIdOf(company);
    const invoice = await reading.invoiceOf(company);
    const [payment] = await reading.booksOf(company, "Payment");
    const line = { Amount: 50, LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }] };
    const body = { TotalAmt: 50, TxnDate: "2026-11-05", Line: [line] };
    await reading.clerk(company, { do: "update", entity: "Payment", id: payment!.Id, body });
    const { shown } = await comparePayments(company.scope, { orderId });
    await applyPayments(company.scope, { orderId, shown, methods: {} });
    await reading.settle(company);
    expect(await exports.stateOf(company)).toBe("up-to-date");
    await expect(exportAll(company)).rejects.toMatchObject({ code: "moved-on" });
    expect(await books(company)).toEqual(["50 0", "L-1 118.32 68.32"]);
  });

  it("because the order as a whole cannot be planned stays, and the order says why it cannot be exported", async () => {
    const company = await reading.companyWithInvoice(paid);
    await planned(company, [orderOf(1, { ...acme, ...paid, updatedAt: later, total: "999.00" })]);
    await rest();
    expect(await exports.stateOf(company)).toBe("blocked");
    await expect(exportAll(company)).rejects.toMatchObject({ code: "moved-on" });
    expect(await books(company)).toEqual(["50 0", "L-1 118.32 68.32"]);
  });
});

describe("an order that was cancelled", () => {
  it.each(["export", "push"] as const)("is not made anew by %s when its invoice is voided by hand", async (how) => {
    const company = await reading.companyWithInvoice();
    await planned(company, [orderOf(1, { ...acme, updatedAt: later, status: "cancelled" })]);
    await rest();
    await reading.clerk(company, { do: "void", entity: "Invoice", id: (await reading.invoiceOf(company)).Id });
    expect((await exports.check(company)).rows.map(({ standing }) => standing.because)).toEqual(["cancelled"]);
    if (how === "export") await expect(exportAll(company)).rejects.toMatchObject({ code: "moved-on" });
    else {
      const orderId = await reading.orderIdOf(company);
      expect(await pushOrder(company.scope, { orderId })).toMatchObject({ going: 0 });
    }
    await rest();
    expect(await books(company)).toEqual(["L-1 0 0"]);
  });

  it.each([{ customerMatch: "email" }, { whenCustomerMissing: "one" }] as const)(
    "takes its money off the voided invoice on whomever it was booked, and holds nobody up (%o)",
    async (settings) => {
      const who = { customer: { name: "Acme Imports", email: "ap@acme.example" } };
      const company = await newCompany(reading.world, { whenCancelled: "void", ...settings });
      await planned(company, [orderOf(1, { ...who, ...paid })]);
      await rest();
      expect(await books(company)).toEqual(["50 0", "L-1 118.32 68.32"]);
      const cancelled = orderOf(1, { ...who, ...paid, updatedAt: later, status: "cancelled" });
      await planned(company, [cancelled, orderOf(2)]);
      await rest();
      expect(await books(company)).toEqual(["50 50", "L-1 0 0", "L-2 119.33 119.33"]);
      await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
    },
  );

  it("is voided with its money taken off also where people export by hand", async () => {
    const company = await exports.byHand([orderOf(1, { ...acme, ...paid })], { whenCancelled: "void" });
    await exports.exported(company);
    await planned(company, [orderOf(1, { ...acme, ...paid, updatedAt: later, status: "cancelled" })]);
    await rest();
    expect(await books(company)).toEqual(["50 50", "L-1 0 0"]);
  });
});

it("an invoice that no order asks for any more is named in the tie-out, to the cent", async () => {
  const chargeSets = [...orderOf(1, acme).chargeSets, { charges: [{ code: "Tolls", amount: "10.00" }] }];
  const company = await reading.companyWithInvoice({ chargeSets });
  await planned(company, [orderOf(1, { ...acme, updatedAt: later })]);
  await rest();
  expect(await books(company)).toEqual(["L-1 118.32 118.32", "L-1-2 10 10"]);
  const { rows } = await readTieOut(company.scope, { companyFileId: company.companyFileId, until: "2026-12" });
  expect(rows.filter(({ kind }) => kind === "invoice")).toMatchObject([
    {
      orders: { minor: "11832" },
      books: { minor: "12832" },
      isAgreed: false,
      differences: [{ reason: "left-in-books", documents: 1, money: { minor: "-1000" } }],
    },
  ]);
});
