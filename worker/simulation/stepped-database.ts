// The database as one simulated process sees it: a real one, where others may overtake before and after each transaction.
import type pg from "pg";

import type { Database } from "#db/client.ts";
import { sayLater } from "./quick-pool.ts";
import { never } from "./scheduler.ts";

/** What a process does around its transactions. */
export type Steps = {
  /** Called before a transaction begins and after it was committed. */
  park(at: string): Promise<void>;
  /** Shall the process die in this moment, its transaction not committed? */
  diesBeforeCommit(): boolean;
  die(): void;
  /** Told of every statement, before it runs. */
  onStatement(text: string, values: readonly unknown[]): void;
  /** A transaction that wrote something was committed. */
  onCommit(): void;
};

/** "for update" and "for no key update" write nothing. */
const WRITES = /\b(insert into|delete from|(?<!for |key )update [a-z_]+)\b/;
/** Takes rows that others may not have before the transaction has ended, so that its end must be waited for. */
const LOCKS = /\bfor (no key )?update\b/;
/** Settings of a transaction: nobody reads their answer, so they travel with the statement after them. */
const SETS = /^(begin\b|select set_config\()/;

const NOTHING = { command: "", rowCount: 0, oid: 0, fields: [], rows: [] };

type Query = (text: string | pg.QueryConfig, values?: unknown[]) => Promise<pg.QueryResult>;

/** The same database for a process with these steps. */
export function steppedDatabase(db: Database, steps: Steps): Database {
  const connect = async () => {
    await steps.park("before a transaction");
    return steppedClient(await db.$client.connect(), steps);
  };
  return Object.create(db, { $client: { value: { connect } } }) as Database;
}

function steppedClient(client: pg.PoolClient, steps: Steps): Pick<pg.PoolClient, "query" | "release"> {
  let isReleased = false;
  let hasWritten = false;
  let mustWait = false;
  const release = (broken?: Error | boolean) => {
    if (!isReleased) client.release(broken);
    isReleased = true;
  };
  const run = client.query.bind(client) as unknown as Query;
  const query: Query = async (text, values) => {
    const spelled = typeof text === "string" ? text : text.text;
    if (spelled !== "commit") {
      const given = values ?? (typeof text === "string" ? undefined : text.values) ?? [];
      steps.onStatement(spelled, given);
      if (SETS.test(spelled.trimStart())) {
        sayLater(client, text, values);
        return NOTHING;
      }
      hasWritten ||= WRITES.test(spelled);
      mustWait ||= LOCKS.test(spelled);
      return await run(text, values).catch((error: unknown) => {
        mustWait = true;
        throw error;
      });
    }
    if (hasWritten && steps.diesBeforeCommit()) {
      await run("rollback");
      release();
      steps.die();
      return await never();
    }
    if (!hasWritten && !mustWait) {
      sayLater(client, "commit", undefined);
      release();
      return { ...NOTHING, command: "COMMIT" };
    }
    const result = await run("commit");
    release();
    if (!hasWritten) return result;
    steps.onCommit();
    await steps.park("after a commit");
    return result;
  };
  return { query: query as unknown as pg.PoolClient["query"], release };
}
