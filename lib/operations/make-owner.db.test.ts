// Can the owner be made exactly once?
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { makeOwnerToken } from "#db/migrate.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { testPassword, testWorld } from "#lib/access/testing.ts";

import { makeOwner } from "./make-owner.ts";
import { hasUsers, readPresence, signIn } from "./sign-in.ts";

let database: TestDatabase;
let token: string;
beforeEach(async () => {
  database = await openTestDatabase();
  token = (await makeOwnerToken(database.adminUrl, randomBytes)) ?? "";
});
afterEach(() => database.drop());

function input(name = "Ada") {
  const email = `${name.toLowerCase()}@example.test`;
  return { token, tenantName: `${name}'s trucks`, name, email, password: testPassword };
}

describe("the owner page", () => {
  test("makes person, tenant and ownership, and the owner can come in", async () => {
    const world = testWorld(database);
    expect(await hasUsers(world)).toBe(false);
    await makeOwner(world, input(), "10.0.0.1");
    expect(await hasUsers(world)).toBe(true);
    const { sessionId } = await signIn(world, { email: "ada@example.test", password: testPassword }, "10.0.0.1");
    const presence = await readPresence(world, sessionId);
    expect(presence?.seats).toMatchObject([{ name: "Ada's trucks", role: "owner" }]);
    const trail = await database.admin.query("select action from audit_events order by audit_event_id");
    expect(trail.rows).toEqual([{ action: "founded" }, { action: "signed-in" }]);
  });

  test("a wrong token makes nobody, and leaves the right one usable", async () => {
    const world = testWorld(database);
    const tried = makeOwner(world, { ...input(), token: "wrong" }, "10.0.0.1");
    await expect(tried).rejects.toMatchObject({ code: "not-allowed", path: "token" });
    expect(await hasUsers(world)).toBe(false);
    await makeOwner(world, input(), "10.0.0.1");
  });

  test("the token works once; no new one is handed out when there is a person", async () => {
    const world = testWorld(database);
    await makeOwner(world, input(), "10.0.0.1");
    await expect(makeOwner(world, input("Bob"), "10.0.0.1")).rejects.toMatchObject({ code: "not-allowed" });
    expect(await makeOwnerToken(database.adminUrl, randomBytes)).toBeNull();
  });

  test("of two uses at once one wins", async () => {
    const world = testWorld(database);
    const uses = [makeOwner(world, input("Ada"), "10.0.0.1"), makeOwner(world, input("Bob"), "10.0.0.2")];
    const outcomes = await Promise.allSettled(uses);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const users = await database.admin.query("select 1 from users");
    const tenants = await database.admin.query("select 1 from tenants");
    expect([users.rowCount, tenants.rowCount]).toEqual([1, 1]);
  });
});
