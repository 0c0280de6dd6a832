// The way to the database: pool, drizzle, and transactions that know their tenant.
import { createHash } from "node:crypto";

import { drizzle, NodePgSession, NodePgTransaction, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { sql, type ExtractTablesWithRelations, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";

import * as schema from "./schema/index.ts";

export type Database = NodePgDatabase<typeof schema> & { readonly $client: pg.Pool };
type Relations = ExtractTablesWithRelations<typeof schema>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const dialect = new PgDialect();

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
  return await transaction(scope.db, `set local app.tenant_id = '${uuid(scope.tenantId)}'`, work);
}

/**
 * The same for what runs with every call, all of it through indexes: its named statements keep one plan. Left to itself
 * Postgres plans most of them anew each time, because it thinks that a plan for any tenant must look at all partitions.
 */
export async function inHotTransaction<T>(
  scope: { readonly tenantId: string; readonly db: Database },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const opening = `set local app.tenant_id = '${uuid(scope.tenantId)}'; set local plan_cache_mode = force_generic_plan`;
  return await transaction(scope.db, opening, work);
}

/**
 * A transaction that opens with some settings, in one message to the server: with a call to a ledger there are so few
 * statements that each trip counts. `opening` holds nothing a caller could choose but a checked uuid.
 */
async function transaction<T>(db: Database, opening: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await db.$client.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin; ${opening}`);
    // No relational queries are used, so the transaction needs no schema.
    const session = new NodePgSession<typeof schema, Relations>(client, dialect, undefined);
    const tx: Transaction = new NodePgTransaction(dialect, session, undefined);
    const result = await work(tx);
    const { command } = await client.query("commit");
    // A failed statement whose error was swallowed: nothing was kept, so nobody may think so.
    if (command !== "COMMIT") throw new Error("The transaction was rolled back");
    return result;
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    await client.query("rollback").catch((trouble: unknown) => {
      broken = trouble instanceof Error ? trouble : new Error(String(trouble));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function uuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new Error("A tenant id is no uuid");
  return text;
}

const names = new Map<string, string>();
/** A pooler that gives each transaction another connection must know named statements: pgbouncer does from 1.21 on. */
const isNaming = process.env.DATABASE_PREPARED !== "0";

/**
 * Runs a statement that goes out with every call, under a name: each connection parses and plans it once, which costs
 * more than running it. Its text must be the same each time; what differs belongs into parameters.
 */
export async function runNamed<Row extends Record<string, unknown>>(
  tx: Transaction,
  statement: SQL,
): Promise<{ readonly rows: Row[]; readonly rowCount: number | null }> {
  const query = dialect.sqlToQuery(statement);
  const prepared = tx._.session.prepareQuery(query, undefined, isNaming ? nameOf(query.sql) : undefined, false);
  return (await prepared.execute()) as { rows: Row[]; rowCount: number | null };
}

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `tieout_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}

/** Runs `work` as the narrow role that answers "who is this?". It reaches people, sessions, memberships, nothing else. */
export async function asAuth<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return await transaction(db, "set local role tieout_auth", work);
}

/** Runs `work` as the narrow role that sees every lane, and which tenant has something due; nothing else. */
export async function asClaim<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return await transaction(db, "set local role tieout_claim", work);
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
    await tx.execute(
      sql`select set_config('role', 'none', true), set_config('app.tenant_id', ${lane.tenantId}, true),
                 set_config('plan_cache_mode', 'force_generic_plan', true)`,
    );
    return await work(tx, lane);
  });
}
