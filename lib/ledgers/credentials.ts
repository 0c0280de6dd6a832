// How are a connection's tokens kept? Sealed with AES-256-GCM, bound to their row; which key sealed them is in the text.
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** The row a sealed text belongs to: copied into another row it does not open. */
export type SealedFor = { readonly tenantId: string; readonly companyFileId: string };

const FORMAT = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a text. `iv` must be 12 random bytes, never used before. */
export function seal(secret: string, row: SealedFor, text: string, iv: Uint8Array): string {
  if (iv.byteLength !== IV_BYTES) throw new RangeError("The initialisation vector must have 12 bytes");
  const key = keyFrom(secret, "credentials");
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(boundTo(row));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [FORMAT, keyId(key), Buffer.from(iv).toString("base64url"), sealed.toString("base64url")].join(".");
}

/** Opens a sealed text; null when another key sealed it, another row owns it, or somebody changed it. */
export function open(secret: string, row: SealedFor, sealed: string): string | null {
  const key = keyFrom(secret, "credentials");
  const [format, id, iv, body] = sealed.split(".");
  if (format !== FORMAT || id !== keyId(key) || !iv || !body) return null;
  const bytes = Buffer.from(body, "base64url");
  if (bytes.byteLength < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), { authTagLength: TAG_BYTES })
      .setAAD(boundTo(row))
      .setAuthTag(bytes.subarray(bytes.byteLength - TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(0, bytes.byteLength - TAG_BYTES)), decipher.final()]);
    return text.toString("utf8");
  } catch {
    return null;
  }
}

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
  return `${body}.${signatureOf(secret, body)}`;
}

/** Reads a signed state; null when the signature is wrong or its time is over. */
export function readState(secret: string, text: string, nowMs: number): ConnectState | null {
  const [body = "", signature = ""] = text.split(".");
  const expected = Buffer.from(signatureOf(secret, body));
  const given = Buffer.from(signature);
  if (expected.byteLength !== given.byteLength || !timingSafeEqual(expected, given)) return null;
  const state = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as ConnectState;
  return state.until > nowMs ? state : null;
}

/** A short name of a text that gives nothing away of it. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function signatureOf(secret: string, body: string): string {
  return createHmac("sha256", keyFrom(secret, "connect-state")).update(body).digest("base64url");
}

function keyFrom(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "tieout", `tieout/${purpose}/v1`, 32));
}

function keyId(key: Buffer): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}

function boundTo({ tenantId, companyFileId }: SealedFor): Buffer {
  return Buffer.from(`${tenantId}/${companyFileId}`);
}
