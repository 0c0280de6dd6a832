// Where is the database of this process? One pool, kept across the development server's reloads.
import { sql } from "drizzle-orm";

import { openDatabase, type Database } from "#db/client.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";

const POOL_MAX = 10;
const HEALTH_MS = 2_000;

const kept = globalThis as typeof globalThis & { tieoutDatabase?: Database };

/** The pool of this process, opened on first use: building the pages needs no database. */
export function database(): Database {
  kept.tieoutDatabase ??= openDatabase(env().DATABASE_APP_URL, {
    max: POOL_MAX,
    onError: (err) => log.warn({ err }, "an idle database connection broke"),
  });
  return kept.tieoutDatabase;
}

/** The same, as a value: opens when it is first touched. */
export const db: Database = new Proxy({} as Database, {
  get: (_target, name) => {
    const real = database();
    const value: unknown = Reflect.get(real, name, real);
    return typeof value === "function" ? (value.bind(real) as unknown) : value;
  },
  has: (_target, name) => Reflect.has(database(), name),
});

/** Does the database answer within two seconds? */
export async function isDatabaseUp(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), HEALTH_MS);
  });
  try {
    return await Promise.race([
      database()
        .execute(sql`select 1`)
        .then(() => true),
      tooLate,
    ]);
  } catch (err) {
    log.error({ err }, "the database does not answer");
    return false;
  } finally {
    clearTimeout(timer);
  }
}
