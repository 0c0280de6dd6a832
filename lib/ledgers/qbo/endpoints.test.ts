// Which addresses of a discovery document are taken, and which are not?
import { describe, expect, it } from "vitest";

import { authorizeUrl, discovered, qboEndpoints } from "./endpoints.ts";

const keys = { QBO_CLIENT_ID: "id", QBO_CLIENT_SECRET: "secret", QBO_ENVIRONMENT: "production" } as const;
const real = qboEndpoints(keys)!;

describe("a discovery document", () => {
  it("says the addresses", () => {
    const document = JSON.stringify({
      authorization_endpoint: "https://appcenter.intuit.com/connect/oauth3",
      token_endpoint: "https://oauth.platform.intuit.com/oauth3/tokens",
      revocation_endpoint: "https://developer.api.intuit.com/v3/revoke",
    });
    expect(discovered(real, document)).toEqual({
      ...real,
      authorizeUrl: "https://appcenter.intuit.com/connect/oauth3",
      tokenUrl: "https://oauth.platform.intuit.com/oauth3/tokens",
      revokeUrl: "https://developer.api.intuit.com/v3/revoke",
    });
  });

  it.each([
    ["another house", "https://oauth.intuit.com.example.org/tokens"],
    ["a house that ends alike", "https://notintuit.com/tokens"],
    ["no https", "http://oauth.platform.intuit.com/tokens"],
    ["no address", "tokens"],
    ["no text", 7],
  ])("with %s keeps the known address", (_what, address) => {
    expect(discovered(real, JSON.stringify({ token_endpoint: address }))).toEqual(real);
  });

  it.each(["", "<html></html>", "null", "[]"])("that is none (%s) changes nothing", (document) => {
    expect(discovered(real, document)).toEqual(real);
  });
});

describe("the authorize page", () => {
  const asked = (challenge: string | null) =>
    Object.fromEntries(new URL(authorizeUrl(real, "https://books.example.com/back", "s", challenge)).searchParams);

  it("gets the challenge of a proof key only where one is used", () => {
    expect(real.usesPkce).toBe(false);
    expect(qboEndpoints({ ...keys, QBO_PKCE: true })?.usesPkce).toBe(true);
    expect(qboEndpoints({ QBO_ENVIRONMENT: "production", TIEOUT_SIMULATOR_URL: "http://x" })?.usesPkce).toBe(true);
    expect(asked("c")).toMatchObject({ code_challenge: "c", code_challenge_method: "S256" });
    expect(Object.keys(asked(null))).toEqual(["client_id", "response_type", "scope", "redirect_uri", "state"]);
  });
});
