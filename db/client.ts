// The way to the database: pool, drizzle, and transactions that know their tenant.
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { sql } from "drizzle-orm";
import pg from "pg";

import * as schema from "./schema/index.ts";

export type Database = NodePgDatabase<typeof schema> & { readonly $client: pg.Pool };
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Opens a pool as the application's role. `onError` hears of connections that broke while idle. */
export function openDatabase(url: string, options: { max?: number; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: "tieout",
  });
  // Without a listener one terminated connection ends the whole process.
  pool.on("error", options.onError ?? (() => {}));
  // The pool listens to idle ones only. One that breaks while it is lent out fails its next statement, which is enough.
  pool.on("connect", (client) => client.on("error", () => {}));
  return drizzle(pool, { schema });
}

/**
 * Runs `work` in one transaction that sees one tenant. Row-level security reads the tenant from the transaction's own
 * setting, so it ends with the transaction and cannot leak through the pool.
 */
export async function inTransaction<T>(
  scope: { readonly tenantId: string; readonly db: Database },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return await scope.db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tenant_id', ${scope.tenantId}, true)`);
    return await work(tx);
  });
}

/** Runs `work` as the narrow role that answers "who is this?". It reaches people, sessions, memberships, nothing else. */
export async function asAuth<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`set local role tieout_auth`);
    return await work(tx);
  });
}

/** Runs `work` as the narrow role that sees every lane and nothing else. */
export async function asClaim<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`set local role tieout_claim`);
    return await work(tx);
  });
}

/**
 * Runs `pick` as the narrow role that sees every lane and nothing else, then goes on in the same transaction as the
 * application with the tenant of the lane it picked. Returns null when nothing was picked.
 */
export async function inClaim<L extends { readonly tenantId: string }, T>(
  db: Database,
  pick: (tx: Transaction) => Promise<L | null>,
  work: (tx: Transaction, lane: L) => Promise<T>,
): Promise<T | null> {
  return await asClaim(db, async (tx) => {
    const lane = await pick(tx);
    if (!lane) return null;
    await tx.execute(sql`select set_config('role', 'none', true), set_config('app.tenant_id', ${lane.tenantId}, true)`);
    return await work(tx, lane);
  });
}
