// Databases for tests: cloned from one migrated template, thrown away after. Refuses a server that is not local.
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import pg from "pg";

import { openDatabase, type Database } from "./client.ts";
import { migrate } from "./migrate.ts";

const APP_PASSWORD = "tests-only";
const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));

export type TestDatabase = {
  /** As the application: row-level security applies. */
  readonly db: Database;
  /** As the owner: for looking past row-level security in assertions. */
  readonly admin: pg.Pool;
  readonly adminUrl: string;
  readonly appUrl: string;
  drop(): Promise<void>;
};

/** Makes a fresh database with all migrations applied. Needs TEST_DATABASE_URL, which `npm test` sets. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const serverUrl = requireLocal(process.env.TEST_DATABASE_URL);
  const template = await templateDatabase(serverUrl);
  const name = `tieout_test_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, (client) => client.query(`create database ${name} template ${template}`));
  const adminUrl = withDatabase(serverUrl, name);
  const appUrl = asApp(adminUrl);
  const db = openDatabase(appUrl);
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 });
  admin.on("error", () => {});
  return {
    db,
    admin,
    adminUrl,
    appUrl,
    drop: async () => {
      await db.$client.end();
      await admin.end();
      await onServer(serverUrl, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

/** The URL of the same database as the application's role. */
function asApp(adminUrl: string): string {
  const url = new URL(adminUrl);
  url.username = "tieout_app";
  url.password = APP_PASSWORD;
  return url.href;
}

/** The template is named after the migrations it holds, so that a changed migration makes a new one. */
async function templateDatabase(serverUrl: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .sort()) {
    hash.update(readFileSync(`${MIGRATIONS}/${file}`));
  }
  const name = `tieout_template_${hash.digest("hex").slice(0, 12)}`;
  await onServer(serverUrl, async (client) => {
    // Test files start side by side; the first one builds, the others wait here.
    await client.query("select pg_advisory_lock(7460118)");
    const there = await client.query("select 1 from pg_database where datname = $1 and datistemplate", [name]);
    if (there.rowCount === 1) return;
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name}`);
    await migrate(withDatabase(serverUrl, name), APP_PASSWORD);
    await client.query(`alter database ${name} is_template true`);
  });
  return name;
}

async function onServer(serverUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function requireLocal(url: string | undefined): string {
  if (!url)
    throw new Error(
      "TEST_DATABASE_URL is not set. Run `npm test`, or start one: node bin/postgres.mjs --data .data/test-postgres",
    );
  const host = new URL(url).hostname;
  if (!["127.0.0.1", "localhost", "[::1]"].includes(host))
    throw new Error(`Tests refuse a database at ${host}: it is not local.`);
  return url;
}
