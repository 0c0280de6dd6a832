// Can one tenant see or touch anything of another? Asked of every table the database has, also of those added later.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "drizzle-orm";

import { asAuth, asClaim, inTransaction, type Transaction } from "#db/client.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";

import { fillTables, insertOf, newTenant } from "./testing.ts";

/** Tables of no tenant, and why. */
const notOfATenant: Readonly<Record<string, string>> = {
  users: "a person may belong to many tenants; only tieout_auth reads it",
  sessions: "belongs to a person; only tieout_auth reads it",
  installation: "one row: the one-time token's hash; only tieout_auth reads it",
  rate_limits: "counters of tries, before anybody is known",
  workers: "heartbeats of processes that serve every tenant",
};

/** All that tieout_auth may do; anything more is a new way across tenants. */
const authPrivileges = [
  "audit_events INSERT",
  "installation INSERT",
  "installation SELECT",
  "installation UPDATE",
  "members INSERT",
  "members SELECT",
  "sessions INSERT",
  "sessions SELECT",
  "sessions UPDATE",
  "tenants INSERT",
  "tenants SELECT",
  "users INSERT",
  "users SELECT",
  "users UPDATE",
];

/**
 * All that tieout_claim may do: lanes as a whole, of company files only whose a QuickBooks company is, and which tenant has a
 * digest or news of a cause due.
 */
const claimPrivileges = [
  "cause_news.tell_at SELECT",
  "cause_news.tenant_id SELECT",
  "company_files.company_file_id SELECT",
  "company_files.connection SELECT",
  "company_files.realm_id SELECT",
  "company_files.tenant_id SELECT",
  "digests.next_at SELECT",
  "digests.tenant_id SELECT",
  "lanes SELECT",
  "lanes UPDATE",
  "webhook_deliveries.next_at SELECT",
  "webhook_deliveries.tenant_id SELECT",
  "webhook_endpoints.endpoint_id SELECT",
  "webhook_endpoints.tenant_id SELECT",
];

let database: TestDatabase;
let tenantTables: readonly string[];
let harborline: string;
let juniper: string;

