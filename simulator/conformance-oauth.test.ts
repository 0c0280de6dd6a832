// Is connecting as section 1 of the facts says: page, code, tokens, lifetimes, rotation, revocation, errors?
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asText } from "./json.ts";
import { controlCall, faultCode, fetchReply, openBooks, type Books, type Reply } from "./test-client.ts";

const REDIRECT = "http://localhost:3000/callback";
const ACCOUNTING = "com.intuit.quickbooks.accounting";
const SECRET = { id: "app-1", secret: "s3cret" };
let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await order("apps", {
    clientId: SECRET.id,
    clientSecret: SECRET.secret,
    redirectUris: ["https://app.example/back"],
  });
});
afterAll(() => books.simulator.close());

const order = (path: string, body: unknown) => controlCall(books.simulator, path, body);
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
const KNOWN = basic(SECRET.id, SECRET.secret);
const ANYBODY = basic("anybody", "anything");

const authorize = (parameters: Record<string, string> = {}) =>
  fetch(
    `${books.simulator.url}/connect/oauth2?${new URLSearchParams({
      client_id: "anybody",
      response_type: "code",
      scope: ACCOUNTING,
      redirect_uri: REDIRECT,
      state: "xyz",
      ...parameters,
    }).toString()}`,
    { redirect: "manual" },
  );

async function decide(form: Record<string, string> = {}): Promise<URL> {
  const response = await fetch(`${books.simulator.url}/connect/oauth2`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: "anybody",
      redirect_uri: REDIRECT,
      state: "xyz",
      scope: ACCOUNTING,
      realm: books.realm,
      ...form,
    }),
    redirect: "manual",
  });
  return new URL(response.headers.get("location") ?? "http://none");
}

const tokenCall = (form: Record<string, string>, authorization = ANYBODY, more: Record<string, string> = {}) =>
  fetchReply(`${books.simulator.url}/oauth2/v1/tokens/bearer`, {
    method: "POST",
    headers: authorization === "" ? more : { authorization, ...more },
    body: new URLSearchParams(form),
  });

const exchange = (code: string, form: Record<string, string> = {}, authorization = ANYBODY) =>
  tokenCall({ grant_type: "authorization_code", code, redirect_uri: REDIRECT, ...form }, authorization);
const refresh = (token: string, authorization = ANYBODY, more: Record<string, string> = {}) =>
  tokenCall({ grant_type: "refresh_token", refresh_token: token }, authorization, more);
