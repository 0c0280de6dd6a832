// QuickBooks sent a person back: trades the code for tokens, keeps them sealed, and lets the company's lane run.
import { inTransaction, type Transaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { audit } from "#lib/access/store.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import { expiryOf, type CompanyFile, type ConnectCompany } from "#lib/ledgers/company-file.ts";
import { codeVerifier, digest, readState, type ConnectState } from "#lib/ledgers/connect-state.ts";
import { readCredentials, saveCredentials } from "#lib/ledgers/connections/store.ts";
import { noticeKinds } from "#lib/ledgers/notice.ts";
import { endNotices } from "#lib/ledgers/notices/store.ts";
import { send } from "#lib/ledgers/qbo/carrier.ts";
import type { QboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { companyInfoPath, companyNameOf } from "#lib/ledgers/qbo/lists.ts";
import { currentEndpoints, exchangeCode, type QboTokens } from "#lib/ledgers/qbo/tokens/carrier.ts";
import { findCompanyFiles, lockCompanyOfRealm, readCompanyFile, renameCompanyFile } from "#lib/ledgers/store.ts";
import { log } from "#lib/log.ts";
import { insertSource } from "#lib/orders/store.ts";
import { Refusal } from "#lib/refusal.ts";
import { pauseLane, wakeLane } from "#lib/sync/lane/store.ts";
import { countReads } from "#lib/sync/reads/store.ts";
import { callbackUrl, connectingKey, requireEndpoints } from "./start-connecting.ts";

const NAME_CALL_MS = 10_000;
/** The code is used up by then: a short trouble of the API should not cost the person another round. */
const NAME_CALLS_MAX = 3;

export type Connected = {
  readonly companyFileId: string;
  readonly name: string;
  /** It had a living connection already, and the person asked for a new company: that one has new tokens now. */
  readonly wasConnected: boolean;
};

/**
 * Connects the company a person chose on QuickBooks' page. Loading the callback twice is the same success: the code is
 * traded once. The company's row stays locked meanwhile, and nothing is kept before the token has opened the company
 * that the callback names. Refused: a state of another session or too old, a company other than the one to be connected
 * again, a code QuickBooks does not know, a company the token does not open.
 */
export async function connectCompany(scope: Scope, input: ConnectCompany): Promise<Connected> {
  allow(scope, "companies:connect");
  await consumeOrRefuse(scope.db, "connect-finish", connectingKey(scope), "Connecting was tried too often.");
  const state = stateOf(scope, input);
  const endpoints = await currentEndpoints(requireEndpoints(), scope.now());
  return await inTransaction(scope, async (tx) => {
    await refuseOtherRealm(tx, scope, state, input.realmId);
    const { companyFile, isNew } = await lockCompanyOfRealm(tx, scope, {
      realmId: input.realmId,
      name: `QuickBooks company ${input.realmId}`,
      isSimulated: endpoints.isSimulated,
    });
    const { companyFileId } = companyFile;
    const wasConnected = companyFile.connection === "connected" && state.companyFileId === undefined;
    const stateDigest = digest(input.state);
    const before = await readCredentials(tx, scope, companyFileId);
    if (before.is === "open" && before.credentials.stateDigest === stateDigest) {
      return { companyFileId, name: companyFile.name, wasConnected: false };
    }
    if (companyFile.isSimulated !== endpoints.isSimulated) {
      throw new Refusal(
        "conflict",
        "This company file belongs to the simulator; the real QuickBooks cannot take it over.",
      );
    }
    const tokens = await tradeCode(endpoints, input.code, state);
    const { name, reads } = await provenName(endpoints, input.realmId, tokens.accessToken);
    await keep(tx, scope, companyFileId, tokens, stateDigest);
    await countReads(tx, scope, companyFileId, reads);
    await renameCompanyFile(tx, scope, companyFileId, name);
    await goOn(tx, scope, companyFileId);
    // So that a file can be imported at once; shops and freight systems get sources of their own.
    if (isNew) await insertSource(tx, scope, { companyFileId, name: `Files for ${name}`.slice(0, 100), kind: "csv" });
    const action = isNew ? "company.connected" : "company.reconnected";
    await audit(tx, scope, { action, subjectKind: "company-file", subjectId: companyFileId, detail: { name } });
    return { companyFileId, name, wasConnected };
  });
}

function stateOf(scope: Scope, input: ConnectCompany): ConnectState {
  const state = readState(env().TIEOUT_SECRET, input.state, scope.now().getTime());
  if (state && state.tenantId === scope.tenantId && state.sessionId === input.sessionId) return state;
  throw new Refusal("invalid", "This connection was not started in this session. Please click Connect again.", "state");
}

/** Reconnecting keeps the company: another one would get documents whose ids belong to the first. */
async function refuseOtherRealm(tx: Transaction, scope: Scope, state: ConnectState, realmId: string): Promise<void> {
  if (state.companyFileId === undefined) return;
  const wanted = await readCompanyFile(tx, scope, state.companyFileId);
  if (wanted?.realmId === realmId) return;
  const chosen = (await findCompanyFiles(tx, scope)).find((file) => file.realmId === realmId);
  throw otherRealm(wanted, chosen);
}

function otherRealm(wanted: CompanyFile | null, chosen: CompanyFile | undefined): Refusal {
  const name = wanted?.name ?? "the one before";
  return chosen
    ? new Refusal(
        "conflict",
        `You chose ${chosen.name}, which is a company of its own here, instead of ${name}. Nothing was changed. Connect ${name} again and choose it on QuickBooks' page.`,
        "realmTaken",
      )
    : new Refusal(
        "conflict",
        `You chose another QuickBooks company than ${name}. Connect again and choose that one, or add the other as a new company.`,
        "realmId",
      );
}

async function tradeCode(endpoints: QboEndpoints, code: string, state: ConnectState): Promise<QboTokens> {
  const verifier = endpoints.usesPkce ? codeVerifier(env().TIEOUT_SECRET, state) : null;
  const answer = await exchangeCode(endpoints, { code, redirectUri: callbackUrl(), codeVerifier: verifier });
  switch (answer.is) {
    case "tokens":
      return answer.tokens;
    case "refused":
      throw new Refusal(
        "conflict",
        "QuickBooks did not accept the connection any more. Please click Connect again.",
        "code",
      );
    case "failed":
      log.warn({ why: answer.why, intuitTid: answer.traceId }, "a code could not be traded for tokens");
      throw new Refusal("unavailable", "QuickBooks could not be reached. Please click Connect again in a minute.");
    default:
      return answer satisfies never;
  }
}

type Proven = { readonly name: string; readonly reads: number };

/**
 * What QuickBooks calls the company. The callback's company id is the browser's word until the token has opened that
 * very company. Refused when it does not, and, with another sentence, when QuickBooks cannot be asked now. `reads`: how
 * often it was asked. Beside the lane: a new company has none yet, and a person waits. What was asked before a refusal
 * stays uncounted, because nothing of the connection is kept then.
 *
 * Tokens that prove nothing are left to run out. Revoking would end the whole connection between the app and the company
 * they belong to. Nothing says which company that is: it may be a good connection, of this tenant or of another one.
 */
async function provenName(endpoints: QboEndpoints, realmId: string, accessToken: string): Promise<Proven> {
  const access = { apiUrl: endpoints.apiUrl, accessToken };
  const http = { method: "GET", path: companyInfoPath(realmId), body: "" } as const;
  for (let reads = 1; reads <= NAME_CALLS_MAX; reads++) {
    const carried = await send(access, http, { timeoutMs: NAME_CALL_MS });
    if (carried.is !== "answered") continue;
    const name = companyNameOf(carried.status, carried.text);
    if (name !== null) return { name, reads };
    // Asked too often and troubles of its own say nothing about the company.
    if (carried.status < 400 || carried.status === 429 || carried.status >= 500) continue;
    log.warn({ realmId, status: carried.status, intuitTid: carried.traceId }, "a token does not open its company");
    throw new Refusal(
      "conflict",
      "QuickBooks did not open this company with the permission it gave. Nothing was connected. Connect again as an administrator of the company.",
      "realmUnproven",
    );
  }
  throw new Refusal(
    "unavailable",
    "QuickBooks could not be asked about the company. Nothing was connected; try again in a minute.",
    "unproven",
  );
}

async function keep(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { accessToken, refreshToken, ...seconds }: QboTokens,
  stateDigest: string,
): Promise<void> {
  // A person allowed it anew: an absolute end of before is over.
  const expiry = expiryOf(seconds, scope.now(), null);
  await saveCredentials(tx, scope, companyFileId, { accessToken, refreshToken, stateDigest }, expiry);
}

/** Everything that waited may go. */
async function goOn(tx: Transaction, scope: Scope, companyFileId: string): Promise<void> {
  await endNotices(tx, scope, companyFileId, noticeKinds);
  await pauseLane(tx, scope, companyFileId, false);
  await wakeLane(tx, scope, companyFileId, ["lists", "plan", "ready", "person"], scope.now());
}
