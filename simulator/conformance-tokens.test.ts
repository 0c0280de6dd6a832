// Do tokens rotate, end and fail as sections 1.6 to 1.8 of the facts say?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asText } from "./json.ts";
import { faultCode, openBooks } from "./test-client.ts";
import { ANYBODY, basic, Connecting, error, KNOWN, REDIRECT, refreshOf, SECRET } from "./test-oauth.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let at: Connecting;
beforeAll(async () => {
  at = new Connecting(await openBooks());
  await at.registerApp();
});
afterAll(() => at.books.simulator.close());

describe("1.6 rotation", () => {
  it("1.6 with daily rotation the value changes after a day, and the new one is to be kept", async () => {
    await at.order("settings", { rotation: "daily" });
    const old = refreshOf(await at.connect());
    await at.later(25 * 3_600_000);
    const fresh = refreshOf(await at.refresh(old));
    expect(fresh).not.toBe(old);
    expect((await at.refresh(fresh)).status).toBe(200);
    await at.order("settings", { rotation: "always", clockOffsetMs: 0 });
  });

  it("1.6 the value before is dead at once by default", async () => {
    const old = refreshOf(await at.connect());
    expect((await at.refresh(old)).status).toBe(200);
    expect(error(await at.refresh(old))).toEqual([400, "invalid_grant"]);
  });

  it("1.6 with a grace the value before still works for that long", async () => {
    await at.order("settings", { graceMs: 60_000 });
    const old = refreshOf(await at.connect());
    const fresh = refreshOf(await at.refresh(old));
    expect(refreshOf(await at.refresh(old))).toBe(fresh);
    await at.later(61_000);
    expect(error(await at.refresh(old))).toEqual([400, "invalid_grant"]);
    await at.order("settings", { graceMs: 0, clockOffsetMs: 0 });
  });

  it("1.6 re-use may kill the winner's tokens too (family revocation)", async () => {
    await at.order("settings", { killFamilyOnReuse: true });
    const old = refreshOf(await at.connect());
    const winner = await at.refresh(old);
    await at.refresh(old);
    expect(error(await at.refresh(refreshOf(winner)))).toEqual([400, "invalid_grant"]);
    expect((await at.read(asText(winner.body.access_token) ?? "")).status).toBe(401);
  });

  it("1.6 a callback loaded twice may kill the connection of the first exchange", async () => {
    const code = await at.codeOf();
    const winner = await at.exchange(code);
    await at.exchange(code);
    expect((await at.read(asText(winner.body.access_token) ?? "")).status).toBe(401);
    await at.order("settings", { killFamilyOnReuse: false });
  });
});

describe("1.7 revoke", () => {
  it.each(["access_token", "refresh_token"])(
    "1.7 the %s ends the whole connection: 200 and an empty body",
    async (which) => {
      const { body } = await at.connect();
      const reply = await at.revoke(asText(body[which]) ?? "");
      expect([reply.status, reply.text]).toEqual([200, ""]);
      expect((await at.read(asText(body.access_token) ?? "")).status).toBe(401);
      expect(error(await at.refresh(asText(body.refresh_token) ?? ""))).toEqual([400, "invalid_grant"]);
    },
  );

  it("1.7 an unknown token gives 400", async () => {
    expect((await at.revoke("nothing")).status).toBe(400);
  });

  it("1.7 after a disconnect inside QuickBooks the next refresh and the next call fail", async () => {
    const { body } = await at.connect();
    await at.books.control("disconnect", {});
    expect(error(await at.refresh(asText(body.refresh_token) ?? ""))).toEqual([400, "invalid_grant"]);
    expect((await at.read(asText(body.access_token) ?? "")).status).toBe(401);
  });
});

describe("1.8 errors", () => {
  it("1.8 a dead refresh token is explained in the newer form", async () => {
    expect((await at.refresh("AB11dead")).body).toEqual({
      error: "invalid_grant",
      error_description: "Incorrect or invalid refresh token",
    });
  });

  it.each([
    ["a wrong secret", () => at.refresh("x", basic(SECRET.id, "wrong")), [401, "invalid_client"]],
    ["no client at all", () => at.refresh("x", ""), [401, "invalid_client"]],
    [
      "another client's refresh token",
      async () => at.refresh(refreshOf(await connectAs()), ANYBODY),
      [400, "invalid_grant"],
    ],
    ["an unknown grant", () => at.tokenCall({ grant_type: "password" }), [400, "unsupported_grant_type"]],
    ["no grant", () => at.tokenCall({}), [400, "invalid_request"]],
    [
      "no code",
      () => at.tokenCall({ grant_type: "authorization_code", redirect_uri: REDIRECT }),
      [400, "invalid_request"],
    ],
    ["no refresh token", () => at.tokenCall({ grant_type: "refresh_token" }), [400, "invalid_request"]],
  ])("1.8 %s is refused", async (_what, call, expected) => {
    expect(error(await call())).toEqual(expected);
  });

  it("1.8 an unknown client id is refused where only registered apps may speak", async () => {
    await at.order("settings", { unknownClients: "refuse" });
    expect(error(await at.refresh("x"))).toEqual([401, "invalid_client"]);
    expect((await at.authorize()).status).toBe(400);
    await at.order("settings", { unknownClients: "accept" });
  });

  it("1.8 an expired access token gives 401, 3200 and a WWW-Authenticate header", async () => {
    const reply = await at.read("gone");
    expect([reply.status, faultCode(reply)]).toEqual([401, "3200"]);
    expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="Intuit", error="invalid_token"');
  });

  it("1.8 token calls bear intuit_tid as well", async () => {
    expect((await at.refresh("x")).headers.get("intuit_tid")).toMatch(/^1-/);
  });
});

async function connectAs() {
  return at.exchange(await at.codeOf({ client_id: SECRET.id }), {}, KNOWN);
}
