// Has anything changed since we sent it? Text that is equal when the document is equal.
import { createHash } from "node:crypto";

import { canonical } from "#lib/orders/check.ts";

/** SHA-256 over the JSON of a value with its keys in order; undefined fields do not count. 43 characters. */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("base64url");
}
