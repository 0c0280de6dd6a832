// Rows that a file lists for a run, kept beside it until their turn comes: in bundles that have one act, numbered below zero,
// where results count upwards. They stay, so that what failed can be done once more as it was decided.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";

/** Rows that have the same done to them, for the same reason. */
export type Bundle = { readonly act: ProblemAct; readonly rowIds: readonly string[] };

const BUNDLE_ROWS = 1_000;
/** So many bundles are written by one statement. */
const WRITTEN_MAX = 1_000;

/** The listed rows of one run: those with the same act together, in the order of the file. */
export function bundlesOf(rows: readonly { readonly rowId: string; readonly act: ProblemAct }[]): Bundle[] {
  const acts = new Map<string, { readonly act: ProblemAct; readonly rowIds: string[] }>();
  for (const { rowId, act } of rows) {
    const key = JSON.stringify(act);
    const same = acts.get(key);
    if (same) same.rowIds.push(rowId);
    else acts.set(key, { act, rowIds: [rowId] });
  }
  return [...acts.values()].flatMap(({ act, rowIds }) =>
    Array.from({ length: Math.ceil(rowIds.length / BUNDLE_ROWS) }, (_, nth) => ({
      act,
      rowIds: rowIds.slice(nth * BUNDLE_ROWS, (nth + 1) * BUNDLE_ROWS),
    })),
  );
}

/** Keeps them beside their run. */
export async function writeListed(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  bundles: readonly Bundle[],
): Promise<void> {
  for (let from = 0; from < bundles.length; from += WRITTEN_MAX) {
    const part = bundles.slice(from, from + WRITTEN_MAX).map((record, nth) => ({ place: -(from + nth + 1), record }));
    await tx.execute(sql`
      insert into bulk_run_rows (tenant_id, bulk_run_id, row_number, is_ok, reason, record)
      select ${scope.tenantId}, ${bulkRunId}, r.place, true, '', r.record
        from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r(place int, record jsonb)`);
  }
}

/** The next bundles after so many, at most so many. */
export async function readListed(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  { after, max }: { readonly after: number; readonly max: number },
): Promise<readonly Bundle[]> {
  const result = await tx.execute<{ record: Bundle }>(sql`
    select record from bulk_run_rows
     where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and row_number < ${-after}
     order by row_number desc limit ${max}`);
  return result.rows.map(({ record }) => record);
}

/** What was decided of some of the listed rows. */
export async function readListedActs(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  rowIds: readonly string[],
): Promise<readonly { readonly rowId: string; readonly act: ProblemAct }[]> {
  const result = await tx.execute<{ rowId: string; act: ProblemAct }>(sql`
    select e.id as "rowId", r.record->'act' as act
      from bulk_run_rows r cross join lateral jsonb_array_elements_text(r.record->'rowIds') as e(id)
     where r.tenant_id = ${scope.tenantId} and r.bulk_run_id = ${bulkRunId} and r.row_number < 0
       and e.id = any (array(select jsonb_array_elements_text(${JSON.stringify(rowIds)}::jsonb)))
     order by r.row_number desc`);
  return result.rows;
}
