// Begins an import: the file's name, where its orders go and how its columns are read. The file itself follows.
import { inTransaction } from "#db/client.ts";
import { actorName, allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import type { StartImport } from "#lib/orders/imports/import.ts";
import { insertImport } from "#lib/orders/imports/store.ts";
import { mappingFaults } from "#lib/orders/sources/csv-columns.ts";
import { findSource, rememberColumns } from "#lib/orders/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

/** Returns the run's id. Refuses a mapping that could not make an order, and a source that is not of this tenant. */
export async function startImport(scope: Scope, input: StartImport): Promise<{ readonly bulkRunId: string }> {
  allow(scope, "orders:import");
  const { sourceId, fileName, format, mapping } = input;
  if (format === "csv" && !mapping) throw new Refusal("invalid", "Say what the columns mean first.", "mapping");
  const [fault] = mapping ? mappingFaults(mapping) : [];
  if (fault) throw new Refusal("invalid", fault, "mapping");
  const bulkRunId = newId(scope);
  await inTransaction(scope, async (tx) => {
    const source = await findSource(tx, scope, sourceId);
    if (!source) throw notFound("This source");
    if (mapping) await rememberColumns(tx, scope, sourceId, mapping);
    const startedBy = actorName(scope);
    await insertImport(tx, scope, { bulkRunId, companyFileId: source.companyFileId, startedBy, selection: input });
    await audit(tx, scope, {
      action: "import.started",
      subjectKind: "bulk-run",
      subjectId: bulkRunId,
      detail: { fileName, format, sourceId },
    });
  });
  return { bulkRunId };
}
