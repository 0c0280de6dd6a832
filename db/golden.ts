// What do the migrations produce? Writes db/schema.golden.sql from a freshly migrated database: npm run db:golden
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import type pg from "pg";

import { hashOfMigrations } from "./migrations-hash.ts";
import { openTestDatabase } from "./testing.ts";

export const goldenFile = fileURLToPath(new URL("./schema.golden.sql", import.meta.url));
const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));

/** The line of the golden file that says which migrations it was made from. */
export function hashLine(folder: string = MIGRATIONS): string {
  return `-- migrations sha256 ${hashOfMigrations(folder)}`;
}

/** The schema of a database as SQL-like text in a stable order: to be read in a diff, not to be run. */
export async function readGolden(client: Pick<pg.Pool, "query">): Promise<string> {
  const tables = await rowsOf<Table>(client, TABLES);
  const parts = [
    "-- What the migrations produce, read from the catalog. Made by `npm run db:golden`; read it in every diff, never edit it.",
    hashLine(),
    "",
    ...(await linesOf(client, ROLES)),
    "",
    ...(await linesOf(client, FUNCTIONS)).flatMap((definition) => [definition, ""]),
  ];
  for (const table of tables) parts.push(...(await describeTable(client, table)), "");
  return `${parts.join("\n").trimEnd()}\n`;
}

type Table = {
  readonly oid: string;
  readonly name: string;
  readonly partitioned: string | null;
  readonly storage: string | null;
  readonly secured: boolean;
  readonly forced: boolean;
};

async function describeTable(client: Pick<pg.Pool, "query">, table: Table): Promise<string[]> {
  const columns = await linesOf(client, COLUMNS, table.oid);
  const constraints = await linesOf(client, CONSTRAINTS, table.oid);
  const body = [...columns, ...constraints].map((line) => `  ${line}`).join(",\n");
  const partitioned = table.partitioned === null ? "" : ` PARTITION BY ${table.partitioned}`;
  const storage = table.storage === null ? "" : ` WITH (${table.storage})`;
  const lines = [`CREATE TABLE ${table.name} (\n${body}\n)${partitioned}${storage};`];
  lines.push(...(await linesOf(client, PARTITIONS, table.oid)));
  lines.push(...(await linesOf(client, INDEXES, table.oid)));
  if (table.secured) lines.push(`ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY;`);
  if (table.forced) lines.push(`ALTER TABLE ${table.name} FORCE ROW LEVEL SECURITY;`);
  for (const query of [POLICIES, GRANTS, TRIGGERS]) lines.push(...(await linesOf(client, query, table.oid)));
  return lines;
}

async function linesOf(client: Pick<pg.Pool, "query">, query: string, oid?: string): Promise<string[]> {
  return (await rowsOf<{ line: string }>(client, query, oid)).map(({ line }) => line);
}

async function rowsOf<Row extends object>(client: Pick<pg.Pool, "query">, query: string, oid?: string): Promise<Row[]> {
  const answer = await client.query<Row>(query, oid === undefined ? [] : [oid]);
  return answer.rows;
}

// Names are compared as bytes, so that the order is the same whatever the server's language is.

const TABLES = `
  select c.oid::text, c.relname as name, pg_get_partkeydef(c.oid) as partitioned,
         array_to_string(c.reloptions, ', ') as storage,
         c.relrowsecurity as secured, c.relforcerowsecurity as forced
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
   order by c.relname collate "C"`;

// How full their pages are filled, or how often they are counted, is said of partitions, and not of the table that they are parts of.
const PARTITIONS = `
  select concat_ws(' ', '--', count(*), 'partitions', 'WITH (' || storage || ')') as line
    from (select array_to_string(c.reloptions, ', ') as storage
            from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1) as partition
   group by storage order by storage collate "C" nulls first`;

const COLUMNS = `
  select concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
           case when a.attnotnull then 'NOT NULL' end,
           case when a.attstattarget >= 0 then 'STATISTICS ' || a.attstattarget end,
           case when a.attidentity <> '' then 'GENERATED AS IDENTITY' end,
           case when a.attgenerated <> '' then 'GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
                when d.oid is not null then 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) end) as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`;

