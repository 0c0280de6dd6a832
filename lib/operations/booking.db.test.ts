// Who decides how orders are booked, and what does a decision move?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { acme, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { orderOf, planned } from "#db/testing-world.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { newPerson, newTenant, scopeOf } from "#lib/access/testing.ts";
import type { Role } from "#lib/access/roles.ts";
import { newId, type Scope } from "#lib/access/scope.ts";

import { countBooking } from "./count-booking.ts";
import { listActivity } from "./list-activity.ts";
import { saveBooking } from "./save-booking.ts";
import { saveSettings } from "./save-settings.ts";
import { showBooking } from "./show-booking.ts";

let database: TestDatabase;
let reading: ReadingWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  reading = await openReadingWorld();
});
afterAll(async () => {
  await database.drop();
  await reading.world.close();
});

async function newHouse(role: Role): Promise<{ scope: Scope; companyFileId: string }> {
  const tenantId = await newTenant(database);
  const scope = scopeOf(database, tenantId, await newPerson(database, { [tenantId]: role }), role);
  const companyFileId = newId(scope);
  await database.admin.query(
    `insert into company_files (tenant_id, company_file_id, ledger, name, connection, created_at)
     values ($1, $2, 'qbo', 'Harborline Books', 'connected', now())`,
    [tenantId, companyFileId],
  );
  await database.admin.query(
    `insert into lanes (tenant_id, company_file_id, next_batch_at, next_call_at, frozen_until, batch_gap_ms, call_gap_ms, served_at)
     values ($1, $2, now(), now(), now(), 1550, 124, now())`,
    [tenantId, companyFileId],
  );
  return { scope, companyFileId };
}

describe("CNX-01 how orders are booked", () => {
  test("starts with invoices that go by themselves, and keeps what was chosen", async () => {
    const { scope, companyFileId } = await newHouse("accountant");
    const first = (await showBooking(scope, {}))!;
    expect(first).toMatchObject({ companyName: "Harborline Books", version: 0 });
    expect(first.choices).toMatchObject({ mode: "invoice", exports: "by-itself", whenCancelled: "leave" });
    const choices = { ...first.choices, mode: "sales-order-then-invoice", invoiceNumbers: "next" } as const;
    expect(await saveBooking(scope, { companyFileId, version: 0, choices })).toEqual({ orders: 0 });
    expect(await showBooking(scope, { companyFileId })).toMatchObject({ version: 1, choices });
    const { lines } = await listActivity(scope, {});
    expect(lines.map(({ action, detail }) => ({ action, detail }))).toEqual([
      {
        action: "settings.booking",
        detail: { mode: "invoice → sales-order-then-invoice", invoiceNumbers: "order → next" },
      },
    ]);
  });

  test("the same choices again save nothing; choices made on an old page are refused", async () => {
    const { scope, companyFileId } = await newHouse("owner");
    const { choices } = (await showBooking(scope, {}))!;
    await saveBooking(scope, { companyFileId, version: 0, choices });
    expect(await showBooking(scope, {})).toMatchObject({ version: 0 });
    await saveBooking(scope, { companyFileId, version: 0, choices: { ...choices, exports: "by-hand" } });
    const stale = saveBooking(scope, { companyFileId, version: 0, choices: { ...choices, jobs: "sub-customer" } });
    await expect(stale).rejects.toMatchObject({ code: "moved-on" });
    expect(await showBooking(scope, {})).toMatchObject({ choices: { exports: "by-hand", jobs: "ignore" } });
  });

  test("a clerk may read it and not change it", async () => {
    const { scope, companyFileId } = await newHouse("clerk");
    const { choices } = (await showBooking(scope, {}))!;
    const tried = saveBooking(scope, { companyFileId, version: 0, choices: { ...choices, exports: "by-hand" } });
    await expect(tried).rejects.toMatchObject({ code: "not-allowed" });
  });

  test("says before it is saved which orders are touched: those that wait, and cancelled ones that are there", async () => {
    const company = await reading.companyWithInvoice();
    const { scope, companyFileId } = company;
    expect(await countBooking(scope, { companyFileId })).toEqual({ waiting: 0, there: 1, cancelled: 0 });
    await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ exports: "by-hand" }) });
    const cancelled = { ...acme, updatedAt: "2026-11-09T08:00:00Z", status: "cancelled" } as const;
    await planned(company, [orderOf(1, cancelled), orderOf(2, acme), orderOf(3, { ...acme, status: "open" })]);
    expect(await countBooking(scope, { companyFileId })).toEqual({ waiting: 2, there: 0, cancelled: 1 });
  });
});
