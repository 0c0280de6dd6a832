// A thousand tenants with 1/x sizes and their problems, straight by SQL: same seed, same data.
import type pg from "pg";

import type { TestDatabase } from "#db/testing.ts";

export type DataOptions = { readonly tenants: number; readonly rows: number; readonly seed: number };

/** A tenant of the data, largest first. */
export type DataTenant = {
  readonly rank: number;
  readonly tenantId: string;
  readonly companyFileId: string;
  readonly sourceIds: readonly string[];
  readonly rows: number;
};

const MEASURED_AT = "2026-11-27T12:00:00Z";
/** The moment at which the data is looked at: problems came up in the half year before. */
export const measuredAt = new Date(MEASURED_AT);

/** An id from a text, well-formed; with a moment it begins with it, as ids made in the application do. */
const MAKE_ID = `
  create function bench_id(what text, at timestamptz default null) returns uuid language sql immutable parallel safe return
    left(overlay(overlay(coalesce(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0'), '') || md5(what)
      placing '8' from 13 for 1) placing '8' from 17 for 1), 32)::uuid`;

const LOADED = ["documents", "pushes", "document_orders", "document_links", "orders", "problems"] as const;

/**
 * Fills an empty database: orders, documents, pushes and problems, and the counters by counting. Triggers rest and the
 * secondary indexes are made after the rows, or it would take an hour.
 */
export async function loadProblems(test: TestDatabase, options: DataOptions): Promise<readonly DataTenant[]> {
  const client = await test.admin.connect();
  try {
    for (const setting of ["session_replication_role = replica", "maintenance_work_mem = '512MB'", "jit = off"]) {
      await client.query(`set ${setting}`);
    }
    await client.query(MAKE_ID);
    await makeTenants(client, options);
    const indexes = await dropIndexes(client);
    await makeRows(client, options.seed);
    for (const statement of fills) await client.query(statement);
    for (const { made } of indexes) await client.query(made);
    for (const statement of counts) await client.query(statement);
    return await readTenants(client);
  } finally {
    await client.query("set session_replication_role = origin").catch(() => {});
    client.release();
    // Index-only scans need to know which pages everybody sees.
    await test.admin.query("vacuum analyze");
  }
}

async function makeTenants(client: pg.PoolClient, { tenants, rows, seed }: DataOptions): Promise<void> {
  await client.query(`
    create unlogged table bench_tenants as
    select r as rank, bench_id('tenant' || r || '/' || ${seed}) as tenant_id, bench_id('file' || r || '/' || ${seed}) as company_file_id,
           greatest(1, round(${rows} / (r * h.sum)))::int as rows
      from generate_series(1, ${tenants}) r, (select sum(1.0 / i) from generate_series(1, ${tenants}) i) h`);
  await client.query(`insert into tenants select tenant_id, 'Tenant ' || rank, now() from bench_tenants`);
  await client.query(`
    insert into company_files (tenant_id, company_file_id, ledger, name, connection, created_at)
    select tenant_id, company_file_id, 'qbo', 'Books ' || rank, 'connected', now() from bench_tenants`);
  await client.query(`
    insert into sources (tenant_id, source_id, company_file_id, name, kind, created_at)
    select tenant_id, bench_id('source' || s || '/' || rank), company_file_id, 'Source ' || s, 'api', now()
      from bench_tenants, generate_series(1, 3) s`);
}

/** Drops the secondary indexes of what is filled; returns how to make them again. */
async function dropIndexes(
  client: pg.PoolClient,
): Promise<readonly { readonly name: string; readonly made: string }[]> {
  const found = await client.query<{ name: string; made: string }>(
    `select c.relname as name, replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') as made
       from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
      where t.relname = any($1) and t.relkind = 'p' and not i.indisprimary
        and not exists (select from pg_constraint k where k.conindid = c.oid)`,
    [LOADED],
  );
  for (const { name } of found.rows) await client.query(`drop index ${name}`);
  return found.rows;
}

/**
 * Every row with all that is drawn for it. Four in five are invoices, one in twenty a customer with a cause of its own; a
 * tenant has a customer for each 25 rows and about 150 causes of the others, a few of them with most rows.
 */
