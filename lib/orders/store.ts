// Orders and their sources in the database. Newer wins, older is ignored, decided by one statement and never in between.
import { and, asc, eq, inArray, sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { companyFiles, lanes, orders, sources } from "#db/schema/index.ts";
import { newId, type Scope } from "#lib/access/scope.ts";

import { canonical, type CheckedOrder } from "./check.ts";
import { Order } from "./order.ts";

export type Source = {
  readonly sourceId: string;
  readonly companyFileId: string;
  readonly name: string;
  readonly kind: string;
  /** The column mapping of the last CSV import, as it was kept. */
  readonly columns: unknown;
};

const sourceColumns = {
  sourceId: sources.sourceId,
  companyFileId: sources.companyFileId,
  name: sources.name,
  kind: sources.kind,
  columns: sources.columns,
};

/** One source of this tenant; null when there is none of that id here. */
export async function findSource(tx: Transaction, scope: Scope, sourceId: string): Promise<Source | null> {
  const [found] = await tx
    .select(sourceColumns)
    .from(sources)
    .where(and(eq(sources.tenantId, scope.tenantId), eq(sources.sourceId, sourceId)));
  return found ?? null;
}

/** The source whose API key has this SHA-256; null when no key of this tenant does. */
export async function findSourceByKey(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  apiKeyHash: string,
): Promise<Source | null> {
  const [found] = await tx
    .select(sourceColumns)
    .from(sources)
    .where(and(eq(sources.tenantId, scope.tenantId), eq(sources.apiKeyHash, apiKeyHash)));
  return found ?? null;
}

export type ListedSource = Source & { readonly companyName: string; readonly apiKeyStart: string | null };

/** Adds a source that feeds one company file. */
export async function insertSource(
  tx: Transaction,
  scope: Scope,
  source: { readonly companyFileId: string; readonly name: string; readonly kind: "api" | "csv" | "json" | "shopify" },
): Promise<string> {
  const sourceId = newId(scope);
  await tx.insert(sources).values({ tenantId: scope.tenantId, sourceId, ...source, createdAt: scope.now() });
  return sourceId;
}

/** All sources of this tenant with the books they feed, by name. */
export async function findSources(tx: Transaction, scope: Scope): Promise<readonly ListedSource[]> {
  return await tx
    .select({ ...sourceColumns, companyName: companyFiles.name, apiKeyStart: sources.apiKeyStart })
    .from(sources)
    .innerJoin(
      companyFiles,
      and(eq(companyFiles.tenantId, sources.tenantId), eq(companyFiles.companyFileId, sources.companyFileId)),
    )
    .where(eq(sources.tenantId, scope.tenantId))
    .orderBy(asc(sources.name), asc(sources.sourceId));
}

/** Keeps a new API key's hash and start; the old key stops working. False when the source is not of this tenant. */
export async function replaceApiKey(
  tx: Transaction,
  scope: Scope,
  sourceId: string,
  key: { readonly hash: string; readonly start: string },
): Promise<boolean> {
  const changed = await tx
    .update(sources)
    .set({ apiKeyHash: key.hash, apiKeyStart: key.start })
    .where(and(eq(sources.tenantId, scope.tenantId), eq(sources.sourceId, sourceId)))
    .returning({ sourceId: sources.sourceId });
  return changed.length === 1;
}

/** Remembers how a source's columns are read, to be offered with the next file. */
export async function rememberColumns(
  tx: Transaction,
  scope: Scope,
  sourceId: string,
  columns: unknown,
): Promise<void> {
  await tx
    .update(sources)
    .set({ columns })
    .where(and(eq(sources.tenantId, scope.tenantId), eq(sources.sourceId, sourceId)));
}

export type Taken = { readonly orderId: string; readonly result: "created" | "updated" | "unchanged" | "older" };

/**
 * Stores orders of one source, each external id once. Two calls at the same time end with the newest of each order,
 * whichever comes last: the row is locked by the insert that meets it, and compared there. The lane is locked first,
 * as by everybody who changes what it waits for. Returns what became of each, by external id.
 */
export async function storeOrders(
  tx: Transaction,
  scope: Scope,
  source: Source,
  checked: readonly CheckedOrder[],
): Promise<ReadonlyMap<string, Taken>> {
  await lockLaneOf(tx, scope, source.companyFileId);
  const rows = checked.map((one) => toRow(one, newId(scope)));
  const batch = JSON.stringify(rows);
  const madeNow = new Set(rows.map((row) => row.order_id));
  const taken = new Map<string, Taken>();
  for (const row of await upsertNewer(tx, scope, source, batch)) {
    const result = madeNow.has(row.order_id) ? "created" : "updated";
    taken.set(row.external_id, { orderId: row.order_id, result });
  }
  if (taken.size > 0) await wakePlanner(tx, scope, source.companyFileId);
  const others = rows.filter((row) => !taken.has(row.external_id));
  if (others.length === 0) return taken;
  const same = await touchUnchanged(tx, scope, source, JSON.stringify(others));
  for (const row of same) {
    taken.set(row.external_id, { orderId: row.order_id, result: row.is_same ? "unchanged" : "older" });
  }
  return taken;
}

function toRow({ order, total, fingerprint }: CheckedOrder, orderId: string) {
  return {
    order_id: orderId,
    external_id: order.externalId,
    number: order.number,
    status: order.status,
    order_date: order.orderDate,
    customer_name: order.customer.name,
    total_minor: total.minor.toString(),
    currency: order.currency,
    body: canonical(order),
    body_fingerprint: fingerprint,
    // As UTC: PostgreSQL refuses offsets that the date format allows, such as +18:00.
    source_updated_at: new Date(order.updatedAt).toISOString(),
  };
}

const recordset = (batch: string) => sql`jsonb_to_recordset(${batch}::jsonb) as b(order_id uuid, external_id text,
  number text, status text, order_date date, customer_name text, total_minor bigint, currency text, body text,
  body_fingerprint text, source_updated_at timestamptz(3))`;

type UpsertedRow = { order_id: string; external_id: string };

/** Ordered by external id, so that two batches lock their common rows in the same order. */
async function upsertNewer(tx: Transaction, scope: Scope, source: Source, batch: string): Promise<UpsertedRow[]> {
  const now = scope.now().toISOString();
  const upserted = await tx.execute<UpsertedRow>(sql`
    insert into orders as o (tenant_id, order_id, source_id, company_file_id, external_id, number, status, order_date,
      customer_name, total_minor, currency, body, body_fingerprint, source_updated_at, received_at, to_plan_at)
    select ${scope.tenantId}, b.order_id, ${source.sourceId}, ${source.companyFileId}, b.external_id, b.number, b.status,
      b.order_date, b.customer_name, b.total_minor, b.currency, b.body::jsonb, b.body_fingerprint, b.source_updated_at,
      ${now}, ${now}
      from ${recordset(batch)} order by b.external_id collate "C"
    on conflict (tenant_id, source_id, external_id) do update set
      number = excluded.number, status = excluded.status, order_date = excluded.order_date,
      customer_name = excluded.customer_name, total_minor = excluded.total_minor, currency = excluded.currency,
      body = excluded.body, body_fingerprint = excluded.body_fingerprint,
      source_updated_at = excluded.source_updated_at, received_at = excluded.received_at,
      to_plan_at = excluded.to_plan_at, version = o.version + 1
      where excluded.source_updated_at >= o.source_updated_at and excluded.body_fingerprint <> o.body_fingerprint
    returning o.order_id, o.external_id`);
  return upserted.rows;
}

type SettledRow = { order_id: string; external_id: string; is_same: boolean };

/**
 * What the upsert left alone: the same order (its newer date is kept, so that an older version stays older) or an older
 * one. These rows are already locked by the upsert that met them.
 */
async function touchUnchanged(tx: Transaction, scope: Scope, source: Source, batch: string): Promise<SettledRow[]> {
  const ofThisSource = sql`o.tenant_id = ${scope.tenantId} and o.source_id = ${source.sourceId}`;
  await tx.execute(sql`
    update orders as o set source_updated_at = b.source_updated_at from ${recordset(batch)}
     where ${ofThisSource} and o.external_id = b.external_id and o.body_fingerprint = b.body_fingerprint
       and b.source_updated_at > o.source_updated_at`);
  const settled = await tx.execute<SettledRow>(sql`
    select o.order_id, o.external_id, o.body_fingerprint = b.body_fingerprint as is_same
      from ${recordset(batch)} join orders as o on ${ofThisSource} and o.external_id = b.external_id`);
  return settled.rows;
}

async function lockLaneOf(tx: Transaction, scope: Scope, companyFileId: string): Promise<void> {
  await tx
    .select({ companyFileId: lanes.companyFileId })
    .from(lanes)
    .where(and(eq(lanes.tenantId, scope.tenantId), eq(lanes.companyFileId, companyFileId)))
    .for("update");
}

async function wakePlanner(tx: Transaction, scope: Scope, companyFileId: string): Promise<void> {
  const now = scope.now().toISOString();
  await tx
    .update(lanes)
    .set({ planAt: sql`least(coalesce(${lanes.planAt}, ${now}::timestamptz), ${now}::timestamptz)` })
    .where(and(eq(lanes.tenantId, scope.tenantId), eq(lanes.companyFileId, companyFileId)));
}

export type StoredOrder = {
  readonly orderId: string;
  readonly sourceId: string;
  readonly companyFileId: string;
  readonly order: Order;
  readonly totalMinor: bigint;
  readonly receivedAt: Date;
  readonly plannedAt: Date | null;
  readonly version: number;
};

type OrderAddress =
  | { readonly orderId: string }
  | { readonly externalId: string; readonly sourceIds: readonly string[] };

/** One order by our id, or by a source's own id of it; null when this tenant has none. */
export async function findOrder(tx: Transaction, scope: Scope, address: OrderAddress): Promise<StoredOrder | null> {
  const which =
    "orderId" in address
      ? eq(orders.orderId, address.orderId)
      : and(eq(orders.externalId, address.externalId), inArray(orders.sourceId, [...address.sourceIds]));
  const [found] = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.tenantId, scope.tenantId), which))
    .limit(1);
  if (!found) return null;
  const { orderId, sourceId, companyFileId, body, totalMinor, receivedAt, plannedAt, version } = found;
  return { orderId, sourceId, companyFileId, order: Order.parse(body), totalMinor, receivedAt, plannedAt, version };
}
