// A company's lane: its lock, its pace, what waits for it.
import { sql } from "drizzle-orm";

import { asClaim, type Database, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";

const LANES_AT_ONCE = 100;

/** What wakes a lane: orders to plan, pushes to send, pushes a person waits for, lists to read, decisions to go on with. */
export type Wake = "plan" | "ready" | "person" | "lists" | "acts";

const columns = {
  plan: sql`plan_at`,
  ready: sql`ready_at`,
  person: sql`person_ready_at`,
  lists: sql`lists_at`,
  acts: sql`acts_at`,
} as const;

/**
 * Locks the lane until the transaction ends. Whoever changes pushes of a company does this first: then two writers
 * never hold each other's counters, and a claim never misses what was made ready beside it.
 */
export async function lockLane(tx: Transaction, scope: Scope, companyFileId: string): Promise<void> {
  await tx.execute(sql`
    select 1 from lanes where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} for update`);
}

/** Says that something waits in the lane from `at` on. */
export async function wakeLane(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  companyFileId: string,
  wakes: readonly Wake[],
  at: Date,
): Promise<void> {
  for (const wake of wakes) {
    await tx.execute(sql`
      update lanes set ${columns[wake]} = least(coalesce(${columns[wake]}, ${at}), ${at})
       where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
  }
}

/** Stops or starts a lane: a lost connection waits without losing anything. */
export async function pauseLane(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  isPaused: boolean,
): Promise<void> {
  // What happened while nobody listened is looked for; a lane that was never read (null) has nothing to catch up with.
  await tx.execute(sql`
    update lanes set is_paused = ${isPaused},
           changes_at = case when ${isPaused} or changes_at is null then changes_at else to_timestamp(0) end
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** Says that no order waits to be planned. Only with the lane locked and after looking. */
export async function restPlanning(tx: Transaction, scope: Scope, companyFileId: string): Promise<void> {
  await tx.execute(sql`
    update lanes set plan_at = null where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

export type WaitingLane = { readonly tenantId: string; readonly companyFileId: string };

/** Lanes whose orders wait to be planned, longest first. Across tenants: for the worker. */
export async function lanesToPlan(db: Database, now: Date): Promise<WaitingLane[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<WaitingLane>(sql`
      select tenant_id as "tenantId", company_file_id as "companyFileId" from lanes
       where plan_at <= ${now} order by plan_at limit ${LANES_AT_ONCE}`),
  );
  return result.rows;
}

/**
 * Says that the lists were read at `asOf`: pushes that waited for them may go. One asked for later stays asked for. From
 * its first reading on the lane follows what changes over there.
 */
export async function restLists(tx: Transaction, scope: Scope, companyFileId: string, asOf: Date): Promise<void> {
  await tx.execute(sql`
    update lanes set lists_at = case when lists_at > ${asOf} then lists_at end, changes_at = coalesce(changes_at, ${scope.now()}),
           -- A period may have opened, for which problems were put aside.
           acts_at = case when acts_at is not null then least(acts_at, ${scope.now()}) end
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** Lanes whose lists shall be read again. Across tenants: for the worker. */
export async function lanesToReadLists(db: Database, now: Date): Promise<WaitingLane[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<WaitingLane>(sql`
      select tenant_id as "tenantId", company_file_id as "companyFileId" from lanes
       where lists_at <= ${now} and not is_paused order by lists_at limit ${LANES_AT_ONCE}`),
  );
  return result.rows;
}

/** Lanes with decisions to go on with, or with problems to look after that are put aside. Across tenants: for the worker. */
export async function lanesToAct(db: Database, now: Date): Promise<WaitingLane[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<WaitingLane>(sql`
      select tenant_id as "tenantId", company_file_id as "companyFileId" from lanes
       where acts_at <= ${now} order by acts_at limit ${LANES_AT_ONCE}`),
  );
  return result.rows;
}

/** Says when to look at a lane's decisions next; null when there are none. The lane must be locked. */
export async function restActs(tx: Transaction, scope: Scope, companyFileId: string, at: Date | null): Promise<void> {
  await tx.execute(sql`
    update lanes set acts_at = ${at} where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** Orders could not be planned, through a fault of ours: try again then, and let the other companies go on. */
export async function postponePlanning(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  until: Date,
): Promise<void> {
  await tx.execute(sql`
    update lanes set plan_at = ${until} where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** Lists could not be read: ask again then, and let pushes go meanwhile. */
export async function postponeLists(tx: Transaction, scope: Scope, companyFileId: string, until: Date): Promise<void> {
  await tx.execute(sql`
    update lanes set lists_at = ${until} where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}
