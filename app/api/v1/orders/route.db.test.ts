// The programming interface as a source meets it: keys, limits, results per order, and nothing of anybody else's.
import { randomBytes, randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { inTransaction } from "#db/client.ts";
import { companyFiles, sources } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { makeSourceKey } from "#lib/operations/make-source-key.ts";

type Routes = typeof import("./route.ts");
type OneRoute = typeof import("./[orderId]/route.ts");
type Answer = {
  error?: { code: string };
  accepted?: number;
  refused?: number;
  results?: { result: string; orderId: string }[];
};

let database: TestDatabase;
let routes: Routes;
let one: OneRoute;
let ended: () => Promise<void>;

beforeAll(async () => {
  database = await openTestDatabase();
  // The routes open the database of their environment, once, on first use.
  process.env.DATABASE_APP_URL = database.appUrl;
  process.env.TIEOUT_SECRET = "only for this test, and long enough";
  routes = await import("./route.ts");
  one = await import("./[orderId]/route.ts");
  const session = await import("#app/_session/database.ts");
  ended = async () => {
    await session.database().$client.end();
  };
}, 60_000);
afterAll(async () => {
  await ended();
  await database.drop();
});

/** A tenant with one source; returns the source's new key and how to make another. */
async function newSource() {
  const [tenantId, companyFileId, sourceId, userId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const scope: Scope = {
    tenantId,
    actor: { type: "person", userId, name: "Olive", role: "owner" },
    db: database.db,
    now: () => new Date("2026-11-22T09:00:00Z"),
    chance: (bytes) => new Uint8Array(randomBytes(bytes)),
  };
  const createdAt = scope.now();
  await database.admin.query("insert into tenants (tenant_id, name, created_at) values ($1, 'Shop', now())", [
    tenantId,
  ]);
  await inTransaction(scope, async (tx) => {
    await tx
      .insert(companyFiles)
      .values({ tenantId, companyFileId, ledger: "qbo", name: "Books", connection: "connected", createdAt });
    await tx.insert(sources).values({ tenantId, sourceId, companyFileId, name: "Shop", kind: "api", createdAt });
  });
  const renew = async () => (await makeSourceKey(scope, { sourceId })).key;
  return { key: await renew(), renew };
}

const order = (externalId: string, amount = "10.00") => ({
  externalId,
  number: externalId,
  updatedAt: "2026-11-20T10:00:00Z",
  orderDate: "2026-11-18",
  customer: { name: "Acme" },
  chargeSets: [{ charges: [{ code: "Mug", amount }] }],
});

const ADDRESS = "http://localhost/api/v1/orders";
const headersOf = (key: string) => ({ Authorization: `Bearer ${key}` });

async function post(key: string, body: unknown): Promise<{ status: number; answer: Answer }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await routes.POST(new Request(ADDRESS, { method: "POST", headers: headersOf(key), body: text }));
  return { status: response.status, answer: (await response.json()) as Answer };
}

async function get(key: string, orderId: string): Promise<number> {
  const request = new Request(`${ADDRESS}/${orderId}`, { headers: headersOf(key) });
  return (await one.GET(request, { params: Promise.resolve({ orderId }) })).status;
}

describe("POST /api/v1/orders", () => {
  test("takes one order or many, tells of each, and does nothing the second time", async () => {
    const { key } = await newSource();
    expect((await post(key, order("a"))).answer.results).toMatchObject([{ result: "created" }]);
    const { status, answer } = await post(key, [order("a"), order("b"), order("c", "1,00")]);
    expect([status, answer.accepted, answer.refused]).toEqual([200, 2, 1]);
    expect(answer.results?.map((result) => result.result)).toEqual(["unchanged", "created", "refused"]);
  });

  test("says what is wrong with a call as a whole", async () => {
    const { key } = await newSource();
    expect((await post(key, "no json")).status).toBe(400);
    expect((await post(key, [])).status).toBe(400);
    expect((await post(key, order("a", "x"))).status).toBe(422);
    expect((await post(key, Array<unknown>(501).fill(order("a")))).status).toBe(413);
    expect((await post(key, `"${"x".repeat(10 * 1_048_576)}"`)).status).toBe(413);
  });

  test("answers every wrong key alike, and an old key is a wrong one", async () => {
    const { key, renew } = await newSource();
    const wrong = key.slice(0, -3) + (key.endsWith("AAA") ? "BBB" : "AAA");
    await renew();
    const answers = await Promise.all([
      post("", order("a")),
      post("nonsense", order("a")),
      post(wrong, order("a")),
      post(key, order("a")),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, answer: { error: { code: "not-signed-in" } } });
  });
});

describe("GET /api/v1/orders", () => {
  test("gives a source its own orders and nobody else's", async () => {
    const [ours, theirs] = [await newSource(), await newSource()];
    const orderId = (await post(ours.key, order("a"))).answer.results?.[0]?.orderId ?? "";
    expect(await get(ours.key, orderId)).toBe(200);
    expect(await get(theirs.key, orderId)).toBe(404);
    expect(await get(ours.key, "nonsense")).toBe(404);
    const byExternalId = (key: string) =>
      routes.GET(new Request(`${ADDRESS}?externalId=a`, { headers: headersOf(key) }));
    expect(await (await byExternalId(ours.key)).json()).toMatchObject({
      orderId,
      total: "10.00",
      order: { externalId: "a" },
    });
    expect((await byExternalId(theirs.key)).status).toBe(404);
  });
});
