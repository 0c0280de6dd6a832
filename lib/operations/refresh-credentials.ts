// Are a connection's tokens still good? Renews them before they end, one at a time per company over all processes.
import { inTransaction, type Database, type Transaction } from "#db/client.ts";
import { audit } from "#lib/access/store.ts";
import { allow, may, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import {
  expiryOf,
  isExpiring,
  type CompanyFile,
  type Expiry,
  type RefreshCredentials,
} from "#lib/ledgers/company-file.ts";
import { dropCredentials, readCredentials, saveCredentials, type Credentials } from "#lib/ledgers/connections/store.ts";
import { lostNotice } from "#lib/ledgers/notice.ts";
import { endNotices, insertNotice, readNoticeNames } from "#lib/ledgers/notices/store.ts";
import { qboEndpoints, type QboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { currentEndpoints, refreshTokens, type QboTokens } from "#lib/ledgers/qbo/tokens/carrier.ts";
import { lockCompanyFile } from "#lib/ledgers/store.ts";
import { log } from "#lib/log.ts";
import { pauseLane } from "#lib/sync/lane/store.ts";
import { countWaitingDocuments } from "#lib/sync/waiting/store.ts";

/**
 * "later": Intuit could not be reached or its answer made no sense; nothing changed. "lost": a person must connect the
 * company again. "locked": no key of this installation opens the tokens; nothing was erased.
 */
export type Refreshed = "fresh" | "renewed" | "later" | "lost" | "locked" | "not-connected";

/**
 * Renews the access token when it ends within five minutes, or when QuickBooks refused it (`refused`: when that token
 * would have expired). The row stays locked while Intuit is asked: a refresh token used twice can end the connection.
 * The new tokens are committed before anybody uses them. Only "invalid_grant" ends a connection.
 */
export async function refreshCredentials(scope: Scope, input: RefreshCredentials): Promise<Refreshed> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "companies:connect");
  return await inLine(scope.db, `${scope.tenantId}/${input.companyFileId}`, () =>
    inOneOfTwo(scope.db, () => refreshOnce(scope, input)),
  );
}

const lines = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * Those of this process who ask for the same company wait here, not in the database: the row's lock would keep one
 * connection of the pool for each of them, and other companies would wait with it.
 */
async function inLine<T>(db: Database, key: string, work: () => Promise<T>): Promise<T> {
  const own = lines.get(db) ?? new Map<string, Promise<unknown>>();
  lines.set(db, own);
  const before = own.get(key);
  const mine = (async () => {
    await before?.catch(() => {});
    return await work();
  })();
  own.set(key, mine);
  try {
    return await mine;
  } finally {
    if (own.get(key) === mine) own.delete(key);
  }
}

/** Each holds a connection of the pool for as long as Intuit takes. */
const RENEWALS_MAX = 2;
const renewals = new WeakMap<Database, { running: number; readonly waiting: (() => void)[] }>();

/**
 * When Intuit's token address hangs, the renewals of many companies must not take all connections of a pool. Who waits
 * here holds none. After `inLine`, so that no company has two places.
 */
async function inOneOfTwo<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const own = renewals.get(db) ?? { running: 0, waiting: [] };
  renewals.set(db, own);
  // Who leaves hands the place on: the count stays.
  if (own.running >= RENEWALS_MAX) await new Promise<void>((resolve) => own.waiting.push(resolve));
  else own.running++;
  try {
    return await work();
  } finally {
    const next = own.waiting.shift();
    if (next) next();
    else own.running--;
  }
}

async function refreshOnce(scope: Scope, input: RefreshCredentials): Promise<Refreshed> {
  const { companyFileId } = input;
  const known = qboEndpoints(env());
  const endpoints = known ? await currentEndpoints(known, scope.now()) : null;
  const gained: { renewal?: Renewal } = {};
  try {
    return await inTransaction(scope, async (tx) => {
      const companyFile = await lockCompanyFile(tx, scope, companyFileId);
      if (!companyFile || companyFile.connection !== "connected") return "not-connected";
      if (!isDue(scope, companyFile, input)) return "fresh";
      if (!endpoints || endpoints.isSimulated !== companyFile.isSimulated) return "later";
      const asked = await askForTokens(tx, scope, endpoints, companyFile);
      if (typeof asked === "string") return asked;
      gained.renewal = asked;
      await saveCredentials(tx, scope, companyFileId, asked.credentials, asked.expiry);
      return "renewed";
    });
  } catch (error) {
    // The database went away between Intuit's answer and our writing it down: these tokens exist nowhere else.
    if (!gained.renewal) throw error;
    return await saveAfterAll(scope, companyFileId, gained.renewal, error);
  }
}

