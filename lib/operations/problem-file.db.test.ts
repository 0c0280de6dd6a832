// Does the file hold every row that matches, once, in the order of the view, and does a live count tell every change?
import { parse } from "papaparse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { addPush, movePush, newTestFile, type TestFile } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, scopeOf } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ListProblems } from "#lib/sync/problem-filter.ts";
import { readLiveCounts } from "./read-live-counts.ts";
import { showProblemFile } from "./show-problem-file.ts";

let database: TestDatabase;
let file: TestFile;
let scope: Scope;
beforeAll(async () => {
  Object.assign(process.env, {
    DATABASE_APP_URL: "postgres://tieout_app@127.0.0.1/unused",
    TIEOUT_SECRET: "t".repeat(32),
    NEXTAUTH_URL: "https://books.example.com",
    NEXTAUTH_SECRET: "n".repeat(32),
    TIEOUT_SIMULATOR_URL: "http://127.0.0.1:9",
  });
  database = await openTestDatabase();
  file = await newTestFile(database);
  scope = scopeOf(database, file.tenantId, await newPerson(database, { [file.tenantId]: "viewer" }), "viewer");
});
afterAll(() => database.drop());

async function linesOf(list: Partial<ListProblems>): Promise<readonly Record<string, string>[]> {
  const { companyFileId } = file;
  const { parts } = await showProblemFile(scope, ListProblems.parse({ companyFileId, ...list }));
  let text = "";
  for await (const part of parts) text += part;
  return parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true }).data;
}

describe("PEER-01 the file of a view", () => {
  beforeAll(async () => {
    // More than two parts, many of one moment.
    await database.admin.query(
      `insert into problems (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                             amount_minor, currency, since, moved_at)
       select $1, gen_random_uuid(), $2, 'push', gen_random_uuid(), 'needs-you', 'invoices', 'invoice', 'unknown', '', 'Invoice ' || n,
              case n % 2 when 0 then 'Even' else 'Odd' end, n % 10, 'USD', '2026-11-01T08:00:00Z', now() from generate_series(1, 1203) n`,
      [file.tenantId, file.companyFileId],
    );
  });

  test.each(["oldest", "newest", "amount"] as const)("all matches, each once: %s", async (sort) => {
    const lines = await linesOf({ sort });
    expect(lines).toHaveLength(1_203);
    expect(new Set(lines.map((line) => line.Record)).size).toBe(1_203);
    expect(lines[0]?.["Open in Tieout"]).toBe(
      `https://books.example.com/problems?company=${file.companyFileId}&lane=needs-you&tab=invoices&open=${lines[0]?.Record}`,
    );
  });

  test("only what the filter means; nothing: the header alone", async () => {
    const odd = await linesOf({ filter: { party: "Odd" } });
    expect([odd.length, new Set(odd.map((line) => line.Customer))]).toEqual([602, new Set(["Odd"])]);
    expect(await linesOf({ tab: "payments" })).toEqual([]);
  });
});

describe("live counts", () => {
  test("the version is another one with every move, and the same while nothing moves", async () => {
    const { companyFileId } = file;
    const look = () => readLiveCounts(scope, { companyFileId });
    const push = await addPush(database, file, { title: "Customer A", kind: "customer", minor: 0 });
    const first = await look();
    expect(first.tabs).toMatchObject({ customers: 1, invoices: 1_203 });
    expect((await look()).version).toBe(first.version);
    const other = await addPush(database, file, { title: "Customer B", kind: "customer", minor: 0 });
    await movePush(database, file, push, "ready");
    const second = await look();
    // One came and one went: the counts of the tab are as before.
    expect([second.tabs.customers, second.lanes.waiting]).toEqual([1, 1]);
    expect(second.version).not.toBe(first.version);
    await movePush(database, file, other, "ready");
    expect((await look()).version).not.toBe(second.version);
  });
});
