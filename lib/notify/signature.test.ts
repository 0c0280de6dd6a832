// Would a receiver with a Standard Webhooks library take our signature?
import { expect, test } from "vitest";

import { secretOf, signedHeaders } from "./signature.ts";

test("the example that Standard Webhooks libraries are tested with", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const at = new Date(1614265330 * 1000 + 999);
  expect(signedHeaders(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("a secret is its bytes in base64, with its prefix", () => {
  expect(secretOf(new Uint8Array(32).fill(7))).toBe(`whsec_${Buffer.alloc(32, 7).toString("base64")}`);
});
