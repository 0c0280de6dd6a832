// QuickBooks asks a person to connect again: which of our company files do they mean?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { FindReconnect } from "#lib/ledgers/company-file.ts";
import { findCompanyFiles } from "#lib/ledgers/store.ts";

/** The company of that realm, else the only one that is not connected, else the only one; null when several may be meant. */
export async function findReconnect(scope: Scope, { realmId }: FindReconnect): Promise<string | null> {
  allow(scope, "companies:connect");
  const files = await inTransaction(scope, (tx) => findCompanyFiles(tx, scope));
  const named = files.filter((file) => realmId !== undefined && file.realmId === realmId);
  const lost = files.filter((file) => file.connection === "lost");
  const only = [named, lost, files].find((some) => some.length === 1);
  return only?.[0]?.companyFileId ?? null;
}
