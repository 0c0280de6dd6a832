// What QuickBooks told us by webhook, once each, until it was worked off; and when a lane looks for changes.
import { sql } from "drizzle-orm";

import { asClaim, type Database, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { WaitingLane } from "#lib/sync/lane/store.ts";

const LANES_AT_ONCE = 100;
/** The first news after a quiet time is looked at this soon: most news come in company. */
const NEWS_AFTER_MS = 5_000;
/** While news keep coming, they are looked at this often. */
const TICK_MS = 60_000;
/** Who follows a lane holds it this long; renewed with every question, each of which may take half as long. */
const LEASE_MS = 120_000;
/** Webhooks may be missed: everything is looked at once a day. */
export const LOOK_EVERY_MS = 24 * 3_600_000;
/** A moment that says: look for all changes, not only at news. */
const LOOK_AT_ONCE = new Date(0);

export type RealmFile = WaitingLane & { readonly realmId: string };

/**
 * Company files of QuickBooks companies: several tenants may hold the same one. Across tenants, as the narrow role that
 * sees which company file a realm is and nothing else. Disconnected ones are not among them.
 */
export async function companyFilesOfRealms(db: Database, realmIds: readonly string[]): Promise<RealmFile[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<RealmFile>(sql`
      select tenant_id as "tenantId", company_file_id as "companyFileId", realm_id as "realmId" from company_files
       where realm_id = any (array(select jsonb_array_elements_text(${JSON.stringify(realmIds)}::jsonb))) and connection <> 'disconnected'`),
  );
  return result.rows;
}

/** An event as it is kept. */
export type KeptEvent = {
  readonly eventId: string;
  readonly entity: string;
  readonly ledgerId: string;
  readonly operation: string;
  readonly endedLedgerId: string | null;
  readonly happenedAt: Date;
};

/** Keeps events that are new, and brings the lane's next look forward. Returns how many were new. */
export async function keepEvents(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  events: readonly KeptEvent[],
): Promise<number> {
  const now = scope.now();
  const inserted = await tx.execute(sql`
    insert into ledger_events (tenant_id, company_file_id, event_id, entity, ledger_id, operation, ended_ledger_id, happened_at, received_at)
    select ${scope.tenantId}, ${companyFileId}, e."eventId", e.entity, e."ledgerId", e.operation, e."endedLedgerId", e."happenedAt", ${now}
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        as e("eventId" text, entity text, "ledgerId" text, operation text, "endedLedgerId" text, "happenedAt" timestamptz)
    on conflict do nothing`);
  if (inserted.rowCount) {
    // A lane that was never read (null) learns everything by its first reading; one that looks soon is left as it is, and
    // so is one that somebody holds.
    await tx.execute(sql`
      update lanes set changes_at = ${new Date(now.getTime() + NEWS_AFTER_MS)}
       where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}
         and changes_at > ${new Date(now.getTime() + LEASE_MS)}`);
  }
  return inserted.rowCount ?? 0;
}

/** Events that came before a moment and wait, oldest first. */
export async function readEvents(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  before: Date,
  max: number,
): Promise<readonly KeptEvent[]> {
  const result = await tx.execute<KeptEvent>(sql`
    select event_id as "eventId", entity, ledger_id as "ledgerId", operation, ended_ledger_id as "endedLedgerId", happened_at as "happenedAt"
      from ledger_events
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and done_at is null and received_at < ${before}
     order by received_at, event_id limit ${max}`);
  return result.rows;
}

/** These events are worked off. */
export async function endEvents(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return;
  await tx.execute(sql`
    update ledger_events set done_at = ${scope.now()}
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}
       and event_id = any (array(select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)))`);
}

/** Events of records that were just made, and are linked: our own doing, told back to us. */
export async function ownCreations(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  eventIds: readonly string[],
): Promise<readonly string[]> {
  const result = await tx.execute<{ eventId: string }>(sql`
    select e.event_id as "eventId" from ledger_events e
      join ledger_links l on l.tenant_id = e.tenant_id and l.company_file_id = e.company_file_id
       and l.ledger_type = e.entity and l.ledger_id = e.ledger_id
     where e.tenant_id = ${scope.tenantId} and e.company_file_id = ${companyFileId} and e.operation = 'created'
       and e.entity not in ('Customer', 'Item')
       and e.event_id = any (array(select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)))`);
  return result.rows.map((row) => row.eventId);
}

/** Forgets what was worked off long ago. */
export async function forgetEvents(tx: Transaction, scope: Scope, companyFileId: string, before: Date): Promise<void> {
  await tx.execute(sql`
    delete from ledger_events
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and done_at < ${before}`);
}

/** Lanes that shall look for changes, longest waiting first. Across tenants: for the worker. */
export async function lanesToFollow(db: Database, now: Date): Promise<WaitingLane[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<WaitingLane>(sql`
      select tenant_id as "tenantId", company_file_id as "companyFileId" from lanes
       where changes_at <= ${now} and not is_paused and frozen_until <= ${now} order by changes_at limit ${LANES_AT_ONCE}`),
  );
  return result.rows;
}

