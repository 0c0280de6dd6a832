// Which QuickBooks companies does the tenant have, and how are they? What the companies page shows.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { CompanyFileView, ListCompanyFiles } from "#lib/ledgers/company-file.ts";
import { listKinds } from "#lib/ledgers/ledger.ts";
import { findLockedCompanyFiles, readConnectedSince } from "#lib/ledgers/connections/store.ts";
import { countListEntries } from "#lib/ledgers/lists/store.ts";
import { readMeteredReads } from "#lib/ledgers/reads-counted/store.ts";
import { findCompanyFiles, readLastAnswer } from "#lib/ledgers/store.ts";
import { countWaitingDocuments } from "#lib/sync/waiting/store.ts";

import { companyUrl } from "./ledger-url.ts";

/** The tenant's company files, oldest first. */
export async function listCompanyFiles(scope: Scope, _input: ListCompanyFiles): Promise<readonly CompanyFileView[]> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    const counts = await countListEntries(tx, scope);
    const locked = await findLockedCompanyFiles(tx, scope);
    const waiting = await countWaitingDocuments(tx, scope);
    const reads = await readMeteredReads(tx, scope);
    const views: CompanyFileView[] = [];
    for (const file of await findCompanyFiles(tx, scope)) {
      const { companyFileId, name, realmId, isSimulated, connection } = file;
      const answered = await readLastAnswer(tx, scope, companyFileId);
      const own = counts.filter((entry) => entry.companyFileId === companyFileId);
      views.push({
        companyFileId,
        name,
        realmId,
        isSimulated,
        connection,
        listsReadAt: file.listsReadAt?.toISOString() ?? null,
        lists: listKinds.map((list) => ({ list, entries: own.find((entry) => entry.list === list)?.entries ?? 0 })),
        lastAnswerAt: latest(answered, file.listsReadAt)?.toISOString() ?? null,
        connectedSince: (await readConnectedSince(tx, scope, companyFileId))?.toISOString() ?? null,
        lostAt: file.connectionLostAt?.toISOString() ?? null,
        refreshExpiresAt: file.refreshExpiresAt?.toISOString() ?? null,
        refreshHardExpiresAt: file.refreshHardExpiresAt?.toISOString() ?? null,
        isLocked: locked.has(companyFileId),
        waiting: waiting.get(companyFileId) ?? 0,
        readsThisMonth: reads.get(companyFileId) ?? 0,
        url: companyUrl(file),
      });
    }
    return views;
  });
}

function latest(left: Date | null, right: Date | null): Date | null {
  if (!left || !right) return left ?? right;
  return left > right ? left : right;
}
