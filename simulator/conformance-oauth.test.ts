// Is connecting as sections 1.1 to 1.5 of the facts say: addresses, page, code, scopes, lifetimes?
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asText } from "./json.ts";
import { faultCode, fetchReply, openBooks, type Reply } from "./test-client.ts";
import { ACCOUNTING, ANYBODY, Connecting, error, REDIRECT, refreshOf, SECRET } from "./test-oauth.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let at: Connecting;
beforeAll(async () => {
  at = new Connecting(await openBooks());
  await at.registerApp();
});
afterAll(() => at.books.simulator.close());

describe("1.1 addresses", () => {
  it.each(["openid_configuration", "openid_sandbox_configuration"])(
    "1.1 the discovery document %s names the token address, both ways to say the secret and only OpenID scopes",
    async (name) => {
      const { body } = await fetchReply(`${at.books.simulator.url}/.well-known/${name}`, {});
      expect(body.token_endpoint).toBe(`${at.books.simulator.url}/oauth2/v1/tokens/bearer`);
      expect(body.token_endpoint_auth_methods_supported).toEqual(["client_secret_post", "client_secret_basic"]);
      expect(body.scopes_supported).toEqual(["openid", "profile", "email", "phone", "address"]);
    },
  );

  it("1.1 the client may name itself in the form instead of the header (client_secret_post)", async () => {
    const code = await at.codeOf({ client_id: SECRET.id });
    const form = { client_id: SECRET.id, client_secret: SECRET.secret };
    expect((await at.exchange(code, form, "")).status).toBe(200);
  });
});

