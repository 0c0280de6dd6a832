// Is a payment typed here sent once, locked then, corrected by a line or taken back by those who may?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openPaymentsWorld, type PaymentsWorld } from "#db/testing-payments.ts";
import { acme, paid } from "#db/testing-reading.ts";
import { orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";
import { applyPayments } from "#lib/operations/apply-payments.ts";
import { comparePayments } from "#lib/operations/compare-payments.ts";
import { changePayment, recordPayment } from "#lib/operations/record-payment.ts";
import { removePayment } from "#lib/operations/remove-payment.ts";
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

const as = (company: TestCompany, role: Role): Scope => ({
  ...company.scope,
  actor: { type: "person", userId: company.tenantId, name: "Vera", role },
});
const check = { date: "2026-11-03", amount: "40.00", method: "Check", reference: "1001" };

describe("a payment typed here", () => {
  it("PSC-26 rides along with the order, once", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    await recordPayment(company.scope, { orderId, ...check });
    await settle(company);
    const invoice = await reading.invoiceOf(company);
    const [payment, ...more] = await reading.booksOf(company, "Payment");
    expect(more).toEqual([]);
    expect(payment).toMatchObject({
      TotalAmt: 40,
      TxnDate: "2026-11-03",
      PaymentRefNum: "1001",
      Line: [{ Amount: 40, LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }] }],
    });
    await planned(company, [orderOf(1, { ...acme, updatedAt: "2026-11-09T08:00:00Z", notes: "again" })]);
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["40 2026-11-03"]);
  });

  it("PSC-32 is changed and deleted while nobody sent it; PSC-29 locked once it is exported", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    const { paymentId } = await recordPayment(company.scope, { orderId, ...check });
    const second = await recordPayment(company.scope, { orderId, ...check, amount: "5.00" });
    await changePayment(company.scope, { orderId, paymentId, ...check, amount: "41.00" });
    expect(await removePayment(company.scope, { orderId, paymentId: second.paymentId })).toEqual({ is: "deleted" });
    expect(await shown(company, orderId)).toEqual(["4100 free"]);
    expect(await sums(company, orderId)).toEqual(["4100", "7732"]);
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["41 2026-11-03"]);
    expect(await shown(company, orderId)).toEqual(["4100 exported"]);
    const again = changePayment(company.scope, { orderId, paymentId, ...check });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });

  it("PSC-32 deleted after it was planned and before it left, it never leaves", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    const { paymentId } = await recordPayment(company.scope, { orderId, ...check });
    await planned(company, []);
    await removePayment(company.scope, { orderId, paymentId });
    await settle(company);
    expect(await paymentsIn(company)).toEqual([]);
    const twice = removePayment(company.scope, { orderId, paymentId });
    await expect(twice).rejects.toMatchObject({ code: "moved-on" });
  });

  it("PSC-30 a correction of an exported one is a new line of the opposite sign; the books are told what is left of it", async () => {
    const company = await companyWithInvoice(paid);
    const orderId = await orderIdOf(company);
    await recordPayment(company.scope, { orderId, date: "2026-11-05", amount: "-20.00", note: "Corrects p1" });
    expect(await sums(company, orderId)).toEqual(["3000", "8832"]);
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["30 2026-11-02"]);
  });

  it("is refused for a viewer, for nothing, and for cents that are none", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    const by = (scope: Scope, amount: string) => recordPayment(scope, { orderId, ...check, amount });
    await expect(by(as(company, "viewer"), "1.00")).rejects.toMatchObject({ code: "not-allowed" });
    await expect(by(company.scope, "0.00")).rejects.toMatchObject({ code: "invalid", path: "amount" });
    await expect(by(company.scope, "1.005")).rejects.toMatchObject({ code: "invalid", path: "amount" });
  });

  it("CNX-76 an order on terms has no payment until it is paid; then it gets one", async () => {
    const company = await companyWithInvoice();
    expect(await paymentsIn(company)).toEqual([]);
    await planned(company, [orderOf(1, { ...acme, ...paid, updatedAt: "2026-11-09T08:00:00Z" })]);
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["50 2026-11-02"]);
  });
});

describe("PSC-31 PPR-31 taking a locked payment back", () => {
  it("needs the permission and a reason, voids it over there, and never sends it again", async () => {
    const company = await companyWithInvoice(paid);
    const orderId = await orderIdOf(company);
    const [payment] = (await showPayments(company.scope, { orderId })).payments;
    const paymentId = payment!.paymentId;
    const byClerk = removePayment(as(company, "clerk"), { orderId, paymentId, reason: "Bounced" });
    await expect(byClerk).rejects.toMatchObject({ code: "not-allowed" });
    const without = removePayment(company.scope, { orderId, paymentId });
    await expect(without).rejects.toMatchObject({ code: "invalid", path: "reason" });
    const reason = "The check bounced";
    expect(await removePayment(as(company, "accountant"), { orderId, paymentId, reason })).toEqual({
      is: "taken-back",
    });
    await settle(company);
    const [record] = await reading.booksOf(company, "Payment");
    expect(record).toMatchObject({ TotalAmt: 0 });
    expect(await reading.invoiceOf(company)).toMatchObject({ Balance: 118.32 });
    expect(await shown(company, orderId)).toEqual(["5000 taken-back"]);
    expect(await sums(company, orderId)).toEqual(["0", "11832"]);
    const changed = orderOf(1, { ...acme, ...paid, updatedAt: "2026-11-09T08:00:00Z", notes: "again" });
    await planned(company, [changed]);
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["0 2026-11-02"]);
    const [line] = await reading.rowsOf(
      "select actor_name, detail->>'reason' as reason from audit_events where tenant_id = $1 and action = 'payment.taken-back'",
      company,
    );
    expect(line).toMatchObject({ reason });
  });

  it("an imported one is voided over there too, and another payment may take its part of the invoice", async () => {
    const company = await companyWithInvoice();
    const orderId = await orderIdOf(company);
    await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 118.32, date: "2026-11-04" });
    const { shown: mark } = await comparePayments(company.scope, { orderId });
    await applyPayments(company.scope, { orderId, shown: mark, methods: {} });
    const [payment] = (await showPayments(company.scope, { orderId })).payments;
    await removePayment(company.scope, { orderId, paymentId: payment!.paymentId, reason: "Another customer's" });
    await settle(company);
    expect(await paymentsIn(company)).toEqual(["0 2026-11-04"]);
    expect(await shown(company, orderId)).toEqual(["11832 taken-back"]);
    await recordPayment(company.scope, { orderId, ...check, amount: "118.32" });
    await settle(company);
    expect(await reading.invoiceOf(company)).toMatchObject({ Balance: 0 });
  });
});
