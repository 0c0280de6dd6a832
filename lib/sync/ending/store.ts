// Documents that are taken back: which are there, who goes first, and what became of them.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import type { DocumentKind, PaymentDocument } from "#lib/documents/document.ts";
import { wakeLane } from "#lib/sync/lane/store.ts";
import { hasFollowersToGo, moneyBeside, mustWait } from "#lib/sync/precedence/store.ts";
import { versionOfOrders } from "#lib/sync/triage/cleared/store.ts";

/** A document an order is on, as the last plan left it. */
export type Standing = {
  readonly orderId: string;
  readonly documentId: string;
  readonly key: string;
  readonly kind: DocumentKind;
  readonly number: string | null;
  readonly amountMinor: string;
  readonly currency: string;
  /** The books hold it. */
  readonly isThere: boolean;
  /** A version of it is under way, or was and nobody knows what became of it. */
  readonly isUnderWay: boolean;
  /** It was taken back, or is about to be. */
  readonly isEnded: boolean;
  /** Other orders are on it, too. */
  readonly isShared: boolean;
};

/** As much of it as it takes to take it back. */
export type Ending = Omit<Standing, "isShared">;

/** A version of document `d` is under way, or was and nobody knows what became of it. */
const underWay = (tenantId: string) => sql`exists (
  select 1 from pushes p where p.tenant_id = ${tenantId} and p.document_id = d.document_id and p.operation <> 'void-extra'
     and (p.state in ('sending', 'unsure') or p.state in ('waiting', 'ready', 'problem') and p.memory @> '{"unsure": true}'))`;

