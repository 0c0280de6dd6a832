// Is the balance of an order known when it is asked for, and the day of the last payment, whatever happened over there?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { balancesIn, found, type BalancesWorld } from "#db/testing-balances.ts";
import { acme, openReadingWorld, paid, type ReadingWorld } from "#db/testing-reading.ts";
import { orderOf, planned, wrongCounters } from "#db/testing-world.ts";
import type { Scope } from "#lib/access/scope.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { pullBalances, pullOrder } from "#lib/operations/pull-balances.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let orderIds: BalancesWorld["orderIds"];
let inBooks: BalancesWorld["inBooks"];
let pullFirst: BalancesWorld["pullFirst"];
let companyWithOrders: BalancesWorld["companyWithOrders"];
let pay: BalancesWorld["pay"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ world } = reading);
  ({ orderIds, inBooks, pullFirst, companyWithOrders, pay } = balancesIn(reading));
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("one order", () => {
  it("VSS-06 VSS-08 VSS-10 only this order is asked about, with one read; More info has everything", async () => {
    const company = await companyWithOrders(3);
    const before = await reading.readsOf(company);
    expect(await inBooks(company)).toMatchObject({ balance: null, checkedAt: null, paidOn: null, goneAt: null });
    expect(await pullFirst(company)).toEqual({ pulled: 1, failures: [] });
    expect((await reading.readsOf(company)) - before).toBe(1);
    const invoice = (await reading.booksOf(company)).find((row) => row.DocNumber === "L-1")!;
    expect(await inBooks(company)).toMatchObject({
      ledgerType: "Invoice",
      ledgerId: invoice.Id,
      number: "L-1",
      balance: { minor: "11832", currency: "USD" },
      total: { minor: "11832", currency: "USD" },
      checkedAt: world.clock.now().toISOString(),
      pushedAt: expect.stringMatching(/^2\d{3}-/) as string,
      paidOn: null,
    });
    expect(await inBooks(company, 1)).toMatchObject({ balance: null, checkedAt: null });
  });

  it("VSS-09 VSS-18 paid on is the date of the last payment, whichever was entered last", async () => {
    const company = await reading.companyWithInvoice(paid);
    await pay(company, 20, "2026-11-20");
    await pay(company, 10, "2026-11-12");
    const before = await reading.readsOf(company);
    await pullFirst(company);
    expect(await inBooks(company)).toMatchObject({ paidOn: "2026-11-20", balance: { minor: "3832" } });
    expect((await reading.readsOf(company)) - before).toBe(2);
    const { rows } = await listOrders(company.scope, found(company));
    expect(rows[0]?.inBooks).toMatchObject({
      paidOn: "2026-11-20",
      balance: { minor: "3832" },
      total: { minor: "11832" },
    });
  });

  it("VSS-09 payments of ours need no question of their own", async () => {
    const company = await reading.companyWithInvoice(paid);
    const before = await reading.readsOf(company);
    await pullFirst(company);
    expect((await reading.readsOf(company)) - before).toBe(1);
    expect(await inBooks(company)).toMatchObject({ paidOn: "2026-11-02", balance: { minor: "6832" } });
  });

  it("VSS-09 a payment that was taken back no longer counts", async () => {
    const company = await reading.companyWithInvoice();
    await pay(company, 20, "2026-11-20");
    await pay(company, 10, "2026-11-12");
    await pullFirst(company);
    await reading.pass(1_000);
    const last = (await reading.booksOf(company, "Payment")).find((row) => row.TxnDate === "2026-11-20")!;
    await reading.clerk(company, { do: "delete", entity: "Payment", id: last.Id });
    await pullFirst(company);
    expect(await inBooks(company)).toMatchObject({ paidOn: "2026-11-12", balance: { minor: "10832" } });
  });

  it("VSS-09 a credit that is applied lowers the balance and is no payment", async () => {
    const company = await reading.companyWithInvoice();
    const { CustomerRef, Id } = await reading.invoiceOf(company);
    const Line = [{ DetailType: "SalesItemLineDetail", Amount: 30, SalesItemLineDetail: {} }];
    const made = await reading.clerk(company, { do: "create", entity: "CreditMemo", body: { CustomerRef, Line } });
    const credit = { id: String((made.CreditMemo as { Id: string }).Id) };
    await reading.clerk(company, { do: "apply-credit", credit, invoice: { id: Id }, amount: 30 });
    await pullFirst(company);
    expect(await inBooks(company)).toMatchObject({ paidOn: null, balance: { minor: "8832" } });
  });

  it("VSS-18 paid in full is nothing open", async () => {
    const company = await reading.companyWithInvoice();
    await pay(company, 118.32, "2026-11-21");
    await pullFirst(company);
    expect(await inBooks(company)).toMatchObject({ paidOn: "2026-11-21", balance: { minor: "0" } });
  });

  it("VSS-18 an order that was never pushed: clear words, and no call", async () => {
    const company = await reading.companyWithInvoice();
    await planned(company, [orderOf(2, { ...acme, status: "open" })]);
    const before = await reading.readsOf(company);
    const orderId = (await orderIds(company))[1]!;
    await expect(pullOrder(company.scope, { orderId })).rejects.toMatchObject({
      code: "moved-on",
      message: expect.stringContaining("never pushed") as string,
    });
    expect(await reading.readsOf(company)).toBe(before);
  });

  it("VSS-18 deleted over there: it is missing, and said so", async () => {
    const company = await reading.companyWithInvoice();
    await pullFirst(company);
    const { Id } = await reading.invoiceOf(company);
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: Id });
    await reading.pass(1_000);
    expect(await pullFirst(company)).toMatchObject({
      pulled: 0,
      failures: [{ title: "Invoice L-1", reason: "It is not in QuickBooks any more." }],
    });
    const now = world.clock.now().toISOString();
    expect(await inBooks(company)).toMatchObject({ goneAt: now, checkedAt: now, balance: null });
    expect((await listOrders(company.scope, found(company))).rows[0]?.inBooks).toMatchObject({ isMissing: true });
  });

  it("VSS-18 voided over there is said as voided", async () => {
    const company = await reading.companyWithInvoice();
    const { Id } = await reading.invoiceOf(company);
    await reading.clerk(company, { do: "void", entity: "Invoice", id: Id });
    expect((await pullFirst(company)).failures).toMatchObject([{ reason: "It was voided in QuickBooks." }]);
  });

  it("says when QuickBooks cannot be reached, and a viewer may not", async () => {
    const company = await reading.companyWithInvoice();
    await world.simulator.control(`companies/${company.realmId}/faults`, { kind: "503" });
    await expect(pullFirst(company)).rejects.toMatchObject({ code: "unavailable" });
    const viewer = { type: "person", userId: company.tenantId, name: "Vera", role: "viewer" } as const;
    const watching: Scope = { ...company.scope, actor: viewer };
    const orderId = (await orderIds(company))[0]!;
    await expect(pullOrder(watching, { orderId })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(pullBalances(watching, found(company))).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("without being asked", () => {
  it("VSS-09 the daily look leaves the same day: of payments of ours and of strangers", async () => {
    const company = await reading.companyWithInvoice(paid);
    await pay(company, 20, "2026-11-20");
    await reading.nextDay();
    expect(await inBooks(company)).toMatchObject({ paidOn: "2026-11-20", balance: { minor: "4832" } });
  });

  it("PSC-27 a payment typed into QuickBooks is seen in the balance, and is no edit of the invoice", async () => {
    const company = await reading.companyWithInvoice();
    const { Id } = await reading.invoiceOf(company);
    await pay(company, 20, "2026-11-20");
    const [payment] = await reading.booksOf(company, "Payment");
    await reading.told(
      reading.event(company, "Invoice", Id, "updated"),
      reading.event(company, "Payment", String(payment?.Id), "created"),
    );
    expect(await inBooks(company)).toMatchObject({ paidOn: "2026-11-20", balance: { minor: "9832" } });
    expect(await reading.linksOf(company)).toMatchObject({ invoice: "there" });
  });
});
