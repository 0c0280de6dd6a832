// Does Today say what is there: needs and money from the counters, the oldest, top causes, days, proof?
import { afterAll, beforeAll, expect, test } from "vitest";

import { addPush, movePush, newTestFile, type TestFile } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { durationClass } from "#lib/today/days.ts";

import { readFrame } from "./read-frame.ts";
import { readToday } from "./read-today.ts";
import { beatHeart } from "./sweep.ts";
import { defaultTiming, machineChance } from "./world.ts";

const NOW = new Date("2026-11-27T12:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

function scopeOf({ tenantId }: TestFile, role: "owner" | "viewer" = "owner", now = NOW): Scope {
  const actor = { type: "person", userId: tenantId, name: "Ann", role } as const;
  return { tenantId, actor, db: database.db, now: () => now, chance: machineChance };
}

test("what needs a person, money by currency, the oldest and the top causes, for a viewer too; another tenant sees nothing", async () => {
  const file = await newTestFile(database, "Harborline");
  const other = await newTestFile(database, "Elsewhere");
  const problem = { code: "item-missing", about: "Detention" } as const;
  const oldest = await addPush(database, file, {
    title: "Invoice 1",
    minor: 1_000,
    at: "2026-11-03T08:00:00Z",
    ...problem,
  });
  await addPush(database, file, { title: "Invoice 2", minor: 500, currency: "CAD", ...problem });
  await addPush(database, file, { title: "Payment 9", kind: "payment", minor: 70, code: "unknown" });
  await addPush(database, file, { title: "Invoice 3", state: "posted", minor: 9_999 });
  await addPush(database, file, { title: "Invoice 4", state: "ready", minor: 9_999 });
  for (const role of ["owner", "viewer"] as const) {
    const today = await readToday(scopeOf(file, role), {});
    expect(today).toMatchObject({
      problems: 3,
      stuck: [
        { minor: "500", currency: "CAD" },
        { minor: "1070", currency: "USD" },
      ],
      oldest: {
        companyFileId: file.companyFileId,
        rowId: oldest.rowId,
        tab: "invoices",
        title: "Invoice 1",
        since: "2026-11-03T08:00:00.000Z",
      },
      posted: 1,
      onTheWay: 1,
      drifted: 0,
    });
    expect(today.causes).toEqual([
      {
        ...problem,
        companyFileId: file.companyFileId,
        company: "Harborline",
        tab: "invoices",
        rows: 2,
        money: [
          { minor: "500", currency: "CAD" },
          { minor: "1000", currency: "USD" },
        ],
      },
      expect.objectContaining({ tab: "payments", code: "unknown", rows: 1 }),
    ]);
  }
  expect((await readFrame(scopeOf(file), {})).problems).toBe(3);
  const elsewhere = await readToday(scopeOf(other), {});
  expect(elsewhere).toMatchObject({ problems: 0, stuck: [], oldest: null, causes: [], posted: 0, medianMinutes: null });
  expect(elsewhere.days.every((day) => day.posted + day.cameUp + day.resolved === 0)).toBe(true);
});

test("what needs a person, company by company: one without anything is left out", async () => {
  const file = await newTestFile(database, "Harborline");
  const second = await newTestFile(database, "Second books", file.tenantId);
  await newTestFile(database, "Quiet books", file.tenantId);
  await addPush(database, file, { title: "Invoice 1", minor: 1_000 });
  await addPush(database, second, { title: "Invoice 2", minor: 500 });
  await addPush(database, second, { title: "Payment 9", kind: "payment", minor: 70 });
  const posted = await addPush(database, second, { title: "Invoice 3", state: "posted" });
  await database.admin.query(
    `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at, edited_at)
     select tenant_id, company_file_id, document_id, 'Invoice', '77', '0', now(), now() from documents where tenant_id = $1 and document_id = $2`,
    [file.tenantId, posted.documentId],
  );
  const { needs, problems, drifted } = await readToday(scopeOf(file), {});
  expect([problems, drifted]).toEqual([3, 1]);
  expect(needs).toMatchObject([
    { companyFileId: file.companyFileId, company: "Harborline", problems: 1, drifted: 0 },
    {
      companyFileId: second.companyFileId,
      company: "Second books",
      problems: 2,
      stuck: [{ minor: "570", currency: "USD" }],
      drifted: 1,
    },
  ]);
});

test("each day: what was posted, what came up, and how long it took until it was done", async () => {
  const file = await newTestFile(database);
  const at = "2026-11-20T08:00:00Z";
  const [quick, slow, open] = [
    await addPush(database, file, { title: "Invoice 1", at }),
    await addPush(database, file, { title: "Invoice 2", at }),
    await addPush(database, file, { title: "Invoice 3", at }),
  ];
  // Let go and posted; let go and back with the same cause, which is not a new problem; taken off the list by a person.
  await movePush(database, file, quick, "ready", "2026-11-20T10:00:00Z");
  await movePush(database, file, quick, "posted", "2026-11-20T10:00:00Z");
  await movePush(database, file, slow, "cleared", "2026-11-22T08:00:00Z");
  await movePush(database, file, open, "ready", "2026-11-21T08:00:00Z");
  await database.admin.query(
    `update pushes set state = 'problem', problem_code = 'unknown', changed_at = '2026-11-21T09:00:00Z' where push_id = $1`,
    [open.rowId],
  );
  const today = await readToday(scopeOf(file), {});
  const on = (day: string) => today.days.find((each) => each.day === day);
  expect(on("2026-11-20")).toMatchObject({ posted: 1, cameUp: 3, resolved: 1 });
  expect(on("2026-11-20")!.medianMinutes! / 120).toBeCloseTo(1, 0);
  expect(on("2026-11-21")).toMatchObject({ posted: 0, cameUp: 0, resolved: 0, medianMinutes: null });
  expect(on("2026-11-22")).toMatchObject({ resolved: 1 });
  expect(on("2026-11-22")!.medianMinutes! / 2880).toBeCloseTo(1, 0);
  await expectTakenBack(file, slow.rowId);
});

/** A clearing that is taken back was no solution after all. */
async function expectTakenBack(file: TestFile, rowId: string): Promise<void> {
  await database.admin.query(
    `update problems set lane = 'needs-you', clearing = null, moved_at = '2026-11-23T08:00:00Z' where row_id = $1`,
    [rowId],
  );
  const today = await readToday(scopeOf(file), {});
  expect(today.days.reduce((sum, day) => sum + day.resolved, 0)).toBe(1);
  expect(today.days.reduce((sum, day) => sum + day.cameUp, 0)).toBe(3);
}

test("the same class of durations here and in the database", async () => {
  const minutes = [0, 0.5, 0.99, 1, 1.01, 1.5, 2, 3, 59, 60, 61, 119, 121, 1439, 1441, 10_080, 43_200, 500_000, 1e9];
  const { rows } = await database.admin.query<{ class: number }>(
    `select duration_class(make_interval(secs => m * 60)) as class from unnest($1::float8[]) with ordinality as t(m, n) order by n`,
    [minutes],
  );
  expect(rows.map((row) => row.class)).toEqual(minutes.map(durationClass));
});

test("the quick way to a class of durations gives what the exact one gives, at every border and beside it", async () => {
  const { rows } = await database.admin.query(`
    with borders as (select interval '1 minute' * power(2, k / 8.0) as at from generate_series(0, 200) k),
    durations as (
      select at + beside as took from borders, unnest(array['0', '1 microsecond', '-1 microsecond', '1 second', '-1 second']::interval[]) as beside
      union all select make_interval(secs => 60 * power(2, k)) from generate_series(0, 24) k)
    select took::text from durations where duration_class(took) is distinct from (
      case when took < '1 minute' then 0 else least(192, floor(ln(extract(epoch from took) / 60) / ln(2::numeric) * 8) + 1) end)`);
  expect(rows).toEqual([]);
});

test("a connection proves itself by its last answer, and is overdue when its look is; so is a worker that went silent", async () => {
  const file = await newTestFile(database, "Harborline");
  const set = async (listsReadAt: string, changesAt: string) => {
    await database.admin.query("update company_files set lists_read_at = $2 where tenant_id = $1", [
      file.tenantId,
      listsReadAt,
    ]);
    await database.admin.query(
      `insert into lanes (tenant_id, company_file_id, next_batch_at, next_call_at, frozen_until, batch_gap_ms, call_gap_ms, served_at, changes_at)
       values ($1, $2, now(), now(), now(), 1560, 130, now(), $3)
       on conflict (tenant_id, company_file_id) do update set changes_at = excluded.changes_at`,
      [file.tenantId, file.companyFileId, changesAt],
    );
  };
  await set("2026-11-27T11:56:00Z", "2026-11-28T09:00:00Z");
  await beatHeart({
    db: database.db,
    now: () => NOW,
    chance: machineChance,
    owner: file.tenantId,
    timing: defaultTiming,
  });
  const well = await readToday(scopeOf(file), {});
  expect(well.companyFiles[0]?.proof).toEqual({
    is: "fresh",
    provenAt: "2026-11-27T11:56:00.000Z",
    expectedBy: "2026-11-28T09:00:00.000Z",
  });
  expect(well.worker).toEqual({ aliveAt: NOW.toISOString(), isSilent: false });
  const late = await readToday(scopeOf(file, "viewer", new Date("2026-11-28T09:16:00Z")), {});
  expect(late.companyFiles[0]?.proof.is).toBe("overdue");
  expect(late.worker.isSilent).toBe(true);
});
