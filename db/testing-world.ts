// A small world for tests of the sync engine: the simulator as a process, a tenant with one company, orders, a clock to move.
import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";

import { newTenant } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { lockCompanyOfRealm, saveCredentials } from "#lib/ledgers/store.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { carryTurn, nextTurnAt, takeTurn } from "#lib/operations/deliver-pushes.ts";
import { planOrders } from "#lib/operations/plan-orders.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { beatHeart } from "#lib/operations/sweep.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import { defaultTiming, machineChance, workerScope, type Timing, type World } from "#lib/operations/world.ts";
import { idFrom, type Clock } from "#lib/id.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { inTransaction } from "./client.ts";
import { openTestDatabase, type TestDatabase } from "./testing.ts";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CONNECTED_FOR_MS = 30 * 86_400_000;

/** A record of the simulated books. */
export type BookRow = Readonly<Record<string, unknown>>;

export type TestSimulator = {
  readonly url: string;
  /** Posts to the control door of the simulator; `path` without `/_control/`. */
  control(path: string, body: unknown): Promise<BookRow>;
  /** Every record of one kind in a company's books. */
  books(realmId: string, entity: string): Promise<readonly BookRow[]>;
  stop(): void;
};

/** Starts the simulator as a process of its own, without limits and latency, in memory. */
export async function startTestSimulator(): Promise<TestSimulator> {
  const flags = ["--port", "0", "--latency", "off", "--throttle", "off"];
  const child = spawn(process.execPath, ["--import", "tsx", "simulator/main.ts", ...flags], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const found = /ready (\S+)/.exec(chunk.toString())?.[1];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error("The simulator ended before it was ready.")));
  });
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${url}/_control/${path}`, init);
    const body = (await answer.json()) as BookRow;
    if (!answer.ok) throw new Error(`The control door refused ${path}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    url,
    control: (path, body) => call(path, { method: "POST", body: JSON.stringify(body) }),
    books: async (realmId, entity) =>
      (await call(`companies/${realmId}/entities/${entity}`)).rows as readonly BookRow[],
    stop: () => child.kill(),
  };
}

export type TestClock = { readonly now: Clock; advance(ms: number): void; reach(at: Date): void };

/** A clock that stands until it is moved. It begins an hour ago, so that real workers find everything due. */
export function standingClock(beginMs = Date.now() - 3_600_000): TestClock {
  let nowMs = beginMs;
  return {
    now: () => new Date(nowMs),
    advance: (ms) => void (nowMs += ms),
    reach: (then) => void (nowMs = Math.max(nowMs, then.getTime())),
  };
}

export type TestWorld = {
  readonly test: TestDatabase;
  readonly simulator: TestSimulator;
  readonly clock: TestClock;
  close(): Promise<void>;
};

/** A database and a simulator, and the environment that leads to both. */
export async function openTestWorld(): Promise<TestWorld> {
  const [test, simulator] = await Promise.all([openTestDatabase(), startTestSimulator()]);
  Object.assign(process.env, worldEnv(test, simulator));
  const close = async () => {
    simulator.stop();
    await test.drop();
  };
  return { test, simulator, clock: standingClock(), close };
}

/** What a process needs to work in this world. */
export function worldEnv(test: TestDatabase, simulator: TestSimulator): Record<string, string> {
  return {
    DATABASE_APP_URL: test.appUrl,
    TIEOUT_SECRET: "a secret that is long enough for the tests",
    TIEOUT_SIMULATOR_URL: simulator.url,
  };
}

/** A worker that carries nothing by itself: the test takes its turns. Heard of now. */
export async function newWorker(world: TestWorld, timing: Partial<Timing> = {}): Promise<World> {
  const { test, clock } = world;
  const owner = idFrom(clock.now().getTime(), machineChance(10));
  const worker: World = {
    db: test.db,
    now: clock.now,
    chance: machineChance,
    owner,
    timing: { ...defaultTiming, ...timing },
    // Only this clock moves: who waits lets it.
    wait: async (ms) => clock.advance(ms),
  };
  await beatHeart(worker);
  return worker;
}

export type TestCompany = {
  readonly tenantId: string;
  readonly companyFileId: string;
  readonly realmId: string;
  readonly sourceId: string;
  /** The tenant's owner. */
  readonly scope: Scope;
};

