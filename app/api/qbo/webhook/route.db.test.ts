// A webhook as QuickBooks sends it: believed only with its signature, kept once, for everybody who holds the company, and fast?
import { createHmac, randomInt, randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { inTransaction } from "#db/client.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newTenant, testWorld } from "#lib/access/testing.ts";
import { lockCompanyOfRealm, saveCredentials } from "#lib/ledgers/store.ts";

type Route = typeof import("./route.ts");
type Company = { readonly tenantId: string; readonly companyFileId: string; readonly realmId: string };

const TOKEN = "the verifier token";
const NEXT = "the next verifier token";

let database: TestDatabase;
let route: Route;
let ended: () => Promise<void>;
let address = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  process.env.DATABASE_APP_URL = database.appUrl;
  process.env.TIEOUT_SECRET = "only for this test, and long enough";
  process.env.TIEOUT_SIMULATOR_URL = "http://127.0.0.1:9";
  process.env.TIEOUT_TRUST_PROXY = "1";
  process.env.QBO_WEBHOOK_VERIFIER = `${TOKEN}, ${NEXT}`;
  route = await import("./route.ts");
  const session = await import("#app/_session/database.ts");
  ended = async () => {
    await session.database().$client.end();
  };
}, 60_000);
afterAll(async () => {
  await ended();
  await database.drop();
});
beforeEach(() => void address++);

async function newCompany(realmId = String(randomInt(1e13, 9e13))): Promise<Company> {
  const tenantId = await newTenant(database);
  const actor = { type: "person", userId: tenantId, name: "Ann", role: "owner" } as const;
  const scope = { ...testWorld(database), tenantId, actor };
  const companyFileId = await inTransaction(scope, async (tx) => {
    const { companyFile } = await lockCompanyOfRealm(tx, scope, { realmId, name: "Harbor Line", isSimulated: true });
    const until = new Date(Date.now() + 3_600_000);
    const expiry = { accessExpiresAt: until, refreshExpiresAt: until };
    await saveCredentials(tx, scope, companyFile.companyFileId, { accessToken: "a", refreshToken: "r" }, expiry);
    return companyFile.companyFileId;
  });
  // Its lists were read, and the next look is tomorrow.
  await database.admin.query("update lanes set changes_at = now() + interval '1 day' where tenant_id = $1", [tenantId]);
  return { tenantId, companyFileId, realmId };
}

const event = (realmId: string, more: Record<string, unknown> = {}) => ({
  specversion: "1.0",
  id: randomUUID(),
  source: "intuit.c2ltdWxhdGVk=",
  type: "qbo.invoice.updated.v1",
  datacontenttype: "application/json",
  time: "2026-11-22T10:00:00.123456789Z",
  intuitentityid: "145",
  intuitaccountid: realmId,
  data: {},
  ...more,
});

const sign = (body: string, token = TOKEN) => createHmac("sha256", token).update(body).digest("base64");

async function post(body: unknown, headers: Record<string, string | null> = {}): Promise<number> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const all = {
    "content-type": "application/cloudevents+json",
    "intuit-signature": sign(text),
    "x-forwarded-for": `10.0.0.${address}`,
    ...headers,
  };
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null);
  const request = new Request("http://localhost/api/qbo/webhook", { method: "POST", headers: given, body: text });
  return (await route.POST(request)).status;
}

async function keptBy({ tenantId }: Company): Promise<readonly Record<string, unknown>[]> {
  const found = await database.admin.query<Record<string, unknown>>(
    `select entity, ledger_id, operation, ended_ledger_id, done_at from ledger_events where tenant_id = $1 order by received_at, event_id`,
    [tenantId],
  );
  return found.rows;
}

/** In how many seconds the worker looks at the company. */
async function looksIn({ tenantId }: Company): Promise<number> {
  const found = await database.admin.query<{ seconds: number | null }>(
    "select extract(epoch from changes_at - now())::float as seconds from lanes where tenant_id = $1",
    [tenantId],
  );
  return found.rows[0]?.seconds ?? -1;
}

describe("the signature", () => {
  test.each([
    ["missing", null],
    ["empty", ""],
    ["of another token", sign("[]", "other")],
    ["of another body", sign("[] ")],
    ["no base64 at all", "%%%"],
  ])("%s: 401, and nothing is kept", async (_name, signature) => {
    const company = await newCompany();
    expect(await post("[]", { "intuit-signature": signature })).toBe(401);
    const body = JSON.stringify([event(company.realmId)]);
    expect(await post(body, { "intuit-signature": signature })).toBe(401);
    expect(await keptBy(company)).toEqual([]);
  });

  test("under either token while one replaces the other: 200", async () => {
    const company = await newCompany();
    for (const token of [TOKEN, NEXT]) {
      const body = JSON.stringify([event(company.realmId)]);
      expect(await post(body, { "intuit-signature": sign(body, token) })).toBe(200);
    }
    expect(await keptBy(company)).toHaveLength(2);
  });

  test("guessed again and again: 429, while the right one is still let in", async () => {
    const company = await newCompany();
    const statuses = new Set<number>();
    for (let tries = 0; tries < 130; tries++) statuses.add(await post("[]", { "intuit-signature": "AAAA" }));
    expect([...statuses]).toEqual([401, 429]);
    expect(await post([event(company.realmId)])).toBe(200);
  });
});

