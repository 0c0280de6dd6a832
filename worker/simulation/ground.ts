// The database schedules run in, and a tenant of its own for each: cloned from one that was set up by the real operations.
import { randomBytes } from "node:crypto";

import pg from "pg";

import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/client.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newTenant } from "#lib/access/testing.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { lockCompanyOfRealm, saveCredentials } from "#lib/ledgers/store.ts";
import type { Chance } from "#lib/id.ts";
import { carryTurn, takeTurn } from "#lib/operations/deliver-pushes.ts";
import { listLinks } from "#lib/operations/list-links.ts";
import { planOrders } from "#lib/operations/plan-orders.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { followDueChanges } from "#lib/operations/tend-lanes.ts";
import { unlinkRecord } from "#lib/operations/unlink-record.ts";
import { defaultTiming, machineChance, workerScope, type World } from "#lib/operations/world.ts";
import { Books } from "./books.ts";
import { digestOf } from "./facts.ts";
import { hurry } from "./quick-pool.ts";
import { plainFetch } from "./road.ts";
import { CODES, PAYERS } from "./script.ts";
import type { Site } from "./site.ts";

export const BEGIN_MS = Date.UTC(2026, 10, 20, 15);
const DAY_MS = 86_400_000;
const SIMULATED_URL = "http://127.0.0.1:1";
const SETUP: readonly string[] = ["company_files", "company_settings", "ledger_lists", "lanes", "sources"];

/** What work changes. */
const WORKED = [
  "orders",
  "documents",
  "pushes",
  "push_counts",
  "ledger_links",
  "attempts",
  "attempt_pushes",
  "ledger_events",
  "lanes",
  "company_files",
];
const CANARY = "Canary";

export type Ground = {
  readonly test: TestDatabase;
  readonly db: Database;
  /** Other tenants, and names that only they use. */
  readonly tenants: ReadonlySet<string>;
  readonly strangers: readonly string[];
  /** A tenant of its own for a schedule, connected to a company of these books. */
  settle(books: Books, chance: Chance, memoryMs: number | null): Promise<{ site: Site; tokens: ReadonlySet<string> }>;
  /** Is an answer of Postgres on its way, or a connection being opened? */
  isAsked(): boolean;
  /** Are the other tenants' rows as they were? */
  isUntouched(): Promise<boolean>;
  close(): Promise<void>;
};

/**
 * Opens the ground. Row-level security is off for all tables but the lanes, so that the tenant named by each statement
 * is the only wall: whoever forgets it meets the other tenants, whose company files bear the same ids. Of the lanes, the
 * role that sees them all sees one: the schedule's.
 */
export async function openGround(): Promise<Ground> {
  const test = await openTestDatabase();
  await quickenDatabase(test);
  Object.assign(process.env, {
    DATABASE_APP_URL: test.appUrl,
    TIEOUT_SECRET: "a secret that is long enough for the tests",
    TIEOUT_SIMULATOR_URL: SIMULATED_URL,
    LOG_LEVEL: "silent",
  });
  await openWalls(test);
  const model = await setUp(test);
  const copying = await copyStatement(test);
  const settle: Ground["settle"] = async (books, chance, memoryMs) => {
    const tenantId = newId({ now: () => new Date(BEGIN_MS), chance: machineChance });
    const realmId = newRealm();
    await test.admin.query(copying, [tenantId, model.tenantId, realmId]);
    books.open(realmId, memoryMs);
    const site = { ...model, tenantId, realmId };
    await connect(
      ownerOf(site, test.db, () => new Date(BEGIN_MS), chance),
      books,
      site,
    );
    return { site, tokens: books.tokensOf(realmId) };
  };
  const canary = await raiseCanary(test, settle);
  const before = await digestOf(test.admin, canary.tenantId, WORKED);
  return {
    test,
    db: test.db,
    tenants: new Set([model.tenantId, canary.tenantId]),
    strangers: [CANARY, canary.realmId],
    settle,
    isAsked: () =>
      [test.admin, test.db.$client].some((pool) => pool.totalCount > pool.idleCount || pool.waitingCount > 0),
    isUntouched: async () => before === (await digestOf(test.admin, canary.tenantId, WORKED)),
    close: () => test.drop(),
  };
}

/** The owner of a tenant. */
export function ownerOf(site: Pick<Site, "tenantId">, db: Database, now: () => Date, chance: Chance): Scope {
  const actor = { type: "person", userId: site.tenantId, name: "Ann", role: "owner" } as const;
  return { tenantId: site.tenantId, actor, db, now, chance };
}

/** Most of a schedule's time went into planning the same statements again: one plan per connection serves all tenants. */
async function quickenDatabase({ adminUrl, admin, db }: TestDatabase): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  const database = new URL(adminUrl).pathname.slice(1);
  // Nobody pulls the plug here: what a dead process loses is its transaction, and that is rolled back.
  await client.query(`alter database ${database} set synchronous_commit = off`);
  await client.query(`alter database ${database} set plan_cache_mode = force_generic_plan`);
  await client.end();
  for (const pool of [admin, db.$client]) hurry(pool);
}

async function openWalls({ admin }: TestDatabase): Promise<void> {
  const tables = await admin.query<{ name: string }>(
    "select relname as name from pg_class where relrowsecurity and relkind in ('r', 'p') and relname <> 'lanes' and relnamespace = 'public'::regnamespace",
  );
  for (const { name } of tables.rows) await admin.query(`alter table ${name} disable row level security`);
  await admin.query(`
    create table simulated_now (tenant_id uuid);
    insert into simulated_now values (null);
    grant select on simulated_now to tieout_claim;
    alter policy any_lane on lanes using (tenant_id = (select tenant_id from simulated_now))`);
}

