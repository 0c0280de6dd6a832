// Does Problem Sync list what is asked for, in order, page by page, and count what it lists?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { addPush, movePush, newTestFile, type TestFile, type TestProblem } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, scopeOf, type TestPerson } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ListProblems, type ProblemFilter } from "#lib/sync/problem-filter.ts";
import { listProblemRows, listProblems } from "./list-problems.ts";

const now = new Date("2026-11-27T12:00:00Z");

let database: TestDatabase;
let file: TestFile;
let ann: TestPerson;
let scope: Scope;
const made = new Map<string, TestProblem>();

beforeAll(async () => {
  database = await openTestDatabase();
  file = await newTestFile(database);
  ann = await newPerson(database, { [file.tenantId]: "clerk" }, "Ann");
  scope = { ...scopeOf(database, file.tenantId, ann, "clerk"), now: () => now };
  const add = async (push: Parameters<typeof addPush>[2]) =>
    void made.set(push.title, await addPush(database, file, push));
  const customer = { kind: "customer", code: "customer-name-taken", about: "ACME Ltd", minor: 0 } as const;
  await add({ ...customer, title: "Customer ACME Ltd", party: "ACME Ltd", at: "2026-11-01T08:00:00Z" });
  const behind = [made.get("Customer ACME Ltd")!.documentId];
  await add({ title: "Invoice 9001", party: "ACME Ltd", state: "waiting", after: behind, minor: 4_000 });
  await add({ title: "Invoice 9002", party: "ACME Ltd", state: "waiting", after: behind, minor: 5_000 });
  const detention = { code: "item-missing", about: "Detention" } as const;
  await add({ ...detention, title: "Invoice 1001", party: "Juniper", minor: 10_000, at: "2026-11-10T08:00:00Z" });
  await add({ ...detention, title: "invoice 1002", party: "Juniper", minor: 90_000, at: "2026-11-27T08:00:00Z" });
  await add({ ...detention, title: "Invoice 1003", party: "Müller", minor: 30_000, currency: "CAD", isOfSource: true });
  await add({ title: "Invoice 2001", party: "Müller", code: "unknown", minor: 50_000, after: behind });
  await add({ title: "Receipt 1", party: "Fox", kind: "sales-receipt", code: "period-closed", about: "October 2026" });
  await add({ title: "Invoice 3001", party: "Fox", state: "unsure", minor: 700 });
  await add({ title: "Invoice 3002", party: "Fox", state: "ready", laters: 2, minor: 800 });
  await database.admin.query("update problems set assignee_id = $2 where tenant_id = $1 and title = 'Invoice 2001'", [
    file.tenantId,
    ann.userId,
  ]);
});
afterAll(() => database.drop());

type Place = Partial<Omit<ListProblems, "filter" | "companyFileId">> & { readonly filter?: ProblemFilter };

const asked = (place: Place = {}) => ListProblems.parse({ companyFileId: file.companyFileId, ...place });
const titles = async (filter: ProblemFilter, place: Place = {}) =>
  (await listProblemRows(scope, asked({ ...place, filter }))).rows.map((row) => row.title);

