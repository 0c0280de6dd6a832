// Very many problems of one company, made by the database itself: for tests and benchmarks of what is done to all of them.
import { newTestFile, type TestFile } from "./testing-problems.ts";
import type { TestDatabase } from "./testing.ts";

/** The day before everything that is done to them. */
const BEFORE = "2026-11-20T08:00:00Z";

/** An id that begins with its moment, a second after the one before, as ids made in the application do. */
const idOf = (what: string) => `
  (lpad(to_hex((extract(epoch from timestamptz '${BEFORE}') * 1000)::bigint - 1000000000 + n * 1000), 12, '0') || '7' || left(md5('${what}' || n || random()), 3)
    || '8' || right(md5('${what}' || n || random()), 15))::uuid`;

type StuckCompany = {
  readonly rows: number;
  readonly causes: number;
  readonly settings?: object;
  /** Of a tenant of its own unless one is given. */
  readonly tenantId?: string;
};

/** A company with so many invoices of as many orders, each stuck at one of `causes` missing items: "Item 0", "Item 1" … */
export async function newStuckCompany(
  test: TestDatabase,
  { rows, causes, settings = {}, tenantId }: StuckCompany,
): Promise<TestFile> {
  const file = await newTestFile(test, `Bulk ${rows}`, tenantId);
  const ids = [file.tenantId, file.companyFileId, BEFORE];
  await test.admin.query(
    `insert into lanes (tenant_id, company_file_id, next_batch_at, next_call_at, frozen_until, batch_gap_ms, call_gap_ms, served_at, is_paused)
     values ($1, $2, $3, $3, $3, 1560, 130, $3, true)`,
    ids,
  );
  await test.admin.query(
    `insert into company_settings (tenant_id, company_file_id, settings, version, changed_at) values ($1, $2, $4, 1, $3)`,
    [...ids, settings],
  );
  await test.admin.query(
    `create temp table bulk as
     select n, ${idOf("order")} as order_id, ${idOf("document")} as document_id, ${idOf("push")} as push_id, 'Item ' || n % ${causes} as item
       from generate_series(1, ${rows}) as n`,
  );
  await test.admin.query(
    `insert into orders (tenant_id, order_id, source_id, company_file_id, external_id, number, status, order_date, customer_name,
                         total_minor, currency, body, body_fingerprint, source_updated_at, received_at, planned_at)
     select $1, order_id, $4, $2, 'load-' || n, 'L-' || n, 'completed', '2026-11-01', 'Customer ' || n % 500, 10000 + n, 'USD', '{}', '', $3, $3, $3 from bulk`,
    [...ids, file.sourceId],
  );
  await test.admin.query(
    `insert into documents (tenant_id, document_id, company_file_id, order_id, key, kind, title, party, body, fingerprint, amount_minor, currency, document_date, changed_at)
     select $1, document_id, $2, order_id, 'order/' || order_id || '/invoice', 'invoice', 'Invoice L-' || n, 'Customer ' || n % 500,
            jsonb_build_object('kind', 'invoice', 'lines', jsonb_build_array(jsonb_build_object('chargeCode', item, 'item', jsonb_build_object('name', item)))),
            'v1', 10000 + n, 'USD', '2026-11-01', $3 from bulk`,
    ids,
  );
  await test.admin.query(
    `insert into document_orders (tenant_id, order_id, document_id) select $1, order_id, document_id from bulk`,
    [file.tenantId],
  );
  await test.admin.query(
    `insert into pushes (tenant_id, push_id, company_file_id, document_id, document_kind, operation, state, priority, available_at,
                         problem_code, problem_about, problem, amount_minor, currency, created_at, changed_at)
     select $1, push_id, $2, document_id, 'invoice', 'create', 'problem', 1, $3, 'item-missing', item,
            jsonb_build_object('code', 'item-missing', 'about', item, 'detail', 'QuickBooks has no item ' || item || '.'), 10000 + n, 'USD', $3, $3 from bulk`,
    ids,
  );
  await test.admin.query("drop table bulk");
  // As Postgres does by itself within a minute: until then it plans for tables as small as they were.
  await test.admin.query("analyze orders, documents, document_orders, pushes, problems");
  return file;
}
