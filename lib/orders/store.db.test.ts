// Orders in the database: newer wins, older is ignored, the same twice changes nothing, and nobody sees another tenant's.
import { randomBytes, randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { companyFiles, lanes, sources } from "#db/schema/index.ts";
import { inTransaction } from "#db/client.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { findOrder } from "#lib/operations/find-order.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(async () => {
  await database.drop();
});

type Place = { readonly scope: Scope; readonly sourceId: string; readonly companyFileId: string };

/** A tenant with one company file, its lane and one source. */
async function newPlace(now = new Date("2026-11-22T09:00:00Z")): Promise<Place> {
  const scope: Scope = {
    tenantId: randomUUID(),
    actor: { type: "person", userId: randomUUID(), name: "Casey", role: "clerk" },
    db: database.db,
    now: () => now,
    chance: (bytes) => new Uint8Array(randomBytes(bytes)),
  };
  const { tenantId } = scope;
  const [companyFileId, sourceId] = [randomUUID(), randomUUID()];
  await database.admin.query("insert into tenants (tenant_id, name, created_at) values ($1, 'Harbor Line', now())", [
    tenantId,
  ]);
  await inTransaction(scope, async (tx) => {
    await tx
      .insert(companyFiles)
      .values({ tenantId, companyFileId, ledger: "qbo", name: "Books", connection: "connected", createdAt: now });
    await tx.insert(lanes).values({
      tenantId,
      companyFileId,
      nextBatchAt: now,
      nextCallAt: now,
      frozenUntil: now,
      servedAt: now,
      batchGapMs: 1560,
      callGapMs: 130,
    });
    await tx.insert(sources).values({ tenantId, sourceId, companyFileId, name: "Loads", kind: "api", createdAt: now });
  });
  return { scope, sourceId, companyFileId };
}

const load = (externalId: string, change: Record<string, unknown> = {}) => ({
  externalId,
  number: externalId,
  updatedAt: "2026-11-20T10:00:00Z",
  orderDate: "2026-11-18",
  customer: { name: "Acme Imports" },
  chargeSets: [{ charges: [{ code: "Line Haul", amount: "425.00" }] }],
  references: { Container: "MSKU1234565", "PO number": "PO-4411" },
  ...change,
});

const charged = (amount: string) => ({ chargeSets: [{ charges: [{ code: "Line Haul", amount }] }] });

async function stored(place: Place) {
  const rows = await database.admin.query(
    `select external_id, total_minor, version, to_plan_at, body #>> '{chargeSets,0,charges,0,amount}' as amount
       from orders where tenant_id = $1 order by external_id`,
    [place.scope.tenantId],
  );
  return rows.rows as { external_id: string; total_minor: string; version: number; to_plan_at: Date; amount: string }[];
}

const results = async (place: Place, ...orders: unknown[]) =>
  (await takeInOrders(place.scope, { sourceId: place.sourceId, orders })).map((one) => one.result);

