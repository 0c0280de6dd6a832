// Tenants, people and scopes for tests of a database. Only tests import this.
import { randomBytes } from "node:crypto";

import type { TestDatabase } from "#db/testing.ts";

import { hashPassword } from "./passwords.ts";
import type { Role } from "./roles.ts";
import { newId, type Scope } from "./scope.ts";

export const testPassword = "a long enough password";

/** Database, clock and chance, without a tenant. */
export function testWorld(test: TestDatabase): Pick<Scope, "db" | "now" | "chance"> {
  return { db: test.db, now: () => new Date(), chance: (bytes) => new Uint8Array(randomBytes(bytes)) };
}

/** A tenant of its own. */
export async function newTenant(test: TestDatabase, name = "Harborline"): Promise<string> {
  const tenantId = newId(testWorld(test));
  await test.admin.query("insert into tenants (tenant_id, name, created_at) values ($1, $2, now())", [tenantId, name]);
  return tenantId;
}

export type TestPerson = { readonly userId: string; readonly email: string; readonly name: string };

/** A person with `testPassword`, belonging to the given tenants. */
export async function newPerson(
  test: TestDatabase,
  seats: Readonly<Record<string, Role>> = {},
  name = "Ada",
): Promise<TestPerson> {
  const userId = newId(testWorld(test));
  const email = `${name.toLowerCase()}.${randomBytes(4).toString("hex")}@example.test`;
  await test.admin.query(
    "insert into users (user_id, email, name, password_hash, created_at) values ($1, $2, $3, $4, now())",
    [userId, email, name, await hashPassword(testPassword)],
  );
  for (const [tenantId, role] of Object.entries(seats)) {
    await test.admin.query("insert into members (tenant_id, user_id, role, created_at) values ($1, $2, $3, now())", [
      tenantId,
      userId,
      role,
    ]);
  }
  return { userId, email, name };
}

/** The scope of a person in a tenant. */
export function scopeOf(test: TestDatabase, tenantId: string, person: TestPerson, role: Role): Scope {
  const actor = { type: "person", userId: person.userId, name: person.name, role } as const;
  return { ...testWorld(test), tenantId, actor };
}

const made: Readonly<Record<string, string>> = {
  uuid: "gen_random_uuid()",
  text: "gen_random_uuid()::text",
  "timestamp with time zone": "now()",
  date: "current_date",
  bigint: "1",
  integer: "1",
  smallint: "1",
  boolean: "false",
  jsonb: "'{}'::jsonb",
  numeric: "1",
};

/** An insert of one row for the tenant in $1, made from the table's own columns. */
export async function insertOf(test: TestDatabase, table: string): Promise<string> {
  const columns = await test.admin.query<{ column_name: string; data_type: string }>(
    `select column_name, data_type from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_nullable = 'NO'`,
    [table],
  );
  const values = columns.rows.map(({ column_name: name, data_type: type }) => {
    const value = name === "tenant_id" ? "$1::uuid" : made[type];
    if (!value) throw new Error(`${table}.${name}: this test does not know how to make a ${type}.`);
    return value;
  });
  return `insert into ${table} (${columns.rows.map((row) => row.column_name).join(", ")}) values (${values.join(", ")})`;
}

/** One row of the tenant in each table, whatever its columns mean: references and checks are set aside for it. */
export async function fillTables(test: TestDatabase, tables: readonly string[], tenantId: string): Promise<void> {
  const checks = await test.admin.query<{ statement: string }>(`
    select distinct format('alter table %I drop constraint %I', c.relname, k.conname) as statement
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'c' and n.nspname = 'public' and not c.relispartition`);
  for (const { statement } of checks.rows) await test.admin.query(statement);
  const client = await test.admin.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const table of tables.filter((each) => each !== "tenants")) {
      await client.query(await insertOf(test, table), [tenantId]);
    }
  } finally {
    await client.query("set session_replication_role = origin");
    client.release();
  }
}
