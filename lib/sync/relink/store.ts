// Documents in problem that a person ties to a record of the books, instead of sending them.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import { releaseBehind } from "#lib/sync/ending/store.ts";
import type { Held } from "#lib/sync/ledger-ids.ts";
import { holdFollowing } from "#lib/sync/links/store.ts";
import { supersede } from "#lib/sync/plan/store.ts";
import type { Linkable } from "#lib/sync/relink.ts";
import { releaseFollowers } from "#lib/sync/settle/store.ts";

/** What is known of the document `d`, its effort `p` and its record `l`. */
const known = (scope: Scope, from: SQL) => sql`
    select p.push_id as "pushId", d.document_id as "documentId", d.company_file_id as "companyFileId", d.kind, d.title, d.party,
           coalesce(d.body->>'number', d.body->>'reference', '') as number, d.document_date as date, d.amount_minor::text as "amountMinor", d.currency,
           p.state, p.operation,
           coalesce(p.state in ('sending', 'unsure') or p.state <> 'posted' and p.memory @> '{"unsure": true}', false) as "isUnheard",
           not exists (select 1 from pushes q where q.tenant_id = ${scope.tenantId} and q.document_id = p.document_id
                          and q.push_id > p.push_id and q.operation <> 'void-extra') as "isLatest",
           l.ledger_id as "ledgerId", l.linked_by as "linkedBy", coalesce(l.posted_fingerprint = ${ENDED}, false) as "isEnded",
           l.gone_at is not null as "isGone", d.left_out_because is not null as "isLeftOut", coalesce(d.body->>'email', '') as email,
           coalesce(who.ids, '[]') as "customerIds"
      ${from}
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
      left join lateral (
        select jsonb_agg(k.ledger_id) as ids
          from documents c
          left join documents parent on parent.tenant_id = ${scope.tenantId} and parent.company_file_id = d.company_file_id
                                    and parent.key = c.body->>'parent'
          join ledger_links k on k.tenant_id = ${scope.tenantId} and k.document_id in (c.document_id, parent.document_id)
                             and k.ledger_type = 'Customer' and k.gone_at is null
         where c.tenant_id = ${scope.tenantId} and c.company_file_id = d.company_file_id and c.key = d.body->>'customer') as who on true`;

/** The document of a problem; null when there is none of that id here. */
export async function readLinkable(tx: Transaction, scope: Scope, rowId: string): Promise<Linkable | null> {
  const from = sql`from pushes p join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = p.document_id`;
  const result = await tx.execute<Linkable>(sql`
    ${known(scope, from)} where p.tenant_id = ${scope.tenantId} and p.push_id = ${rowId}`);
  return result.rows[0] ?? null;
}

/** Documents with their newest efforts, by id; those that are not here are missing. */
export async function readHeld(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
): Promise<ReadonlyMap<string, Held>> {
  const from = sql`
      from documents d
      left join lateral (
        select p.* from pushes p
         where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id and p.operation <> 'void-extra'
         order by p.push_id desc limit 1) as p on true`;
  const result = await tx.execute<Held>(sql`
    ${known(scope, from)} where d.tenant_id = ${scope.tenantId} and d.document_id = any (${idsOf(documentIds)})`);
  return new Map(result.rows.map((row) => [row.documentId, row]));
}

/**
 * The books hold it, as a person says: its effort is given up, what the record says counts as what we want, and
 * what waited for it goes. False when the effort had moved on. The lane must be locked, the link written.
 */
export async function settleLinked(
  tx: Transaction,
  scope: Scope,
  { companyFileId, documentId, pushId }: Pick<Linkable, "companyFileId" | "documentId" | "pushId">,
): Promise<boolean> {
  const now = scope.now();
  const result = await tx.execute(sql`
    update pushes set state = 'superseded', problem_code = '', problem_about = '', problem = null, memory = '{}', changed_at = ${now}
     where tenant_id = ${scope.tenantId} and push_id = ${pushId} and state = 'problem'`);
  if (result.rowCount !== 1) return false;
  // Only what was sent ends as posted; for people it is done all the same.
  await tx.execute(sql`
    update problems set lane = 'done', moved_at = ${now} where tenant_id = ${scope.tenantId} and row_id = ${pushId}`);
  await acceptLinked(tx, scope, companyFileId, [documentId]);
  return true;
}

/** What the records say counts as what we want, and what waited for the documents goes. The lane must be locked. */
export async function acceptLinked(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<void> {
  const now = scope.now();
  await tx.execute(sql`
    update ledger_links l set posted_fingerprint = d.fingerprint, accepted_at = ${now}
      from documents d
     where l.tenant_id = ${scope.tenantId} and l.document_id = any (${idsOf(documentIds)})
       and d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id`);
  const lane = { tenantId: scope.tenantId, companyFileId };
  await releaseFollowers(tx, lane, documentIds, now);
  await releaseBehind(tx, lane, documentIds, now);
}

/** The ties of these documents go: for good, or to be made anew at once. The lane must be locked. */
export async function dropTies(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    delete from ledger_links where tenant_id = ${scope.tenantId} and document_id = any (${idsOf(documentIds)})`);
}

/**
 * The document is not that record after all: the tie goes, its effort is given up, and what was to follow it waits again.
 * Nothing is said to QuickBooks. The lane must be locked.
 */
export async function untie(
  tx: Transaction,
  scope: Scope,
  { companyFileId, documentId, pushId }: Pick<Held, "companyFileId" | "documentId" | "pushId">,
): Promise<void> {
  const now = scope.now();
  await dropTies(tx, scope, [documentId]);
  await supersede(tx, scope, companyFileId, [documentId], now);
  // It was done for people: what comes up now goes on with the same row.
  await tx.execute(sql`
    update problems set lane = 'past', moved_at = ${now}
     where tenant_id = ${scope.tenantId} and row_id = ${pushId} and lane = 'done'`);
  await holdFollowing(tx, scope, companyFileId, [documentId]);
  await releaseBehind(tx, { tenantId: scope.tenantId, companyFileId }, [documentId], now);
}
