// Does a file of decisions do exactly what its dry run said, once, and can it be taken back?
import { afterAll, beforeAll, expect, test } from "vitest";

import { addPush, movePush, newTestFile, type TestFile } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, scopeOf, type TestPerson } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { lookAtDecisions, runDecisions, showRefusedDecisions } from "./decide-file.ts";
import { listRuns, showRunResults } from "./show-run.ts";
import { undoRun } from "./undo-run.ts";

let database: TestDatabase;
let casey: TestPerson;
let file: TestFile;
let scope: Scope;
beforeAll(async () => {
  database = await openTestDatabase();
  file = await newTestFile(database);
  casey = await newPerson(database, { [file.tenantId]: "clerk" }, "Casey");
  scope = scopeOf(database, file.tenantId, casey, "clerk");
});
afterAll(() => database.drop());

async function* bytesOf(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\uFEFFRecord;Decision;Value\r\n${lines.join("\r\n")}\r\n`);
}
const place = () => ({ companyFileId: file.companyFileId });
const look = async (lines: readonly string[], of = scope) => await lookAtDecisions(of, place(), bytesOf(lines));
async function run(lines: readonly string[], { asOf, fingerprint }: { asOf: string; fingerprint: string }) {
  return await runDecisions(scope, { ...place(), asOf, fingerprint, fileName: "week.csv" }, bytesOf(lines));
}
async function lanesOf(rowIds: readonly string[]): Promise<readonly string[]> {
  const found = await database.admin.query<{ row_id: string; lane: string }>(
    "select row_id, lane from problems where row_id = any($1)",
    [rowIds],
  );
  return rowIds.map((rowId) => found.rows.find((row) => row.row_id === rowId)?.lane ?? "none");
}
const several = async (count: number) => {
  const rows = [];
  for (let nth = 1; nth <= count; nth++)
    rows.push(await addPush(database, file, { title: `Invoice ${nth}`, isOfSource: true }));
  // Their orders want them, so that what is cleared can come back.
  await database.admin.query(
    `insert into document_orders (tenant_id, order_id, document_id)
     select tenant_id, order_id, document_id from documents where tenant_id = $1 and order_id is not null on conflict do nothing`,
    [file.tenantId],
  );
  return rows;
};

test("PPR-32 each kind is counted, run, listed under one file and taken back; a second drop does nothing twice", async () => {
  const rows = await several(6);
  const [a, b, c, d, e] = rows.map(({ rowId }) => rowId) as [string, string, string, string, string];
  const stranger = await newTestFile(database, "Juniper");
  const theirs = await addPush(database, stranger, { title: "Invoice 9" });
  const lines = [
    `${a};clear;Billed by hand`,
    `${b};CLEAR;Duplicate`,
    `${c};mark paid;Cheque 4711`,
    `${d};Snooze;2099-12-24`,
    `${e};assign;${casey.email}`,
    `${rows[5]!.rowId};;`,
    `${a};resync;`,
    `${theirs.rowId};clear;Not ours`,
  ];
  const looked = await look(lines);
  expect(looked).toMatchObject({ total: 5, refusedTotal: 2, alreadyTotal: 0, blank: 1 });
  expect(looked.counts.map(({ decision, rows: count, money }) => [decision, count, money[0]?.minor])).toEqual([
    ["clear", 2, "200"],
    ["mark-paid", 1, "100"],
    ["assign", 1, "100"],
    ["snooze", 1, "100"],
  ]);
  expect(looked.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [8, "Line 2 decides about the same record."],
    [9, "No problem of this company has this record ID."],
  ]);
  expect(await lanesOf([a, b, c, d, e])).toEqual(Array(5).fill("needs-you"));

  const done = await run(lines, looked);
  expect(done.runs.map(({ title, ok, isApplied }) => [title, ok, isApplied])).toEqual([
    ["Clear 2 documents: week.csv", 2, true],
    ["Mark 1 document paid: week.csv", 1, true],
    ["Assign 1 document: week.csv", 1, true],
    ["Snooze 1 document: week.csv", 1, true],
  ]);
  expect(await lanesOf([a, b, c, d, e])).toEqual(["cleared", "cleared", "cleared", "snoozed", "needs-you"]);
  const reasons = await database.admin.query("select decided_because from problems where row_id = any($1) order by 1", [
    [a, b],
  ]);
  expect(reasons.rows).toEqual([{ decided_because: "Billed by hand" }, { decided_because: "Duplicate" }]);

  expect(await look(lines)).toMatchObject({ total: 0, alreadyTotal: 5, refusedTotal: 2 });
  await expect(run(lines, await look(lines))).rejects.toThrow("Nothing to do");

  for (const { bulkRunId } of done.runs)
    expect(await undoRun(scope, { bulkRunId })).toMatchObject({ undone: expect.any(Number) });
  expect(await lanesOf([a, b, c, d, e])).toEqual(Array(5).fill("needs-you"));
  expect((await listRuns(scope, place())).every((each) => each.undo !== null)).toBe(true);
  expect(await look(lines)).toMatchObject({ total: 5 });
});

test("PPR-32 what moved since the dry run is left alone and named; another file than the one looked at is refused", async () => {
  const [first, second] = await several(2);
  const lines = [`${first!.rowId};clear;Not ours`, `${second!.rowId};clear;Not ours`];
  const looked = await look(lines);
  await movePush(database, file, second!, "ready", new Date(scope.now().getTime() + 60_000).toISOString());
  await expect(run([...lines, `${second!.rowId};resync;`], looked)).rejects.toThrow("not the file");
  const done = await run(lines, looked);
  expect(done.runs).toMatchObject([{ total: 2, ok: 1 }]);
  let results = "";
  for await (const part of (await showRunResults(scope, { bulkRunId: done.runs[0]!.bulkRunId })).parts) results += part;
  expect(results).toContain("left alone,1 has moved on since you looked");
  expect(await lanesOf([first!.rowId, second!.rowId])).toEqual(["cleared", "waiting"]);
});

test("PPR-32 no file of ours, another tenant's company and a viewer are refused; lines not done come as a file", async () => {
  const [row] = await several(1);
  await expect(
    lookAtDecisions(
      scope,
      place(),
      (async function* () {
        yield Buffer.from("A,B\n1,2\n");
      })(),
    ),
  ).rejects.toThrow("no column Record");
  const viewer = scopeOf(database, file.tenantId, await newPerson(database, { [file.tenantId]: "viewer" }), "viewer");
  await expect(look([`${row!.rowId};clear;x`], viewer)).rejects.toMatchObject({ code: "not-allowed" });
  const other = await newTestFile(database, "Elsewhere");
  const theirs = scopeOf(database, other.tenantId, await newPerson(database, { [other.tenantId]: "owner" }), "owner");
  await expect(look([`${row!.rowId};clear;Not ours`], theirs)).rejects.toMatchObject({ code: "not-found" });
  const { csv } = await showRefusedDecisions(scope, place(), bytesOf([`${row!.rowId};claer;=1+1`]));
  expect(csv).toContain(`claer,'=1+1,2,"""claer"" is no decision.",Did you mean Clear?`);
});
