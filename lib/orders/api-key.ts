// How is an API key written, and whose is it? tk_<tenant, 22 characters>_<secret, 43 characters>, both base64url.
import { createHash } from "node:crypto";

const KEY = /^tk_([A-Za-z0-9_-]{22})_[A-Za-z0-9_-]{43}$/;
/** How much of a key is kept readable, so that people can tell keys apart: the prefix and the secret's first letters. */
const SECRET_AT = 26;
const SECRET_SHOWN = 4;

export type NewApiKey = { readonly key: string; readonly hash: string; readonly start: string };

/** Makes a key of a tenant from 32 random bytes. The key is shown once; hash and start are kept. */
export function makeApiKey(tenantId: string, secret: Uint8Array): NewApiKey {
  const key = `tk_${base64url(hexBytes(tenantId))}_${base64url(secret)}`;
  return { key, hash: hashApiKey(key), start: `tk_…${key.slice(SECRET_AT, SECRET_AT + SECRET_SHOWN)}` };
}

/** The tenant a key names; null when the text is no key. Says nothing about whether the key is valid. */
export function tenantOfApiKey(key: string): string | null {
  const match = KEY.exec(key);
  if (!match) return null;
  const hex = Array.from(atob(match[1]!.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0).toString(16).padStart(2, "0"),
  ).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** SHA-256 of the whole key, in hex. Enough for 256 random bits; a slow hash would only slow us. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function hexBytes(uuid: string): Uint8Array {
  return Uint8Array.from(uuid.replaceAll("-", "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