beforeAll(async () => {
  database = await openTestDatabase();
  tenantTables = await names(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  tenantTables = tenantTables.filter((table) => !(table in notOfATenant));
  harborline = await newTenant(database, "Harborline");
  juniper = await newTenant(database, "Juniper");
  await fillTables(database, tenantTables, harborline);
});
afterAll(() => database.drop());

async function names(query: string): Promise<readonly string[]> {
  const found = await database.admin.query<{ name: string }>(query);
  return found.rows.map((row) => row.name);
}

async function countRows(tx: Pick<Transaction, "execute">, table: string): Promise<number> {
  const counted = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`);
  return counted.rows[0]?.n ?? -1;
}

/** Everything a database says about an error, its cause included. */
function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.message} ${wordsOf(thrown.cause)}` : "";
}

/** Tables whose rows are written once. */
const neverChanged: readonly string[] = ["audit_events", "settings_versions"];

describe("every table of a tenant", () => {
  test("there are tables to ask about, and each holds a row of Harborline", async () => {
    expect(tenantTables).toEqual(
      expect.arrayContaining(["orders", "pushes", "attempts", "company_files", "audit_events"]),
    );
    for (const table of tenantTables) {
      const rows = await inTransaction({ tenantId: harborline, db: database.db }, (tx) => countRows(tx, table));
      expect([table, rows]).toEqual([table, 1]);
    }
  });

  test("without a tenant nothing is seen", async () => {
    for (const table of tenantTables) expect([table, await countRows(database.db, table)]).toEqual([table, 0]);
  });

  test("a used connection keeps no tenant", async () => {
    const scope = { tenantId: harborline, db: database.db };
    await Promise.all(Array.from({ length: 10 }, () => inTransaction(scope, (tx) => countRows(tx, "orders"))));
    const seen = await Promise.all(Array.from({ length: 10 }, () => countRows(database.db, "orders")));
    expect(seen).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test("what is never changed nobody may change or remove, their own neither", async () => {
    for (const table of neverChanged) {
      for (const change of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`]) {
        const tried = inTransaction({ tenantId: harborline, db: database.db }, (tx) => tx.execute(sql.raw(change)));
        await expect(tried).rejects.toMatchObject({ cause: { message: `permission denied for table ${table}` } });
      }
    }
  });

  test("Juniper sees, changes and removes nothing of Harborline", async () => {
    const scope = { tenantId: juniper, db: database.db };
    for (const table of tenantTables) {
      const own = table === "tenants" ? 1 : 0;
      expect([table, await inTransaction(scope, (tx) => countRows(tx, table))]).toEqual([table, own]);
      if (neverChanged.includes(table)) continue;
      const touched = await inTransaction(scope, async (tx) => {
        const name = sql.identifier(table);
        const changed = await tx.execute(sql`update ${name} set tenant_id = tenant_id where tenant_id = ${harborline}`);
        const removed = await tx.execute(sql`delete from ${name} where tenant_id = ${harborline}`);
        return [changed.rowCount, removed.rowCount];
      });
      expect([table, touched]).toEqual([table, [0, 0]]);
    }
  });

  test("Juniper cannot write a row for Harborline", async () => {
    for (const table of tenantTables) {
      const insert = (await insertOf(database, table)).replaceAll(
        "$1",
        `'${table === "tenants" ? crypto.randomUUID() : harborline}'`,
      );
      const thrown = await inTransaction({ tenantId: juniper, db: database.db }, (tx) =>
        tx.execute(sql.raw(insert)),
      ).then(
        () => null,
        (error: unknown) => error,
      );
      expect([table, wordsOf(thrown)]).toEqual([table, expect.stringContaining("row-level security")]);
    }
  });

  test("what happened stays as it was written", async () => {
    for (const statement of ["update audit_events set action = 'other'", "delete from audit_events"]) {
      const tried = inTransaction({ tenantId: harborline, db: database.db }, (tx) => tx.execute(sql.raw(statement)));
      expect(wordsOf(await tried.catch((error: unknown) => error))).toContain("permission denied");
    }
  });
});

describe("the shape that keeps it so", () => {
  test("row-level security is on, forced, and its policy asks for the tenant both ways", async () => {
    const found = await database.admin.query(
      `select c.relname as table, c.relrowsecurity and c.relforcerowsecurity as secured,
              coalesce((select array_agg(concat_ws(' / ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
                 from pg_policy p where p.polrelid = c.oid
                  and (p.polroles = '{0}' or (select oid from pg_roles where rolname = 'tieout_app') = any (p.polroles))), '{}') as policies
         from pg_class c where c.relname = any ($1) and c.relnamespace = 'public'::regnamespace`,
      [tenantTables],
    );
    expect(found.rows).toHaveLength(tenantTables.length);
    const asked = "(tenant_id = current_tenant())";
    for (const row of found.rows) {
      expect(row).toEqual({
        table: (row as { table: string }).table,
        secured: true,
        policies: [`${asked} / ${asked}`],
      });
    }
  });

  test("tables of no tenant are closed to the application, but for the counters", async () => {
    for (const table of ["users", "sessions", "installation"]) {
      expect(wordsOf(await countRows(database.db, table).catch((error: unknown) => error))).toContain(
        "permission denied",
      );
    }
    expect(await countRows(database.db, "rate_limits")).toBe(0);
  });

  test("tenant_id comes first in every primary key and unique index", async () => {
    const others = await names(`
      select c.relname || ': ' || i.indexrelid::regclass as name
        from pg_index i join pg_class c on c.oid = i.indrelid
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where i.indisunique and c.relname = any (array['${tenantTables.join("','")}'])
         and c.relnamespace = 'public'::regnamespace and a.attname is distinct from 'tenant_id'`);
    expect(others).toEqual([]);
  });

  test("partitions are reached through their table only", async () => {
    const open = await names(`
      select c.relname || ' by ' || r.rolname as name
        from pg_class c, pg_roles r
       where c.relispartition and c.relkind = 'r' and r.rolname in ('tieout_app', 'tieout_auth', 'tieout_claim')
         and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate')`);
    expect(open).toEqual([]);
  });

  test("the application is no superuser, bypasses nothing, owns nothing", async () => {
    const found = await database.admin.query(`
      select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit and rolname = 'tieout_app' as inherits,
             (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
        from pg_roles r where rolname like 'tieout%' order by 1`);
    const harmless = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      inherits: false,
      owned: 0,
    };
    expect(found.rows).toEqual(
      ["tieout_app", "tieout_auth", "tieout_claim"].map((rolname) => ({ rolname, ...harmless })),
    );
  });

  test("the narrow role that answers who somebody is has exactly these rights", async () => {
    const rights = await names(`
      select c.relname || ' ' || p.privilege as name
        from pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as p (privilege)
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and has_table_privilege('tieout_auth', c.oid, p.privilege) order by 1`);
    expect([...rights].toSorted()).toEqual(authPrivileges);
    const denied = asAuth(database.db, (tx) => countRows(tx, "orders"));
    expect(wordsOf(await denied.catch((error: unknown) => error))).toContain("permission denied");
  });

  test("the narrow role that sees every lane has exactly these rights, and sees no token", async () => {
    const rights = await names(`
      select c.relname || ' ' || p.privilege as name
        from pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as p (privilege)
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and has_table_privilege('tieout_claim', c.oid, p.privilege)
      union
      select c.relname || '.' || a.attname || ' ' || p.privilege
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped,
             unnest(array['SELECT', 'INSERT', 'UPDATE']) as p (privilege)
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and not has_table_privilege('tieout_claim', c.oid, p.privilege)
         and has_column_privilege('tieout_claim', c.oid, a.attnum, p.privilege)`);
    expect([...rights].toSorted()).toEqual(claimPrivileges);
    const denied = asClaim(database.db, (tx) => tx.execute(sql`select sealed_credentials from company_files`));
    expect(wordsOf(await denied.catch((error: unknown) => error))).toContain("permission denied");
  });
});