async function makeRows(client: pg.PoolClient, seed: number): Promise<void> {
  const draw = (nth: number) => `(hashint8extended(n, ${seed * 100 + nth}) & 2147483647) / 2147483648.0`;
  await client.query(`
    create unlogged table bench_rows as
    with drawn as (
      select t.*, n, ${[1, 2, 3, 4, 5, 6, 7, 8].map((nth) => `${draw(nth)} as d${nth}`).join(", ")}
        from bench_tenants t cross join lateral (select rank::bigint * 100000000 + i as n from generate_series(1, t.rows) i) as numbered
    ), named as (
      select *, case when d1 < .80 then 'invoice' when d1 < .82 then 'sales-receipt' when d1 < .92 then 'payment'
                     when d1 < .97 then 'customer' else 'credit-memo' end as kind,
             timestamptz '${MEASURED_AT}' - make_interval(secs => floor(d2 * d2 * 15552000000) / 1000) as since,
             1 + floor(d3 * greatest(1, rows / 25))::int as customer, (n % 100000000)::int as nth
        from drawn
    ), caused as (
      select *, (array['item-missing', 'customer-not-linked', 'period-closed', 'number-used', 'tax-code-unknown', 'total-differs',
                       'account-missing', 'terms-unknown', 'looks-alike', 'unknown'])[1 + floor(d4 * d4 * 10)::int] as cause,
             (array['Harbor', 'Juniper', 'Müller', 'Northline', 'Acme', 'Blue Fox', 'Cedar', 'Delta'])[1 + customer % 8] || ' ' ||
             (array['Freight', 'Imports', 'Logistics', 'Trading', 'Works'])[1 + customer % 5] || ' ' || customer as party
        from named
    )
    select tenant_id, company_file_id, rank, rows, n, nth, kind, since, party, d7, d8,
           bench_id('row' || n || '/${seed}', since) as row_id,
           bench_id('document' || n || '/${seed}') as document_id, bench_id('order' || n || '/${seed}') as order_id,
           bench_id('source' || (1 + floor(d5 * 3)::int) || '/' || rank) as source_id,
           case when d6 < .92 then 'needs-you' when d6 < .96 then 'waiting' else 'snoozed' end as lane,
           kind in ('invoice', 'sales-receipt') and d7 < .05 as is_order,
           case kind when 'customer' then 'customer-name-taken' else cause end as code,
           case when kind = 'customer' then party
                when cause in ('total-differs', 'looks-alike', 'unknown') then '' else initcap(replace(cause, '-', ' ')) || ' ' || (1 + floor(d5 * d5 * 20)::int) end as about,
           case kind when 'customer' then 0 else (d5 * d2 * 2000000)::bigint + 100 end as amount_minor,
           case when kind = 'customer' then 'Customer ' || party
                else initcap(replace(kind, '-', ' ')) || ' ' || (100000 + nth) end as title,
           case when d8 < .1 then bench_id('person' || floor(d8 * 50)::int || '/' || rank) end as assignee_id
      from caused`);
  await client.query("analyze bench_rows");
}

