// How does a request travel to QuickBooks Online? HTTPS, tokens, time limits; the only file of this ledger that sends.
import type { QboEndpoints } from "./endpoints.ts";
import type { QboHttp } from "./wire.ts";

/** Where to send and as whom. Never logged. */
export type QboAccess = { readonly apiUrl: string; readonly accessToken: string };

export type Carried =
  | { readonly is: "answered"; readonly status: number; readonly text: string; readonly traceId: string | null }
  /** Sent, but no complete answer came: nobody knows whether it took place. */
  | { readonly is: "lost"; readonly why: string }
  /** Not one byte left: it surely did not take place. */
  | { readonly is: "unsent"; readonly why: string };

/** A thousand customers of 20 kB each; beyond it something is wrong. */
const ANSWER_MAX_BYTES = 32 * 1024 * 1024;
const TOKEN_CALL_MS = 20_000;

/** Errors that happen before a connection stands. */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Sends a written call word for word. Never throws; connections are kept and used again. */
export async function send(
  access: QboAccess,
  http: Readonly<Record<keyof QboHttp, string>>,
  options: { timeoutMs: number },
): Promise<Carried> {
  const headers = {
    // Without Accept the answer may be XML.
    Accept: "application/json",
    "Content-Type": "application/json",
    Authorization: `Bearer ${access.accessToken}`,
  };
  return await exchange(access.apiUrl + http.path, http.method, headers, http.body, options.timeoutMs);
}

export type QboTokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds from now. */
  readonly accessSeconds: number;
  readonly refreshSeconds: number;
};

export type TokenAnswer =
  | { readonly is: "tokens"; readonly tokens: QboTokens }
  /** The code or the refresh token is dead: a person must connect again. */
  | { readonly is: "refused"; readonly why: string }
  /** Not reached or not understood: try again later. */
  | { readonly is: "failed"; readonly why: string };

/** Trades the code of the callback for tokens. A code works once. */
export async function exchangeCode(endpoints: QboEndpoints, code: string, redirectUri: string): Promise<TokenAnswer> {
  return await tokenCall(endpoints, { grant_type: "authorization_code", code, redirect_uri: redirectUri });
}

/** Trades a refresh token for new tokens. The caller makes sure nobody else does so at the same time. */
export async function refreshTokens(endpoints: QboEndpoints, refreshToken: string): Promise<TokenAnswer> {
  return await tokenCall(endpoints, { grant_type: "refresh_token", refresh_token: refreshToken });
}

/** Ends the connection at Intuit. True when it is ended or was already. */
export async function revokeToken(endpoints: QboEndpoints, token: string): Promise<boolean> {
  const headers = { Accept: "application/json", "Content-Type": "application/json", Authorization: basic(endpoints) };
  const carried = await exchange(endpoints.revokeUrl, "POST", headers, JSON.stringify({ token }), TOKEN_CALL_MS);
  return carried.is === "answered" && (carried.status === 200 || carried.status === 400);
}

async function tokenCall(endpoints: QboEndpoints, form: Readonly<Record<string, string>>): Promise<TokenAnswer> {
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
    Authorization: basic(endpoints),
  };
  const body = new URLSearchParams(form).toString();
  const carried = await exchange(endpoints.tokenUrl, "POST", headers, body, TOKEN_CALL_MS);
  if (carried.is !== "answered") return { is: "failed", why: carried.why };
  const answer = fieldsOf(carried.text);
  const error = typeof answer.error === "string" ? answer.error : "";
  if (carried.status === 400 && error === "invalid_grant") return { is: "refused", why: error };
  const tokens = carried.status === 200 ? tokensOf(answer) : null;
  return tokens ? { is: "tokens", tokens } : { is: "failed", why: `status ${carried.status} ${error}`.trim() };
}

function tokensOf(answer: Readonly<Record<string, unknown>>): QboTokens | null {
  const { access_token: accessToken, refresh_token: refreshToken } = answer;
  if (typeof accessToken !== "string" || typeof refreshToken !== "string") return null;
  return {
    accessToken,
    refreshToken,
    accessSeconds: secondsOf(answer.expires_in, 3600),
    refreshSeconds: secondsOf(answer.x_refresh_token_expires_in, 8_640_000),
  };
}

function secondsOf(value: unknown, otherwise: number): number {
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : otherwise;
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function basic(endpoints: QboEndpoints): string {
  return `Basic ${Buffer.from(`${endpoints.clientId}:${endpoints.clientSecret}`).toString("base64")}`;
}

async function exchange(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
): Promise<Carried> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(method === "POST" ? { body } : {}),
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await limitedText(response);
    if (text === null) return { is: "lost", why: "The answer was longer than any answer should be." };
    return { is: "answered", status: response.status, text, traceId: response.headers.get("intuit_tid") };
  } catch (error) {
    const code = codeOf(error);
    // The error's own text may hold the address; its code says enough.
    return NEVER_CONNECTED.has(code) ? { is: "unsent", why: code } : { is: "lost", why: code };
  }
}

/** The body as text; null when it is too long, and the rest is not read. */
async function limitedText(response: Response): Promise<string | null> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_MAX_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function codeOf(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (typeof cause?.code === "string") return cause.code;
  return typeof name === "string" ? name : "unknown";
}