/** A tenant of its own with one connected company; without a template, an empty book with the items a carrier sells. */
export async function newCompany(
  world: TestWorld,
  settings: Partial<CompanySettings> = {},
  preferences: Readonly<Record<string, unknown>> = {},
  template = "open",
): Promise<TestCompany> {
  const { test, simulator, clock } = world;
  const tenantId = await newTenant(test);
  const actor = { type: "person", userId: tenantId, name: "Ann", role: "owner" } as const;
  const scope: Scope = { tenantId, actor, db: test.db, now: clock.now, chance: machineChance };
  const realmId = `9${randomInt(1e13, 9e13)}`;
  await simulator.control("companies", { realmId, name: "Harbor Line", template, preferences });
  const tokens = await simulator.control("tokens", { realmId });
  const until = new Date(clock.now().getTime() + CONNECTED_FOR_MS);
  const companyFileId = await inTransaction(scope, async (tx) => {
    const { companyFile } = await lockCompanyOfRealm(tx, scope, { realmId, name: "Harbor Line", isSimulated: true });
    const credentials = { accessToken: String(tokens.access_token), refreshToken: String(tokens.refresh_token) };
    const expiry = { accessExpiresAt: until, refreshExpiresAt: until };
    await saveCredentials(tx, scope, companyFile.companyFileId, credentials, expiry);
    return companyFile.companyFileId;
  });
  await refreshLists(scope, { companyFileId });
  await saveSettings(scope, { companyFileId, settings: CompanySettings.parse(settings) });
  const { sourceId } = await addSource(scope, { companyFileId, name: "Loads", kind: "api" });
  // Reading the lists took the pace of a batch.
  clock.advance(60_000);
  return { tenantId, companyFileId, realmId, sourceId, scope };
}

/** A load with two charges that come to an odd number of cents; `more` overrides. */
export function orderOf(nth: number, more: Partial<OrderInput> = {}): OrderInput {
  return {
    externalId: `load-${nth}`,
    number: `L-${nth}`,
    updatedAt: "2026-11-01T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name: `Customer ${nth % 20}` },
    chargeSets: [
      {
        charges: [
          { code: "Line Haul", amount: `${100 + nth}.${String(nth % 100).padStart(2, "0")}` },
          { code: "Fuel Surcharge", amount: "17.31" },
        ],
      },
    ],
    ...more,
  };
}

/** Takes orders in and plans everything that waits in the company. */
export async function planned(company: TestCompany, orders: readonly OrderInput[]): Promise<void> {
  for (let from = 0; from < orders.length; from += 500) {
    const { sourceId } = company;
    const taken = await takeInOrders(company.scope, { sourceId, orders: orders.slice(from, from + 500) });
    const refused = taken.find((one) => one.result === "refused");
    if (refused) throw new Error(`An order was refused: ${JSON.stringify(refused)}`);
  }
  const worker = workerScope(company.scope, company.tenantId, "plan");
  while ((await planOrders(worker, { companyFileId: company.companyFileId })) > 0);
}

/** Takes and carries turns, moving the clock to the next one that is due, until nothing waits in any lane. */
export async function carryToRest(world: TestWorld, worker: World): Promise<void> {
  for (let turns = 0; turns < 500; turns++) {
    const taken = await takeTurn(worker);
    if (taken.is === "turn") await carryTurn(worker, taken.turn);
    if (taken.is !== "idle") continue;
    const at = await nextTurnAt(worker);
    if (at === null) return;
    world.clock.advance(1);
    world.clock.reach(at);
  }
  throw new Error("Turns without end.");
}

export type PushRow = {
  readonly pushId: string;
  readonly kind: string;
  readonly title: string;
  readonly state: string;
  readonly operation: string;
  readonly code: string;
  readonly priority: number;
};

/** All pushes of a company, oldest first, superseded ones included. */
export async function pushesOf({ test }: TestWorld, company: TestCompany): Promise<readonly PushRow[]> {
  const found = await test.admin.query<PushRow>(
    `select p.push_id as "pushId", p.document_kind as kind, d.title, p.state, p.operation, p.problem_code as code, p.priority
       from pushes p join documents d using (tenant_id, document_id)
      where p.tenant_id = $1 order by p.created_at, p.push_id`,
    [company.tenantId],
  );
  return found.rows;
}

/** The lane of a company as it stands. */
export async function laneOf({ test }: TestWorld, company: TestCompany): Promise<BookRow> {
  const found = await test.admin.query<BookRow>("select * from lanes where tenant_id = $1", [company.tenantId]);
  return found.rows[0] ?? {};
}

