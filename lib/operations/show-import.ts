// How far is an import, and which rows were refused?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import {
  runAliveMs,
  type ImportRun,
  type RefusedRow,
  type ShowImport,
  type ShownImport,
} from "#lib/orders/imports/import.ts";
import { findImport, findRefusedRows } from "#lib/orders/imports/store.ts";
import { refusedHeader, refusedLine } from "#lib/orders/sources/csv-refused.ts";
import { notFound } from "#lib/refusal.ts";

const ROWS_SHOWN = 200;
const ROWS_PER_PART = 1_000;

/** The run with its first 200 refused rows. A run whose process is gone shows as interrupted. */
export async function showImport(scope: Scope, input: ShowImport): Promise<ShownImport> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const run = await findImport(tx, scope, input.bulkRunId);
    if (!run) throw notFound("This import");
    const refused = await findRefusedRows(tx, scope, input.bulkRunId, { afterLine: 0, rows: ROWS_SHOWN });
    const isLost = run.state === "running" && scope.now().getTime() - Date.parse(run.aliveAt) > runAliveMs;
    return { ...run, ...(isLost ? { state: "interrupted" as const } : {}), refused };
  });
}

export type RefusedFile = {
  readonly name: string;
  readonly isCsv: boolean;
  /** The file in parts, so that a hundred thousand rows do not stand in memory. */
  readonly parts: AsyncIterable<string>;
};

/** The refused rows as a file of the kind they came in, to correct and import again. */
export async function showRefusedFile(scope: Scope, input: ShowImport): Promise<RefusedFile> {
  allow(scope, "orders:read");
  const run = await inTransaction(scope, (tx) => findImport(tx, scope, input.bulkRunId));
  if (!run) throw notFound("This import");
  const isCsv = run.format === "csv";
  const name = `${run.fileName.replace(/\.[^.]*$/, "")} - refused.${isCsv ? "csv" : "json"}`;
  return { name, isCsv, parts: isCsv ? csvParts(scope, run) : jsonParts(scope, run) };
}

async function* csvParts(scope: Scope, run: ImportRun): AsyncGenerator<string> {
  yield `\uFEFF${refusedHeader(run.header)}`;
  for await (const rows of refusedPages(scope, run)) {
    yield rows.map((row) => refusedLine(run.header, cellsOf(row.record), row.reason)).join("");
  }
}

async function* jsonParts(scope: Scope, run: ImportRun): AsyncGenerator<string> {
  let before = '{"orders": [\n';
  for await (const rows of refusedPages(scope, run)) {
    for (const row of rows) {
      yield before + JSON.stringify(row.record, null, 2);
      before = ",\n";
    }
  }
  yield before === ",\n" ? "\n]}\n" : '{"orders": []}\n';
}

async function* refusedPages(scope: Scope, run: ImportRun): AsyncGenerator<readonly RefusedRow[]> {
  let afterLine = 0;
  for (;;) {
    const from = afterLine;
    const rows = await inTransaction(scope, (tx) =>
      findRefusedRows(tx, scope, run.bulkRunId, { afterLine: from, rows: ROWS_PER_PART }),
    );
    const last = rows.at(-1);
    if (!last) return;
    afterLine = last.line;
    yield rows;
  }
}

function cellsOf(record: unknown): readonly string[] {
  return Array.isArray(record) ? record.map(String) : [];
}