describe("1.2 authorize and callback", () => {
  it("1.2 the page refuses to be framed", async () => {
    const { headers } = await at.authorize();
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  it("1.2 the callback brings code, state and realmId", async () => {
    const { searchParams } = await at.decide();
    expect([...searchParams.keys()].toSorted()).toEqual(["code", "realmId", "state"]);
    expect(searchParams.get("realmId")).toBe(at.books.realm);
    expect(searchParams.get("state")).toBe("xyz");
  });

  it("1.2 a user who denies comes back with error=access_denied and the state", async () => {
    const { searchParams } = await at.decide({ cancel: "1" });
    expect([searchParams.get("error"), searchParams.get("state")]).toEqual(["access_denied", "xyz"]);
  });

  it("1.2 a registered address must match word for word", async () => {
    const ask = (redirect_uri: string) => at.authorize({ client_id: SECRET.id, redirect_uri });
    expect((await ask("https://app.example/back")).status).toBe(200);
    expect((await ask("https://app.example/back/")).status).toBe(400);
    expect((await ask("https://app.example/other")).status).toBe(400);
  });

  it("1.2 an address nobody registered is refused on the page, not by a redirect", async () => {
    const response = await at.authorize({ redirect_uri: "https://evil.example/back" });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect((await at.decide({ redirect_uri: "https://evil.example/back" })).host).toBe("none");
  });

  it("1.2 development keys may return to http on localhost", async () => {
    expect((await at.authorize({ client_id: SECRET.id, redirect_uri: "http://localhost:8123/cb" })).status).toBe(200);
  });

  it("1.2 where only registered addresses may be returned to, localhost may not either", async () => {
    await at.order("settings", { redirects: "registered" });
    expect((await at.authorize()).status).toBe(400);
    await at.order("settings", { redirects: "loopback" });
  });

  it("1.2 production keys may not", async () => {
    await at.order("apps", {
      clientId: "prod",
      clientSecret: "p",
      keys: "production",
      redirectUris: ["http://localhost/cb"],
    });
    expect((await at.authorize({ client_id: "prod", redirect_uri: "http://localhost/cb" })).status).toBe(400);
  });

  it("1.2 a code works once", async () => {
    const code = await at.codeOf();
    expect((await at.exchange(code)).status).toBe(200);
    expect(error(await at.exchange(code))).toEqual([400, "invalid_grant"]);
  });

  it("1.2 a code lives for minutes only", async () => {
    const code = await at.codeOf();
    await at.later(11 * 60_000);
    expect(error(await at.exchange(code))).toEqual([400, "invalid_grant"]);
    await at.later(0);
  });

  it("1.2 a code exchanged with another address is refused", async () => {
    const code = await at.codeOf();
    expect(error(await at.exchange(code, { redirect_uri: `${REDIRECT}2` }))).toEqual([400, "invalid_grant"]);
  });

  it("1.2 a code belongs to the client that asked for it", async () => {
    expect(error(await at.exchange(await at.codeOf({ client_id: SECRET.id })))).toEqual([400, "invalid_grant"]);
  });

  it.each([
    ["right", "v".repeat(50), 200],
    ["wrong", "w".repeat(50), 400],
    ["missing", "", 400],
  ])("1.2 a code asked for with an S256 challenge wants its verifier; here it is %s", async (_is, verifier, status) => {
    const code_challenge = createHash("sha256").update("v".repeat(50)).digest("base64url");
    expect((await at.authorize({ code_challenge, code_challenge_method: "S256" })).status).toBe(200);
    const code = await at.codeOf({ code_challenge });
    expect((await at.exchange(code, verifier === "" ? {} : { code_verifier: verifier })).status).toBe(status);
  });
});

describe("1.3 scopes", () => {
  it("1.3 a scope the app was not given is refused", async () => {
    const location = (await at.authorize({ scope: `${ACCOUNTING} openid` })).headers.get("location") ?? "";
    expect(new URL(location).searchParams.get("error")).toBe("invalid_scope");
  });

  it("1.3 a token without the accounting scope cannot read the books (3201)", async () => {
    const { body } = await at.order("tokens", { realmId: at.books.realm, scope: "com.intuit.quickbooks.payment" });
    expect(faultCode(await at.read(asText(body.access_token) ?? ""))).toBe("3201");
  });
});

describe("1.4 and 1.5 tokens and how long they live", () => {
  it("1.4 the token answer holds type, tokens and lifetimes, and no realmId", async () => {
    const { body } = await at.connect();
    expect(body).toMatchObject({ token_type: "bearer", expires_in: 3600, x_refresh_token_expires_in: 8_726_400 });
    expect(body.realmId).toBeUndefined();
    expect(refreshOf({ body } as Reply)).toMatch(/^AB11.{46}$/);
  });

  it("1.4 x_refresh_token_expires_in counts down while the same refresh token is handed out", async () => {
    await at.order("settings", { rotation: "daily" });
    const first = await at.connect();
    await at.later(5_000_000);
    const again = await at.refresh(refreshOf(first));
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
    expect(Math.abs(Number(again.body.x_refresh_token_expires_in) - 8_721_400)).toBeLessThan(5);
    await at.order("settings", { rotation: "always", clockOffsetMs: 0 });
  });

  it("1.5 an access token is good for sixty minutes", async () => {
    const access = asText((await at.connect()).body.access_token) ?? "";
    await at.later(59 * 60_000);
    expect((await at.read(access)).status).toBe(200);
    await at.later(61 * 60_000);
    expect((await at.read(access)).status).toBe(401);
    await at.later(0);
  });

  it("1.5 a refresh token dies a hundred days after it was issued", async () => {
    const token = refreshOf(await at.connect());
    await at.later(102 * 86_400_000);
    expect(error(await at.refresh(token))).toEqual([400, "invalid_grant"]);
    await at.later(0);
  });

  it("1.5 five years after the authorization refreshing does not help any more", async () => {
    let token = refreshOf(await at.connect());
    for (let day = 90; day <= 1800; day += 90) {
      await at.later(day * 86_400_000);
      token = refreshOf(await at.refresh(token));
    }
    await at.later(1827 * 86_400_000);
    expect(error(await at.refresh(token))).toEqual([400, "invalid_grant"]);
    await at.later(0);
  });

  it("1.5 the header x-include-refresh-token-hard-expires-in adds the absolute end; without it there is none", async () => {
    const plain = await at.connect();
    expect(plain.body.x_refresh_token_hard_expires_in).toBeUndefined();
    const asked = await at.refresh(refreshOf(plain), ANYBODY, { "x-include-refresh-token-hard-expires-in": "true" });
    expect(Math.abs(Number(asked.body.x_refresh_token_hard_expires_in) - 157_680_000)).toBeLessThan(5);
  });
});
