// A person ends a connection: QuickBooks is told, the tokens are erased, everything waiting goes on waiting.
import { inTransaction } from "#db/client.ts";
import { audit } from "#lib/access/store.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import type { DisconnectCompany } from "#lib/ledgers/company-file.ts";
import { revokeToken } from "#lib/ledgers/qbo/carrier.ts";
import { qboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { dropCredentials, lockCompanyFile, readCredentials } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { pauseLane } from "#lib/sync/lane/store.ts";

/**
 * Disconnects a company file. `isRevoked` is false when Intuit could not be told: the tokens are erased here all the
 * same, and Intuit forgets them when they run out.
 */
export async function disconnectCompany(
  scope: Scope,
  input: DisconnectCompany,
): Promise<{ readonly isRevoked: boolean }> {
  allow(scope, "companies:connect");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = input;
    const companyFile = await lockCompanyFile(tx, scope, companyFileId);
    if (!companyFile) throw notFound("The company file");
    const credentials = await readCredentials(tx, scope, companyFileId);
    const endpoints = qboEndpoints(env());
    const mayAsk = credentials && endpoints && endpoints.isSimulated === companyFile.isSimulated;
    const isRevoked = mayAsk ? await revokeToken(endpoints, credentials.refreshToken) : credentials === null;
    await dropCredentials(tx, scope, companyFileId, "disconnected");
    await pauseLane(tx, scope, companyFileId, true);
    const event = { action: "company.disconnected", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: { name: companyFile.name, isRevoked } });
    return { isRevoked };
  });
}