/** The tenant all others are copies of: connected, lists read, changes followed. */
async function setUp(test: TestDatabase): Promise<Site> {
  let nowMs = BEGIN_MS - DAY_MS / 2;
  const now = () => new Date(nowMs);
  const books = new Books(() => nowMs);
  const tenantId = await newTenant(test);
  const realmId = newRealm();
  books.open(realmId, null);
  await test.admin.query("update simulated_now set tenant_id = $1", [tenantId]);
  const fetch = plainFetch(books, realmId);
  const scope: Scope = { ...ownerOf({ tenantId }, test.db, now, machineChance), fetch };
  const companyFileId = await inTransaction(scope, async (tx) => {
    const { companyFile } = await lockCompanyOfRealm(tx, scope, { realmId, name: "Harbor Line", isSimulated: true });
    return companyFile.companyFileId;
  });
  await connect(scope, books, { tenantId, companyFileId, realmId });
  await refreshLists(scope, { companyFileId });
  const settings = CompanySettings.parse({ createItems: true, incomeAccount: "Freight Income" });
  await saveSettings(scope, { companyFileId, settings });
  const { sourceId } = await addSource(scope, { companyFileId, name: "Loads", kind: "api" });
  nowMs += 120_000;
  const owner = "00000000-0000-7000-8000-000000000000";
  const world: World = { db: test.db, now, chance: machineChance, owner, timing: defaultTiming, fetch };
  await followDueChanges({ ...world, wait: async (ms) => void (nowMs += ms) });
  return { tenantId, companyFileId, realmId, sourceId };
}

/**
 * A tenant in the middle of its work, whose company file and source bear the same ids as those of every schedule, and
 * whose orders name the same payers and charges: whatever forgets to say whose rows it means meets these.
 */
async function raiseCanary(test: TestDatabase, settle: Ground["settle"]): Promise<Site> {
  let nowMs = BEGIN_MS - 3_600_000;
  const now = () => new Date(nowMs);
  const books = new Books(() => nowMs);
  const { site } = await settle(books, machineChance, null);
  const scope = ownerOf(site, test.db, now, machineChance);
  const orders = PAYERS.map((name, nth) => ({
    externalId: `load-${nth}`,
    number: `L-${nth}`,
    updatedAt: "2026-11-19T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name, company: CANARY },
    chargeSets: [{ charges: CODES.map((code) => ({ code, amount: "77.77" })) }],
    payments: [{ externalId: "p", date: "2026-11-02", amount: "7.77", method: "Check", reference: `C-${nth}` }],
  }));
  await takeInOrders(scope, { sourceId: site.sourceId, orders });
  const planner = workerScope(scope, site.tenantId, "plan");
  await planOrders(planner, site);
  const owner = "00000000-0000-7000-8000-000000000001";
  const fetch = plainFetch(books, site.realmId);
  const worker: World = { db: test.db, now, chance: machineChance, owner, timing: defaultTiming, fetch };
  // The payers are looked for, then made; then a person takes the link of one away and wants to be asked. Where a planted
  // bug keeps them from being linked, the schedules shall tell.
  for (let turns = 0; turns < 2; turns++) {
    const taken = await takeTurn(worker);
    if (taken.is === "turn") await carryTurn(worker, taken.turn);
    nowMs += 2_000;
  }
  const { linked } = await listLinks(scope, { ...site, show: "linked", search: PAYERS[0] });
  for (const { documentId } of linked) await unlinkRecord(scope, { documentId });
  await planOrders(planner, site);
  // The last call stays open, as if its answer were on the way.
  await takeTurn(worker);
  return site;
}

async function connect(
  scope: Scope,
  books: Books,
  { companyFileId, realmId }: Pick<Site, "tenantId" | "companyFileId" | "realmId">,
): Promise<void> {
  const accessExpiresAt = new Date(BEGIN_MS + 3_600_000);
  const refreshExpiresAt = new Date(BEGIN_MS + 100 * DAY_MS);
  const tokens = books.connect(realmId);
  await inTransaction(scope, (tx) =>
    saveCredentials(tx, scope, companyFileId, tokens, { accessExpiresAt, refreshExpiresAt }),
  );
}

/** A statement that makes a tenant with the rows of another, whatever columns the tables have, and lets its lane be seen. */
async function copyStatement({ admin }: TestDatabase): Promise<string> {
  const found = await admin.query<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text) as columns from information_schema.columns
      where table_schema = 'public' and table_name = any ($1) and column_name <> 'tenant_id' and is_generated = 'NEVER' group by 1`,
    [SETUP],
  );
  const inserts = found.rows.map(({ table, columns }) => {
    const values = columns.map((column) => (column === "realm_id" ? "$3" : column));
    return `${table}_copied as (insert into ${table} (tenant_id, ${columns.join(", ")}) select $1, ${values.join(", ")} from ${table} where tenant_id = $2)`;
  });
  const made =
    "made as (insert into tenants (tenant_id, name, created_at) select $1, name, created_at from tenants where tenant_id = $2)";
  return `with ${[made, ...inserts].join(", ")} update simulated_now set tenant_id = $1`;
}

/** Fifteen digits that no other run uses. */
function newRealm(): string {
  return `9${(randomBytes(6).readUIntBE(0, 6) % 1e14).toString().padStart(14, "0")}`;
}
