// The documents behind an order's payments and invoices: where they stand, which records they are, and taking records over.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { MoneyJson } from "#lib/money.ts";
import { BEHIND_PAYMENTS } from "#lib/problem-code.ts";
import { creditUseKeys } from "#lib/documents/keys.ts";
import type { BehindPayments } from "#lib/sync/new-payments.ts";
import type { MoneyBeside } from "#lib/sync/payments.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import { closeExtras } from "#lib/sync/extras/store.ts";
import type { PushOperation, PushState } from "#lib/sync/push.ts";

/** The code of that cause, written out: Postgres plans for it, and not for any code. */
export const behindPayments = sql.raw(`'${BEHIND_PAYMENTS}'`);

export type PaymentDocumentRow = {
  readonly documentId: string;
  readonly key: string;
  readonly ledgerId: string | null;
  readonly leftOutBecause: string | null;
  readonly state: PushState | null;
  readonly operation: PushOperation | null;
  /** Its newest effort is out, or was and nobody knows what became of it. */
  readonly hasLeft: boolean;
};

const newestPush = (tenantId: string) => sql`
  left join lateral (
    select p.state, p.operation, p.state in ('sending', 'unsure') or p.memory @> '{"unsure": true}' and p.state <> 'superseded' as has_left
      from pushes p where p.tenant_id = ${tenantId} and p.document_id = d.document_id and p.operation <> 'void-extra'
     order by p.push_id desc limit 1) as newest on true`;

