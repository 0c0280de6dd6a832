// Where does a person go to allow the connection? Makes the signed address of QuickBooks' authorize page.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { env, webEnv } from "#lib/env.ts";
import type { StartConnecting } from "#lib/ledgers/company-file.ts";
import { signState } from "#lib/ledgers/credentials.ts";
import { authorizeUrl, qboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

/** How long a person may take on QuickBooks' page. */
const STATE_MS = 30 * 60_000;

/** The address to send the browser to. The state in it is good for this session and tenant only. */
export async function startConnecting(scope: Scope, input: StartConnecting): Promise<{ readonly url: string }> {
  allow(scope, "companies:connect");
  const endpoints = qboEndpoints(env());
  if (!endpoints) throw new Refusal("unavailable", "Neither Intuit keys nor a simulator are set up.");
  const { companyFileId, sessionId } = input;
  if (companyFileId !== undefined) {
    const known = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId));
    if (!known) throw notFound("The company file");
  }
  const state = signState(env().TIEOUT_SECRET, {
    tenantId: scope.tenantId,
    sessionId,
    companyFileId,
    until: scope.now().getTime() + STATE_MS,
    nonce: Buffer.from(scope.chance(16)).toString("base64url"),
  });
  return { url: authorizeUrl(endpoints, callbackUrl(), state) };
}

/** Where QuickBooks sends the browser back to; registered with Intuit word for word. */
export function callbackUrl(): string {
  return new URL("/api/qbo/callback", webEnv().NEXTAUTH_URL).href;
}