/** Counters that differ from what counting the pushes gives; none when the counters are right. */
export async function wrongCounters({ test }: TestWorld): Promise<readonly BookRow[]> {
  const columns = "tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency";
  const counted = `select ${columns}, count(*)::bigint as n, sum(amount_minor)::bigint as minor from pushes group by ${columns}`;
  const kept = `select ${columns}, pushes as n, amount_minor as minor from push_counts where pushes <> 0 or amount_minor <> 0`;
  const found = await test.admin.query<BookRow>(
    `((${counted}) except (${kept})) union all ((${kept}) except (${counted}))`,
  );
  return [...found.rows, ...(await wrongProblems(test))];
}

/** Problems whose lane is not where their push or order stands, and counters of problems that a recount contradicts. */
async function wrongProblems(test: TestDatabase): Promise<readonly BookRow[]> {
  const lanes = await test.admin.query<BookRow>(`
    select 'push' as wrong, p.push_id as id, p.state, p.problem_code, r.lane, r.code
      from pushes p full join (select * from problems where row_is = 'push') r on r.tenant_id = p.tenant_id and r.row_id = p.push_id
     where (coalesce(p.state, '') = 'problem') <> (coalesce(r.lane, '') in ('needs-you', 'snoozed'))
        or p.state = 'problem' and (p.problem_code, p.problem_about) is distinct from (r.code, r.about)
        or r.lane = 'cleared' and p.state <> 'cleared'
    union all
    select 'order', o.order_id, o.status, o.problem_code, r.lane, r.code
      from orders o full join (select * from problems where row_is = 'order') r on r.tenant_id = o.tenant_id and r.row_id = o.order_id
     where (o.problem_code is not null) <> (coalesce(r.lane, 'done') <> 'done')
        or o.problem_code is not null and (o.problem_code, coalesce(o.problem_about, '')) is distinct from (r.code, r.about)`);
  const columns = "tenant_id, company_file_id, lane, tab, code, about, currency";
  const counted = `select ${columns}, count(*)::bigint as n, sum(amount_minor)::bigint as minor from problems group by ${columns}`;
  const kept = `select ${columns}, rows as n, amount_minor as minor from problem_counts where rows <> 0 or amount_minor <> 0`;
  const counters = await test.admin.query<BookRow>(
    `((${counted}) except (${kept})) union all ((${kept}) except (${counted}))`,
  );
  const ofLane = "tenant_id, company_file_id, lane, tab, currency";
  const addedUp = `select ${ofLane}, count(*) filter (where rows <> 0)::bigint as causes, sum(rows)::bigint as n, sum(amount_minor)::bigint as minor
                     from problem_counts group by ${ofLane}`;
  const keptLanes = `select ${ofLane}, causes, rows as n, amount_minor as minor from lane_counts`;
  // A lane that holds nothing has a counter of nothing, or none.
  const perLane = await test.admin.query<BookRow>(
    `select * from (((${addedUp}) except (${keptLanes})) union all ((${keptLanes}) except (${addedUp}))) as w where (causes, n, minor) <> (0, 0, 0)`,
  );
  const parties = "tenant_id, company_file_id, lane, tab, party";
  const named = `select ${parties}, count(*)::bigint as n from problems group by ${parties}`;
  const keptNames = `select ${parties}, rows as n from problem_parties where rows <> 0`;
  const names = await test.admin.query<BookRow>(
    `((${named}) except (${keptNames})) union all ((${keptNames}) except (${named}))`,
  );
  const days = "tenant_id, company_file_id, day, duration";
  const resolved = `select tenant_id, company_file_id, day_of(moved_at) as day, duration_class(moved_at - since) as duration, count(*)::bigint as n
                      from problems where lane in ('done', 'cleared') group by 1, 2, 3, 4`;
  const keptDays = `select ${days}, rows as n from day_counts where counts = 'resolved' and rows <> 0`;
  const perDay = await test.admin.query<BookRow>(
    `((${resolved}) except (${keptDays})) union all ((${keptDays}) except (${resolved}))`,
  );
  return [...lanes.rows, ...counters.rows, ...perLane.rows, ...names.rows, ...perDay.rows];
}

/** Asks again and again until the answer is yes; fails with the sentence when the time is over. */
export async function until(
  sentence: string,
  deadlineMs: number,
  isTrue: () => Promise<boolean> | boolean,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`After ${deadlineMs} ms still not: ${sentence}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A number a run can be repeated with, printed: TIEOUT_SEED, or one drawn now. */
export function seedOfRun(): number {
  const seed = process.env.TIEOUT_SEED ? Number(process.env.TIEOUT_SEED) : randomBytes(4).readUInt32BE();
  process.stdout.write(`Seed ${seed}: the same again with TIEOUT_SEED=${seed}\n`);
  return seed;
}
