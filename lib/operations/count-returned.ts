// A cause was solved and what it held up was let go: how much of it came back with another cause?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { CountReturned, Returned } from "#lib/sync/fixes.ts";
import { readReturned } from "#lib/sync/triage/returned/store.ts";

/** Known once everything is planned that waited for it at `since`; before, it may still grow. */
export async function countReturned(scope: Scope, input: CountReturned): Promise<Returned> {
  allow(scope, "problems:read");
  const { companyFileId, since } = input;
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    return await readReturned(tx, scope, companyFileId, new Date(since));
  });
}
