// A person ends a connection: QuickBooks is told, the tokens are erased, everything waiting goes on waiting.
import { inTransaction } from "#db/client.ts";
import { audit } from "#lib/access/store.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import type { DisconnectCompany } from "#lib/ledgers/company-file.ts";
import { dropCredentials, readCredentials } from "#lib/ledgers/connections/store.ts";
import { noticeKinds } from "#lib/ledgers/notice.ts";
import { endNotices } from "#lib/ledgers/notices/store.ts";
import { qboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { currentEndpoints, revokeToken } from "#lib/ledgers/qbo/tokens/carrier.ts";
import { lockCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { pauseLane } from "#lib/sync/lane/store.ts";
import { countWaitingDocuments } from "#lib/sync/waiting/store.ts";

export type Disconnected = {
  /**
   * False when Intuit could not be told: the tokens are erased here all the same, and Intuit forgets them when they run
   * out.
   */
  readonly isRevoked: boolean;
  /** Documents that wait here until the company is connected again. */
  readonly waiting: number;
};

/** Disconnects a company file. Links, mappings, lists and history stay. */
export async function disconnectCompany(scope: Scope, input: DisconnectCompany): Promise<Disconnected> {
  allow(scope, "companies:connect");
  const known = qboEndpoints(env());
  const endpoints = known ? await currentEndpoints(known, scope.now()) : null;
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = input;
    const companyFile = await lockCompanyFile(tx, scope, companyFileId);
    if (!companyFile) throw notFound("The company file");
    const kept = await readCredentials(tx, scope, companyFileId);
    const mayAsk = kept.is === "open" && endpoints && endpoints.isSimulated === companyFile.isSimulated;
    const isRevoked = mayAsk ? await revokeToken(endpoints, kept.credentials.refreshToken) : kept.is === "none";
    await dropCredentials(tx, scope, companyFileId, "disconnected");
    await pauseLane(tx, scope, companyFileId, true);
    await endNotices(tx, scope, companyFileId, noticeKinds);
    const event = { action: "company.disconnected", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: { name: companyFile.name, isRevoked } });
    return { isRevoked, waiting: (await countWaitingDocuments(tx, scope)).get(companyFileId) ?? 0 };
  });
}
