// What was left between states: leases that ran out, workers that went silent, slots that nobody holds.
import { sql } from "drizzle-orm";

import { asClaim, runNamed, type Database, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { pace } from "#lib/sync/pace.ts";
import { limits } from "#lib/sync/push.ts";

const LANES_AT_ONCE = 1_000;

/** Says that this worker lives, and forgets those not heard of for a day. */
export async function beat(db: Database, workerId: string, now: Date): Promise<void> {
  await db.execute(sql`
    insert into workers (worker_id, started_at, alive_at) values (${workerId}, ${now}, ${now})
    on conflict (worker_id) do update set alive_at = excluded.alive_at`);
  await db.execute(sql`delete from workers where alive_at < ${new Date(now.getTime() - 86_400_000)}`);
}

/** This worker leaves: its leases are nobody's from now on. */
export async function leave(db: Database, workerId: string): Promise<void> {
  await db.execute(sql`delete from workers where worker_id = ${workerId}`);
}

/** Does any other worker live? */
export async function hasOtherWorkers(db: Database, workerId: string, now: Date, aliveMs: number): Promise<boolean> {
  const result = await db.execute(sql`
    select 1 from workers where worker_id <> ${workerId} and alive_at > ${new Date(now.getTime() - aliveMs)} limit 1`);
  return result.rowCount === 1;
}

/** Lanes with calls under way; only they can have lost one. */
export async function lanesInFlight(db: Database): Promise<{ tenantId: string; companyFileId: string }[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<{ tenantId: string; companyFileId: string }>(sql`
      select tenant_id as "tenantId", company_file_id as "companyFileId" from lanes where in_flight > 0 limit ${LANES_AT_ONCE}`),
  );
  return result.rows;
}

/**
 * Lanes that were slowed down and had a clean minute get one percent faster, once a minute however many workers ask.
 * "Clean": it was used, and nothing was refused since it thawed.
 */
export async function quickenLanes(db: Database, now: Date, minuteMs: number): Promise<void> {
  const since = new Date(now.getTime() - minuteMs);
  await asClaim(db, (tx) =>
    tx.execute(sql`
      update lanes set batch_gap_ms = greatest(floor(batch_gap_ms * ${pace.narrowBy}::float8), ${pace.batchGapMs})::int,
             call_gap_ms = greatest(floor(call_gap_ms * ${pace.narrowBy}::float8), ${pace.callGapMs})::int, narrowed_at = ${now}
       where narrowed_at <= ${since} and (batch_gap_ms > ${pace.batchGapMs} or call_gap_ms > ${pace.callGapMs})
         and frozen_until < ${since} and served_at > ${since}`),
  );
}

/**
 * Is everything in order in a lane: no call that nobody can be waiting for any more, and as many slots taken as calls are
 * under way? Asked often and of many lanes, so without locking any.
 */
export async function isLaneWell(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  now: Date,
  timing: { readonly aliveMs: number },
): Promise<boolean> {
  const alive = new Date(now.getTime() - timing.aliveMs);
  const result = await runNamed<{ isWell: boolean }>(
    tx,
    sql`
    select l.in_flight = a.calls and l.batches_in_flight = a.batches and not a.has_lost as "isWell"
      from lanes l
     cross join (
       select count(*) as calls, count(*) filter (where shape = 'batch') as batches,
              coalesce(bool_or(deadline < ${now} or shape <> 'read' and lease_owner not in (select worker_id from workers where alive_at > ${alive})), false) as has_lost
         from attempts
        where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and state = 'sent') as a
     where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId}`,
  );
  return result.rows[0]?.isWell ?? true;
}

/**
 * Turns calls nobody can be waiting for any more into lost ones, their pushes into `unsure`, and counts the lane's slots
 * anew. A question is given up and simply asked again; people ask from processes that are no workers, so only its own
 * deadline counts. The lane must be locked. Returns how many calls were lost.
 */
export async function loseCalls(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  now: Date,
  timing: { readonly aliveMs: number; readonly idMemoryMs: number },
): Promise<number> {
  const alive = new Date(now.getTime() - timing.aliveMs);
  const lookAt = new Date(now.getTime() + timing.idMemoryMs);
  const lost = await tx.execute<{ attemptId: string }>(sql`
    update attempts set state = case when shape = 'read' or sends > ${limits.replaysMax} then 'given-up' else 'lost' end
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and state = 'sent'
       and (deadline < ${now} or shape <> 'read' and lease_owner not in (select worker_id from workers where alive_at > ${alive}))
    returning attempt_id as "attemptId"`);
  await tx.execute(sql`
    update pushes set state = 'unsure', available_at = greatest(lease_until, ${lookAt}), lease_owner = null, lease_until = null, changed_at = ${now}
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and state = 'sending'
       and attempt_id in (select jsonb_array_elements_text(${JSON.stringify(lost.rows.map((row) => row.attemptId))}::jsonb)::uuid)`);
  await tx.execute(sql`
    update lanes set ready_at = least(coalesce(ready_at, ${now}), ${now}), (in_flight, batches_in_flight) = (
             select count(*), count(*) filter (where shape = 'batch') from attempts
              where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and state = 'sent')
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
  return lost.rows.length;
}

/** What time the database has. */
export async function readClock(db: Database): Promise<Date> {
  const result = await db.execute<{ at: string }>(sql`select clock_timestamp() as at`);
  return new Date(result.rows[0]!.at);
}
