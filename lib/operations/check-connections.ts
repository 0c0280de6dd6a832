// Do the connections still live? Asks QuickBooks, which tells nobody when a person disconnects over there.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { CheckConnections, CompanyFile } from "#lib/ledgers/company-file.ts";
import { readConnection } from "#lib/ledgers/connections/store.ts";
import { send } from "#lib/ledgers/qbo/carrier.ts";
import { companyInfoPath } from "#lib/ledgers/qbo/lists.ts";
import { findCompanyFiles } from "#lib/ledgers/store.ts";
import { countReads } from "#lib/sync/reads/store.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { connectingKey } from "./start-connecting.ts";

const CALL_MS = 10_000;

/** Asks for each connected company, or for the one named. Returns how many connections were found dead. */
export async function checkConnections(scope: Scope, { realmId }: CheckConnections): Promise<number> {
  allow(scope, "companies:connect");
  await consumeOrRefuse(scope.db, "connect-check", connectingKey(scope), "Connections were checked too often.");
  const files = await inTransaction(scope, (tx) => findCompanyFiles(tx, scope));
  const asked = files.filter((file) => file.connection === "connected" && (!realmId || file.realmId === realmId));
  const lost = await Promise.all(asked.map((file) => isLost(scope, file)));
  return lost.filter(Boolean).length;
}

/** Beside the lane, because a person waits; counted all the same. */
async function isLost(scope: Scope, { companyFileId, realmId }: CompanyFile): Promise<boolean> {
  if ((await refreshCredentials(scope, { companyFileId })) === "lost") return true;
  const connection = await inTransaction(scope, async (tx) => {
    const found = await readConnection(tx, scope, companyFileId);
    if (found && realmId !== null) await countReads(tx, scope, companyFileId, 1);
    return found;
  });
  if (!connection || realmId === null) return false;
  const http = { method: "GET", path: companyInfoPath(realmId), body: "" } as const;
  const carried = await send(connection, http, { timeoutMs: CALL_MS });
  if (carried.is !== "answered" || carried.status !== 401) return false;
  const refused = connection.accessExpiresAt ?? undefined;
  return (await refreshCredentials(scope, { companyFileId, refused })) === "lost";
}
