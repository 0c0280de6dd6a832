// How is a delivery signed, so that its receiver knows who sent it? As Standard Webhooks says: HMAC-SHA256 over id, time and body.
import { createHmac } from "node:crypto";

const PREFIX = "whsec_";
export const SECRET_BYTES = 32;

/** A secret out of random bytes, as a receiver's library takes it. */
export function secretOf(bytes: Uint8Array): string {
  return `${PREFIX}${Buffer.from(bytes).toString("base64")}`;
}

export type Signed = {
  readonly "webhook-id": string;
  /** Seconds since 1970. */
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
};

/** The headers of a message, signed at this moment. */
export function signedHeaders(secret: string, messageId: string, at: Date, body: string): Signed {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${messageId}.${seconds}.${body}`).digest("base64");
  return { "webhook-id": messageId, "webhook-timestamp": seconds, "webhook-signature": `v1,${signature}` };
}
