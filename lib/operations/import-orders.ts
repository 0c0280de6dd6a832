// Reads a file of orders into a started import: batch by batch, bad rows beside good ones, never the whole file at once.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { faultSentence } from "#lib/orders/check.ts";
import { jsonBytesMax, type ImportOrders, type ImportRun, type ImportSelection } from "#lib/orders/imports/import.ts";
import { advanceImport, claimImport, findImport, finishImport } from "#lib/orders/imports/store.ts";
import { csvRows, UnreadableFile, wholeText, type FileBytes } from "#lib/orders/sources/carrier.ts";
import { csvReader, type CsvGroup } from "#lib/orders/sources/csv.ts";
import { readJsonText } from "#lib/orders/sources/json.ts";
import { refuseDraft, type OrderDraft, type RefusedRecord } from "#lib/orders/sources/source.ts";
import { ordersPerCall, type TakeInResult } from "#lib/orders/take-in.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

import { takeInOrders } from "./take-in-orders.ts";

/** An order, or rows that became none. */
type Step = { readonly draft: OrderDraft } | { readonly refused: readonly RefusedRecord[] };
type Counts = Record<TakeInResult["result"], number>;

/**
 * Reads the file of a started run; a run reads one file, once. What was taken in before the file broke off stays, and
 * importing the same file again does no harm. Returns the run as it ended.
 */
export async function importOrders(scope: Scope, input: ImportOrders, file: FileBytes): Promise<ImportRun> {
  allow(scope, "orders:import");
  const { bulkRunId } = input;
  const selection = await inTransaction(scope, (tx) => claimImport(tx, scope, bulkRunId));
  if (!selection) throw await whyNotClaimed(scope, bulkRunId);
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, older: 0, refused: 0 };
  try {
    await takeAll(scope, bulkRunId, selection, file, counts);
    await finish(scope, bulkRunId, "done", summary(counts));
  } catch (error) {
    const because = error instanceof UnreadableFile ? error.message : "The file broke off.";
    await finish(scope, bulkRunId, "interrupted", `${because} ${summary(counts)}`);
    if (!(error instanceof UnreadableFile)) throw error;
  }
  const run = await inTransaction(scope, (tx) => findImport(tx, scope, bulkRunId));
  if (!run) throw notFound("This import");
  return run;
}

async function takeAll(scope: Scope, bulkRunId: string, selection: ImportSelection, file: FileBytes, counts: Counts) {
  const steps = selection.format === "csv" ? csvSteps(scope, selection, file) : jsonSteps(file);
  let drafts: OrderDraft[] = [];
  let refused: RefusedRecord[] = [];
  async function flush() {
    const batch = await takeBatch(scope, selection.sourceId, drafts, counts);
    const all = [...refused, ...batch.refused];
    drafts = [];
    refused = [];
    await inTransaction(scope, (tx) => advanceImport(tx, scope, bulkRunId, { rowsOk: batch.rowsOk, refused: all }));
  }
  for await (const step of steps) {
    if ("draft" in step) drafts.push(step.draft);
    else refused.push(...step.refused);
    if (drafts.length >= ordersPerCall || refused.length >= ordersPerCall) await flush();
  }
  await flush();
}

async function takeBatch(scope: Scope, sourceId: string, drafts: readonly OrderDraft[], counts: Counts) {
  if (drafts.length === 0) return { rowsOk: 0, refused: [] };
  const results = await takeInOrders(scope, { sourceId, orders: drafts.map((draft) => draft.order) });
  let rowsOk = 0;
  const refused: RefusedRecord[] = [];
  for (const { index, result, problems } of results) {
    const draft = drafts[index]!;
    counts[result] += 1;
    if (result === "refused") refused.push(...refuseDraft(draft, faultSentence(problems ?? [])));
    else rowsOk += draft.records.length;
  }
  return { rowsOk, refused };
}

/** Rows of one order that stand on both sides of a batch's end stay together: a batch counts orders, not rows. */
async function* csvSteps(scope: Scope, { mapping }: ImportSelection, file: FileBytes): AsyncGenerator<Step> {
  if (!mapping) throw new UnreadableFile("The columns of this file were not explained.");
  const reader = csvReader(mapping);
  const readAt = scope.now().toISOString();
  const toStep = (group: CsvGroup): Step => reader.read(group, readAt);
  let isHeader = true;
  for await (const row of csvRows(file)) {
    if (isHeader) {
      isHeader = false;
      const expected = mapping.columns.map((column) => column.header);
      const found = row.cells.map((cell, at) => (at === 0 ? cell.replace(/^\uFEFF/, "") : cell));
      if (JSON.stringify(found) !== JSON.stringify(expected)) {
        throw new UnreadableFile("The columns are not those that were explained. Choose the file again.");
      }
      continue;
    }
    const group = reader.push(row);
    if (group) yield toStep(group);
  }
  const last = reader.end();
  if (last) yield toStep(last);
}

async function* jsonSteps(file: FileBytes): AsyncGenerator<Step> {
  const { orders, refused } = readJsonText(await wholeText(file, jsonBytesMax));
  yield { refused };
  for (const draft of orders) yield { draft };
}

async function finish(scope: Scope, bulkRunId: string, state: "done" | "interrupted", note: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await finishImport(tx, scope, bulkRunId, { state, note });
    const action = state === "done" ? "import.finished" : "import.interrupted";
    await audit(tx, scope, { action, subjectKind: "bulk-run", subjectId: bulkRunId, detail: { note } });
  });
}

function summary(counts: Counts): string {
  const taken = counts.created + counts.updated + counts.unchanged + counts.older;
  const parts = [`${counts.created} new`, `${counts.updated} changed`, `${counts.unchanged} unchanged`];
  if (counts.older > 0) parts.push(`${counts.older} older than what we have`);
  return `${taken} ${taken === 1 ? "order" : "orders"} taken in: ${parts.join(", ")}.`;
}

async function whyNotClaimed(scope: Scope, bulkRunId: string): Promise<Refusal> {
  const run = await inTransaction(scope, (tx) => findImport(tx, scope, bulkRunId));
  return run ? new Refusal("moved-on", "This import has already read its file.") : notFound("This import");
}
