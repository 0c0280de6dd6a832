// One decision about many drifted documents, kept as a run with its result per row.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import type { DriftResult } from "#lib/sync/drift-choices.ts";

/** Writes the run with the rows that were chosen, before the first of them is touched. */
export async function openDriftRun(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  run: {
    readonly title: string;
    readonly choice: string;
    readonly documentIds: readonly string[];
    readonly startedBy: string;
  },
): Promise<string> {
  const bulkRunId = newId(scope);
  const selection = JSON.stringify({ choice: run.choice, documentIds: run.documentIds });
  await tx.execute(sql`
    insert into bulk_runs (tenant_id, bulk_run_id, company_file_id, kind, state, title, selection, rows_total, started_by, created_at, alive_at)
    values (${scope.tenantId}, ${bulkRunId}, ${companyFileId}, 'drift', 'running', ${run.title}, ${selection}::jsonb,
            ${run.documentIds.length}, ${run.startedBy}, ${scope.now()}, ${scope.now()})`);
  return bulkRunId;
}

/** Writes what became of one row, in the transaction that decided it. */
export async function writeDriftResult(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  rowNumber: number,
  result: DriftResult,
): Promise<void> {
  const record = JSON.stringify({ documentId: result.documentId, title: result.title });
  await tx.execute(sql`
    insert into bulk_run_rows (tenant_id, bulk_run_id, row_number, is_ok, reason, record)
    values (${scope.tenantId}, ${bulkRunId}, ${rowNumber}, ${result.isDone}, ${result.sentence}, ${record}::jsonb)`);
  await tx.execute(sql`
    update bulk_runs set rows_done = rows_done + 1, rows_ok = rows_ok + ${result.isDone ? 1 : 0},
           rows_failed = rows_failed + ${result.isDone ? 0 : 1}, alive_at = ${scope.now()},
           state = case when rows_done + 1 = rows_total then 'done' else state end,
           finished_at = case when rows_done + 1 = rows_total then ${scope.now()}::timestamptz end
     where tenant_id = ${scope.tenantId} and bulk_run_id = ${bulkRunId} and state = 'running'`);
}