const codeOf = async (form: Record<string, string> = {}) => (await decide(form)).searchParams.get("code") ?? "";
const refreshOf = (reply: Reply) => asText(reply.body.refresh_token) ?? "";
const connect = async () => exchange(await codeOf());
const error = (reply: Reply) => [reply.status, reply.body.error];
const revoke = (token: string, authorization = ANYBODY) =>
  fetchReply(`${books.simulator.url}/v2/oauth2/tokens/revoke`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
const read = (token: string) => books.call("GET", `companyinfo/${books.realm}`, undefined, token);
const later = (ms: number) => order("settings", { clockOffsetMs: ms });

describe("1.1 addresses", () => {
  it.each(["openid_configuration", "openid_sandbox_configuration"])(
    "1.1 the discovery document %s names the token address, both ways to say the secret and only OpenID scopes",
    async (name) => {
      const { body } = await fetchReply(`${books.simulator.url}/.well-known/${name}`, {});
      expect(body.token_endpoint).toBe(`${books.simulator.url}/oauth2/v1/tokens/bearer`);
      expect(body.token_endpoint_auth_methods_supported).toEqual(["client_secret_post", "client_secret_basic"]);
      expect(body.scopes_supported).toEqual(["openid", "profile", "email", "phone", "address"]);
    },
  );

  it("1.1 the client may name itself in the form instead of the header (client_secret_post)", async () => {
    const code = await codeOf({ client_id: SECRET.id });
    const form = { client_id: SECRET.id, client_secret: SECRET.secret };
    expect((await exchange(code, form, "")).status).toBe(200);
  });
});

describe("1.2 authorize and callback", () => {
  it("1.2 the page refuses to be framed", async () => {
    const { headers } = await authorize();
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  it("1.2 the callback brings code, state and realmId", async () => {
    const { searchParams } = await decide();
    expect([...searchParams.keys()].toSorted()).toEqual(["code", "realmId", "state"]);
    expect(searchParams.get("realmId")).toBe(books.realm);
    expect(searchParams.get("state")).toBe("xyz");
  });

  it("1.2 a user who denies comes back with error=access_denied and the state", async () => {
    const { searchParams } = await decide({ cancel: "1" });
    expect([searchParams.get("error"), searchParams.get("state")]).toEqual(["access_denied", "xyz"]);
  });

  it("1.2 a registered address must match word for word", async () => {
    const ask = (redirect_uri: string) => authorize({ client_id: SECRET.id, redirect_uri });
    expect((await ask("https://app.example/back")).status).toBe(200);
    expect((await ask("https://app.example/back/")).status).toBe(400);
    expect((await ask("https://app.example/other")).status).toBe(400);
  });

  it("1.2 an address nobody registered is refused on the page, not by a redirect", async () => {
    const response = await authorize({ redirect_uri: "https://evil.example/back" });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect((await decide({ redirect_uri: "https://evil.example/back" })).host).toBe("none");
  });

  it("1.2 development keys may return to http on localhost", async () => {
    expect((await authorize({ client_id: SECRET.id, redirect_uri: "http://localhost:8123/cb" })).status).toBe(200);
  });

  it("1.2 production keys may not", async () => {
    await order("apps", {
      clientId: "prod",
      clientSecret: "p",
      keys: "production",
      redirectUris: ["http://localhost/cb"],
    });
    expect((await authorize({ client_id: "prod", redirect_uri: "http://localhost/cb" })).status).toBe(400);
  });

  it("1.2 a code works once", async () => {
    const code = await codeOf();
    expect((await exchange(code)).status).toBe(200);
    expect(error(await exchange(code))).toEqual([400, "invalid_grant"]);
  });

  it("1.2 a code lives for minutes only", async () => {
    const code = await codeOf();
    await later(11 * 60_000);
    expect(error(await exchange(code))).toEqual([400, "invalid_grant"]);
    await later(0);
  });

  it("1.2 a code exchanged with another address is refused", async () => {
    const code = await codeOf();
    expect(error(await exchange(code, { redirect_uri: `${REDIRECT}2` }))).toEqual([400, "invalid_grant"]);
  });

  it("1.2 a code belongs to the client that asked for it", async () => {
    expect(error(await exchange(await codeOf({ client_id: SECRET.id })))).toEqual([400, "invalid_grant"]);
  });

  it.each([
    ["right", "v".repeat(50), 200],
    ["wrong", "w".repeat(50), 400],
    ["missing", "", 400],
  ])("1.2 a code asked for with an S256 challenge wants its verifier; here it is %s", async (_is, verifier, status) => {
    const code_challenge = createHash("sha256").update("v".repeat(50)).digest("base64url");
    expect((await authorize({ code_challenge, code_challenge_method: "S256" })).status).toBe(200);
    const code = await codeOf({ code_challenge });
    expect((await exchange(code, verifier === "" ? {} : { code_verifier: verifier })).status).toBe(status);
  });
});

describe("1.3 scopes", () => {
  it("1.3 a scope the app was not given is refused", async () => {
    const location = (await authorize({ scope: `${ACCOUNTING} openid` })).headers.get("location") ?? "";
    expect(new URL(location).searchParams.get("error")).toBe("invalid_scope");
  });

  it("1.3 a token without the accounting scope cannot read the books (3201)", async () => {
    const { body } = await order("tokens", { realmId: books.realm, scope: "com.intuit.quickbooks.payment" });
    expect(faultCode(await read(asText(body.access_token) ?? ""))).toBe("3201");
  });
});

describe("1.4 and 1.5 tokens and how long they live", () => {
  it("1.4 the token answer holds type, tokens and lifetimes, and no realmId", async () => {
    const { body } = await connect();
    expect(body).toMatchObject({ token_type: "bearer", expires_in: 3600, x_refresh_token_expires_in: 8_726_400 });
    expect(body.realmId).toBeUndefined();
    expect(refreshOf({ body } as Reply)).toMatch(/^AB11.{46}$/);
  });

  it("1.4 x_refresh_token_expires_in counts down while the same refresh token is handed out", async () => {
    await order("settings", { rotation: "daily" });
    const first = await connect();
    await later(5_000_000);
    const again = await refresh(refreshOf(first));
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
    expect(Math.abs(Number(again.body.x_refresh_token_expires_in) - 8_721_400)).toBeLessThan(5);
    await order("settings", { rotation: "always", clockOffsetMs: 0 });
  });

  it("1.5 an access token is good for sixty minutes", async () => {
    const access = asText((await connect()).body.access_token) ?? "";
    await later(59 * 60_000);
    expect((await read(access)).status).toBe(200);
    await later(61 * 60_000);
    expect((await read(access)).status).toBe(401);
    await later(0);
  });

  it("1.5 a refresh token dies a hundred days after it was issued", async () => {
    const token = refreshOf(await connect());
    await later(102 * 86_400_000);
    expect(error(await refresh(token))).toEqual([400, "invalid_grant"]);
    await later(0);
  });

  it("1.5 five years after the authorization refreshing does not help any more", async () => {
    let token = refreshOf(await connect());
    for (let day = 90; day <= 1800; day += 90) {
      await later(day * 86_400_000);
      token = refreshOf(await refresh(token));
    }
    await later(1827 * 86_400_000);
    expect(error(await refresh(token))).toEqual([400, "invalid_grant"]);
    await later(0);
  });

  it("1.5 the header x-include-refresh-token-hard-expires-in adds the absolute end; without it there is none", async () => {
    const plain = await connect();
    expect(plain.body.x_refresh_token_hard_expires_in).toBeUndefined();
    const asked = await refresh(refreshOf(plain), ANYBODY, { "x-include-refresh-token-hard-expires-in": "true" });
    expect(Math.abs(Number(asked.body.x_refresh_token_hard_expires_in) - 157_680_000)).toBeLessThan(5);
  });
});

describe("1.6 rotation", () => {
  it("1.6 with daily rotation the value changes after a day, and the new one is to be kept", async () => {
    await order("settings", { rotation: "daily" });
    const old = refreshOf(await connect());
    await later(25 * 3_600_000);
    const fresh = refreshOf(await refresh(old));
    expect(fresh).not.toBe(old);
    expect((await refresh(fresh)).status).toBe(200);
    await order("settings", { rotation: "always", clockOffsetMs: 0 });
  });

  it("1.6 the value before is dead at once by default", async () => {
    const old = refreshOf(await connect());
    expect((await refresh(old)).status).toBe(200);
    expect(error(await refresh(old))).toEqual([400, "invalid_grant"]);
  });

  it("1.6 with a grace the value before still works for that long", async () => {
    await order("settings", { graceMs: 60_000 });
    const old = refreshOf(await connect());
    const fresh = refreshOf(await refresh(old));
    expect(refreshOf(await refresh(old))).toBe(fresh);
    await later(61_000);
    expect(error(await refresh(old))).toEqual([400, "invalid_grant"]);
    await order("settings", { graceMs: 0, clockOffsetMs: 0 });
  });

  it("1.6 re-use may kill the winner's tokens too (family revocation)", async () => {
    await order("settings", { killFamilyOnReuse: true });
    const old = refreshOf(await connect());
    const winner = await refresh(old);
    await refresh(old);
    expect(error(await refresh(refreshOf(winner)))).toEqual([400, "invalid_grant"]);
    expect((await read(asText(winner.body.access_token) ?? "")).status).toBe(401);
  });

  it("1.6 a callback loaded twice may kill the connection of the first exchange", async () => {
    const code = await codeOf();
    const winner = await exchange(code);
    await exchange(code);
    expect((await read(asText(winner.body.access_token) ?? "")).status).toBe(401);
    await order("settings", { killFamilyOnReuse: false });
  });
});

describe("1.7 revoke", () => {
  it.each(["access_token", "refresh_token"])(
    "1.7 the %s ends the whole connection: 200 and an empty body",
    async (which) => {
      const { body } = await connect();
      const reply = await revoke(asText(body[which]) ?? "");
      expect([reply.status, reply.text]).toEqual([200, ""]);
      expect((await read(asText(body.access_token) ?? "")).status).toBe(401);
      expect(error(await refresh(asText(body.refresh_token) ?? ""))).toEqual([400, "invalid_grant"]);
    },
  );

  it("1.7 an unknown token gives 400", async () => {
    expect((await revoke("nothing")).status).toBe(400);
  });

  it("1.7 after a disconnect inside QuickBooks the next refresh and the next call fail", async () => {
    const { body } = await connect();
    await books.control("disconnect", {});
    expect(error(await refresh(asText(body.refresh_token) ?? ""))).toEqual([400, "invalid_grant"]);
    expect((await read(asText(body.access_token) ?? "")).status).toBe(401);
  });
});

describe("1.8 errors", () => {
  it("1.8 a dead refresh token is explained in the newer form", async () => {
    expect((await refresh("AB11dead")).body).toEqual({
      error: "invalid_grant",
      error_description: "Incorrect or invalid refresh token",
    });
  });

  it.each([
    ["a wrong secret", () => refresh("x", basic(SECRET.id, "wrong")), [401, "invalid_client"]],
    ["no client at all", () => refresh("x", ""), [401, "invalid_client"]],
    [
      "another client's refresh token",
      async () => refresh(refreshOf(await connectAs()), ANYBODY),
      [400, "invalid_grant"],
    ],
    ["an unknown grant", () => tokenCall({ grant_type: "password" }), [400, "unsupported_grant_type"]],
    ["no grant", () => tokenCall({}), [400, "invalid_request"]],
    [
      "no code",
      () => tokenCall({ grant_type: "authorization_code", redirect_uri: REDIRECT }),
      [400, "invalid_request"],
    ],
    ["no refresh token", () => tokenCall({ grant_type: "refresh_token" }), [400, "invalid_request"]],
  ])("1.8 %s is refused", async (_what, call, expected) => {
    expect(error(await call())).toEqual(expected);
  });

  it("1.8 an unknown client id is refused where only registered apps may speak", async () => {
    await order("settings", { unknownClients: "refuse" });
    expect(error(await refresh("x"))).toEqual([401, "invalid_client"]);
    expect((await authorize()).status).toBe(400);
    await order("settings", { unknownClients: "accept" });
  });

  it("1.8 an expired access token gives 401, 3200 and a WWW-Authenticate header", async () => {
    const reply = await read("gone");
    expect([reply.status, faultCode(reply)]).toEqual([401, "3200"]);
    expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="Intuit", error="invalid_token"');
  });

  it("1.8 token calls bear intuit_tid as well", async () => {
    expect((await refresh("x")).headers.get("intuit_tid")).toMatch(/^1-/);
  });
});

const connectAs = async () => exchange(await codeOf({ client_id: SECRET.id }), {}, KNOWN);
