// Is a missing or wrong variable one clear sentence?
import { describe, expect, test } from "vitest";

import { parseEnv } from "./env.ts";

const enough = {
  DATABASE_APP_URL: "postgres://tieout_app:pw@127.0.0.1:5432/tieout",
  TIEOUT_SECRET: "0123456789012345678901234567890123456789",
};

describe("environment", () => {
  test("what is not set has a sensible value; an empty variable counts as not set", () => {
    const env = parseEnv({ ...enough, OIDC_ISSUER: "", TIEOUT_DEMO: "1", UNKNOWN: "x" });
    expect(env).toMatchObject({
      LOG_LEVEL: "info",
      QBO_ENVIRONMENT: "production",
      TIEOUT_DEMO: true,
      TIEOUT_TRUST_PROXY: false,
    });
    expect(env.OIDC_ISSUER).toBeUndefined();
  });

  test("the keys that seal tokens are a list, newest first; none unless somebody set them", () => {
    expect(parseEnv(enough).TIEOUT_TOKEN_KEYS).toEqual([]);
    const [newer, older] = ["n".repeat(32), "o".repeat(40)];
    expect(parseEnv({ ...enough, TIEOUT_TOKEN_KEYS: `${newer}, ${older}` }).TIEOUT_TOKEN_KEYS).toEqual([newer, older]);
  });

  test.each([
    [{ DATABASE_APP_URL: undefined }, "DATABASE_APP_URL is missing."],
    [{ DATABASE_APP_URL: "mysql://x" }, /DATABASE_APP_URL is not an address like postgres:/],
    [{ TIEOUT_SECRET: "" }, "TIEOUT_SECRET is missing."],
    [{ TIEOUT_SECRET: "short" }, "TIEOUT_SECRET has fewer than 32 characters."],
    [{ TIEOUT_TOKEN_KEYS: `${"k".repeat(32)}, short` }, "TIEOUT_TOKEN_KEYS: key 2 of 2 has fewer than 32 characters."],
    [{ TIEOUT_TOKEN_KEYS: `${"k".repeat(32)},` }, "TIEOUT_TOKEN_KEYS: key 2 of 2"],
    [{ LOG_LEVEL: "loud" }, /LOG_LEVEL must be one of/],
    [{ QBO_ENVIRONMENT: "test" }, /QBO_ENVIRONMENT must be/],
    [{ SMTP_URL: "smtp.example.com", MAIL_FROM: "a@example.com" }, /SMTP_URL is not an address like smtps:/],
    [{ SMTP_URL: "smtp://smtp.example.com" }, /MAIL_FROM is missing/],
    [{ MAIL_FROM: "Tieout" }, /MAIL_FROM is not an address/],
    [{ OIDC_ISSUER: "https://id.example.com" }, /OIDC_CLIENT_ID and OIDC_CLIENT_SECRET missing/],
  ])("%j", (changed, sentence) => {
    expect(() => parseEnv({ ...enough, ...changed })).toThrow(sentence);
  });

  test("a sentence never shows a value", () => {
    expect(() => parseEnv({ ...enough, TIEOUT_SECRET: "hunter2" })).toThrow(/^(?!.*hunter2)/);
  });
});
