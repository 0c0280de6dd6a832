// Do the migrations still produce the golden schema, and do the tables in db/schema describe it column by column?
import { readFileSync } from "node:fs";

import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { goldenFile, readGolden } from "./golden.ts";
import * as schema from "./schema/index.ts";
import { openTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const tables = Object.values(schema).flatMap((each) => (is(each, PgTable) ? [getTableConfig(each)] : []));

test("a freshly migrated database is the golden one (else: npm run db:golden, and read the difference)", async () => {
  expect(await readGolden(database.admin)).toBe(readFileSync(goldenFile, "utf8"));
});

test("a column, a policy or a grant more is seen", async () => {
  const golden = readFileSync(goldenFile, "utf8");
  const seenAfter = async (statement: string) => {
    const client = await database.admin.connect();
    try {
      await client.query("begin");
      await client.query(statement);
      return (await readGolden(client)).split("\n").filter((line) => !golden.includes(line));
    } finally {
      await client.query("rollback");
      client.release();
    }
  };
  expect(await seenAfter("alter table sources add column planted text not null default 'x'")).toEqual([
    "  planted text NOT NULL DEFAULT 'x'::text,",
  ]);
  expect(await seenAfter("create policy planted on sources to tieout_app using (true)")).toEqual([
    "CREATE POLICY planted ON sources FOR ALL TO tieout_app USING (true);",
  ]);
  expect(await seenAfter("grant truncate on sources to tieout_app")).toEqual([
    "GRANT DELETE, INSERT, SELECT, TRUNCATE, UPDATE ON sources TO tieout_app;",
  ]);
});

test("how tables are stored and counted is seen, of a partition by itself too", async () => {
  const client = await database.admin.connect();
  try {
    await client.query("begin");
    await client.query("alter table ledger_links_p03 set (fillfactor = 55)");
    await client.query("alter table sources set (fillfactor = 90)");
    await client.query("alter table sources alter column tenant_id set statistics 3");
    const golden = readFileSync(goldenFile, "utf8").split("\n");
    const lines = (await readGolden(client)).split("\n");
    expect(lines.filter((line) => !golden.includes(line))).toEqual([
      expect.stringMatching(/^-- 1 partitions WITH \(.*fillfactor=55/),
      expect.stringMatching(/^-- 15 partitions WITH \(.*fillfactor=70/),
      "  tenant_id uuid NOT NULL STATISTICS 3,",
      ") WITH (fillfactor=90);",
    ]);
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("what is taken away is seen", async () => {
  const golden = readFileSync(goldenFile, "utf8");
  const client = await database.admin.connect();
  try {
    await client.query("begin");
    await client.query("drop trigger pushes_changed on pushes");
    await client.query("alter table pushes no force row level security");
    const left = await readGolden(client);
    expect(golden.split("\n").filter((line) => !left.includes(line))).toEqual([
      "ALTER TABLE pushes FORCE ROW LEVEL SECURITY;",
      expect.stringMatching(/^CREATE TRIGGER pushes_changed AFTER UPDATE ON /),
    ]);
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("db/schema names every table of the database, and none besides", async () => {
  const { rows } = await database.admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  expect(tables.map(({ name }) => name).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

test.each(tables.map((table) => [table.name, table] as const))(
  "db/schema describes %s as it is",
  async (name, table) => {
    const { rows } = await database.admin.query<{ name: string; type: string; required: boolean; filled: boolean }>(
      `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required, atthasdef as filled
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [name],
    );
    const inKey = new Set(table.primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
    const described = table.columns.map((column) => ({
      name: column.name,
      // Drizzle writes "timestamp (3) with time zone".
      type: column.getSQLType().replace(" (", "("),
      required: column.notNull || column.primary || inKey.has(column.name),
      // A default of the application's (made in JavaScript) is none of the database's.
      filled: column.default !== undefined || column.generated !== undefined,
    }));
    const byName = (left: { name: string }, right: { name: string }) => (left.name < right.name ? -1 : 1);
    expect(described.toSorted(byName)).toEqual(rows.toSorted(byName));
  },
);
