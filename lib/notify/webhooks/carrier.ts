// How does a message travel to a webhook endpoint? By HTTPS, to public addresses only, without following anybody elsewhere.
import { lookup as resolve, type LookupAddress } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

import { DELIVERY_CALL_MS, whyNotUrl, type Delivered } from "../webhook.ts";

export type Message = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const FORBIDDEN = "EFORBIDDEN";
const FORBIDDEN_WORDS = "The address leads into a private network, where webhooks may not go.";

/**
 * Sends a message. Never throws. The address a name stands for is judged and then called, the very same one: a name that
 * answers differently the second time gains nothing.
 */
export async function deliver(
  message: Message,
  mayBePrivate: boolean,
  timeoutMs: number = DELIVERY_CALL_MS,
): Promise<Delivered> {
  const why = whyNotUrl(message.url, mayBePrivate);
  if (why) return { is: "forbidden", why };
  const { hostname } = new URL(message.url);
  const literal = hostname.replace(/^\[|\]$/g, "");
  // A number needs no look-up, so nothing would judge it on the way.
  if (!mayBePrivate && isIP(literal) && !isPublic(literal)) return { is: "forbidden", why: FORBIDDEN_WORDS };
  try {
    return { is: "answered", status: await statusOf(message, mayBePrivate, timeoutMs) };
  } catch (error) {
    const code = codeOf(error);
    if (code === FORBIDDEN) return { is: "forbidden", why: FORBIDDEN_WORDS };
    return { is: "lost", why: WORDS[code] ?? `The receiver could not be reached (${code}).` };
  }
}

function statusOf({ url, headers, body }: Message, mayBePrivate: boolean, timeoutMs: number): Promise<number> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((done, failed) => {
    const sent = request(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "User-Agent": "Tieout", ...headers },
      lookup: mayBePrivate ? undefined : publicLookup,
      // Neither kept for later nor shared: the next delivery is judged anew.
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    });
    sent.on("response", (response) => {
      done(response.statusCode ?? 0);
      // What the receiver says besides does not matter, and may be endless.
      response.destroy();
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

/** Looks a name up and refuses it unless everything it stands for is public. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const first = addresses?.[0];
    if (error || !first) return callback(error ?? errorOf("ENOTFOUND"), "", 0);
    if (!addresses.every(({ address }) => isPublic(address))) return callback(errorOf(FORBIDDEN), "", 0);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

const notPublic = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  notPublic.addSubnet(net, bits, "ipv4");
}
const publicV6 = new BlockList();
publicV6.addSubnet("2000::", 3, "ipv6");
// Inside of it, what is no machine of its own: tunnels to IPv4, and documentation.
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  notPublic.addSubnet(net, bits, "ipv6");
}

/** Is this the address of a machine out in the world? Private, loopback, link-local, shared and reserved ones are none. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, "ipv4");
  // An IPv4 address written as IPv6 is outside of what is public there, and so refused.
  return family === 6 && publicV6.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}

const WORDS: Readonly<Record<string, string>> = {
  ABORT_ERR: "The receiver did not answer in time.",
  ENOTFOUND: "Nobody knows the name in the address.",
  ECONNREFUSED: "The receiver refused the connection.",
  ECONNRESET: "The receiver broke the connection off.",
};

function errorOf(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (name === "AbortError" || name === "TimeoutError") return "ABORT_ERR";
  return typeof code === "string" ? code : "unknown";
}