/** All lanes look for everything that changed: nobody listened for a while. Across tenants: for the worker. */
export async function lookEverywhere(db: Database): Promise<void> {
  await asClaim(db, (tx) =>
    // Locked in one order: two workers that start together wait for each other instead of holding each other up.
    tx.execute(sql`
      with every as materialized (
        select tenant_id, company_file_id from lanes where changes_at is not null order by tenant_id, company_file_id for update)
      update lanes l set changes_at = ${LOOK_AT_ONCE} from every
       where l.tenant_id = every.tenant_id and l.company_file_id = every.company_file_id`),
  );
}

export type Following = {
  /** Until then nobody else follows this lane; tells our hold from another's. */
  readonly until: Date;
  readonly changesReadUntil: Date | null;
  readonly listsWantedAt: Date | null;
  /** Somebody asked for a look at everything, not only at news. */
  readonly isLook: boolean;
};

/** Takes the lane to follow its changes; null when somebody else was faster. */
export async function takeFollowing(tx: Transaction, scope: Scope, companyFileId: string): Promise<Following | null> {
  const now = scope.now();
  const until = new Date(now.getTime() + LEASE_MS);
  const wish = await noteWish(tx, scope, companyFileId);
  const taken = await tx.execute<{ before: string; readUntil: string | null; wantedAt: string | null }>(sql`
    update lanes l set changes_at = ${until}
      from (select changes_at from lanes
             where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} for update) as held,
           company_files c
     where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and held.changes_at <= ${now}
       and (held.changes_at > ${LOOK_AT_ONCE} or c.changes_read_until is null or ${wish !== null})
       and c.tenant_id = l.tenant_id and c.company_file_id = l.company_file_id
    returning held.changes_at as before, c.changes_read_until as "readUntil", c.lists_wanted_at as "wantedAt"`);
  const row = taken.rows[0];
  if (!row) return null;
  const readUntil = wish?.readUntil ?? row.readUntil;
  return {
    until,
    changesReadUntil: readUntil === null ? null : new Date(readUntil),
    listsWantedAt: row.wantedAt === null ? null : new Date(row.wantedAt),
    isLook: new Date(row.before).getTime() <= LOOK_AT_ONCE.getTime(),
  };
}

/**
 * A wanted look is written down beside the lane, whose moment the follower's hold replaces: one that is cut off before it
 * has read everything leaves a company that counts as not looked at for a day. The company file is locked before the
 * lane, as everywhere, and not against foreign keys: a turn that holds the lane writes rows that refer to it. Returns
 * until when changes were known; null when no look is wanted.
 */
async function noteWish(tx: Transaction, scope: Scope, companyFileId: string): Promise<{ readUntil: string } | null> {
  const dayAgo = new Date(scope.now().getTime() - LOOK_EVERY_MS);
  const noted = await tx.execute<{ readUntil: string }>(sql`
    update company_files c set changes_read_until = least(c.changes_read_until, ${dayAgo})
      from (select changes_read_until from company_files
             where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and changes_read_until is not null
               and exists (select 1 from lanes where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and changes_at <= ${LOOK_AT_ONCE})
               for no key update) as old
     where c.tenant_id = ${scope.tenantId} and c.company_file_id = ${companyFileId}
    returning old.changes_read_until as "readUntil"`);
  return noted.rows[0] ?? null;
}

/** Holds the lane longer. When it was asked to look again meanwhile, the hold is over: its next follower looks. */
export async function holdFollowing(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  following: Following,
): Promise<Following> {
  const until = new Date(scope.now().getTime() + LEASE_MS);
  const held = await tx.execute(sql`
    update lanes set changes_at = ${until}
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and changes_at = ${following.until}`);
  return held.rowCount === 1 ? { ...following, until } : following;
}

/**
 * Lets the lane go. With `nextAt` it goes on then; without, in a tick when news wait or were just worked off, else with
 * the daily look. The lane is locked, so news that come beside it see the new moment.
 */
export async function leaveFollowing(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  following: Following,
  next: { readonly at: Date } | { readonly dailyAt: Date; readonly hadNews: boolean },
): Promise<void> {
  const tick = new Date(scope.now().getTime() + TICK_MS);
  const at =
    "at" in next
      ? sql`${next.at}::timestamptz`
      : sql`case when ${next.hadNews} or exists (
              select 1 from ledger_events where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and done_at is null)
            then least(${tick}::timestamptz, ${next.dailyAt}::timestamptz) else ${next.dailyAt}::timestamptz end`;
  await tx.execute(sql`
    select 1 from lanes where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} for update`);
  await tx.execute(sql`
    update lanes set changes_at = ${at}
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and changes_at = ${following.until}`);
}

/** Says that the lane shall follow changes from `at` on, unless it does so already. */
export async function beginFollowing(tx: Transaction, scope: Scope, companyFileId: string, at: Date): Promise<void> {
  await tx.execute(sql`
    update lanes set changes_at = least(coalesce(changes_at, ${at}), ${at})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** Everything that changed before this moment is known here. */
export async function markChangesRead(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  until: Date,
): Promise<void> {
  await tx.execute(sql`
    update company_files set changes_read_until = greatest(changes_read_until, ${until})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}
