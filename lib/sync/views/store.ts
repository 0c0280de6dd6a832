// Saved views, one row each. A person sees their own and the shared ones of the tenant.
import { and, asc, count, eq, or, sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { savedViews } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { SavedView } from "#lib/sync/saved-views.ts";

type ViewRow = Omit<SavedView, "isMine"> & { readonly ownerId: string };

const columns = {
  viewId: savedViews.viewId,
  ownerId: savedViews.ownerId,
  name: savedViews.name,
  query: savedViews.query,
  isShared: savedViews.isShared,
  madeBy: savedViews.madeBy,
};
const mine = (scope: Pick<Scope, "tenantId">, viewId: string) =>
  and(eq(savedViews.tenantId, scope.tenantId), eq(savedViews.viewId, viewId));

/** What a person sees, by name. */
export async function findViews(tx: Transaction, scope: Scope, userId: string): Promise<readonly ViewRow[]> {
  return await tx
    .select(columns)
    .from(savedViews)
    .where(and(eq(savedViews.tenantId, scope.tenantId), or(eq(savedViews.ownerId, userId), savedViews.isShared)))
    .orderBy(asc(sql`lower(${savedViews.name})`), asc(savedViews.viewId));
}

/** One view, locked until the transaction ends; null when the tenant has none of that id. */
export async function lockView(tx: Transaction, scope: Scope, viewId: string): Promise<ViewRow | null> {
  const [row] = await tx.select(columns).from(savedViews).where(mine(scope, viewId)).for("update");
  return row ?? null;
}

/** Whoever adds a view waits for whoever is adding one in this tenant: counted by two at once, the limits would not hold. */
export async function lockViews(tx: Transaction, scope: Scope): Promise<void> {
  await tx.execute(sql`select 1 from tenants where tenant_id = ${scope.tenantId} for no key update`);
}

/** How many views a person has, and how many of the tenant are shared. */
export async function countViews(
  tx: Transaction,
  scope: Scope,
  userId: string,
): Promise<{ readonly own: number; readonly shared: number }> {
  const [row] = await tx
    .select({
      own: sql<number>`(${count()} filter (where ${savedViews.ownerId} = ${userId}))::int`,
      shared: sql<number>`(${count()} filter (where ${savedViews.isShared}))::int`,
    })
    .from(savedViews)
    .where(eq(savedViews.tenantId, scope.tenantId));
  return row ?? { own: 0, shared: 0 };
}

/** Adds a view. */
export async function insertView(tx: Transaction, scope: Scope, view: ViewRow): Promise<void> {
  await tx.insert(savedViews).values({ ...view, tenantId: scope.tenantId, changedAt: scope.now() });
}

/** Changes name, query and who sees it. */
export async function updateView(
  tx: Transaction,
  scope: Scope,
  { viewId, name, query, isShared }: Pick<ViewRow, "viewId" | "name" | "query" | "isShared">,
): Promise<void> {
  await tx.update(savedViews).set({ name, query, isShared, changedAt: scope.now() }).where(mine(scope, viewId));
}

/** Takes a view away. */
export async function deleteView(tx: Transaction, scope: Scope, viewId: string): Promise<void> {
  await tx.delete(savedViews).where(mine(scope, viewId));
}