describe("what it tells", () => {
  test("is kept, and the worker looks in a few seconds; while it looks soon anyway, nothing is brought forward", async () => {
    const company = await newCompany();
    expect(await post([event(company.realmId)])).toBe(200);
    expect(await keptBy(company)).toEqual([
      { entity: "Invoice", ledger_id: "145", operation: "updated", ended_ledger_id: null, done_at: null },
    ]);
    expect(await looksIn(company)).toBeGreaterThan(2);
    expect(await looksIn(company)).toBeLessThan(6);
    await database.admin.query("update lanes set changes_at = now() + interval '40 seconds' where tenant_id = $1", [
      company.tenantId,
    ]);
    expect(await post([event(company.realmId)])).toBe(200);
    expect(await looksIn(company)).toBeGreaterThan(30);
  });

  test("the same again changes nothing, and does not wake the worker", async () => {
    const company = await newCompany();
    const body = [event(company.realmId)];
    expect([await post(body), await post(body)]).toEqual([200, 200]);
    expect(await keptBy(company)).toHaveLength(1);
    await database.admin.query("update lanes set changes_at = now() + interval '1 day' where tenant_id = $1", [
      company.tenantId,
    ]);
    expect(await post(body)).toBe(200);
    expect(await looksIn(company)).toBeGreaterThan(3_600);
  });

  test("of several companies in one array goes to each, and to every tenant that holds the company", async () => {
    const [ours, theirs] = [await newCompany(), await newCompany()];
    const shared = await newCompany(ours.realmId);
    const stranger = String(randomInt(1e13, 9e13));
    const body = [
      event(ours.realmId, { intuitentityid: "1" }),
      event(stranger, { intuitentityid: "2" }),
      event(theirs.realmId, { intuitentityid: "3" }),
    ];
    expect(await post(body)).toBe(200);
    const ids = async (company: Company) => (await keptBy(company)).map((row) => row.ledger_id);
    expect([await ids(ours), await ids(shared), await ids(theirs)]).toEqual([["1"], ["1"], ["3"]]);
  });

  test("nothing, for a company that was disconnected or of which nobody knows: 200 all the same", async () => {
    const company = await newCompany();
    await database.admin.query("update company_files set connection = 'disconnected' where tenant_id = $1", [
      company.tenantId,
    ]);
    expect(await post([event(company.realmId), event("1")])).toBe(200);
    expect(await keptBy(company)).toEqual([]);
  });

  test("waits for the first reading of a company that was just connected", async () => {
    const company = await newCompany();
    await database.admin.query("update lanes set changes_at = null where tenant_id = $1", [company.tenantId]);
    expect(await post([event(company.realmId)])).toBe(200);
    expect([(await keptBy(company)).length, await looksIn(company)]).toEqual([1, -1]);
  });
});

describe("shapes", () => {
  test("the older one", async () => {
    const company = await newCompany();
    const entities = [
      { name: "Customer", id: "58", operation: "Merge", lastUpdated: "2026-11-22T10:00:00.000Z", deletedId: "59" },
      { name: "Vendor", id: "7", operation: "Create", lastUpdated: "2026-11-22T10:00:00.000Z" },
    ];
    const body = { eventNotifications: [{ realmId: company.realmId, dataChangeEvent: { entities } }] };
    expect([await post(body, { "content-type": "application/json" }), await post(body)]).toEqual([200, 200]);
    expect(await keptBy(company)).toMatchObject([
      { entity: "Customer", ledger_id: "58", operation: "merged", ended_ledger_id: "59" },
    ]);
  });

  test.each([
    ["application/cloudevents-batch+json"],
    ["text/plain; charset=iso-8859-1"],
    ["application/x-www-form-urlencoded"],
    ["nonsense"],
    [null],
  ])("whatever type it claims: %s", async (type) => {
    const company = await newCompany();
    expect(await post([event(company.realmId)], { "content-type": type })).toBe(200);
    expect(await keptBy(company)).toHaveLength(1);
  });

  test.each([["no JSON"], ["{}"], ["[1, null, {}]"], ["[]"], [""]])(
    "%s, signed: 200, because sending it again would not help",
    async (body) => {
      expect(await post(body)).toBe(200);
    },
  );

  test("more than 2 MB: 413, unread", async () => {
    const body = `["${"x".repeat(2 * 1_048_576)}"]`;
    expect(await post(body)).toBe(413);
    const unsigned = { "intuit-signature": null, "content-length": "1" };
    expect(await post(body, unsigned)).toBe(413);
  });
});

test("a hundred events of ten companies are kept and answered in less than 300 ms", async () => {
  const companies = await Promise.all(Array.from({ length: 10 }, () => newCompany()));
  const eventsOf = () =>
    Array.from({ length: 100 }, (_none, nth) =>
      event(companies[nth % 10]!.realmId, { intuitentityid: String(nth), data: { note: "x".repeat(9_000) } }),
    );
  await post(eventsOf());
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const body = JSON.stringify(eventsOf());
    const begin = performance.now();
    expect(await post(body)).toBe(200);
    times.push(performance.now() - begin);
  }
  expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(300);
  expect(await keptBy(companies[0]!)).toHaveLength(60);
});

test("without a verifier there is no such address", async () => {
  delete process.env.QBO_WEBHOOK_VERIFIER;
  vi.resetModules();
  const { POST } = (await import("./route.ts")) as Route;
  const signed = { method: "POST", headers: { "intuit-signature": sign("[]") }, body: "[]" };
  expect((await POST(new Request("http://localhost/api/qbo/webhook", signed))).status).toBe(404);
});
