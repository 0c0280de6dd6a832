// Do orders and books agree? Per month and document type, with every difference named.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { MONTHS_SHOWN, monthsBefore, tieOutRows, type ReadTieOut, type TieOut } from "#lib/sync/tie-out.ts";
import { readTieOutSums } from "#lib/sync/tie-out/store.ts";

/** Twelve months up to the given one. */
export async function readTieOut(scope: Scope, input: ReadTieOut): Promise<TieOut> {
  allow(scope, "orders:read");
  const asOf = scope.now().toISOString();
  const until = input.until ?? asOf.slice(0, 7);
  const from = monthsBefore(until, MONTHS_SHOWN - 1);
  return await inTransaction(scope, async (tx) => {
    const company = await readCompanyFile(tx, scope, input.companyFileId);
    if (!company) throw notFound("This company file");
    const rows = tieOutRows(await readTieOutSums(tx, scope, input.companyFileId, { from, until }));
    return { company: company.name, from, until, rows, asOf };
  });
}
