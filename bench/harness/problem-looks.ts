// What is asked of the list, and by whom: every filter the page offers, as the operation behind the page gets it.
import type { TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { countProblems } from "#lib/operations/count-problems.ts";
import { listProblemRows, listProblems } from "#lib/operations/list-problems.ts";
import { machineChance } from "#lib/operations/world.ts";
import { writeCursor, type ProblemSort } from "#lib/sync/problem-cursor.ts";
import { ListProblems, type ProblemFilter } from "#lib/sync/problem-filter.ts";
import { measuredAt, type DataTenant } from "./problem-data.ts";

export type Look = { readonly name: string; readonly ask: (tenant: DataTenant) => Promise<unknown> };

type Place = Partial<Omit<ListProblems, "companyFileId" | "filter">> & { readonly filter?: ProblemFilter };
type Read = (scope: Scope, list: ListProblems) => Promise<unknown>;

/** Draws tenants as their rows are looked at: one with twice the rows is asked for twice as often. */
export function weighted(tenants: readonly DataTenant[], seed: number): () => DataTenant {
  const bounds: number[] = [];
  let sum = 0;
  for (const { rows } of tenants) bounds.push((sum += rows));
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const drawn = (state / 4_294_967_296) * sum;
    return tenants[bounds.findIndex((bound) => drawn < bound)] ?? tenants[0]!;
  };
}

/** A person of the tenant, as the page's session has one. */
export function scopeOf(test: TestDatabase, tenant: DataTenant): Scope {
  const actor = { type: "person", userId: personOf(tenant), name: "Bench", role: "clerk" } as const;
  return { tenantId: tenant.tenantId, actor, db: test.db, now: () => measuredAt, chance: machineChance };
}

export function looks(test: TestDatabase, deep: ReadonlyMap<string, string>): readonly Look[] {
  const look = (name: string, read: Read, place: (tenant: DataTenant) => Place = () => ({})): Look => ({
    name,
    ask: (tenant) => {
      const { companyFileId } = tenant;
      return read(scopeOf(test, tenant), ListProblems.parse({ companyFileId, ...place(tenant) }));
    },
  });
  const filtered = (
    name: string,
    filter: ProblemFilter | ((tenant: DataTenant) => ProblemFilter),
    sort?: ProblemSort,
  ) =>
    look(name, listProblemRows, (tenant) => ({
      filter: typeof filter === "function" ? filter(tenant) : filter,
      ...(sort ? { sort } : {}),
    }));
  return [
    look("the whole page: counts, causes, rows", listProblems),
    look("counts and causes", countProblems),
    look("counts and causes, a cause for each row", countProblems, () => ({ tab: "customers" })),
    look("counts and causes, waiting", countProblems, () => ({ lane: "waiting" })),
    look("first page", listProblemRows),
    look("first page, newest", listProblemRows, () => ({ sort: "newest" })),
    look("first page, most money", listProblemRows, () => ({ sort: "amount" })),
    look("a deep page", listProblemRows, ({ tenantId }) => ({ after: deep.get(tenantId) })),
    look("snoozed", listProblemRows, () => ({ lane: "snoozed" })),
    filtered("cause", { code: "item-missing", about: "Item Missing 1" }),
    filtered("cause, newest", { code: "item-missing", about: "Item Missing 1" }, "newest"),
    filtered("cause, most money", { code: "item-missing", about: "Item Missing 1" }, "amount"),
    filtered("code", { code: "period-closed" }),
    filtered("rare code", { code: "unknown" }),
    filtered("not these causes", { notCodes: ["item-missing", "customer-not-linked", "period-closed"] }),
    filtered("customer", ({ rows }) => ({ party: partyOf(rows) })),
    filtered("not this customer", ({ rows }) => ({ notParty: partyOf(rows) })),
    filtered("type", { kind: "sales-receipt" }),
    filtered("source", ({ sourceIds }) => ({ sourceId: sourceIds[0]! })),
    filtered("not this source", ({ sourceIds }) => ({ notSourceId: sourceIds[0]! })),
    filtered("mine", { assignee: "me" }),
    filtered("nobody's", { assignee: "nobody" }),
    filtered("amount between", { minMinor: "50000", maxMinor: "60000" }),
    filtered("amount over", { minMinor: "1000000" }, "amount"),
    filtered("older than 90 days", { olderThanDays: 90 }),
    filtered("of the last day", { newerThanDays: 1 }),
    filtered("number begins with", { search: "Invoice 1000" }),
    filtered("every number begins with", { search: "invoice" }),
    filtered("in a customer's name", { search: "müller" }),
    filtered("in no name and no number", { search: "zebra" }),
    filtered("several at once", {
      minMinor: "20000",
      notCodes: ["item-missing"],
      assignee: "nobody",
      olderThanDays: 30,
    }),
    filtered("several, few rows", { kind: "sales-receipt", minMinor: "1500000", assignee: "me" }),
    filtered("several, no row", { kind: "sales-receipt", minMinor: "999999999" }),
    filtered("no row, most money", { kind: "sales-receipt", notCodes: ["item-missing"], maxMinor: "50" }, "amount"),
    filtered("name and amount, no row", { search: "harbor", minMinor: "999999999" }),
  ];
}

/** A customer that is there in every tenant. */
function partyOf(rows: number): string {
  const last = Math.max(1, Math.floor(rows / 25));
  const nth = 1 + Math.floor(last / 2);
  const first = ["Harbor", "Juniper", "Müller", "Northline", "Acme", "Blue Fox", "Cedar", "Delta"][nth % 8]!;
  return `${first} ${["Freight", "Imports", "Logistics", "Trading", "Works"][nth % 5]!} ${nth}`;
}

const people = new Map<string, string>();
const personOf = ({ tenantId }: DataTenant) => people.get(tenantId) ?? tenantId;

/** Who has problems in each tenant, so that "mine" means something. */
export async function readPeople(test: TestDatabase, tenants: readonly DataTenant[]): Promise<void> {
  for (const { tenantId } of tenants) {
    const found = await test.admin.query<{ id: string }>(
      "select assignee_id as id from problems where tenant_id = $1 and assignee_id is not null order by since limit 1",
      [tenantId],
    );
    people.set(tenantId, found.rows[0]?.id ?? tenantId);
  }
}

/** The cursor of page `page` of the largest tenants, of the last page of smaller ones: found by walking, not by the list. */
export async function readDeep(
  test: TestDatabase,
  tenants: readonly DataTenant[],
  page: number,
): Promise<ReadonlyMap<string, string>> {
  const cursors = new Map<string, string>();
  for (const { tenantId, companyFileId, rows } of tenants) {
    const there = Math.min((page - 1) * 50, Math.floor(rows * 0.7)) - 1;
    if (there < 0) continue;
    const found = await test.admin.query<{ rowId: string; value: string }>(
      `select row_id as "rowId", since::text as value from problems
        where tenant_id = $1 and company_file_id = $2 and lane = 'needs-you' and tab = 'invoices' order by since, row_id offset $3 limit 1`,
      [tenantId, companyFileId, there],
    );
    if (found.rows[0]) cursors.set(tenantId, writeCursor("oldest", found.rows[0]));
  }
  return cursors;
}
