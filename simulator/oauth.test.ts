// Does connecting work as at Intuit: page, code, tokens, rotation, revocation?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asText } from "./json.ts";
import { controlCall, faultCode, fetchReply, openBooks, type Books } from "./test-client.ts";

const REDIRECT = "http://localhost:3000/callback";
let books: Books;
beforeAll(async () => {
  books = await openBooks({ name: "Nuñez & Sons <Ltd>" });
});
afterAll(() => books.simulator.close());

const ask = (parameters: Record<string, string>) => {
  const query = new URLSearchParams({
    client_id: "app",
    response_type: "code",
    scope: "com.intuit.quickbooks.accounting",
    redirect_uri: REDIRECT,
    state: "s&1",
    ...parameters,
  });
  return fetch(`${books.simulator.url}/connect/oauth2?${query.toString()}`, { redirect: "manual" });
};

async function decide(form: Record<string, string>): Promise<URL> {
  const response = await fetch(`${books.simulator.url}/connect/oauth2`, {
    method: "POST",
    body: new URLSearchParams({ redirect_uri: REDIRECT, state: "s&1", ...form }),
    redirect: "manual",
  });
  return new URL(response.headers.get("location") ?? "http://none");
}

const token = (form: Record<string, string>, client = "Basic YXBwOnNlY3JldA==") =>
  fetchReply(`${books.simulator.url}/oauth2/v1/tokens/bearer`, {
    method: "POST",
    headers: client === "" ? {} : { authorization: client },
    body: new URLSearchParams(form),
  });

async function connect() {
  const code = (await decide({ realm: books.realm })).searchParams.get("code") ?? "";
  return { code, reply: await token({ grant_type: "authorization_code", code, redirect_uri: REDIRECT }) };
}

describe("the authorize page", () => {
  it("offers each company and a way out, without scripts", async () => {
    const response = await ask({});
    const text = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("form-action 'self' http://localhost:3000");
    expect(text).toContain("Nuñez &amp; Sons &lt;Ltd&gt;");
    expect(text).not.toContain("<script");
    expect(text).toContain("Cancel");
  });

  it("sends code, state and realmId back, or the refusal", async () => {
    const back = await decide({ realm: books.realm });
    expect(back.searchParams.get("state")).toBe("s&1");
    expect(back.searchParams.get("realmId")).toBe(books.realm);
    expect((await decide({ cancel: "1" })).searchParams.get("error")).toBe("access_denied");
    expect((await ask({ scope: "openid" })).headers.get("location")).toContain("error=invalid_scope");
  });
});

describe("tokens", () => {
  it("come for a code once", async () => {
    const { code, reply } = await connect();
    expect(reply.body).toMatchObject({ token_type: "bearer", expires_in: 3600, x_refresh_token_expires_in: 8_726_400 });
    expect(reply.body.realmId).toBeUndefined();
    expect((await books.call("GET", "companyinfo/1", undefined, asText(reply.body.access_token))).status).toBe(200);
    const again = await token({ grant_type: "authorization_code", code, redirect_uri: REDIRECT });
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
  });

  it("need the client's name and the same redirect address", async () => {
    const code = (await decide({ realm: books.realm })).searchParams.get("code") ?? "";
    expect((await token({ grant_type: "authorization_code", code }, "")).body).toEqual({ error: "invalid_client" });
    const elsewhere = await token({
      grant_type: "authorization_code",
      code,
      redirect_uri: "http://localhost:3000/other",
    });
    expect(elsewhere.body.error).toBe("invalid_grant");
    expect((await token({ grant_type: "password" })).body.error).toBe("unsupported_grant_type");
  });

  it("rotate on refresh; the value before is dead", async () => {
    const { reply } = await connect();
    const old = asText(reply.body.refresh_token) ?? "";
    const fresh = await token({ grant_type: "refresh_token", refresh_token: old });
    expect(fresh.status).toBe(200);
    expect(fresh.body.refresh_token).not.toBe(old);
    expect((await token({ grant_type: "refresh_token", refresh_token: old })).body.error).toBe("invalid_grant");
  });

  it("keep their value for a day where rotation is daily", async () => {
    const { reply } = await connect();
    await controlCall(books.simulator, "settings", { rotation: "daily" });
    const old = asText(reply.body.refresh_token) ?? "";
    expect((await token({ grant_type: "refresh_token", refresh_token: old })).body.refresh_token).toBe(old);
    await controlCall(books.simulator, "settings", { clockOffsetMs: 25 * 3_600_000 });
    expect((await token({ grant_type: "refresh_token", refresh_token: old })).body.refresh_token).not.toBe(old);
    await controlCall(books.simulator, "settings", { rotation: "always", clockOffsetMs: 0 });
  });

  it("run out after an hour, open one company only, and end when revoked", async () => {
    const { reply } = await connect();
    const access = asText(reply.body.access_token) ?? "";
    const read = () => books.call("GET", "companyinfo/1", undefined, access);
    await controlCall(books.simulator, "settings", { clockOffsetMs: 3_601_000 });
    const late = await read();
    expect([late.status, faultCode(late)]).toEqual([401, "3200"]);
    expect(late.headers.get("www-authenticate")).toContain("invalid_token");
    await controlCall(books.simulator, "settings", { clockOffsetMs: 0 });
    const other = await fetchReply(`${books.simulator.url}/v3/company/123/companyinfo/123`, {
      headers: { authorization: `Bearer ${access}` },
    });
    expect([other.status, faultCode(other)]).toEqual([403, "3100"]);
    const revoke = () =>
      fetchReply(`${books.simulator.url}/v2/oauth2/tokens/revoke`, {
        method: "POST",
        headers: { authorization: "Basic YXBwOnNlY3JldA==", "content-type": "application/json" },
        body: JSON.stringify({ token: reply.body.refresh_token }),
      });
    expect((await revoke()).status).toBe(200);
    expect((await revoke()).status).toBe(400);
    expect((await read()).status).toBe(401);
  });
});
