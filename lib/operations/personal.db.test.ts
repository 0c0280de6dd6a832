// Whose are preferences? Each person's own, and nobody else's.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";
import { newPerson, newTenant, scopeOf } from "#lib/access/testing.ts";

import { readPreferences } from "./read-preferences.ts";
import { savePreferences } from "./save-preferences.ts";

let database: TestDatabase;
let tenantId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  tenantId = await newTenant(database);
});
afterAll(() => database.drop());

async function person(role: Role, where = tenantId): Promise<Scope> {
  return scopeOf(database, where, await newPerson(database, { [where]: role }), role);
}

describe("what a person keeps", () => {
  test("single letters are keys until the person says no, and only for them", async () => {
    const anna = await person("clerk");
    const ben = await person("clerk");
    expect(await readPreferences(anna, {})).toEqual({ hasLetters: true });
    await savePreferences(anna, { hasLetters: false });
    await savePreferences(anna, { hasLetters: false });
    expect(await readPreferences(anna, {})).toEqual({ hasLetters: false });
    expect(await readPreferences(ben, {})).toEqual({ hasLetters: true });
  });
});
