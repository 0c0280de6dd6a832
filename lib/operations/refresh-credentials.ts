// Are a connection's tokens still good? Renews them before they end, one at a time per company over all processes.
import { inTransaction } from "#db/client.ts";
import { audit } from "#lib/access/store.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import { isExpiring, type RefreshCredentials } from "#lib/ledgers/company-file.ts";
import { refreshTokens } from "#lib/ledgers/qbo/carrier.ts";
import { qboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { dropCredentials, lockCompanyFile, readCredentials, saveCredentials } from "#lib/ledgers/store.ts";
import { pauseLane } from "#lib/sync/lane/store.ts";

/** "later": Intuit could not be reached, nothing changed. "lost": a person must connect the company again. */
export type Refreshed = "fresh" | "renewed" | "later" | "lost" | "not-connected";

/**
 * Renews the access token when it ends within five minutes, or when QuickBooks refused it (`refused`: when that token
 * would have expired). The row stays locked while Intuit is asked: a refresh token used twice can end the connection.
 * The new tokens are committed before anybody uses them.
 */
export async function refreshCredentials(scope: Scope, input: RefreshCredentials): Promise<Refreshed> {
  allow(scope, "sync:run");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = input;
    const companyFile = await lockCompanyFile(tx, scope, companyFileId);
    if (!companyFile || companyFile.connection !== "connected") return "not-connected";
    const { accessExpiresAt } = companyFile;
    const isRefused = input.refused !== undefined && accessExpiresAt?.getTime() === input.refused.getTime();
    if (!isRefused && !isExpiring(accessExpiresAt, scope.now())) return "fresh";
    const endpoints = qboEndpoints(env());
    if (!endpoints || endpoints.isSimulated !== companyFile.isSimulated) return "later";
    const credentials = await readCredentials(tx, scope, companyFileId);
    const answer = credentials ? await refreshTokens(endpoints, credentials.refreshToken) : null;
    if (answer?.is === "failed") return "later";
    if (!answer || answer.is === "refused") {
      await dropCredentials(tx, scope, companyFileId, "lost");
      await pauseLane(tx, scope, companyFileId, true);
      const event = { action: "company.connection-lost", subjectKind: "company-file", subjectId: companyFileId };
      await audit(tx, scope, { ...event, detail: { name: companyFile.name } });
      return "lost";
    }
    const { accessToken, refreshToken, accessSeconds, refreshSeconds } = answer.tokens;
    const nowMs = scope.now().getTime();
    await saveCredentials(
      tx,
      scope,
      companyFileId,
      { accessToken, refreshToken, stateDigest: credentials?.stateDigest },
      {
        accessExpiresAt: new Date(nowMs + accessSeconds * 1000),
        refreshExpiresAt: new Date(nowMs + refreshSeconds * 1000),
      },
    );
    return "renewed";
  });
}
