// How are tokens asked for, renewed and ended at Intuit, and at which addresses? The only file that shows the app's secret.
import { exchange, type Carried, type Fetch } from "../carrier.ts";
import { discovered, fieldsOf, type QboEndpoints } from "../endpoints.ts";

const TOKEN_CALL_MS = 20_000;
const DISCOVERY_CALL_MS = 5_000;
/** Intuit's addresses change over years; asked for once a day. */
const DISCOVERY_GOOD_MS = 24 * 3_600_000;
const DISCOVERY_AGAIN_MS = 10 * 60_000;

export type QboTokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds from now. */
  readonly accessSeconds: number;
  /** Seconds from now; each renewal begins anew. */
  readonly refreshSeconds: number;
  /** Seconds from now until no renewal helps any more; null when Intuit does not say. */
  readonly hardSeconds: number | null;
};

/** `traceId` is Intuit's own number of the call (intuit_tid), for their support. */
export type TokenAnswer = { readonly traceId: string | null } & (
  | { readonly is: "tokens"; readonly tokens: QboTokens }
  /** The code or the refresh token is dead: a person must connect again. */
  | { readonly is: "refused"; readonly why: string }
  /** Not reached, not understood, or our own keys are wrong: the connection may be as good as ever. */
  | { readonly is: "failed"; readonly why: string }
);

export type CodeExchange = {
  readonly code: string;
  readonly redirectUri: string;
  /** The proof key, when the authorize page was given its challenge. */
  readonly codeVerifier: string | null;
};

/** Trades the code of the callback for tokens. A code works once. */
export async function exchangeCode(endpoints: QboEndpoints, asked: CodeExchange): Promise<TokenAnswer> {
  return await tokenCall(endpoints, {
    grant_type: "authorization_code",
    code: asked.code,
    redirect_uri: asked.redirectUri,
    ...(asked.codeVerifier === null ? {} : { code_verifier: asked.codeVerifier }),
  });
}

/** Trades a refresh token for new tokens. The caller makes sure nobody else does so at the same time. */
export async function refreshTokens(
  endpoints: QboEndpoints,
  refreshToken: string,
  fetch?: Fetch,
): Promise<TokenAnswer> {
  return await tokenCall(endpoints, { grant_type: "refresh_token", refresh_token: refreshToken }, fetch);
}

/** Ends the connection at Intuit. True when it is ended or was already. */
export async function revokeToken(endpoints: QboEndpoints, token: string): Promise<boolean> {
  const headers = { Accept: "application/json", "Content-Type": "application/json", Authorization: basic(endpoints) };
  const carried = await exchange(endpoints.revokeUrl, "POST", headers, JSON.stringify({ token }), TOKEN_CALL_MS);
  return carried.is === "answered" && (carried.status === 200 || carried.status === 400);
}

type Discovery = { document: string | null; askAgainAtMs: number; asking: Promise<void> | null };
const discoveries = new Map<string, Discovery>();

/** The endpoints as Intuit's discovery document says them today; the known ones while it cannot be read. */
export async function currentEndpoints(known: QboEndpoints, now: Date): Promise<QboEndpoints> {
  const { discoveryUrl } = known;
  if (discoveryUrl === null) return known;
  const kept = discoveries.get(discoveryUrl) ?? { document: null, askAgainAtMs: -Infinity, asking: null };
  discoveries.set(discoveryUrl, kept);
  // Of many who come at once one asks, the others wait for its answer.
  if (now.getTime() >= kept.askAgainAtMs) await (kept.asking ??= readDiscovery(discoveryUrl, kept, now));
  return kept.document === null ? known : discovered(known, kept.document);
}

/** An old document is better than none. */
async function readDiscovery(url: string, kept: Discovery, now: Date): Promise<void> {
  const carried = await exchange(url, "GET", { Accept: "application/json" }, "", DISCOVERY_CALL_MS);
  const isGood = carried.is === "answered" && carried.status === 200;
  if (isGood) kept.document = carried.text;
  kept.askAgainAtMs = now.getTime() + (isGood ? DISCOVERY_GOOD_MS : DISCOVERY_AGAIN_MS);
  kept.asking = null;
}

async function tokenCall(
  endpoints: QboEndpoints,
  form: Readonly<Record<string, string>>,
  fetch?: Fetch,
): Promise<TokenAnswer> {
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
    Authorization: basic(endpoints),
    // Asks for the end that no renewal moves, too.
    "x-include-refresh-token-hard-expires-in": "true",
  };
  const body = new URLSearchParams(form).toString();
  return read(await exchange(endpoints.tokenUrl, "POST", headers, body, TOKEN_CALL_MS, fetch));
}

function read(carried: Carried): TokenAnswer {
  if (carried.is !== "answered") return { is: "failed", why: carried.why, traceId: null };
  const { status, traceId } = carried;
  const answer = fieldsOf(carried.text);
  // The error's word alone: what stands beside it in an answer may be anything.
  const error = typeof answer.error === "string" && /^\w{1,40}$/.test(answer.error) ? answer.error : "";
  if (status === 400 && error === "invalid_grant") return { is: "refused", why: error, traceId };
  const tokens = status === 200 ? tokensOf(answer) : null;
  if (tokens) return { is: "tokens", tokens, traceId };
  return { is: "failed", why: `status ${status} ${error}`.trim(), traceId };
}

function tokensOf(answer: Readonly<Record<string, unknown>>): QboTokens | null {
  const { access_token: accessToken, refresh_token: refreshToken } = answer;
  if (typeof accessToken !== "string" || accessToken === "") return null;
  if (typeof refreshToken !== "string" || refreshToken === "") return null;
  return {
    accessToken,
    refreshToken,
    accessSeconds: secondsOf(answer.expires_in) ?? 3600,
    refreshSeconds: secondsOf(answer.x_refresh_token_expires_in) ?? 8_640_000,
    hardSeconds: secondsOf(answer.x_refresh_token_hard_expires_in),
  };
}

function secondsOf(value: unknown): number | null {
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

function basic(endpoints: QboEndpoints): string {
  return `Basic ${Buffer.from(`${endpoints.clientId}:${endpoints.clientSecret}`).toString("base64")}`;
}
