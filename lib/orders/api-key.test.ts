// An API key names its tenant and keeps its secret.
import { describe, expect, test } from "vitest";

import { hashApiKey, makeApiKey, tenantOfApiKey } from "./api-key.ts";

const TENANT = "0197a2c4-5b1d-7c3e-8f00-fb12ffee9abc";
const made = makeApiKey(TENANT, new Uint8Array(32).fill(251));

describe("an API key", () => {
  test("names its tenant and is as long as the documentation says", () => {
    expect(made.key).toMatch(/^tk_[\w-]{22}_[\w-]{43}$/);
    expect(tenantOfApiKey(made.key)).toBe(TENANT);
  });

  test("is kept as its hash and a start that gives nothing away", () => {
    expect(made.hash).toBe(hashApiKey(made.key));
    expect(made.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(made.start.length).toBeLessThan(10);
  });

  test.each([
    "",
    "tk_",
    `${made.key}x`,
    made.key.slice(1),
    made.key.replace("tk_", "sk_"),
    `tk_${"!".repeat(22)}_${"a".repeat(43)}`,
  ])("%s is none", (text) => {
    expect(tenantOfApiKey(text)).toBeNull();
  });
});
