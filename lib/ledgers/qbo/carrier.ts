// How does a request travel to QuickBooks Online? HTTPS and time limits. Tokens have a carrier of their own in tokens/.
import type { QboHttp } from "./wire.ts";

/** Where to send and as whom. Never logged. */
export type QboAccess = { readonly apiUrl: string; readonly accessToken: string };

export type Carried =
  | { readonly is: "answered"; readonly status: number; readonly text: string; readonly traceId: string | null }
  /** Sent, but no complete answer came: nobody knows whether it took place. */
  | { readonly is: "lost"; readonly why: string }
  /** Not one byte left: it surely did not take place. */
  | { readonly is: "unsent"; readonly why: string };

/** How bytes get out of this process; without it, by the machine's own way. */
export type Fetch = typeof globalThis.fetch;

/** A thousand customers of 20 kB each; beyond it something is wrong. */
const ANSWER_MAX_BYTES = 32 * 1024 * 1024;

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
  options: { timeoutMs: number; fetch?: Fetch | undefined },
): Promise<Carried> {
  const headers = {
    // Without Accept the answer may be XML.
    Accept: "application/json",
    "Content-Type": "application/json",
    Authorization: `Bearer ${access.accessToken}`,
  };
  return await exchange(access.apiUrl + http.path, http.method, headers, http.body, options.timeoutMs, options.fetch);
}

/** One request and whatever came of it. Never throws. Exported for the token calls beside this file. */
export async function exchange(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
  fetch: Fetch = globalThis.fetch,
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
