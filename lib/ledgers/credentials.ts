// How are a connection's tokens and a webhook's secret kept? Sealed with AES-256-GCM, bound to their row; which key sealed them is in the text.
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from "node:crypto";

/** The row a sealed text belongs to: copied into another row it does not open. */
export type SealedFor = { readonly tenantId: string } & (
  | { readonly companyFileId: string }
  | { readonly endpointId: string }
);

export type Key = { readonly id: string; readonly bytes: Uint8Array };
/** Newest first: the first seals, each opens. */
export type Keyring = readonly [Key, ...Key[]];

/** A sealed text that was opened, or why it was not. */
export type Unsealed =
  | { readonly is: "opened"; readonly text: string }
  /** Sealed with a key that is not on the ring. */
  | { readonly is: "other-key"; readonly keyId: string }
  /** Changed, cut, or moved here from another row. */
  | { readonly is: "broken" };

const FORMAT = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The keys for tokens: TIEOUT_TOKEN_KEYS in their order, and last the one made of TIEOUT_SECRET, with which everything
 * was sealed before keys of their own were set.
 */
export function keyring(environment: {
  readonly TIEOUT_TOKEN_KEYS: readonly string[];
  readonly TIEOUT_SECRET: string;
}): Keyring {
  const secrets = [...environment.TIEOUT_TOKEN_KEYS, environment.TIEOUT_SECRET];
  return secrets.map(keyFrom) as unknown as Keyring;
}

/** Seals a text with the newest key. `iv` must be 12 random bytes, never used before. */
export function seal(keys: Keyring, row: SealedFor, text: string, iv: Uint8Array): string {
  if (iv.byteLength !== IV_BYTES) throw new RangeError("The initialisation vector must have 12 bytes");
  const [{ id, bytes }] = keys;
  const cipher = createCipheriv("aes-256-gcm", bytes, iv).setAAD(boundTo(row));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [FORMAT, id, Buffer.from(iv).toString("base64url"), sealed.toString("base64url")].join(".");
}

/** Opens a sealed text with whichever key sealed it. */
export function unseal(keys: Keyring, row: SealedFor, sealed: string): Unsealed {
  const [format, keyId = "", iv, body] = sealed.split(".");
  if (format !== FORMAT || !iv || !body) return { is: "broken" };
  const key = keys.find(({ id }) => id === keyId);
  if (!key) return { is: "other-key", keyId };
  const bytes = Buffer.from(body, "base64url");
  if (bytes.byteLength < TAG_BYTES) return { is: "broken" };
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, Buffer.from(iv, "base64url"), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(boundTo(row))
      .setAuthTag(bytes.subarray(bytes.byteLength - TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(0, bytes.byteLength - TAG_BYTES)), decipher.final()]);
    return { is: "opened", text: text.toString("utf8") };
  } catch {
    return { is: "broken" };
  }
}

/** Did the newest key seal this text? */
export function isNewest([newest]: Keyring, sealed: string): boolean {
  return sealed.startsWith(`${FORMAT}.${newest.id}.`);
}

const derived = new Map<string, Key>();

/** Derived once per secret: each call to a ledger opens tokens. */
function keyFrom(secret: string): Key {
  const known = derived.get(secret);
  if (known) return known;
  const bytes = Buffer.from(hkdfSync("sha256", secret, "tieout", "tieout/credentials/v1", 32));
  const key = { bytes, id: createHash("sha256").update(bytes).digest("hex").slice(0, 8) };
  derived.set(secret, key);
  return key;
}

function boundTo(row: SealedFor): Buffer {
  const { tenantId } = row;
  return Buffer.from(
    "companyFileId" in row ? `${tenantId}/${row.companyFileId}` : `${tenantId}/endpoint/${row.endpointId}`,
  );
}