describe("PEER-01 filters", () => {
  const all = ["Invoice 1001", "Invoice 1003", "Invoice 2001", "Receipt 1", "invoice 1002"];

  test.each<readonly [string, ProblemFilter, readonly string[]]>([
    ["nothing", {}, all],
    ["a cause", { code: "item-missing", about: "Detention" }, ["Invoice 1001", "Invoice 1003", "invoice 1002"]],
    ["a cause of every culprit", { code: "period-closed" }, ["Receipt 1"]],
    ["not these causes", { notCodes: ["item-missing", "period-closed"] }, ["Invoice 2001"]],
    ["a customer", { party: "Juniper" }, ["Invoice 1001", "invoice 1002"]],
    ["not a customer", { notParty: "Müller" }, ["Invoice 1001", "Receipt 1", "invoice 1002"]],
    ["a type", { kind: "sales-receipt" }, ["Receipt 1"]],
    ["assigned to me", { assignee: "me" }, ["Invoice 2001"]],
    ["assigned to nobody", { assignee: "nobody" }, all.filter((title) => title !== "Invoice 2001")],
    ["at least", { minMinor: "50000" }, ["Invoice 2001", "invoice 1002"]],
    ["at most", { maxMinor: "10000" }, ["Invoice 1001", "Receipt 1"]],
    ["old", { olderThanDays: 10 }, ["Invoice 1001"]],
    ["new", { newerThanDays: 1 }, ["invoice 1002"]],
    ["begins with, in any case", { search: "INVOICE 1" }, ["Invoice 1001", "Invoice 1003", "invoice 1002"]],
    ["its number alone, in any case", { search: "1002" }, ["invoice 1002"]],
    ["in a customer's name", { search: "üLL" }, ["Invoice 1003", "Invoice 2001"]],
    ["signs that mean something elsewhere", { search: "%" }, []],
    ["several at once", { search: "fox", notCodes: ["unknown"], maxMinor: "100" }, ["Receipt 1"]],
  ])("%s", async (_what, filter, expected) => expect(await titles(filter)).toEqual(expected));

  test("a source, and every other", async () => {
    expect(await titles({ sourceId: file.sourceId })).toEqual(["Invoice 1003"]);
    expect(await titles({ notSourceId: file.sourceId })).toEqual(all.filter((title) => title !== "Invoice 1003"));
  });

  test("how many match, where the counters know it", async () => {
    const found = async (filter: ProblemFilter) => (await listProblemRows(scope, asked({ filter }))).found;
    expect(await found({})).toBe(5);
    expect(await found({ code: "item-missing" })).toBe(3);
    expect(await found({ code: "item-missing", about: "Layover" })).toBe(0);
    expect(await found({ notCodes: ["item-missing"] })).toBe(2);
    expect(await found({ party: "Juniper" })).toBe(2);
    expect(await found({ notParty: "Juniper" })).toBe(3);
    expect(await found({ search: "Invoice" })).toBeNull();
  });
});

