// From where does a request come, for counting tries? The socket's word, unless a proxy of ours stands in front.
import { env } from "#lib/env.ts";

import { SOCKET_ADDRESS_HEADER } from "./socket-address-header.ts";

/** The address of the client: one host, or one /64 network for IPv6, where a single client owns as much. */
export function clientAddress(headers: Headers): string {
  const forwarded = env().TIEOUT_TRUST_PROXY ? headers.get("x-forwarded-for") : null;
  // The last entry is the one our own proxy added; those before it are what the client claimed.
  const last = forwarded?.split(",").at(-1)?.trim();
  return networkOf(last || headers.get(SOCKET_ADDRESS_HEADER) || "unknown");
}

/** "::ffff:10.1.2.3" → "10.1.2.3"; "2001:db8:1:2:3::4" → "2001:db8:1:2::/64". */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const front = head.split(":").filter(Boolean);
  if (tail === undefined) return `${front.slice(0, 4).join(":")}::/64`;
  const gap = 8 - front.length - tail.split(":").filter(Boolean).length;
  return `${[...front, ...Array<string>(Math.max(gap, 0)).fill("0")].slice(0, 4).join(":")}::/64`;
}
