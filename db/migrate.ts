// Brings a database up to date, makes the application's role usable, and refuses a database from the future.
// Run as a program by the start script: exit 3 = database from the future, 4 = may not create roles, 1 = anything else.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));

export class DatabaseFromTheFuture extends Error {}
export class MayNotCreateRoles extends Error {}

/**
 * Applies what is missing. `adminUrl` must own the schema; `appPassword` becomes the password of the role tieout_app.
 * Two callers at once wait for each other. Returns the number of migrations applied.
 */
export async function migrate(adminUrl: string, appPassword: string): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: "tieout-migrate" });
  await client.connect();
  try {
    // A hint against two starts at once; correctness rests on drizzle's own table.
    await client.query("select pg_advisory_lock(7460117)");
    const before = await appliedCount(client);
    if (before > knownCount()) {
      throw new DatabaseFromTheFuture(
        `This database was used by a newer Tieout (${before} migrations, this one knows ${knownCount()}). Start that version, or restore a backup.`,
      );
    }
    await applyMigrations(drizzle(client), { migrationsFolder: FOLDER });
    if (!(await maySignIn(adminUrl, appPassword))) {
      await client.query(`alter role tieout_app login password '${appPassword.replaceAll("'", "''")}'`);
    }
    return knownCount() - before;
  } catch (error) {
    throw permissionSentence(error);
  } finally {
    await client.end();
  }
}

/**
 * Makes the one-time token of the owner page when nobody has one yet and there are no users. Only its hash is kept.
 * Returns the token, or null when there is nothing to hand out.
 */
export async function makeOwnerToken(adminUrl: string, random: (bytes: number) => Buffer): Promise<string | null> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const token = random(24).toString("base64url");
    const made = await client.query(
      `insert into installation ("only", owner_token_hash, created_at)
       select true, $1, $2 where not exists (select from users) on conflict do nothing`,
      [createHash("sha256").update(token).digest("hex"), new Date()],
    );
    return made.rowCount === 1 ? token : null;
  } finally {
    await client.end();
  }
}

/** A role made by hand has its password already, and who owns the database may not be allowed to give it one. */
async function maySignIn(adminUrl: string, appPassword: string): Promise<boolean> {
  const url = new URL(adminUrl);
  url.username = "tieout_app";
  url.password = encodeURIComponent(appPassword);
  const client = new pg.Client({ connectionString: url.href, application_name: "tieout-migrate" });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

function knownCount(): number {
  const journal = JSON.parse(readFileSync(`${FOLDER}/meta/_journal.json`, "utf8")) as {
    entries: unknown[];
  };
  return journal.entries.length;
}

async function appliedCount(client: pg.Client): Promise<number> {
  const table = await client.query("select to_regclass('drizzle.__drizzle_migrations') is not null as there");
  if (!(table.rows[0] as { there: boolean }).there) return 0;
  const count = await client.query("select count(*)::int as n from drizzle.__drizzle_migrations");
  return (count.rows[0] as { n: number }).n;
}

function permissionSentence(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if ((cause as { code?: string }).code !== "42501") return error;
  return new MayNotCreateRoles(
    "The user of DATABASE_URL may not create roles. Let it (alter role … createrole), or create tieout_app, tieout_auth and tieout_claim as docs/self-hosting.md shows.",
  );
}

async function main(): Promise<void> {
  const { DATABASE_URL, DATABASE_APP_URL } = process.env;
  if (!DATABASE_URL || !DATABASE_APP_URL) throw new Error("DATABASE_URL and DATABASE_APP_URL must be set.");
  await migrate(DATABASE_URL, decodeURIComponent(new URL(DATABASE_APP_URL).password));
  if (process.env.TIEOUT_DEMO === "1") return;
  const ownerToken = await makeOwnerToken(DATABASE_URL, randomBytes);
  if (ownerToken) process.stdout.write(`${JSON.stringify({ ownerToken })}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof DatabaseFromTheFuture ? 3 : error instanceof MayNotCreateRoles ? 4 : 1;
  });
}