describe("PEER-01 order", () => {
  test("oldest first, newest first, most money first", async () => {
    const oldest = await titles({}, { sort: "oldest" });
    expect(await titles({}, { sort: "newest" })).toEqual(oldest.toReversed());
    const amounts = (await listProblemRows(scope, asked({ sort: "amount" }))).rows.map((row) => row.money.minor);
    expect(amounts).toEqual(["90000", "50000", "30000", "10000", "100"]);
  });

  test("a cursor of another order is refused, not misread", async () => {
    const after = "o1764000000000.01930000-0000-7000-8000-000000000001";
    await expect(listProblemRows(scope, asked({ sort: "amount", after }))).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("PPR-32 PEER-06 PEER-08 one look", () => {
  test("PPR-32 a row says record, customer, amount, reason and who has it", async () => {
    const { rows } = await listProblems(scope, asked({ filter: { assignee: "me" } }));
    expect(rows).toMatchObject([
      {
        title: "Invoice 2001",
        party: "Müller",
        lane: "needs-you",
        detail: "Invoice 2001 was refused.",
        money: { minor: "50000", currency: "USD" },
        assignee: { userId: ann.userId, name: "Ann" },
        cameBack: 0,
        sourceName: null,
      },
    ]);
    const [loads] = (await listProblemRows(scope, asked({ filter: { party: "Müller" } }))).rows;
    expect(loads).toMatchObject({ sourceId: file.sourceId, sourceName: "Loads" });
  });

  test("PEER-06 counts by tab and lane, causes with money, age and news", async () => {
    const page = await listProblems(scope, asked());
    expect(page.tabs).toMatchObject({
      invoices: {
        rows: 5,
        money: [
          { minor: "30000", currency: "CAD" },
          { minor: "150100", currency: "USD" },
        ],
      },
      customers: { rows: 1 },
      payments: { rows: 0, money: [] },
    });
    expect(page.lanes).toEqual({ "needs-you": 6, waiting: 0, snoozed: 0, cleared: 0, done: 0 });
    expect(page.causes[0]).toMatchObject({
      title: "QuickBooks has no item Detention",
      rows: 3,
      oldestAt: "2026-11-10T08:00:00.000Z",
      recent: 1,
      blockedBy: [],
    });
    expect(page.checkedAt).toBe(now.toISOString());
  });

  test("PEER-08 what waits behind a customer, and what an invoice in problem waits for", async () => {
    const customers = await listProblems(scope, asked({ tab: "customers" }));
    expect(customers.causes).toMatchObject([{ rows: 1, waiting: 2, isWaitingAtLeast: false }]);
    const { causes } = await listProblems(scope, asked());
    expect(causes.find(({ code }) => code === "unknown")?.blockedBy).toMatchObject([
      { title: "Customer ACME Ltd", tab: "customers", rowId: made.get("Customer ACME Ltd")?.rowId },
    ]);
  });

  test("PEER-08 the waiting lane tells what waits without ever having been a problem", async () => {
    const { groups } = await listProblems(scope, asked({ lane: "waiting" }));
    expect(groups).toMatchObject([
      { is: "unknown", documents: 1, money: [{ minor: "700", currency: "USD" }] },
      { is: "retrying", documents: 1, money: [{ minor: "800", currency: "USD" }] },
      { is: "behind", documents: 2, blockers: [{ title: "Customer ACME Ltd", waiting: 2 }] },
    ]);
  });
});

describe("PPR-13 lanes and tenants", () => {
  test("when the first of what is put aside comes back is said where nothing needs a person, and to its own tenant", async () => {
    const other = await newTestFile(database, "Aside");
    const asker = scopeOf(database, other.tenantId, ann, "clerk");
    const look = async () => await listProblems(asker, ListProblems.parse({ companyFileId: other.companyFileId }));
    const aside = async (title: string, snooze: string, until: string | null) => {
      const { rowId } = await addPush(database, other, { title });
      await database.admin.query(
        `update problems set lane = 'snoozed', snooze = $2, snooze_until = $3 where row_id = $1`,
        [rowId, snooze, until],
      );
    };
    await aside("Invoice 1", "record-changes", null);
    expect(await look()).toMatchObject({ firstBackAt: null, lanes: { snoozed: 1 } });
    await aside("Invoice 2", "day", "2026-12-24T00:00:00Z");
    await aside("Invoice 3", "day", "2026-12-01T00:00:00Z");
    expect(await look()).toMatchObject({ firstBackAt: "2026-12-01T00:00:00.000Z", lanes: { snoozed: 3 } });
    await addPush(database, other, { title: "Invoice 4" });
    expect(await look()).toMatchObject({ firstBackAt: null, lanes: { "needs-you": 1 } });
    expect(await listProblems(scope, asked())).toMatchObject({ firstBackAt: null });
  });

  test("a row goes from lane to lane with its push, and the counts with it", async () => {
    const other = await newTestFile(database, "Wander");
    const wanderer = scopeOf(database, other.tenantId, ann, "clerk");
    const look = async (lane: ListProblems["lane"]) =>
      await listProblems(wanderer, ListProblems.parse({ companyFileId: other.companyFileId, lane }));
    const push = await addPush(database, other, { title: "Invoice 1" });
    expect((await look("needs-you")).rows).toMatchObject([{ title: "Invoice 1" }]);
    for (const [state, lane] of [
      ["ready", "waiting"],
      ["cleared", "cleared"],
      ["posted", "done"],
    ] as const) {
      await movePush(database, other, push, state);
      const page = await look(lane);
      expect([lane, page.rows.map((row) => row.lane), page.lanes[lane], page.tabs.invoices.rows]).toEqual([
        lane,
        [lane],
        1,
        1,
      ]);
      expect((await look("needs-you")).rows).toEqual([]);
    }
    const counters = await database.admin.query("select lane, rows from problem_counts where tenant_id = $1", [
      other.tenantId,
    ]);
    // Lanes it has left keep no counter of nothing.
    expect(counters.rows).toEqual([{ lane: "done", rows: "1" }]);
  });

  test("pages stay in place while rows move: none twice, none left out", async () => {
    const other = await newTestFile(database, "Long list");
    const reader = scopeOf(database, other.tenantId, ann, "clerk");
    const pushes: TestProblem[] = [];
    // Many of one moment: the id decides between them.
    for (let nth = 0; nth < 120; nth++) {
      const at = nth < 70 ? "2026-11-20T08:00:00.123Z" : `2026-11-20T08:00:01.${nth}Z`;
      pushes.push(await addPush(database, other, { title: `Invoice ${nth}`, at, minor: nth % 7 }));
    }
    for (const sort of ["oldest", "newest", "amount"] as const) {
      const seen: string[] = [];
      let after: string | undefined;
      for (let page = 0; page < 3; page++) {
        const list = ListProblems.parse({ companyFileId: other.companyFileId, sort, after });
        const { rows, next } = await listProblemRows(reader, list);
        seen.push(...rows.map((row) => row.rowId));
        after = next ?? undefined;
        // One that was listed goes, and one comes up that stands before everything listed so far.
        const gone = pushes.findIndex(({ rowId }) => rowId === rows[0]?.rowId);
        await movePush(database, other, pushes[gone]!, "ready");
      }
      const expected = sort === "oldest" ? 120 : sort === "newest" ? 117 : 114;
      expect([sort, seen.length, new Set(seen).size, after]).toEqual([sort, expected, expected, undefined]);
    }
  });

  test.each(["oldest", "newest", "amount"] as const)("a text in very many names: all are found, %s", async (sort) => {
    const crowd = await newTestFile(database, "Crowd");
    const reader = scopeOf(database, crowd.tenantId, ann, "clerk");
    await database.admin.query(
      `insert into problems (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                             amount_minor, currency, since, moved_at)
       select $1, gen_random_uuid(), $2, 'push', gen_random_uuid(), 'needs-you', 'invoices', 'invoice', 'unknown', '', 'Invoice ' || n,
              'Client ' || n, n % 9, 'USD', timestamptz '2026-11-01T08:00:00Z' + n % 40 * interval '1 hour', now() from generate_series(1, 2100) n`,
      [crowd.tenantId, crowd.companyFileId],
    );
    const walk = async (search: string) => {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const list = ListProblems.parse({ companyFileId: crowd.companyFileId, sort, after, filter: { search } });
        const { rows, next } = await listProblemRows(reader, list);
        seen.push(...rows.map((row) => row.title));
        after = next ?? undefined;
      } while (after);
      return [seen.length, new Set(seen).size];
    };
    // In many names; in few names; at the beginning of few titles, and of so many that they are walked along.
    expect(await walk("client 20")).toEqual([111, 111]);
    expect(await walk("client 209")).toEqual([11, 11]);
    expect(await walk("invoice 209")).toEqual([11, 11]);
    expect(await walk("invoice")).toEqual([2_100, 2_100]);
  });

  test("names as long as a source may send them fit into every index", async () => {
    const long = await newTestFile(database, "Long names");
    // 500 characters of three bytes that no compression makes shorter.
    const name = Array.from({ length: 500 }, (_, nth) => String.fromCodePoint(0x4e00 + ((nth * 7_919) % 20_000))).join(
      "",
    );
    await addPush(database, long, { title: name, party: name, about: name, code: "customer-name-taken" });
    const reader = scopeOf(database, long.tenantId, ann, "clerk");
    const list = ListProblems.parse({ companyFileId: long.companyFileId, filter: { search: name.slice(0, 100) } });
    expect((await listProblemRows(reader, list)).rows).toHaveLength(1);
  });

  test("another tenant sees nothing, not even by the id of the company", async () => {
    const stranger = await newTestFile(database, "Juniper");
    const june = scopeOf(database, stranger.tenantId, await newPerson(database, {}, "June"), "owner");
    await expect(listProblems(june, asked())).rejects.toMatchObject({ code: "not-found" });
    const own = ListProblems.parse({ companyFileId: stranger.companyFileId, filter: { search: "a" } });
    expect(await listProblems(june, own)).toMatchObject({ rows: [], causes: [], found: null });
  });
});