function isDue(scope: Scope, { accessExpiresAt }: CompanyFile, { refused }: RefreshCredentials): boolean {
  const isRefused = refused !== undefined && accessExpiresAt?.getTime() === refused.getTime();
  return isRefused || isExpiring(accessExpiresAt, scope.now());
}

type Renewal = { readonly used: string; readonly credentials: Credentials; readonly expiry: Expiry };

/** Asks Intuit, with the row locked. A connection that Intuit declares dead is lost from now on. */
async function askForTokens(
  tx: Transaction,
  scope: Scope,
  endpoints: QboEndpoints,
  companyFile: CompanyFile,
): Promise<Renewal | "later" | "lost" | "locked"> {
  const { companyFileId } = companyFile;
  const kept = await readCredentials(tx, scope, companyFileId);
  if (kept.is === "locked") {
    log.error({ companyFileId, keyId: kept.keyId }, "no key opens the tokens of a company; see keys:rotate");
    return "locked";
  }
  if (kept.is === "none") return await lose(tx, scope, companyFile, null);
  const { refreshToken, stateDigest } = kept.credentials;
  const answer = await refreshTokens(endpoints, refreshToken, scope.fetch);
  switch (answer.is) {
    case "tokens":
      return { used: refreshToken, ...renewalOf(scope, answer.tokens, companyFile, stateDigest) };
    case "refused":
      return await lose(tx, scope, companyFile, answer.traceId);
    case "failed":
      log.warn({ companyFileId, why: answer.why, intuitTid: answer.traceId }, "a connection could not be renewed now");
      return "later";
    default:
      return answer satisfies never;
  }
}

function renewalOf(
  scope: Scope,
  { accessToken, refreshToken, ...seconds }: QboTokens,
  companyFile: CompanyFile,
  stateDigest: string | undefined,
): Pick<Renewal, "credentials" | "expiry"> {
  const expiry = expiryOf(seconds, scope.now(), companyFile.refreshHardExpiresAt);
  return { credentials: { accessToken, refreshToken, stateDigest }, expiry };
}

/** The connection is dead: everything waits, and people are told, in the same transaction. */
async function lose(tx: Transaction, scope: Scope, companyFile: CompanyFile, traceId: string | null): Promise<"lost"> {
  const { companyFileId, name } = companyFile;
  await dropCredentials(tx, scope, companyFileId, "lost");
  await pauseLane(tx, scope, companyFileId, true);
  await endNotices(tx, scope, companyFileId, ["connection-ends"]);
  const waiting = (await countWaitingDocuments(tx, scope)).get(companyFileId) ?? 0;
  const names = await readNoticeNames(tx, scope, name);
  await insertNotice(tx, scope, companyFileId, lostNotice(names, scope.now(), waiting));
  const event = { action: "company.connection-lost", subjectKind: "company-file", subjectId: companyFileId };
  await audit(tx, scope, { ...event, detail: { name, waiting, ...(traceId ? { intuitTid: traceId } : {}) } });
  return "lost";
}

/** Once more, unless somebody else has changed the tokens meanwhile. */
async function saveAfterAll(scope: Scope, companyFileId: string, renewal: Renewal, why: unknown): Promise<Refreshed> {
  log.warn({ companyFileId, err: why }, "new tokens could not be kept; trying once more");
  return await inTransaction(scope, async (tx) => {
    await lockCompanyFile(tx, scope, companyFileId);
    const kept = await readCredentials(tx, scope, companyFileId);
    if (kept.is !== "open") return "not-connected";
    if (kept.credentials.refreshToken !== renewal.used) return "fresh";
    await saveCredentials(tx, scope, companyFileId, renewal.credentials, renewal.expiry);
    return "renewed";
  });
}
