// Does a cookie become a scope exactly as long as its session lives, and does the door turn everything into a value?
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, newTenant, testPassword } from "#lib/access/testing.ts";
import { signIn, signOut } from "#lib/operations/sign-in.ts";
import { notFound } from "#lib/refusal.ts";

// The browser's cookies: the one thing of Next that has no request to come from here.
const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: () =>
    Promise.resolve({ get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined) }),
}));

const SECRET = "n".repeat(32);
const COOKIE = "next-auth.session-token";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  vi.stubEnv("DATABASE_APP_URL", database.appUrl);
  vi.stubEnv("TIEOUT_SECRET", "t".repeat(32));
  vi.stubEnv("NEXTAUTH_URL", "http://127.0.0.1:3000");
  vi.stubEnv("NEXTAUTH_SECRET", SECRET);
  vi.stubEnv("LOG_LEVEL", "silent");
});
afterAll(async () => {
  const { db } = await import("./database.ts");
  await db.$client.end();
  await database.drop();
});
beforeEach(() => jar.clear());

async function enter() {
  const { world } = await import("./world.ts");
  const tenantId = await newTenant(database);
  const ada = await newPerson(database, { [tenantId]: "accountant" });
  const { sessionId } = await signIn(world(), { email: ada.email, password: testPassword }, "10.0.0.1");
  jar.set(COOKIE, await encode({ token: { sid: sessionId }, secret: SECRET }));
  return { tenantId, ada, sessionId, world: world() };
}

const Look = z.object({ orderId: z.string().min(3, "Too short."), size: z.coerce.bigint().optional() });

describe("scope", () => {
  test("a cookie of an open session: the person, in their tenant, with their role", async () => {
    const { tenantId, ada } = await enter();
    const { readScope, readSession } = await import("./scope.ts");
    expect(await readScope()).toMatchObject({
      tenantId,
      actor: { type: "person", userId: ada.userId, role: "accountant" },
    });
    expect(await readSession()).toMatchObject({
      person: { email: ada.email },
      tenant: { id: tenantId },
      companyFileId: null,
    });
  });

  test("an ended session, with the cookie still there: nobody", async () => {
    const { world, sessionId } = await enter();
    await signOut(world, sessionId);
    const { readScope } = await import("./scope.ts");
    expect(await readScope()).toBeNull();
  });

  test("a removed member: nobody; with another tenant left: that one", async () => {
    const { tenantId, ada } = await enter();
    const { readScope } = await import("./scope.ts");
    await database.admin.query("delete from members where user_id = $1", [ada.userId]);
    expect(await readScope()).toBeNull();
    const other = await newTenant(database, "Juniper");
    expect(other).not.toBe(tenantId);
    await database.admin.query(
      "insert into members (tenant_id, user_id, role, created_at) values ($1, $2, 'viewer', now())",
      [other, ada.userId],
    );
    expect(await readScope()).toMatchObject({ tenantId: other, actor: { role: "viewer" } });
  });

  test("a forged cookie, one sealed with another secret, one without a session: nobody", async () => {
    const { sessionId } = await enter();
    const { readScope } = await import("./scope.ts");
    const forged = [
      "x.y.z",
      await encode({ token: { sid: sessionId }, secret: "another secret, also long enough" }),
      await encode({ token: { sub: "somebody" }, secret: SECRET }),
      await encode({ token: { sid: crypto.randomUUID() }, secret: SECRET }),
    ];
    for (const cookie of forged) {
      jar.set(COOKIE, cookie);
      expect(await readScope()).toBeNull();
    }
  });
});

describe("the door", () => {
  test("an action: nobody, wrong input, a refusal and a bug each become a value", async () => {
    const { tenantAction } = await import("./action.ts");
    const look = tenantAction(Look, (scope, input) => Promise.resolve([scope.tenantId, input.orderId]));
    expect(await look({ orderId: "1042" })).toMatchObject({ ok: false, refusal: { code: "not-signed-in" } });
    const { tenantId } = await enter();
    expect(await look({ orderId: "1042" })).toEqual({ ok: true, value: [tenantId, "1042"] });
    expect(await look({ orderId: "1" })).toEqual({
      ok: false,
      refusal: { code: "invalid", sentence: "Too short.", path: "orderId" },
    });
    const missing = tenantAction(Look, () => Promise.reject(notFound("The order")));
    expect(await missing({ orderId: "1042" })).toEqual({
      ok: false,
      refusal: { code: "not-found", sentence: "The order was not found." },
    });
    const broken = tenantAction(Look, () => Promise.reject(new Error("password authentication failed for tieout_app")));
    expect(await broken({ orderId: "1042" })).toEqual({
      ok: false,
      refusal: {
        code: "unavailable",
        sentence: expect.stringMatching(/^Something went wrong on our side\. Reference [0-9A-F]{8}\.$/) as string,
      },
    });
  });

  test("a route: the query is the input, money travels as text, a refusal has its status, nothing is kept", async () => {
    await enter();
    const { tenantRoute } = await import("./action.ts");
    const route = tenantRoute(Look, (_scope, input) => Promise.resolve({ minor: input.size ?? 0n }));
    const good = await route(new Request("http://x/feed?orderId=1042&size=9007199254740993"), {});
    expect([good.status, await good.text(), good.headers.get("cache-control")]).toEqual([
      200,
      '{"minor":"9007199254740993"}',
      "no-store",
    ]);
    const bad = await route(new Request("http://x/feed?orderId=1"), {});
    expect([bad.status, await bad.json()]).toEqual([
      400,
      { refusal: { code: "invalid", sentence: "Too short.", path: "orderId" } },
    ]);
    const missing = tenantRoute(Look, () => Promise.reject(notFound("The order")));
    const params = Promise.resolve({ orderId: "1042" });
    expect((await missing(new Request("http://x/1042"), { params })).status).toBe(404);
    jar.clear();
    expect((await route(new Request("http://x/feed?orderId=1042"), {})).status).toBe(401);
  });
});
