// QuickBooks sent a person back: trades the code for tokens, keeps them sealed, and lets the company's lane run.
import { inTransaction, type Transaction } from "#db/client.ts";
import { audit } from "#lib/access/store.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import type { ConnectCompany } from "#lib/ledgers/company-file.ts";
import { digest, readState, type ConnectState } from "#lib/ledgers/credentials.ts";
import { exchangeCode, send, type QboTokens } from "#lib/ledgers/qbo/carrier.ts";
import { qboEndpoints, type QboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { companyInfoPath, companyNameOf } from "#lib/ledgers/qbo/lists.ts";
import {
  lockCompanyOfRealm,
  readCompanyFile,
  readCredentials,
  renameCompanyFile,
  saveCredentials,
} from "#lib/ledgers/store.ts";
import { insertSource } from "#lib/orders/store.ts";
import { Refusal } from "#lib/refusal.ts";
import { pauseLane, wakeLane } from "#lib/sync/lane/store.ts";
import { callbackUrl } from "./start-connecting.ts";

const NAME_CALL_MS = 10_000;

export type Connected = { readonly companyFileId: string; readonly name: string };

/**
 * Connects the company a person chose on QuickBooks' page. Loading the callback twice is the same success: the code is
 * traded once. The company's row stays locked meanwhile. Refused: a state of another session or too old, a company
 * other than the one to be connected again, a code QuickBooks does not know.
 */
export async function connectCompany(scope: Scope, input: ConnectCompany): Promise<Connected> {
  allow(scope, "companies:connect");
  const state = readState(env().TIEOUT_SECRET, input.state, scope.now().getTime());
  if (!state || state.tenantId !== scope.tenantId || state.sessionId !== input.sessionId) {
    throw new Refusal(
      "invalid",
      "This connection was not started in this session. Please click Connect again.",
      "state",
    );
  }
  const endpoints = qboEndpoints(env());
  if (!endpoints) throw new Refusal("unavailable", "Neither Intuit keys nor a simulator are set up.");
  return await inTransaction(scope, async (tx) => {
    await refuseOtherRealm(tx, scope, state, input.realmId);
    const { companyFile, isNew } = await lockCompanyOfRealm(tx, scope, {
      realmId: input.realmId,
      name: `QuickBooks company ${input.realmId}`,
      isSimulated: endpoints.isSimulated,
    });
    const { companyFileId } = companyFile;
    const stateDigest = digest(input.state);
    const before = await readCredentials(tx, scope, companyFileId);
    if (before?.stateDigest === stateDigest) return { companyFileId, name: companyFile.name };
    if (companyFile.isSimulated !== endpoints.isSimulated) {
      throw new Refusal(
        "conflict",
        "This company file belongs to the simulator; the real QuickBooks cannot take it over.",
      );
    }
    const tokens = await tradeCode(endpoints, input.code);
    await keep(tx, scope, companyFileId, tokens, stateDigest);
    const name = (await askName(endpoints, input.realmId, tokens.accessToken)) ?? companyFile.name;
    await renameCompanyFile(tx, scope, companyFileId, name);
    await pauseLane(tx, scope, companyFileId, false);
    await wakeLane(tx, scope, companyFileId, ["lists", "plan", "ready"], scope.now());
    // So that a file can be imported at once; shops and freight systems get sources of their own.
    if (isNew) await insertSource(tx, scope, { companyFileId, name: `Files for ${name}`.slice(0, 100), kind: "csv" });
    const action = isNew ? "company.connected" : "company.reconnected";
    await audit(tx, scope, { action, subjectKind: "company-file", subjectId: companyFileId, detail: { name } });
    return { companyFileId, name };
  });
}

/** Reconnecting keeps the company: another one would get documents whose ids belong to the first. */
async function refuseOtherRealm(tx: Transaction, scope: Scope, state: ConnectState, realmId: string): Promise<void> {
  if (state.companyFileId === undefined) return;
  const known = await readCompanyFile(tx, scope, state.companyFileId);
  if (known?.realmId === realmId) return;
  throw new Refusal(
    "conflict",
    `You chose another QuickBooks company than ${known?.name ?? "the one before"}. Connect again and choose that one, or add the other as a new company.`,
    "realmId",
  );
}

async function tradeCode(endpoints: QboEndpoints, code: string): Promise<QboTokens> {
  const answer = await exchangeCode(endpoints, code, callbackUrl());
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
      throw new Refusal("unavailable", "QuickBooks could not be reached. Please click Connect again in a minute.");
    default:
      return answer satisfies never;
  }
}

async function keep(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  tokens: QboTokens,
  stateDigest: string,
): Promise<void> {
  const { accessToken, refreshToken, accessSeconds, refreshSeconds } = tokens;
  const nowMs = scope.now().getTime();
  const expiry = {
    accessExpiresAt: new Date(nowMs + accessSeconds * 1000),
    refreshExpiresAt: new Date(nowMs + refreshSeconds * 1000),
  };
  await saveCredentials(tx, scope, companyFileId, { accessToken, refreshToken, stateDigest }, expiry);
}

/** What QuickBooks calls the company; null when it does not say. */
async function askName(endpoints: QboEndpoints, realmId: string, accessToken: string): Promise<string | null> {
  const access = { apiUrl: endpoints.apiUrl, accessToken };
  const http = { method: "GET", path: companyInfoPath(realmId), body: "" } as const;
  const carried = await send(access, http, { timeoutMs: NAME_CALL_MS });
  return carried.is === "answered" ? companyNameOf(carried.status, carried.text) : null;
}