// Since Postgres 18 a not-null is a constraint too; the column says it already. A foreign key to a partitioned table has
// children, one for each partition, that say nothing more.
const CONSTRAINTS = `
  select 'CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) as line
    from pg_constraint where conrelid = $1 and contype <> 'n' and contype <> 't' and conparentid = 0
   order by position(contype in 'pucxf'), conname collate "C"`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) || ';' as line
    from pg_index i join pg_class c on c.oid = i.indexrelid
   where i.indrelid = $1 and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = $1)
   order by c.relname collate "C"`;

const POLICIES = `
  select concat_ws(' ', 'CREATE POLICY', quote_ident(p.polname), 'ON', c.relname,
           case when not p.polpermissive then 'AS RESTRICTIVE' end,
           'FOR', case p.polcmd when '*' then 'ALL' when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' else 'DELETE' end,
           'TO', (select string_agg(coalesce(r.rolname, 'PUBLIC'), ', ' order by r.rolname collate "C")
                    from unnest(p.polroles) as role(id) left join pg_roles r on r.oid = role.id),
           'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
           'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') || ';' as line
    from pg_policy p join pg_class c on c.oid = p.polrelid where p.polrelid = $1 order by p.polname collate "C"`;

const GRANTS = `
  select 'GRANT ' || string_agg(what, ', ' order by what collate "C") || ' ON ' || relname || ' TO ' || role || ';' as line
    from (select c.relname, coalesce(r.rolname, 'PUBLIC') as role, g.privilege_type as what, c.relowner as owner, g.grantee
            from pg_class c, aclexplode(c.relacl) g left join pg_roles r on r.oid = g.grantee where c.oid = $1
          union all
          select c.relname, coalesce(r.rolname, 'PUBLIC'), g.privilege_type || ' (' || a.attname || ')', c.relowner, g.grantee
            from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g
            left join pg_roles r on r.oid = g.grantee where c.oid = $1) as granted
   where grantee <> owner group by relname, role order by role collate "C"`;

const TRIGGERS = `
  select pg_get_triggerdef(oid) || ';' as line from pg_trigger where tgrelid = $1 and not tgisinternal
   order by tgname collate "C"`;

const FUNCTIONS = `
  select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as line from pg_proc p
   where p.pronamespace = 'public'::regnamespace
     and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
   order by p.proname collate "C"`;

// tieout_app's password and right to sign in are set by db/migrate.ts, so they are no part of the picture.
const ROLES = `
  select line from (
    select 1 as part, rolname, concat_ws(' ', '-- role', rolname, case when rolsuper then 'SUPERUSER' end,
             case when rolbypassrls then 'BYPASSRLS' end, case when rolcreaterole then 'CREATEROLE' end,
             case when rolcreatedb then 'CREATEDB' end, case when rolcanlogin then 'LOGIN' end) as line
      from pg_roles where rolname like 'tieout\\_%'
    union all
    select 2, m.rolname, 'GRANT ' || r.rolname || ' TO ' || m.rolname || ';'
      from pg_auth_members g join pg_roles r on r.oid = g.roleid join pg_roles m on m.oid = g.member
     where r.rolname like 'tieout\\_%' and m.rolname like 'tieout\\_%'
    union all
    select 3, r.rolname, 'GRANT ' || string_agg(s.privilege_type, ', ' order by s.privilege_type) || ' ON SCHEMA public TO ' || r.rolname || ';'
      from pg_namespace n, aclexplode(n.nspacl) s join pg_roles r on r.oid = s.grantee
     where n.nspname = 'public' and r.rolname like 'tieout\\_%' group by r.rolname
  ) as roles order by part, rolname collate "C", line collate "C"`;

async function main(): Promise<void> {
  const database = await openTestDatabase();
  try {
    writeFileSync(goldenFile, await readGolden(database.admin));
  } finally {
    await database.drop();
  }
  process.stdout.write(`Written: ${goldenFile}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