const fills = [
  `insert into orders (tenant_id, order_id, source_id, company_file_id, external_id, number, status, order_date, customer_name,
                       total_minor, currency, body, body_fingerprint, source_updated_at, received_at, planned_at, problem_code, problem_about, problem)
   select tenant_id, case when is_order then row_id else order_id end, source_id, company_file_id, n::text, (100000 + nth)::text, 'open', since::date, party,
          amount_minor, 'USD', '{}', '', since, since, since, case when is_order then code end, case when is_order then about end,
          case when is_order then jsonb_build_object('code', code, 'about', about, 'detail', title || ' cannot be planned.') end
     from bench_rows where kind <> 'customer' order by tenant_id, n`,
  `insert into documents (tenant_id, document_id, company_file_id, order_id, key, kind, title, party, body, fingerprint, amount_minor,
                          currency, document_date, changed_at)
   select tenant_id, document_id, company_file_id, case when kind <> 'customer' then order_id end, kind || '/' || n, kind, title, party,
          jsonb_build_object('kind', kind, 'number', nth, 'customer', party), n::text, amount_minor, 'USD', since::date::text, since
     from bench_rows where not is_order order by tenant_id, n`,
  `insert into document_orders (tenant_id, order_id, document_id)
   select tenant_id, order_id, document_id from bench_rows where not is_order and kind <> 'customer' order by tenant_id, n`,
  `insert into pushes (tenant_id, push_id, company_file_id, document_id, document_kind, operation, state, priority, available_at,
                       problem_code, problem_about, problem, amount_minor, currency, created_at, changed_at)
   select tenant_id, row_id, company_file_id, document_id, kind, 'create', case lane when 'waiting' then 'ready' else 'problem' end, 1, since,
          case lane when 'waiting' then '' else code end, case lane when 'waiting' then '' else about end,
          case when lane <> 'waiting' then jsonb_build_object('code', code, 'about', about, 'detail', title || ' was refused by the books: ' || code || '.') end,
          amount_minor, 'USD', since, since
     from bench_rows where not is_order order by tenant_id, n`,
  // Two invoices that wait wherever a customer cannot be made.
  `insert into documents (tenant_id, document_id, company_file_id, key, kind, title, party, body, fingerprint, amount_minor, currency, changed_at)
   select tenant_id, bench_id('behind' || document_id || i), company_file_id, 'behind/' || n || '/' || i, 'invoice', 'Invoice W' || nth || '-' || i, party,
          '{}', '', 5000, 'USD', since from bench_rows, generate_series(1, 2) i where kind = 'customer' and lane = 'needs-you'`,
  `insert into document_links (tenant_id, document_id, after_document_id)
   select tenant_id, bench_id('behind' || document_id || i), document_id from bench_rows, generate_series(1, 2) i where kind = 'customer' and lane = 'needs-you'`,
  `insert into pushes (tenant_id, push_id, company_file_id, document_id, document_kind, operation, state, priority, available_at, amount_minor,
                       currency, created_at, changed_at)
   select tenant_id, bench_id('push' || document_id || i), company_file_id, bench_id('behind' || document_id || i), 'invoice', 'create', 'waiting', 1,
          since, 5000, 'USD', since, since from bench_rows, generate_series(1, 2) i where kind = 'customer' and lane = 'needs-you'`,
  `insert into problems (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party, source_id,
                         amount_minor, currency, document_date, since, moved_at, assignee_id, snooze, snooze_until)
   select tenant_id, row_id, company_file_id, case when is_order then 'order' else 'push' end, case when is_order then row_id else document_id end,
          lane, problem_tab(kind), kind, code, about, title, party, case when kind <> 'customer' then source_id end, amount_minor, 'USD',
          since::date::text, since, since, assignee_id, case lane when 'snoozed' then 'day' end, case lane when 'snoozed' then since + interval '1 year' end
     from bench_rows order by tenant_id, n`,
];

const counts = [
  `insert into problem_counts
   select tenant_id, company_file_id, lane, tab, code, about, currency, count(*), sum(amount_minor) from problems group by 1, 2, 3, 4, 5, 6, 7`,
  `insert into lane_counts
   select tenant_id, company_file_id, lane, tab, currency, count(*), sum(rows), sum(amount_minor) from problem_counts group by 1, 2, 3, 4, 5`,
  `insert into problem_parties select tenant_id, company_file_id, lane, tab, party, count(*) from problems group by 1, 2, 3, 4, 5`,
  `insert into push_counts
   select tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, count(*), sum(amount_minor)
     from pushes group by 1, 2, 3, 4, 5, 6, 7`,
];

async function readTenants(client: pg.PoolClient): Promise<readonly DataTenant[]> {
  const found = await client.query<DataTenant>(`
    select rank, tenant_id as "tenantId", company_file_id as "companyFileId", rows,
           array(select source_id from sources s where s.tenant_id = t.tenant_id order by name) as "sourceIds"
      from bench_tenants t order by rank`);
  return found.rows;
}
