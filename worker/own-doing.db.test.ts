// Sales orders closed, payments moved, credits used up, sales voided: is all of that our own doing when the books are read again?
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, orderOf, planned, type TestCompany } from "#db/testing-world.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { planDue } from "#lib/operations/tend-lanes.ts";
import type { OrderInput } from "#lib/orders/order.ts";

let reading: ReadingWorld;

beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(() => reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null, changes_at = null"));

const orderOn = (nth: number, day: number, more: Partial<OrderInput> = {}) =>
  orderOf(nth, { updatedAt: `2026-11-${String(day).padStart(2, "0")}T08:00:00Z`, ...more });

async function carried(company: TestCompany, order: OrderInput): Promise<void> {
  await planned(company, [order]);
  await carryToRest(reading.world, reading.worker);
  while ((await planDue(reading.worker)) > 0) await carryToRest(reading.world, reading.worker);
}

it("CNX-05 CNX-07 what we did ourselves is nobody's edit, and what we voided is not gone", async () => {
  const company = await reading.companyWithInvoice();
  const settings = CompanySettings.parse({ mode: "sales-order-then-invoice", whenCancelled: "void" });
  await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
  const pay = (amount: string, externalId = "p", date = "2026-11-02") => ({ externalId, date, amount });
  const credits = [{ externalId: "c", date: "2026-11-04", amount: "10.00" }];

  await carried(company, orderOn(2, 2, { status: "open", payments: [pay("50.00")] }));
  await carried(company, orderOn(2, 3, { payments: [pay("50.00")], credits }));
  await carried(company, orderOn(2, 4, { payments: [pay("50.00"), pay("-5.00", "q", "2026-11-03")], credits }));
  await carried(company, orderOn(3, 2, { payments: [pay("50.00")], credits }));
  await carried(company, orderOn(3, 3, { payments: [pay("50.00")], credits, status: "cancelled" }));
  await reading.nextDay();

  const links = await reading.rowsOf(
    `select d.kind, d.title from ledger_links l join documents d using (tenant_id, document_id)
      where l.tenant_id = $1 and (l.edited_at is not null or l.gone_at is not null)`,
    company,
  );
  expect(links).toEqual([]);
  const invoices = await reading.booksOf(company);
  expect(invoices.map((invoice) => [invoice.DocNumber, invoice.Balance])).toEqual([
    ["L-1", 118.32],
    ["L-2", 64.33],
    ["L-3", 0],
  ]);
});
