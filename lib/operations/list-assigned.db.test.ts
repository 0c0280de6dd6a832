// Is it seen on a cause who was given its rows, and found again: one's own, and what others have?
import { afterAll, beforeAll, expect, test } from "vitest";

import { addPush, newTestFile, type TestFile } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { newPerson, scopeOf } from "#lib/access/testing.ts";
import { ListProblems, type ProblemFilter } from "#lib/sync/problem-filter.ts";

import { listProblems } from "./list-problems.ts";

let database: TestDatabase;
let file: TestFile;
let asAnn: Scope;
let annId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  file = await newTestFile(database);
  const people = [];
  for (const name of ["Ann", "Ben", "Cleo"]) people.push(await newPerson(database, { [file.tenantId]: "clerk" }, name));
  const [ann, ben, cleo] = people;
  annId = ann!.userId;
  asAnn = scopeOf(database, file.tenantId, ann!, "clerk");
  const rush = { code: "item-missing", about: "Rush" } as const;
  await give(ann!.userId, { ...rush, title: "Invoice 1" });
  await give(ben!.userId, { ...rush, title: "Invoice 2" });
  await give(cleo!.userId, { ...rush, title: "Invoice 3" });
  await addPush(database, file, { ...rush, title: "Invoice 4" });
  await addPush(database, file, { title: "Invoice 5", code: "unknown" });
  // Elsewhere it counts for nothing: another tab, a lane that was left, another company of the tenant, another tenant.
  await give(ben!.userId, { ...rush, title: "Payment 1", kind: "payment" });
  const cleared = await give(ben!.userId, { ...rush, title: "Invoice 6" });
  await database.admin.query("update problems set lane = 'cleared', clearing = 'cleared' where row_id = $1", [cleared]);
  await give(ben!.userId, { ...rush, title: "Invoice 7" }, await newTestFile(database, "Second", file.tenantId));
  await give(ben!.userId, { ...rush, title: "Invoice 8" }, await newTestFile(database, "Elsewhere"));
});
afterAll(() => database.drop());

async function give(userId: string, push: Parameters<typeof addPush>[2], to: TestFile = file): Promise<string> {
  const { rowId } = await addPush(database, to, push);
  await database.admin.query("update problems set assignee_id = $2 where row_id = $1", [rowId, userId]);
  return rowId;
}

const look = async (filter: ProblemFilter = {}) =>
  await listProblems(asAnn, ListProblems.parse({ companyFileId: file.companyFileId, filter }));

test("a cause says how many of its rows the person has who looks, and how many others have", async () => {
  const { causes } = await look();
  expect(causes.map(({ about, rows, assigned }) => ({ about, rows, assigned }))).toEqual([
    { about: "Rush", rows: 4, assigned: { toMe: 1, toOthers: 2, isAtLeast: false } },
    { about: "", rows: 1, assigned: { toMe: 0, toOthers: 0, isAtLeast: false } },
  ]);
});

test("of very many of one person a cause says that it may be more", async () => {
  const many = await newTestFile(database, "Many", file.tenantId);
  await database.admin.query(
    `insert into problems (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                           amount_minor, currency, since, moved_at, assignee_id)
     select $1, gen_random_uuid(), $2, 'push', gen_random_uuid(), 'needs-you', 'invoices', 'invoice', 'unknown', '', 'Invoice ' || n,
            'ACME', n, 'USD', '2026-11-01T08:00:00Z', now(), $3 from generate_series(1, 1100) n`,
    [many.tenantId, many.companyFileId, annId],
  );
  const { causes } = await listProblems(asAnn, ListProblems.parse({ companyFileId: many.companyFileId }));
  expect(causes).toMatchObject([{ rows: 1_100, assigned: { toMe: 1_000, toOthers: 0, isAtLeast: true } }]);
});

test.each<[ProblemFilter["assignee"], readonly string[]]>([
  ["me", ["Invoice 1"]],
  ["others", ["Invoice 2", "Invoice 3"]],
  ["nobody", ["Invoice 4", "Invoice 5"]],
])("assigned to %s", async (assignee, titles) => {
  expect((await look({ assignee })).rows.map(({ title }) => title).toSorted()).toEqual(titles);
});
