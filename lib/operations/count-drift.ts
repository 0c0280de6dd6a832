// How many documents do the books no longer hold as we sent them?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { countDrifted } from "#lib/sync/drift/store.ts";

/** The number beside the tab. */
export async function countDrift(scope: Scope, input: { readonly companyFileId: string }): Promise<number> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    return await countDrifted(tx, scope, input.companyFileId);
  });
}
