// What Postgres expects of a tenant it has not counted yet.
import { afterAll, beforeAll, expect, it } from "vitest";

import { newStuckCompany } from "./testing-bulk.ts";
import { newTestFile } from "./testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "./testing.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.drop());

/** A tenant whose rows of every table lie in the first partition: where a row lies is a hash of its tenant's id. */
async function newTenantOfFirstPart(): Promise<string> {
  for (;;) {
    const { tenantId } = await newTestFile(test);
    const { rows } = await test.admin.query(
      "select satisfies_hash_partition('problems'::regclass, 16, 0, $1::uuid) as is",
      [tenantId],
    );
    if (rows[0].is) return tenantId;
  }
}

it("takes a tenant that came after Postgres last counted for an average one, not for one of a single row", async () => {
  for (const rows of [300, 200])
    await newStuckCompany(test, { rows, causes: 3, tenantId: await newTenantOfFirstPart() });
  const companyFileId = "00000000-0000-7000-8000-000000000000";
  const stranger = await newTenantOfFirstPart();
  const expected = async (table: string, where: string, values: string[]) => {
    const { rows } = await test.admin.query(`explain (format json) select from ${table} where ${where}`, values);
    return rows[0]["QUERY PLAN"][0].Plan["Plan Rows"];
  };
  for (const table of ["orders", "documents", "document_orders", "pushes", "problems"])
    expect(await expected(table, "tenant_id = $1", [stranger]), table).toBe(200);
  expect(await expected("problems", "tenant_id = $1 and company_file_id = $2", [stranger, companyFileId])).toBe(80);
});

it("keeps one share of tenants and company files in every partition, and counts again after a hundredth", async () => {
  const shares = await test.admin.query<{ is: string }>(
    `select c.relname || '.' || a.attname as is from pg_class c join pg_attribute a on a.attrelid = c.oid
      where (c.relkind = 'p' or c.relispartition) and c.relkind in ('r', 'p') and a.attname in ('tenant_id', 'company_file_id') and a.attstattarget is distinct from 1`,
  );
  expect(shares.rows).toEqual([]);
  const rules = await test.admin.query<{ is: string }>(
    `select relname as is from pg_class where relispartition and relkind = 'r'
        and not coalesce(reloptions @> array['autovacuum_analyze_scale_factor=0.01', 'autovacuum_analyze_threshold=500'], false)`,
  );
  expect(rules.rows).toEqual([]);
});