/** What these orders are on, customers and items left out. */
export async function readStandings(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<readonly Standing[]> {
  if (orderIds.length === 0) return [];
  const result = await tx.execute<Standing>(sql`
    select o.order_id as "orderId", d.document_id as "documentId", d.key, d.kind, d.body->>'number' as number,
           d.amount_minor::text as "amountMinor", d.currency,
           l.document_id is not null and l.posted_fingerprint is distinct from ${ENDED} as "isThere", d.fingerprint = ${ENDED} as "isEnded",
           ${underWay(scope.tenantId)} as "isUnderWay",
           exists (select 1 from document_orders s
                    where s.tenant_id = ${scope.tenantId} and s.document_id = o.document_id and s.order_id <> o.order_id) as "isShared"
      from document_orders o
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = o.document_id
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = o.document_id
     where o.tenant_id = ${scope.tenantId} and d.kind not in ('customer', 'item')
       and o.order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))
     order by o.order_id, o.document_id`);
  return result.rows;
}

/** An invoice of several orders that the books hold, with the orders it was sent for. */
export type CombinedInBooks = {
  readonly key: string;
  readonly documentId: string;
  readonly number: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly orderIds: readonly string[];
  /** It is about to be taken back. */
  readonly isEnding: boolean;
  /** A person knows already that its orders are others by now, or took that off the list while they were as they are. */
  readonly isHeld: boolean;
};

/** Those of these invoices that the books hold. */
export async function readCombined(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  keys: readonly string[],
): Promise<readonly CombinedInBooks[]> {
  if (keys.length === 0) return [];
  const result = await tx.execute<CombinedInBooks>(sql`
    select d.key, d.document_id as "documentId", d.body->>'number' as number, d.amount_minor::text as "amountMinor", d.currency,
           (select coalesce(jsonb_agg(o.order_id order by o.order_id), '[]') from document_orders o
             where o.tenant_id = ${scope.tenantId} and o.document_id = d.document_id) as "orderIds",
           d.fingerprint = ${ENDED} as "isEnding",
           exists (select 1 from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id
                      and p.state = 'problem' and p.problem_code = 'combined-changed')
           or exists (select 1 from problems p where p.tenant_id = ${scope.tenantId} and p.record_id = d.document_id and p.row_is = 'push'
                         and p.lane = 'cleared' and p.code = 'combined-changed'
                         and p.version is not distinct from ${versionOfOrders(scope.tenantId, sql`d.document_id`)}) as "isHeld"
      from documents d
      join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId} and l.posted_fingerprint is distinct from ${ENDED}
       and d.key = any (array(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)))
     order by d.key`);
  return result.rows;
}

/** The numbers of orders, by id. */
export async function readOrderNumbers(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (orderIds.length === 0) return new Map();
  const result = await tx.execute<{ orderId: string; number: string }>(sql`
    select order_id as "orderId", number from orders
     where tenant_id = ${scope.tenantId}
       and order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))`);
  return new Map(result.rows.map((row) => [row.orderId, row.number]));
}

/** One document of this tenant, and how it stands in the books; null when there is none. */
export async function readToReissue(
  tx: Transaction,
  scope: Scope,
  documentId: string,
): Promise<(Ending & { readonly companyFileId: string; readonly orders: number }) | null> {
  const result = await tx.execute<Ending & { companyFileId: string; orders: number }>(sql`
    select d.document_id as "documentId", d.company_file_id as "companyFileId", d.key, d.kind, d.body->>'number' as number,
           d.amount_minor::text as "amountMinor", d.currency, '' as "orderId",
           l.document_id is not null and l.posted_fingerprint is distinct from ${ENDED} as "isThere", d.fingerprint = ${ENDED} as "isEnded",
           ${underWay(scope.tenantId)} as "isUnderWay",
           (select count(*)::int from document_orders o where o.tenant_id = ${scope.tenantId} and o.document_id = d.document_id) as orders
      from documents d
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.document_id = ${documentId}`);
  return result.rows[0] ?? null;
}

/**
 * Money and used credits that follow a document and are in the books, or on the way there, with what they say. Not what
 * was taken back, left out or found gone: that is never said again.
 */
export async function readMoneyOn(
  tx: Transaction,
  scope: Scope,
  documentId: string,
): Promise<readonly (Ending & { readonly document: PaymentDocument })[]> {
  const result = await tx.execute<Ending & { document: PaymentDocument }>(sql`
    select d.document_id as "documentId", d.key, d.kind, d.body->>'number' as number, d.amount_minor::text as "amountMinor",
           d.currency, d.order_id as "orderId", d.body as document,
           l.document_id is not null and l.posted_fingerprint is distinct from ${ENDED} as "isThere", d.fingerprint = ${ENDED} as "isEnded",
           ${underWay(scope.tenantId)} as "isUnderWay"
      from document_links k
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = k.document_id
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = k.document_id
     where k.tenant_id = ${scope.tenantId} and k.after_document_id = ${documentId} and d.kind = 'payment'
       and d.left_out_because is null and l.gone_at is null
       and (select p.operation from pushes p
             where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id and p.state = 'posted' and p.operation <> 'void-extra'
             order by p.push_id desc limit 1) is distinct from 'void'
     order by d.document_id`);
  return result.rows;
}

/** Says that the books shall not hold these documents any more. What is said last wins: an order may want one again. */
export async function markEnded(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update documents set fingerprint = ${ENDED}, changed_at = ${scope.now()}
     where tenant_id = ${scope.tenantId}
       and document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))`);
}

/** Unties documents from records that ended: they are made anew. */
export async function untieEnded(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return;
  await tx.execute(sql`
    delete from ledger_links where tenant_id = ${scope.tenantId} and posted_fingerprint = ${ENDED}
       and document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))`);
}

/** Lets documents be taken back only after what follows them: a credit's use before the credit, money before its invoice. */
export async function holdVoids(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return;
  await tx.execute(sql`
    update pushes p set state = 'waiting'
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.operation = 'void' and p.state = 'ready'
       and p.document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))
       and ${hasFollowersToGo(scope.tenantId)}`);
}

/**
 * What waited for these documents to be changed or taken back may go now: the end of what they follow, and money that
 * finds enough open on its invoice after theirs gave way. The lane must be locked.
 */
export async function releaseBehind(
  tx: Transaction,
  lane: { readonly tenantId: string; readonly companyFileId: string },
  documentIds: readonly string[],
  now: Date,
): Promise<void> {
  if (documentIds.length === 0) return;
  const ends = await runNamed(
    tx,
    sql`
    update pushes p set state = 'ready', available_at = ${now}, changed_at = ${now}
     where p.tenant_id = ${lane.tenantId} and p.company_file_id = ${lane.companyFileId} and p.operation = 'void' and p.state = 'waiting'
       and p.document_id = any (array(
         select k.after_document_id from document_links k
          where k.tenant_id = ${lane.tenantId} and k.document_id = any (${idsOf(documentIds)})))
       and not ${hasFollowersToGo(lane.tenantId)}`,
  );
  const money = await runNamed(
    tx,
    sql`
    update pushes p set state = 'ready', available_at = ${now}, changed_at = ${now}
     where p.tenant_id = ${lane.tenantId} and p.company_file_id = ${lane.companyFileId} and p.operation in ('create', 'update')
       and p.state = 'waiting' and p.document_id = any (array${moneyBeside(lane.tenantId, idsOf(documentIds))})
       and not ${mustWait(lane.tenantId)}`,
  );
  if (ends.rowCount || money.rowCount) await wakeLane(tx, lane, lane.companyFileId, ["ready"], now);
}

/** Ends the efforts of these pushes, which are in problem: nobody wants their document any more. */
export async function dropProblems(tx: Transaction, scope: Scope, pushIds: readonly string[]): Promise<void> {
  if (pushIds.length === 0) return;
  await tx.execute(sql`
    update pushes set state = 'superseded', problem_code = '', problem_about = '', changed_at = ${scope.now()}
     where tenant_id = ${scope.tenantId} and state = 'problem'
       and push_id = any (array(select jsonb_array_elements_text(${JSON.stringify(pushIds)}::jsonb)::uuid))`);
}
