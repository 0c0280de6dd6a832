// Documents in problem that a person ties to a record of the books, instead of sending them.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import { releaseBehind } from "#lib/sync/ending/store.ts";
import { holdFollowing } from "#lib/sync/links/store.ts";
import { supersede } from "#lib/sync/plan/store.ts";
import type { Linkable } from "#lib/sync/relink.ts";
import { releaseFollowers } from "#lib/sync/settle/store.ts";

/** The document of a problem; null when there is none of that id here. */
export async function readLinkable(tx: Transaction, scope: Scope, rowId: string): Promise<Linkable | null> {
  const result = await tx.execute<Linkable>(sql`
    select p.push_id as "pushId", p.document_id as "documentId", p.company_file_id as "companyFileId", p.document_kind as kind, d.title, d.party,
           coalesce(d.body->>'number', d.body->>'reference', '') as number, d.document_date as date, d.amount_minor::text as "amountMinor", d.currency,
           p.state, p.operation, p.state in ('sending', 'unsure') or p.memory @> '{"unsure": true}' as "isUnheard",
           not exists (select 1 from pushes q where q.tenant_id = ${scope.tenantId} and q.document_id = p.document_id
                          and q.push_id > p.push_id and q.operation <> 'void-extra') as "isLatest",
           l.ledger_id as "ledgerId", l.linked_by as "linkedBy", coalesce(l.posted_fingerprint = ${ENDED}, false) as "isEnded",
           coalesce(who.ids, '[]') as "customerIds"
      from pushes p
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = p.document_id
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = p.document_id
      left join lateral (
        select jsonb_agg(k.ledger_id) as ids
          from documents c
          left join documents parent on parent.tenant_id = ${scope.tenantId} and parent.company_file_id = d.company_file_id
                                    and parent.key = c.body->>'parent'
          join ledger_links k on k.tenant_id = ${scope.tenantId} and k.document_id in (c.document_id, parent.document_id)
                             and k.ledger_type = 'Customer' and k.gone_at is null
         where c.tenant_id = ${scope.tenantId} and c.company_file_id = d.company_file_id and c.key = d.body->>'customer') as who on true
     where p.tenant_id = ${scope.tenantId} and p.push_id = ${rowId}`);
  return result.rows[0] ?? null;
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
  await tx.execute(sql`
    update ledger_links l set posted_fingerprint = d.fingerprint, accepted_at = ${now}
      from documents d
     where l.tenant_id = ${scope.tenantId} and l.document_id = ${documentId} and d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id`);
  const result = await tx.execute(sql`
    update pushes set state = 'superseded', problem_code = '', problem_about = '', problem = null, memory = '{}', changed_at = ${now}
     where tenant_id = ${scope.tenantId} and push_id = ${pushId} and state = 'problem'`);
  if (result.rowCount !== 1) return false;
  // Only what was sent ends as posted; for people it is done all the same.
  await tx.execute(sql`
    update problems set lane = 'done', moved_at = ${now} where tenant_id = ${scope.tenantId} and row_id = ${pushId}`);
  const lane = { tenantId: scope.tenantId, companyFileId };
  await releaseFollowers(tx, lane, [documentId], now);
  await releaseBehind(tx, lane, [documentId], now);
  return true;
}

/**
 * The document is not that record after all: the tie goes, its effort is given up, and what was to follow it waits again.
 * Nothing is said to QuickBooks. The lane must be locked.
 */
export async function untie(
  tx: Transaction,
  scope: Scope,
  { companyFileId, documentId, pushId }: Pick<Linkable, "companyFileId" | "documentId" | "pushId">,
): Promise<void> {
  const now = scope.now();
  await tx.execute(sql`
    delete from ledger_links where tenant_id = ${scope.tenantId} and document_id = ${documentId}`);
  await supersede(tx, scope, companyFileId, [documentId], now);
  // It was done for people: what comes up now goes on with the same row.
  await tx.execute(sql`
    update problems set lane = 'past', moved_at = ${now}
     where tenant_id = ${scope.tenantId} and row_id = ${pushId} and lane = 'done'`);
  await holdFollowing(tx, scope, companyFileId, [documentId]);
  await releaseBehind(tx, { tenantId: scope.tenantId, companyFileId }, [documentId], now);
}
