// Does what came from an earlier invoice go when an order takes over another one, and does the trail name it?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openPaymentsWorld, type PaymentsWorld } from "#db/testing-payments.ts";
import { added, invoiceNumbered, offered, studio, takeOver } from "#db/testing-take-over.ts";
import { wrongCounters, type BookRow, type TestCompany } from "#db/testing-world.ts";
import { applyPayments } from "#lib/operations/apply-payments.ts";
import { comparePayments } from "#lib/operations/compare-payments.ts";
import { recordPayment } from "#lib/operations/record-payment.ts";
import { showPayments } from "#lib/operations/show-payments.ts";
import { takeOverInvoice } from "#lib/operations/take-over-invoice.ts";

let reading: PaymentsWorld;

beforeAll(async () => {
  reading = await openPaymentsWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("PSC-05 another invoice than before", () => {
  /** What the newest line of the trail about an invoice or payments says of methods, and of what was removed. */
  const told = async (company: TestCompany) => {
    const [line] = await reading.rowsOf(
      "select action, detail from audit_events where tenant_id = $1 and action in ('invoice.linked', 'invoice.taken-over', 'payments.updated') order by at desc limit 1",
      company,
    );
    const { methods, removed } = (line?.detail ?? {}) as BookRow;
    return { action: line?.action, methods, removed };
  };

  it.each([true, false])(
    "lines and payments of the earlier one go, and it is said which (imported: %s)",
    async (isImport) => {
      const there = await studio(reading);
      const { company, orderId, deposit } = there;
      await takeOver(there, true, { Afterpay: { is: "change", to: "Check" } });
      expect(await told(company)).toEqual({ action: "invoice.taken-over", methods: "Afterpay is Check" });
      const { CustomerRef, Line } = await invoiceNumbered(reading, company, "1037");
      await reading.clerk(company, { do: "delete", entity: "Invoice", id: deposit });
      await reading.told(reading.event(company, "Invoice", deposit, "deleted"));
      const [first] = Line as BookRow[];
      const body = { DocNumber: "1038", CustomerRef, TxnDate: "2026-10-25", Line: [{ ...first, Amount: 7 }] };
      await reading.clerk(company, { do: "create", entity: "Invoice", body });
      await reading.clerk(company, { do: "pay", docNumber: "1038", amount: 2, date: "2026-10-26", method: "Check" });
      await reading.pass(1_000);
      const { ledgerId, versionToken } = await offered(there, "1038");
      await takeOverInvoice(company.scope, { orderId, ledgerId, versionToken, isImport, methods: {} });
      const shown = await showPayments(company.scope, { orderId });
      expect(shown.adjustments.map(({ amount }) => amount.minor)).toEqual(isImport ? ["700"] : []);
      expect(shown.payments.map(({ amount }) => amount.minor)).toEqual(isImport ? ["200"] : []);
      expect(await told(company)).toEqual({
        action: isImport ? "invoice.taken-over" : "invoice.linked",
        removed: "2 lines of the invoice before, payment $20.00 of 21 Oct 2026, payment $5.00 of 22 Oct 2026",
      });
    },
  );

  it("what was recorded here stays", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    await recordPayment(company.scope, { orderId, date: "2026-11-03", amount: "1.00", method: "Check" });
    await takeOver(there, true, added);
    const { payments } = await showPayments(company.scope, { orderId });
    expect(payments.map(({ amount }) => amount.minor)).toEqual(["2000", "500", "100"]);
    expect(await told(company)).toEqual({ action: "invoice.taken-over", methods: "Afterpay is Afterpay" });
  });

  it("PSC-08 a method that an update makes known is named, too", async () => {
    const there = await studio(reading);
    const { company, orderId } = there;
    await takeOver(there, false);
    expect(await told(company)).toEqual({ action: "invoice.linked" });
    const { shown } = await comparePayments(company.scope, { orderId });
    await applyPayments(company.scope, { orderId, shown, methods: { Afterpay: { is: "change", to: "Check" } } });
    expect(await told(company)).toMatchObject({ action: "payments.updated", methods: "Afterpay is Check" });
  });
});
