// Who gets in, who does not, and when does a session end?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { limits } from "#lib/access/rate-limit.ts";
import { newPerson, newTenant, scopeOf, testPassword, testWorld } from "#lib/access/testing.ts";

import { removeMember } from "./remove-member.ts";
import { readPresence, sessionDays, signIn, signInVouched, signOut } from "./sign-in.ts";
import { switchTenant } from "./switch-tenant.ts";

const DAY_MS = 86_400_000;
const WRONG = "E-mail address and password do not belong together.";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

describe("signing in", () => {
  test("the right password opens a session, in any case of letters; each tenant's trail tells", async () => {
    const tenantId = await newTenant(database);
    const ada = await newPerson(database, { [tenantId]: "owner" });
    const world = testWorld(database);
    const signedIn = await signIn(world, { email: ada.email.toUpperCase(), password: testPassword }, "10.0.0.1");
    const presence = await readPresence(world, signedIn.sessionId);
    expect(presence?.session).toMatchObject({ userId: ada.userId, email: ada.email, tenantId });
    expect(presence?.seats).toEqual([{ tenantId, name: "Harborline", role: "owner" }]);
    const trail = await database.admin.query("select action, actor_id from audit_events where tenant_id = $1", [
      tenantId,
    ]);
    expect(trail.rows).toEqual([{ action: "signed-in", actor_id: ada.userId }]);
  });

  test("a wrong password and an unknown account get the same sentence and open nothing", async () => {
    const ada = await newPerson(database);
    const world = testWorld(database);
    await expect(signIn(world, { email: ada.email, password: "wrong" }, "10.0.0.2")).rejects.toThrow(WRONG);
    await expect(signIn(world, { email: "nobody@example.test", password: "wrong" }, "10.0.0.2")).rejects.toThrow(WRONG);
    const open = await database.admin.query("select 1 from sessions where user_id = $1", [ada.userId]);
    expect(open.rowCount).toBe(0);
  });

  test("a person without a password (they come by an identity provider) cannot come in with any", async () => {
    const ada = await newPerson(database);
    await database.admin.query("update users set password_hash = null where user_id = $1", [ada.userId]);
    const tried = signIn(testWorld(database), { email: ada.email, password: "nobody has this password" }, "10.0.0.3");
    await expect(tried).rejects.toThrow(WRONG);
  });

  test("too many wrong tries close one account, from wherever they come, even to the right password", async () => {
    const ada = await newPerson(database);
    const world = testWorld(database);
    for (let times = 0; times < limits["sign-in-account"].times; times++) {
      await signIn(world, { email: ada.email, password: "wrong" }, `10.1.0.${times}`).catch(() => {});
    }
    const tried = signIn(world, { email: ada.email, password: testPassword }, "10.1.1.1");
    await expect(tried).rejects.toMatchObject({
      code: "too-many",
      message: expect.stringMatching(/Try again in \d+ minutes/) as string,
    });
  });

  test("too many wrong tries close one address, whichever accounts they were for", async () => {
    const ada = await newPerson(database);
    const world = testWorld(database);
    for (let times = 0; times < limits["sign-in-address"].times; times++) {
      await signIn(world, { email: `guess${times}@example.test`, password: "wrong" }, "10.2.0.1").catch(() => {});
    }
    const input = { email: ada.email, password: testPassword };
    await expect(signIn(world, input, "10.2.0.1")).rejects.toMatchObject({ code: "too-many" });
    await expect(signIn(world, input, "10.2.0.2")).resolves.toMatchObject({ userId: ada.userId });
  });

  test("an identity provider brings in only people who are here, and only with a verified address", async () => {
    const ada = await newPerson(database);
    const world = testWorld(database);
    const vouched = { email: ada.email, isVerified: true };
    await expect(signInVouched(world, vouched)).resolves.toMatchObject({ userId: ada.userId });
    await expect(signInVouched(world, { ...vouched, isVerified: false })).rejects.toThrow(/not verified/);
    await expect(signInVouched(world, { ...vouched, email: "x@example.test" })).rejects.toThrow(/Nobody with this/);
  });
});

describe("a session", () => {
  async function openSession() {
    const tenantId = await newTenant(database);
    const ada = await newPerson(database, { [tenantId]: "owner" });
    const world = testWorld(database);
    const { sessionId } = await signIn(world, { email: ada.email, password: testPassword }, "10.3.0.1");
    return { tenantId, ada, world, sessionId };
  }

  test("ends for good when its person signs out", async () => {
    const { world, sessionId } = await openSession();
    await signOut(world, sessionId);
    expect(await readPresence(world, sessionId)).toBeNull();
  });

  test("ends by itself after its days", async () => {
    const { world, sessionId } = await openSession();
    const later = (days: number) => ({ ...world, now: () => new Date(Date.now() + days * DAY_MS) });
    expect(await readPresence(later(sessionDays - 1), sessionId)).not.toBeNull();
    expect(await readPresence(later(sessionDays), sessionId)).toBeNull();
  });

  test("loses a tenant in the moment its person is removed there", async () => {
    const { tenantId, world } = await openSession();
    const bob = await newPerson(database, { [tenantId]: "clerk" }, "Bob");
    const { sessionId } = await signIn(world, { email: bob.email, password: testPassword }, "10.3.0.2");
    const owner = await newPerson(database, { [tenantId]: "owner" }, "Olga");
    await removeMember(scopeOf(database, tenantId, owner, "owner"), { userId: bob.userId });
    expect((await readPresence(world, sessionId))?.seats).toEqual([]);
  });

  test("switches only to tenants of its person; another's is not found", async () => {
    const { ada, world, sessionId } = await openSession();
    const second = await newTenant(database, "Juniper");
    const foreign = await newTenant(database, "Lumen");
    await database.admin.query(
      "insert into members (tenant_id, user_id, role, created_at) values ($1, $2, 'accountant', now())",
      [second, ada.userId],
    );
    await switchTenant({ ...world, sessionId }, { tenantId: second });
    expect((await readPresence(world, sessionId))?.session.tenantId).toBe(second);
    const tried = switchTenant({ ...world, sessionId }, { tenantId: foreign });
    await expect(tried).rejects.toMatchObject({ code: "not-found" });
    expect((await readPresence(world, sessionId))?.session.tenantId).toBe(second);
  });
});
