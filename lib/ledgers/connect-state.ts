// Is it the person who clicked Connect that comes back? A signed state that travels with them, and a proof key (PKCE).
import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** What the authorize page carries there and back: who asked, for what, until when. */
export type ConnectState = {
  readonly tenantId: string;
  readonly sessionId: string;
  /** Reconnecting this one; without it, a new company. */
  readonly companyFileId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly nonce: string;
};

/** Signs a state, so that a callback nobody here asked for is refused. */
export function signState(secret: string, state: ConnectState): string {
  const body = Buffer.from(JSON.stringify(state)).toString("base64url");
  return `${body}.${hmac(secret, "connect-state", body)}`;
}

/** Reads a signed state; null when the signature is wrong or its time is over. */
export function readState(secret: string, text: string, nowMs: number): ConnectState | null {
  const [body = "", signature = ""] = text.split(".");
  const expected = Buffer.from(hmac(secret, "connect-state", body));
  const given = Buffer.from(signature);
  if (expected.byteLength !== given.byteLength || !timingSafeEqual(expected, given)) return null;
  const state = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as ConnectState;
  return state.until > nowMs ? state : null;
}

/**
 * The proof key of a connection under way (RFC 7636). It is made of the secret and the state's own nonce: only this
 * installation can make it again, and nothing has to be kept between going and coming back.
 */
export function codeVerifier(secret: string, { nonce }: Pick<ConnectState, "nonce">): string {
  return hmac(secret, "connect-pkce", nonce);
}

/** What of a proof key may be shown to everybody: its hash, method S256. */
export function codeChallenge(verifier: string): string {
  return digest(verifier);
}

/** A short name of a text that gives nothing away of it. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function hmac(secret: string, purpose: string, text: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "tieout", `tieout/${purpose}/v1`, 32));
  return createHmac("sha256", key).update(text).digest("base64url");
}
