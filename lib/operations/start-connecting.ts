// Where does a person go to allow the connection? Makes the signed address of QuickBooks' authorize page.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env, webEnv } from "#lib/env.ts";
import type { StartConnecting } from "#lib/ledgers/company-file.ts";
import { codeChallenge, codeVerifier, signState, type ConnectState } from "#lib/ledgers/connect-state.ts";
import { authorizeUrl, qboEndpoints, type QboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { currentEndpoints } from "#lib/ledgers/qbo/tokens/carrier.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

/** How long a person may take on QuickBooks' page. */
const STATE_MS = 30 * 60_000;

/** The address to send the browser to. The state in it is good for this session and tenant only. */
export async function startConnecting(scope: Scope, input: StartConnecting): Promise<{ readonly url: string }> {
  allow(scope, "companies:connect");
  await consumeOrRefuse(scope.db, "connect-start", connectingKey(scope), "Connecting was begun too often.");
  const endpoints = await currentEndpoints(requireEndpoints(), scope.now());
  const { companyFileId, sessionId } = input;
  if (companyFileId !== undefined) {
    const known = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId));
    if (!known) throw notFound("The company file");
  }
  const state: ConnectState = {
    tenantId: scope.tenantId,
    sessionId,
    companyFileId,
    until: scope.now().getTime() + STATE_MS,
    nonce: Buffer.from(scope.chance(16)).toString("base64url"),
  };
  const { TIEOUT_SECRET } = env();
  const challenge = endpoints.usesPkce ? codeChallenge(codeVerifier(TIEOUT_SECRET, state)) : null;
  return { url: authorizeUrl(endpoints, callbackUrl(), signState(TIEOUT_SECRET, state), challenge) };
}

/** Where QuickBooks sends the browser back to; registered with Intuit word for word. */
export function callbackUrl(): string {
  return new URL("/api/qbo/callback", webEnv().NEXTAUTH_URL).href;
}

/** The addresses we know of QuickBooks; refused when this installation has neither keys nor a simulator. */
export function requireEndpoints(): QboEndpoints {
  const known = qboEndpoints(env());
  if (!known) throw new Refusal("unavailable", "Neither Intuit keys nor a simulator are set up.");
  return known;
}

/** Whose tries to connect are counted together. */
export function connectingKey({ actor, tenantId }: Scope): string {
  return actor.type === "person" ? actor.userId : tenantId;
}