/** The payment documents of orders, whether planned now or once. */
export async function readPaymentDocuments(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<(PaymentDocumentRow & { readonly orderId: string })[]> {
  const result = await tx.execute<PaymentDocumentRow & { orderId: string }>(sql`
    select d.order_id as "orderId", d.document_id as "documentId", d.key, l.ledger_id as "ledgerId", d.left_out_because as "leftOutBecause",
           newest.state, newest.operation, coalesce(newest.has_left, false) as "hasLeft"
      from documents d
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id and l.ledger_type = 'Payment'
      ${newestPush(scope.tenantId)}
     where d.tenant_id = ${scope.tenantId} and d.kind = 'payment'
       and d.order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))`);
  return result.rows;
}

/** What moves the open amount of an order beside its payments: what stands for credits, and amounts that were accepted. */
export async function readMoneyBeside(tx: Transaction, scope: Scope, orderId: string): Promise<MoneyBeside[]> {
  const result = await tx.execute<MoneyBeside>(sql`
    select m.is, m.minor::text as minor
      from document_orders o
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = o.document_id
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
      cross join lateral (
        select 'credit-used' as is, (d.body->'applies'->-1->'amount'->>'minor')::bigint as minor where d.key ^@ ${creditUseKeys(orderId)}
        union all
        select 'refunded', d.amount_minor where d.kind = 'refund-receipt'
        union all
        select 'accepted', case when d.kind = 'payment' then d.amount_minor - l.total_minor else l.total_minor - d.amount_minor end
         -- A combined invoice's difference is of no single order; what the order says anew is about to replace theirs.
         where d.kind in ('invoice', 'payment') and d.key ^@ 'order/' and l.accepted_at is not null
           and (l.posted_fingerprint is null or l.posted_fingerprint = d.fingerprint)) as m
     where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId} and o.is_planned and d.left_out_because is null and l.gone_at is null
       and m.minor <> 0`);
  return result.rows;
}

export type InvoiceDocumentRow = {
  readonly orderId: string;
  readonly documentId: string;
  readonly key: string;
  readonly title: string;
  readonly ledgerId: string | null;
  readonly isGone: boolean;
  readonly total: MoneyJson;
  readonly customerKey: string;
  readonly customerName: string;
  /** Records of the customer, and of the customer it is a job of. */
  readonly customerIds: readonly string[];
  readonly hasLeft: boolean;
  /** Combined with charges of other orders. */
  readonly isShared: boolean;
};

/** The invoices of orders, in order; a combined one belongs to several. */
export async function readInvoiceDocuments(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<InvoiceDocumentRow[]> {
  const result = await tx.execute<InvoiceDocumentRow>(sql`
    select o.order_id as "orderId", d.document_id as "documentId", d.key, d.title, l.ledger_id as "ledgerId", l.gone_at is not null as "isGone",
           jsonb_build_object('minor', d.amount_minor::text, 'currency', d.currency) as total,
           d.body->>'customer' as "customerKey", d.party as "customerName",
           coalesce(who.ids, '[]') as "customerIds", coalesce(newest.has_left, false) as "hasLeft",
           d.key not like 'order/%' as "isShared"
      from document_orders o
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = o.document_id
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id and l.ledger_type = 'Invoice'
      left join lateral (
        select jsonb_agg(k.ledger_id) as ids
          from documents c
          left join documents parent on parent.tenant_id = ${scope.tenantId} and parent.company_file_id = d.company_file_id
                                    and parent.key = c.body->>'parent'
          join ledger_links k on k.tenant_id = ${scope.tenantId} and k.document_id in (c.document_id, parent.document_id)
                             and k.ledger_type = 'Customer' and k.gone_at is null
         where c.tenant_id = ${scope.tenantId} and c.company_file_id = d.company_file_id and c.key = d.body->>'customer') as who on true
      ${newestPush(scope.tenantId)}
     where o.tenant_id = ${scope.tenantId} and d.kind = 'invoice'
       and o.order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))
     order by o.order_id, d.key`);
  return result.rows;
}

export type TakenRecord = { readonly documentId: string; readonly orderId: string | null; readonly title: string };

/** Which of our documents these records are already, by ledger id: its title and the number of its order. */
export async function readTaken(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerType: string,
  ledgerIds: readonly string[],
): Promise<ReadonlyMap<string, TakenRecord>> {
  if (ledgerIds.length === 0) return new Map();
  const result = await tx.execute<TakenRecord & { ledgerId: string }>(sql`
    select l.ledger_id as "ledgerId", d.document_id as "documentId", d.order_id as "orderId", d.title || coalesce(' of order ' || o.number, '') as title
      from ledger_links l
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
      left join orders o on o.tenant_id = ${scope.tenantId} and o.order_id = d.order_id
     where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = ${ledgerType}
       and l.ledger_id = any (array(select jsonb_array_elements_text(${JSON.stringify(ledgerIds)}::jsonb)))`);
  return new Map(result.rows.map(({ ledgerId, ...row }) => [ledgerId, row]));
}

export type TakenOver = LedgerLink & {
  readonly number: string | null;
  readonly totalMinor: string | null;
  readonly balanceMinor: string | null;
};

/**
 * Ties a document to a record a person chose; a link to a record that is gone is replaced. False when that record
 * belongs to another document. The lane must be locked.
 */
export async function linkByPerson(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentId: string,
  record: TakenOver,
): Promise<boolean> {
  return (await linkManyByPerson(tx, scope, companyFileId, [{ ...record, documentId }])).has(documentId);
}

/** The same for many: the documents that are tied now. */
export async function linkManyByPerson(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  records: readonly (TakenOver & { readonly documentId: string })[],
): Promise<ReadonlySet<string>> {
  await tx.execute(sql`
    delete from ledger_links
     where tenant_id = ${scope.tenantId} and document_id = any (${idsOf(records.map(({ documentId }) => documentId))})
       and gone_at is not null`);
  const rows = records.map(({ documentId, ledgerType, ledgerId, versionToken, number, totalMinor, balanceMinor }) => ({
    d: documentId,
    type: ledgerType,
    id: ledgerId,
    token: versionToken,
    number,
    total: totalMinor,
    balance: balanceMinor,
  }));
  const result = await tx.execute<{ documentId: string }>(sql`
    insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at, linked_by,
                              ledger_number, total_minor, balance_minor, checked_at)
    select ${scope.tenantId}, ${companyFileId}, n.d, n.type, n.id, n.token, ${scope.now()}, 'person', n.number, n.total, n.balance, ${scope.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n(d uuid, type text, id text, token text, number text, total bigint, balance bigint)
     -- What is on its way to be voided as a second one is no record to link to.
     where not exists (
       select from pushes e where e.tenant_id = ${scope.tenantId} and e.company_file_id = ${companyFileId} and e.operation = 'void-extra'
          and e.state in ('ready', 'sending', 'unsure') and e.extra_ledger_id = n.id and e.memory->>'ledgerType' = n.type)
    on conflict do nothing
    returning document_id as "documentId"`);
  const tied = new Set(result.rows.map((row) => row.documentId));
  // A linked record is a second one of nothing, whatever was said of it before.
  for (const { documentId, ledgerType, ledgerId } of records) {
    if (tied.has(documentId)) await closeExtras(tx, scope, companyFileId, ledgerType, [ledgerId]);
  }
  return tied;
}

/** Orders with documents that wait until payments are imported: these, or all of the company; the oldest first. */
export async function readBehindPayments(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { orderIds, max }: { readonly orderIds: readonly string[] | null; readonly max: number },
): Promise<BehindPayments[]> {
  const among =
    orderIds === null
      ? sql``
      : sql`and o.order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))`;
  const result = await tx.execute<BehindPayments>(sql`
    select o.order_id as "orderId", count(*)::int as documents
      from pushes p
      join document_orders o on o.tenant_id = ${scope.tenantId} and o.document_id = p.document_id
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'problem'
       and p.problem_code = ${behindPayments} ${among}
     group by o.order_id order by min(p.push_id::text), o.order_id limit ${max}`);
  return result.rows;
}

/** Says that a person accepted what the books say of these documents instead of ours. */
export async function noteAccepted(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update ledger_links set accepted_at = ${scope.now()}
     where tenant_id = ${scope.tenantId}
       and document_id in (select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`);
}

/** Takes a document off its order, as the next plan would: what becomes of it is decided here. */
export async function untieOrder(tx: Transaction, scope: Scope, orderId: string, documentId: string): Promise<void> {
  await tx.execute(sql`
    delete from document_orders
     where tenant_id = ${scope.tenantId} and order_id = ${orderId} and document_id = ${documentId}`);
}
