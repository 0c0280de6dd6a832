// Who may change who belongs to a tenant, and can it ever lose its last owner?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, newTenant, scopeOf, testWorld } from "#lib/access/testing.ts";

import { addMember } from "./add-member.ts";
import { changeRole } from "./change-role.ts";
import { listActivity } from "./list-activity.ts";
import { listMembers } from "./list-members.ts";
import { removeMember } from "./remove-member.ts";
import { signIn } from "./sign-in.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

async function newHouse(name: string) {
  const tenantId = await newTenant(database, name);
  const olga = await newPerson(database, { [tenantId]: "owner" }, "Olga");
  return { tenantId, olga, scope: scopeOf(database, tenantId, olga, "owner") };
}

describe("people of a tenant", () => {
  test("somebody new gets a password that works; somebody known keeps theirs; the same one twice is refused", async () => {
    const { scope } = await newHouse("Harborline");
    const email = `new.${crypto.randomUUID()}@example.test`;
    const added = await addMember(scope, { email, name: "Nina", role: "clerk" });
    expect(added.password).toMatch(/^[\w-]{20}$/);
    const signedIn = await signIn(testWorld(database), { email, password: added.password ?? "" }, "10.0.0.1");
    expect(signedIn.name).toBe("Nina");
    await expect(addMember(scope, { email, name: "Nina", role: "clerk" })).rejects.toMatchObject({ code: "conflict" });
    const other = await newHouse("Juniper");
    expect(await addMember(other.scope, { email, name: "Whoever", role: "viewer" })).toEqual({ email, password: null });
    expect((await listMembers(other.scope, {})).map((member) => member.name).toSorted()).toEqual(["Nina", "Olga"]);
  });

  test("each change leaves its line, newest first, page by page", async () => {
    const { scope, tenantId } = await newHouse("Harborline");
    const bob = await newPerson(database, { [tenantId]: "clerk" }, "Bob");
    await changeRole(scope, { userId: bob.userId, role: "viewer" });
    await removeMember(scope, { userId: bob.userId });
    const { lines } = await listActivity(scope, {});
    expect(lines.map((line) => [line.actorName, line.action, line.detail])).toEqual([
      ["Olga", "removed-member", { person: "Bob", role: "viewer" }],
      ["Olga", "changed-role", { person: "Bob", role: "clerk → viewer" }],
    ]);
    const older = await listActivity(scope, { olderThan: lines[0]?.auditEventId });
    expect(older.lines.map((line) => line.action)).toEqual(["changed-role"]);
    expect(older.olderThan).toBeNull();
  });

  test("the last owner stays", async () => {
    const { scope, olga } = await newHouse("Harborline");
    await expect(changeRole(scope, { userId: olga.userId, role: "viewer" })).rejects.toThrow(/only owner/);
    await expect(removeMember(scope, { userId: olga.userId })).rejects.toThrow(/only owner/);
  });

  test("two owners who demote each other at once: one stays", async () => {
    const { scope, tenantId, olga } = await newHouse("Harborline");
    const petra = await newPerson(database, { [tenantId]: "owner" }, "Petra");
    const outcomes = await Promise.allSettled([
      changeRole(scope, { userId: petra.userId, role: "viewer" }),
      changeRole(scopeOf(database, tenantId, petra, "owner"), { userId: olga.userId, role: "viewer" }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const owners = (await listMembers(scope, {})).filter((member) => member.role === "owner");
    expect(owners).toHaveLength(1);
  });

  test("only owners may; another tenant's people are not found, and its trail and list show nothing", async () => {
    const { tenantId, scope } = await newHouse("Harborline");
    const juniper = await newHouse("Juniper");
    await addMember(juniper.scope, { email: "j@example.test", name: "June", role: "clerk" });
    for (const role of ["accountant", "clerk", "viewer"] as const) {
      const asked = scopeOf(database, tenantId, await newPerson(database, { [tenantId]: role }), role);
      const input = { email: "x@example.test", name: "X", role: "viewer" } as const;
      await expect(addMember(asked, input)).rejects.toMatchObject({ code: "not-allowed" });
    }
    const foreign = { userId: juniper.olga.userId };
    await expect(changeRole(scope, { ...foreign, role: "viewer" })).rejects.toMatchObject({ code: "not-found" });
    await expect(removeMember(scope, foreign)).rejects.toMatchObject({ code: "not-found" });
    expect((await listActivity(scope, {})).lines).toEqual([]);
    expect((await listMembers(scope, {})).map((member) => member.userId)).not.toContain(juniper.olga.userId);
  });
});
