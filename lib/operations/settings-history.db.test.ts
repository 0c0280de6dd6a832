// Are a company's settings kept version by version, and can each be had back?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { newTestFile } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, scopeOf } from "#lib/access/testing.ts";
import type { Role } from "#lib/access/roles.ts";
import { bookingNames, bookingWords } from "#lib/documents/booking.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { newStuckCompany } from "#db/testing-bulk.ts";

import { compareVersion, listVersions } from "./list-versions.ts";
import { rollBackSettings } from "./roll-back-settings.ts";
import { saveSettings } from "./save-settings.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const scopeFor = async (tenantId: string, role: Role = "accountant") =>
  scopeOf(database, tenantId, await newPerson(database, { [tenantId]: role }), role);

describe("the history of settings", () => {
  test("says of each version who made it and what it changed, the newest first", async () => {
    const { tenantId, companyFileId } = await newTestFile(database);
    const scope = await scopeFor(tenantId);
    expect(await listVersions(scope, {})).toMatchObject({ companyFileId, version: 0, versions: [], before: null });
    await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ createItems: true }) });
    await saveSettings(scope, {
      companyFileId,
      settings: CompanySettings.parse({ createItems: true, taxCode: "NON" }),
    });
    expect((await listVersions(scope, { companyFileId }))?.versions).toMatchObject([
      {
        version: 2,
        madeBy: "Ada",
        action: "settings.saved",
        changes: [{ name: "Tax code", before: null, after: "NON" }],
      },
      { version: 1, madeBy: "Ada", changes: [{ name: "Missing items are created", before: "no", after: "yes" }] },
    ]);
  });

  test("comes in pages, and each page's last version is compared with the first of the next", async () => {
    const { tenantId, companyFileId } = await newTestFile(database);
    const scope = await scopeFor(tenantId);
    for (let nth = 1; nth <= 27; nth++)
      await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ numberPrefix: `N${nth}` }) });
    const first = (await listVersions(scope, { companyFileId }))!;
    expect([first.versions.length, first.versions.at(-1)?.version, first.before]).toEqual([25, 3, 3]);
    expect(first.versions.at(-1)?.changes).toMatchObject([{ before: "N2", after: "N3" }]);
    const second = (await listVersions(scope, { companyFileId, before: 3 }))!;
    expect(second.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(second.before).toBeNull();
  });

  test("goes back to an older version as a new one, which can be gone back on again", async () => {
    const file = await newStuckCompany(database, { rows: 3, causes: 1, settings: { taxCode: "NON" } });
    const { tenantId, companyFileId } = file;
    const scope = await scopeFor(tenantId);
    await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ taxCode: "TAX" }) });
    await saveSettings(scope, {
      companyFileId,
      settings: CompanySettings.parse({ taxCode: "TAX", jobs: "sub-customer" }),
    });
    expect(await compareVersion(scope, { companyFileId, version: 2 })).toEqual({
      version: 3,
      changes: [
        {
          name: bookingNames.jobs,
          entry: null,
          before: bookingWords.jobs["sub-customer"],
          after: bookingWords.jobs.ignore,
        },
      ],
      touched: { waiting: 3, there: 0, cancelled: 0 },
    });
    // What is in the books stays as it is.
    await database.admin.query(
      `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at, linked_by)
       select tenant_id, company_file_id, document_id, 'Invoice', '7', '0', now(), 'person' from documents where tenant_id = $1 limit 1`,
      [tenantId],
    );
    await database.admin.query("update orders set to_plan_at = null where tenant_id = $1", [tenantId]);
    expect(await rollBackSettings(scope, { companyFileId, version: 3, to: 2 })).toEqual({ orders: 2 });
    const planned = await database.admin.query(
      `select from orders o join document_orders d on d.order_id = o.order_id join ledger_links l on l.document_id = d.document_id
        where o.tenant_id = $1 and o.to_plan_at is not null`,
      [tenantId],
    );
    expect(planned.rowCount).toBe(0);
    const { version, versions } = (await listVersions(scope, { companyFileId }))!;
    expect(version).toBe(4);
    expect(versions[0]).toMatchObject({ version: 4, action: "settings.rolled-back" });
    await rollBackSettings(scope, { companyFileId, version: 4, to: 3 });
    expect((await compareVersion(scope, { companyFileId, version: 3 })).changes).toEqual([]);
  });

  test("is refused when somebody saved meanwhile, when nothing would change, and to a clerk", async () => {
    const { tenantId, companyFileId } = await newTestFile(database);
    const scope = await scopeFor(tenantId);
    await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ taxCode: "NON" }) });
    await expect(rollBackSettings(scope, { companyFileId, version: 0, to: 0 })).rejects.toMatchObject({
      code: "moved-on",
    });
    await expect(rollBackSettings(scope, { companyFileId, version: 1, to: 1 })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(rollBackSettings(scope, { companyFileId, version: 1, to: 9 })).rejects.toMatchObject({
      code: "not-found",
    });
    const clerk = await scopeFor(tenantId, "clerk");
    await expect(rollBackSettings(clerk, { companyFileId, version: 1, to: 0 })).rejects.toMatchObject({
      code: "not-allowed",
    });
    expect((await listVersions(clerk, { companyFileId }))?.versions).toHaveLength(1);
  });

  test("goes back to how every company begins, and a version that is kept is never changed", async () => {
    const { tenantId, companyFileId } = await newTestFile(database);
    const scope = await scopeFor(tenantId);
    await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ taxCode: "NON" }) });
    await rollBackSettings(scope, { companyFileId, version: 1, to: 0 });
    expect((await compareVersion(scope, { companyFileId, version: 0 })).changes).toEqual([]);
    const client = await database.db.$client.connect();
    try {
      await client.query(`select set_config('app.tenant_id', $1, false)`, [tenantId]);
      for (const change of ["update settings_versions set made_by = ''", "delete from settings_versions"])
        await expect(client.query(change)).rejects.toThrow("permission denied");
    } finally {
      await client.query("reset app.tenant_id");
      client.release();
    }
  });
});
