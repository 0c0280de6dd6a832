// Does a saved view belong to who made it, and is a shared one everybody's to use and theirs alone to change?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, newTenant, scopeOf } from "#lib/access/testing.ts";
import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";
import { SaveView, viewsMax } from "#lib/sync/saved-views.ts";
import { listViews } from "./list-views.ts";
import { removeView } from "./remove-view.ts";
import { saveView } from "./save-view.ts";

let database: TestDatabase;
let tenantId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  tenantId = await newTenant(database);
});
afterAll(() => database.drop());

async function person(role: Role, name: string, tenant = tenantId): Promise<Scope> {
  return scopeOf(database, tenant, await newPerson(database, { [tenant]: role }, name), role);
}
const save = (scope: Scope, view: Partial<SaveView>) =>
  saveView(scope, SaveView.parse({ name: "Over $1,000", query: "min=100000&sort=amount", ...view }));
const names = async (scope: Scope) => (await listViews(scope, {})).map(({ name }) => name);

describe("PEER-01 saved views", () => {
  test("one's own: kept, changed, removed, and seen by nobody else", async () => {
    const [ann, bob] = [await person("clerk", "Ann"), await person("clerk", "Bob")];
    const { viewId } = await save(ann, {});
    expect(await listViews(ann, {})).toEqual([
      {
        viewId,
        name: "Over $1,000",
        query: "min=100000&sort=amount",
        isShared: false,
        madeBy: "Ann",
        isMine: true,
      },
    ]);
    expect(await names(bob)).toEqual([]);
    await expect(save(bob, { viewId })).rejects.toMatchObject({ code: "not-found" });
    await expect(removeView(bob, { viewId })).rejects.toMatchObject({ code: "not-found" });
    await save(ann, { viewId, name: "Large" });
    expect(await names(ann)).toEqual(["Large"]);
    await removeView(ann, { viewId });
    expect(await names(ann)).toEqual([]);
  });

  test("a shared one: used by all, changed by its owner, removed by an owner of the tenant too", async () => {
    const [ann, bob, olive] = [
      await person("clerk", "Ann"),
      await person("clerk", "Bob"),
      await person("owner", "Olive"),
    ];
    const { viewId } = await save(ann, { name: "Closed periods", isShared: true });
    expect(await listViews(bob, {})).toMatchObject([{ name: "Closed periods", madeBy: "Ann", isMine: false }]);
    await expect(save(bob, { viewId })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(removeView(bob, { viewId })).rejects.toMatchObject({ code: "not-allowed" });
    await removeView(olive, { viewId });
    expect(await names(bob)).toEqual([]);
    const lines = await database.admin.query(
      "select action from audit_events where tenant_id = $1 and subject_id = $2 order by at, action",
      [tenantId, viewId],
    );
    expect(lines.rows.map(({ action }) => String(action))).toEqual(["view.shared", "view.removed"]);
  });

  test("a viewer keeps views and shares none", async () => {
    const vera = await person("viewer", "Vera");
    await save(vera, { name: "Mine" });
    expect(await names(vera)).toEqual(["Mine"]);
    await expect(save(vera, { isShared: true })).rejects.toMatchObject({ code: "not-allowed" });
  });

  test("fifty and no more; another tenant's are neither counted nor seen", async () => {
    const elsewhere = await newTenant(database, "Juniper");
    const [june, jim] = [await person("clerk", "June", elsewhere), await person("clerk", "Jim", elsewhere)];
    for (let nth = 0; nth < viewsMax; nth++) await save(june, { name: `View ${nth}`, isShared: true });
    await expect(save(june, {})).rejects.toMatchObject({ code: "too-many" });
    await expect(save(jim, { isShared: true })).rejects.toMatchObject({ code: "too-many" });
    await save(jim, {});
    expect(await names(jim)).toHaveLength(viewsMax + 1);
    expect(await names(await person("clerk", "Cy"))).toEqual([]);
  });

  test("the last free place is taken by one of many who save at once", async () => {
    const kim = await person("clerk", "Kim", await newTenant(database, "Larch"));
    for (let nth = 1; nth < viewsMax; nth++) await save(kim, { name: `View ${nth}` });
    const saved = await Promise.allSettled(Array.from({ length: 8 }, (_, nth) => save(kim, { name: `Last ${nth}` })));
    expect(saved.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await names(kim)).toHaveLength(viewsMax);
  });

  test.each(["/problems?a=b", "javascript:alert(1)#x", "a b", 'q="'])("%s is no view", (query) => {
    expect(SaveView.safeParse({ name: "X", query }).success).toBe(false);
  });
});
