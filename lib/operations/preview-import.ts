// What is in this file? The beginning of a CSV: its columns with what they seem to mean, and its first rows. Keeps nothing.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { previewBytes, type PreviewImport } from "#lib/orders/imports/import.ts";
import { UnreadableFile, wholeText, type FileBytes } from "#lib/orders/sources/carrier.ts";
import { ColumnMapping, withRemembered } from "#lib/orders/sources/csv-columns.ts";
import { previewCsv, type CsvPreview } from "#lib/orders/sources/preview.ts";
import { findSource } from "#lib/orders/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

/** What the source's last import said of the same headers wins over the detection. Refuses what is no table. */
export async function previewImport(scope: Scope, input: PreviewImport, bytes: FileBytes): Promise<CsvPreview> {
  allow(scope, "orders:import");
  const preview = previewCsv(await textOf(bytes), input.isWhole);
  if ("reason" in preview) throw new Refusal("invalid", preview.reason);
  const { sourceId } = input;
  if (!sourceId) return preview;
  const source = await inTransaction(scope, (tx) => findSource(tx, scope, sourceId));
  if (!source) throw notFound("This source");
  const remembered = ColumnMapping.safeParse(source.columns);
  if (!remembered.success) return preview;
  return { ...preview, detected: withRemembered(preview.detected, remembered.data) };
}

async function textOf(bytes: FileBytes): Promise<string> {
  try {
    return await wholeText(bytes, previewBytes);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Refusal("too-many", "Send only the beginning of the file.");
    throw error;
  }
}
