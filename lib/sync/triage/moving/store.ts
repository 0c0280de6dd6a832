// Rows of problems and their pushes, moved by the ten thousand: what comes back is put together by the database.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { ProblemLane } from "#lib/sync/triage.ts";

/** Rows that moved alike. So few lines come back from ten thousand of them. */
export type Moved = {
  readonly rowIs: "push" | "order";
  /** The lane they stand in now, and why they are in it. */
  readonly lane: ProblemLane;
  readonly because: string | null;
  readonly rowIds: readonly string[];
};

/** Runs an `update problems p` without its `returning`. */
export async function move(tx: Transaction, update: SQL): Promise<readonly Moved[]> {
  const result = await tx.execute<Omit<Moved, "rowIds"> & { rowIds: string }>(sql`
    with moved as (${update} returning p.row_id, p.row_is, p.lane, p.decided_because)
    select row_is as "rowIs", lane, decided_because as because, string_agg(row_id::text, ',') as "rowIds" from moved group by 1, 2, 3`);
  return result.rows.map((row) => ({ ...row, rowIds: row.rowIds.split(",") }));
}

/** How many rows. */
export const countOf = (moved: readonly Moved[]) => moved.reduce((sum, { rowIds }) => sum + rowIds.length, 0);

/** The pushes among the rows. */
export function pushesOf(moved: readonly Moved[]): readonly string[] {
  return moved.filter(({ rowIs }) => rowIs === "push").flatMap(({ rowIds }) => rowIds);
}

/**
 * Moves pushes whose rows moved before, in this transaction: the database need not look each of them up to let it follow.
 * That as many pushes moved as rows did is for the caller to see.
 */
export async function movePushes<Row extends Record<string, unknown>>(tx: Transaction, update: SQL) {
  await tx.execute(sql`select set_config('app.rows_moved', 'yes', true)`);
  const result = await tx.execute<Row>(update);
  await tx.execute(sql`select set_config('app.rows_moved', '', true)`);
  return result;
}