describe("taking orders in", () => {
  test("a new order is stored in minor units, waits to be planned, and wakes its lane", async () => {
    const place = await newPlace();
    expect(await results(place, load("HL-1"))).toEqual(["created"]);
    expect(await stored(place)).toMatchObject([{ external_id: "HL-1", total_minor: "42500", version: 1 }]);
    expect((await stored(place))[0]?.to_plan_at).toEqual(place.scope.now());
    const lane = await database.admin.query("select plan_at from lanes where tenant_id = $1", [place.scope.tenantId]);
    expect(lane.rows[0]).toEqual({ plan_at: place.scope.now() });
    const trail = await database.admin.query("select action, detail from audit_events where tenant_id = $1", [
      place.scope.tenantId,
    ]);
    expect(trail.rows).toMatchObject([{ action: "orders.taken-in", detail: { created: 1, refused: 0 } }]);
  });

  test("the same body twice changes nothing, whatever the order of its keys", async () => {
    const place = await newPlace();
    await results(place, load("HL-1"));
    await database.admin.query("update orders set to_plan_at = null where tenant_id = $1", [place.scope.tenantId]);
    const turned = load("HL-1", { references: { "PO number": "PO-4411", Container: "MSKU1234565" } });
    expect(await results(place, turned)).toEqual(["unchanged"]);
    expect(await stored(place)).toMatchObject([{ version: 1, to_plan_at: null }]);
  });

  test("newer wins, older is ignored, and a corrected order of the same moment counts as newer", async () => {
    const place = await newPlace();
    await results(place, load("HL-1"));
    expect(await results(place, load("HL-1", { updatedAt: "2026-11-21T10:00:00Z", ...charged("450.00") }))).toEqual([
      "updated",
    ]);
    expect(await results(place, load("HL-1", { updatedAt: "2026-11-20T23:00:00-08:00", ...charged("1.00") }))).toEqual([
      "older",
    ]);
    expect(await results(place, load("HL-1", { updatedAt: "2026-11-21T10:00:00Z", ...charged("460.00") }))).toEqual([
      "updated",
    ]);
    expect(await stored(place)).toMatchObject([{ amount: "460.00", version: 3, total_minor: "46000" }]);
  });

  test("an unchanged order with a newer date keeps that date, so that an older version stays older", async () => {
    const place = await newPlace();
    await results(place, load("HL-1"));
    expect(await results(place, load("HL-1", { updatedAt: "2026-11-22T10:00:00Z" }))).toEqual(["unchanged"]);
    expect(await results(place, load("HL-1", { updatedAt: "2026-11-21T10:00:00Z", ...charged("9.00") }))).toEqual([
      "older",
    ]);
    expect(await stored(place)).toMatchObject([{ amount: "425.00", version: 1 }]);
  });

  test("a bad order is refused with its path and does not stop its neighbours", async () => {
    const place = await newPlace();
    const sent = [
      load("HL-1", charged("12,50")),
      load("HL-2"),
      load("HL-3", charged("1.005")),
      load("HL-4", { notes: "a\u0000b" }),
      7,
    ];
    const answer = await takeInOrders(place.scope, { sourceId: place.sourceId, orders: sent });
    expect(answer.map((one) => [one.externalId, one.result, one.problems?.[0]?.path])).toEqual([
      ["HL-1", "refused", "chargeSets.0.charges.0.amount"],
      ["HL-2", "created", undefined],
      ["HL-3", "refused", "chargeSets.0.charges.0.amount"],
      ["HL-4", "refused", ""],
      [null, "refused", ""],
    ]);
    expect(await stored(place)).toMatchObject([{ external_id: "HL-2" }]);
  });

  test("two versions of one order in one call end with the newer", async () => {
    const place = await newPlace();
    const newer = load("HL-1", { updatedAt: "2026-11-21T10:00:00Z", ...charged("2.00") });
    expect(await results(place, newer, load("HL-1"))).toEqual(["created", "older"]);
    expect(await stored(place)).toMatchObject([{ amount: "2.00", version: 1 }]);
  });

  test("many posts at once, in opposite order, end with the newest of each and never wait in a circle", async () => {
    const place = await newPlace();
    const names = Array.from({ length: 40 }, (_, index) => `HL-${index}`);
    const post = (version: number) => {
      const at = `2026-11-20T10:00:${String(version).padStart(2, "0")}Z`;
      const ordered = version % 2 === 0 ? names : [...names].reverse();
      return results(place, ...ordered.map((name) => load(name, { updatedAt: at, ...charged(`${version}.00`) })));
    };
    await Promise.all([3, 9, 1, 7, 5, 8, 2, 6, 4].map(post));
    const rows = await stored(place);
    expect(rows).toHaveLength(40);
    expect(new Set(rows.map((row) => row.amount))).toEqual(new Set(["9.00"]));
  });

  test("another tenant sees nothing and cannot use the source", async () => {
    const [ours, theirs] = [await newPlace(), await newPlace()];
    await results(ours, load("HL-1"));
    const mine = await findOrder(ours.scope, { externalId: "HL-1" });
    expect(mine.order.references).toEqual({ Container: "MSKU1234565", "PO number": "PO-4411" });
    await expect(findOrder(theirs.scope, { orderId: mine.orderId })).rejects.toThrow("was not found");
    await expect(findOrder(theirs.scope, { externalId: "HL-1" })).rejects.toThrow("was not found");
    await expect(takeInOrders(theirs.scope, { sourceId: ours.sourceId, orders: [load("HL-9")] })).rejects.toThrow(
      "not found",
    );
    expect(await stored(ours)).toHaveLength(1);
  });

  test("a source's key reaches its own orders only; a viewer may not bring orders in", async () => {
    const place = await newPlace();
    await results(place, load("HL-1"));
    const other: Scope = { ...place.scope, actor: { type: "source", sourceId: randomUUID(), name: "Other" } };
    const { orderId } = await findOrder(place.scope, { externalId: "HL-1" });
    await expect(findOrder(other, { orderId })).rejects.toThrow("was not found");
    await expect(takeInOrders(other, { sourceId: place.sourceId, orders: [load("HL-2")] })).rejects.toThrow(
      "not found",
    );
    const viewer: Scope = {
      ...place.scope,
      actor: { type: "person", userId: randomUUID(), name: "Vera", role: "viewer" },
    };
    await expect(takeInOrders(viewer, { sourceId: place.sourceId, orders: [load("HL-2")] })).rejects.toThrow(
      "does not allow",
    );
  });
});
