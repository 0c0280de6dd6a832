// Has anything changed since we sent it? Text that is equal when the document is equal.
import { createHash } from "node:crypto";

import { canonical } from "#lib/orders/check.ts";

/** The fingerprint of a document the books shall not hold any more: it was taken back, or is about to be. */
export const ENDED = "ended";

/** SHA-256 over the JSON of a value with its keys in order; undefined fields do not count. 43 characters. */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("base64url");
}
