// Imports in the database: a run with its progress, and the rows that were refused, word for word.
import { and, asc, eq, gt, sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { bulkRunRows, bulkRuns } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";

import type { RefusedRecord } from "../sources/source.ts";
import { ImportSelection, type ImportRun, type ImportState, type RefusedRow } from "./import.ts";

type NewImport = { readonly bulkRunId: string; readonly companyFileId: string; readonly startedBy: string } & {
  readonly selection: ImportSelection;
};

/** Begins a run. */
export async function insertImport(tx: Transaction, scope: Scope, run: NewImport): Promise<void> {
  const { selection, ...ids } = run;
  const now = scope.now();
  await tx.insert(bulkRuns).values({
    tenantId: scope.tenantId,
    ...ids,
    kind: "import-orders",
    state: "running",
    title: `Import ${selection.fileName}`,
    selection,
    rowsTotal: selection.rowsExpected,
    createdAt: now,
    aliveAt: now,
  });
}

const ofRun = (scope: Scope, bulkRunId: string) =>
  and(eq(bulkRuns.tenantId, scope.tenantId), eq(bulkRuns.bulkRunId, bulkRunId), eq(bulkRuns.kind, "import-orders"));

/** One import of this tenant; null when there is none of that id here. */
export async function findImport(tx: Transaction, scope: Scope, bulkRunId: string): Promise<ImportRun | null> {
  const [row] = await tx.select().from(bulkRuns).where(ofRun(scope, bulkRunId));
  if (!row) return null;
  const { fileName, format, sourceId, mapping } = ImportSelection.parse(row.selection);
  return {
    bulkRunId,
    state: row.state as ImportState,
    fileName,
    format,
    sourceId,
    header: mapping?.columns.map((column) => column.header) ?? [],
    rowsExpected: row.rowsTotal,
    rowsDone: row.rowsDone,
    rowsOk: row.rowsOk,
    rowsFailed: row.rowsFailed,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    aliveAt: row.aliveAt.toISOString(),
  };
}

/** Takes a run for reading, once: what it reads for the caller that got it, null when its file is being or was read. */
export async function claimImport(tx: Transaction, scope: Scope, bulkRunId: string): Promise<ImportSelection | null> {
  const [row] = await tx
    .update(bulkRuns)
    .set({ note: "reading", aliveAt: scope.now() })
    .where(and(ofRun(scope, bulkRunId), eq(bulkRuns.state, "running"), sql`${bulkRuns.note} is null`))
    .returning({ selection: bulkRuns.selection });
  return row ? ImportSelection.parse(row.selection) : null;
}

/** Adds what one batch did: rows taken and rows refused. */
export async function advanceImport(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  batch: { readonly rowsOk: number; readonly refused: readonly RefusedRecord[] },
): Promise<void> {
  const failed = batch.refused.length;
  await tx
    .update(bulkRuns)
    .set({
      rowsDone: sql`${bulkRuns.rowsDone} + ${batch.rowsOk + failed}`,
      rowsOk: sql`${bulkRuns.rowsOk} + ${batch.rowsOk}`,
      rowsFailed: sql`${bulkRuns.rowsFailed} + ${failed}`,
      aliveAt: scope.now(),
    })
    .where(ofRun(scope, bulkRunId));
  if (failed === 0) return;
  const rows = batch.refused.map(({ line, reason, record }) => ({ line, reason, record: writable(record) }));
  await tx.execute(sql`
    insert into bulk_run_rows (tenant_id, bulk_run_id, row_number, is_ok, reason, record)
    select ${scope.tenantId}, ${bulkRunId}, b.line, false, b.reason, b.record
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as b(line int, reason text, record jsonb)
    on conflict do nothing`);
}

/** Ends a run, in words. */
export async function finishImport(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  end: { readonly state: Exclude<ImportState, "running">; readonly note: string },
): Promise<void> {
  const now = scope.now();
  await tx
    .update(bulkRuns)
    .set({ ...end, finishedAt: now, aliveAt: now, rowsTotal: sql`${bulkRuns.rowsDone}` })
    .where(ofRun(scope, bulkRunId));
}

/** Refused rows in the order of the file, at most `rows` after the given line. */
export async function findRefusedRows(
  tx: Transaction,
  scope: Scope,
  bulkRunId: string,
  page: { readonly afterLine: number; readonly rows: number },
): Promise<readonly RefusedRow[]> {
  return await tx
    .select({ line: bulkRunRows.rowNumber, reason: bulkRunRows.reason, record: bulkRunRows.record })
    .from(bulkRunRows)
    .where(
      and(
        eq(bulkRunRows.tenantId, scope.tenantId),
        eq(bulkRunRows.bulkRunId, bulkRunId),
        gt(bulkRunRows.rowNumber, page.afterLine),
      ),
    )
    .orderBy(asc(bulkRunRows.rowNumber))
    .limit(page.rows);
}

const HALF_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** PostgreSQL keeps neither NUL nor half a surrogate pair; in what is shown back they become U+FFFD. */
function writable(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record ?? null), (_key, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "\ufffd").replace(HALF_PAIR, "\ufffd") : value,
  );
}
