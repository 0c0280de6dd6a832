// Which role may do what? The table, spelled out a second time so that widening a role is a decision.
import { describe, expect, test } from "vitest";

import { permissions, rolePermissions, roles, sourcePermissions, workerPermissions, type Permission } from "./roles.ts";
import { allow, may, type Scope } from "./scope.ts";

const table: Readonly<Record<Permission, readonly string[]>> = {
  "orders:read": ["owner", "accountant", "clerk", "viewer"],
  "orders:import": ["owner", "accountant", "clerk"],
  "orders:export": ["owner", "accountant", "clerk"],
  "payments:record": ["owner", "accountant", "clerk"],
  "payments:unlock": ["owner", "accountant"],
  "problems:read": ["owner", "accountant", "clerk", "viewer"],
  "problems:resolve": ["owner", "accountant", "clerk"],
  "credits:make": ["owner", "accountant", "clerk"],
  "credits:approve": ["owner", "accountant"],
  "settings:read": ["owner", "accountant", "clerk", "viewer"],
  "settings:write": ["owner", "accountant"],
  "ids:change": ["owner", "accountant"],
  "companies:connect": ["owner", "accountant"],
  "sources:manage": ["owner", "accountant"],
  "webhooks:manage": ["owner", "accountant"],
  "members:manage": ["owner"],
  "activity:read": ["owner", "accountant", "clerk", "viewer"],
  "sync:run": [],
};

describe("roles", () => {
  test.each(permissions.map((permission) => [permission]))("who may do %s", (permission) => {
    expect(roles.filter((role) => rolePermissions[role].includes(permission))).toEqual(table[permission]);
  });

  test("a source brings orders and nothing else; the clock runs the sync and resolves nothing", () => {
    expect(sourcePermissions).toEqual(["orders:read", "orders:import"]);
    expect(workerPermissions).not.toContain("problems:resolve");
    expect(workerPermissions).not.toContain("members:manage");
  });

  test("allow refuses with a sentence that says whom to ask", () => {
    const actor = { type: "person", userId: "u", name: "Vera", role: "viewer" } as const;
    expect(may(actor, "problems:resolve")).toBe(false);
    expect(() => allow({ actor } as Scope, "problems:resolve")).toThrow(/Ask someone with the owner role/);
    expect(() => allow({ actor } as Scope, "problems:read")).not.toThrow();
  });
});
