// Plan against last plan: documents are written, and only the difference becomes pushes.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { idsOf } from "#db/lists.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import type { LedgerDocument } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import { behindPayments } from "#lib/sync/payments/store.ts";
import { moneyBeside, mustWait } from "#lib/sync/precedence/store.ts";
import type { Memory, Priority, PushOperation } from "#lib/sync/push.ts";
import type { PlannedBefore } from "./planned-before.ts";

/** Taking away a second copy is no effort for the document itself: whatever it becomes, the copy must go. */
const forDocument = sql`p.operation <> 'void-extra'`;
/** Under way, or sent once with an outcome nobody knows. */
const hasLeft = sql`(p.state in ('sending', 'unsure') or p.state in ('waiting', 'ready', 'problem') and p.memory @> '{"unsure": true}')`;

export type { PlannedBefore } from "./planned-before.ts";

/** What earlier plans left of documents, by their keys. */
export async function readPlannedBefore(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  keys: readonly string[],
): Promise<Map<string, PlannedBefore>> {
  const result = await tx.execute<PlannedBefore>(sql`
    select d.key, d.document_id as "documentId", d.fingerprint, l.posted_fingerprint as "postedFingerprint",
           l.document_id is not null and l.posted_fingerprint is distinct from ${ENDED} as "isLinked",
           l.document_id is not null and l.posted_fingerprint = ${ENDED} as "isEnded", l.ledger_id as "ledgerId",
           coalesce(newest.has_left, false) as "hasLeft", coalesce(newest.problem_code = 'combined-changed', false) as "isHeld",
           coalesce(newest.state = 'problem' and newest.problem_code = 'customer-not-linked', false) as "isHeldForLink",
           coalesce(newest.state = 'superseded', true) as "isDropped",
           coalesce(newest.state = 'problem' and newest.problem_code = ${behindPayments}
                    or newest.state = 'cleared' and newest.problem->>'code' = ${behindPayments}, false) as "isBehindPayments",
           coalesce(newest.state in ('waiting', 'ready', 'problem'), false) as "isLive", coalesce(newest.state = 'cleared', false) as "isCleared",
           d.left_out_because is not null as "isLeftOut", d.link_decision as "linkDecision",
           d.body->>'customer' as "customerKey", d.body->>'customerName' as "customerName"
      from documents d left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
      left join lateral (
        select state, problem_code, problem, ${hasLeft} as has_left
          from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id and ${forDocument}
         order by push_id desc limit 1) as newest on true
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId}
       and d.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`);
  return new Map(result.rows.map((row) => [row.key, row]));
}

export type WrittenDocument = {
  readonly documentId: string;
  readonly document: LedgerDocument;
  readonly orderId: string | null;
  readonly fingerprint: string;
  readonly title: string;
  readonly party: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly date: string | null;
};

/** Writes documents, new or changed, and whom each waits for. Rows are given by id; the key stays what it was. */
export async function writeDocuments(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documents: readonly WrittenDocument[],
  now: Date,
): Promise<void> {
  const rows = documents.map((written) => ({
    id: written.documentId,
    order_id: written.orderId,
    key: written.document.key,
    kind: written.document.kind,
    title: written.title,
    party: written.party,
    body: written.document,
    fingerprint: written.fingerprint,
    amount: written.amountMinor,
    currency: written.currency,
    date: written.date,
  }));
  await tx.execute(sql`
    insert into documents (tenant_id, document_id, company_file_id, order_id, key, kind, title, party, body, fingerprint, amount_minor,
                           currency, document_date, changed_at)
    select ${scope.tenantId}, d.id, ${companyFileId}, d.order_id, d.key, d.kind, d.title, d.party, d.body, d.fingerprint, d.amount,
           d.currency, d.date, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id uuid, order_id uuid, key text, kind text, title text, party text,
           body jsonb, fingerprint text, amount bigint, currency text, date text)
    on conflict (tenant_id, document_id) do update
       set body = excluded.body, title = excluded.title, party = excluded.party, fingerprint = excluded.fingerprint,
           amount_minor = excluded.amount_minor, document_date = excluded.document_date, changed_at = excluded.changed_at`);
}

/**
 * Replaces whom documents wait for. Pairs of document ids. A tie to a document that is about to be taken back stays:
 * that one goes last.
 */
export async function writeAfter(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  pairs: readonly (readonly [string, string])[],
  endingIds: readonly string[] = [],
): Promise<void> {
  await tx.execute(sql`
    delete from document_links where tenant_id = ${scope.tenantId}
       and after_document_id <> all (array(select jsonb_array_elements_text(${JSON.stringify(endingIds)}::jsonb)::uuid))
       and document_id in (select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`);
  await tx.execute(sql`
    insert into document_links (tenant_id, document_id, after_document_id)
    select ${scope.tenantId}, (pair->>0)::uuid, (pair->>1)::uuid from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair
    on conflict do nothing`);
}

/**
 * Says which documents carry which orders. What an order carried before and no longer does is answered; what the books
 * hold, or may hold, stays tied to the orders it was sent for.
 */
export async function writeOrderDocuments(
  tx: Transaction,
  scope: Scope,
  pairs: readonly (readonly [string, string])[],
  removed: readonly (readonly [string, string])[],
  orderIds: readonly string[],
): Promise<readonly string[]> {
  const gone = await tx.execute<{ documentId: string }>(sql`
    delete from document_orders o
     where o.tenant_id = ${scope.tenantId}
       and o.order_id in (select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid)
       and not exists (select 1 from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair
                        where (pair->>0)::uuid = o.order_id and (pair->>1)::uuid = o.document_id)
       and not exists (select 1 from ledger_links l join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
                        where l.tenant_id = ${scope.tenantId} and l.document_id = o.document_id and d.kind not in ('customer', 'item'))
       and not exists (select 1 from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = o.document_id and ${forDocument} and ${hasLeft})
    returning document_id as "documentId"`);
  await tx.execute(sql`
    update document_orders o
       set is_planned = false,
           is_removed = exists (select 1 from jsonb_array_elements(${JSON.stringify(removed)}::jsonb) as pair
                                 where (pair->>0)::uuid = o.order_id and (pair->>1)::uuid = o.document_id)
     where o.tenant_id = ${scope.tenantId}
       and o.order_id in (select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid)
       and not exists (select 1 from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair
                        where (pair->>0)::uuid = o.order_id and (pair->>1)::uuid = o.document_id)`);
  await tx.execute(sql`
    insert into document_orders as o (tenant_id, order_id, document_id)
    select ${scope.tenantId}, (pair->>0)::uuid, (pair->>1)::uuid from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair
    on conflict (tenant_id, order_id, document_id) do update set is_planned = true, is_removed = false
     where not o.is_planned or o.is_removed`);
  return gone.rows.map((row) => row.documentId);
}

/** Orders that are still on these documents, and the documents no order is on any more (customers and items excepted). */
export async function otherOrdersOn(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
): Promise<{ orderIds: string[]; orphans: string[] }> {
  const result = await tx.execute<{ documentId: string; orderId: string | null }>(sql`
    select d.document_id as "documentId", o.order_id as "orderId"
      from documents d left join document_orders o on o.tenant_id = ${scope.tenantId} and o.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.kind not in ('customer', 'item')
       and d.document_id in (select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`);
  const orderIds = new Set(result.rows.flatMap((row) => (row.orderId === null ? [] : [row.orderId])));
  const orphans = result.rows.filter((row) => row.orderId === null).map((row) => row.documentId);
  return { orderIds: [...orderIds], orphans };
}

export type NewPush = {
  readonly pushId: string;
  readonly documentId: string;
  readonly kind: LedgerDocument["kind"];
  readonly operation: PushOperation;
  readonly priority: Priority;
  readonly problem: Problem | null;
  readonly amountMinor: string;
  readonly currency: string;
  /** What is known before it begins: the version a person saw and wants overwritten. */
  readonly memory?: Memory;
  /** What was in the books is gone: it is made anew, and no old answer may count for it. */
  readonly isAnew?: boolean;
};

/**
 * These documents are about to change: what of them has left, and is not heard of, remembers the version that was sent.
 * Only that version can be looked for, and only that one may count as posted. What is posted remembers it too: it is
 * what the books are compared with, and the document itself will not say it any more.
 */
export async function keepSentVersions(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update pushes p set memory = p.memory || jsonb_build_object('sentBody', d.body)
      from documents d
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and ${forDocument} and not p.memory ? 'sentBody'
       and (${hasLeft} or p.state = 'cleared' and p.memory @> '{"unsure": true}' or p.state = 'posted' and p.operation <> 'void' and p.fingerprint = d.fingerprint)
       and d.tenant_id = ${scope.tenantId} and d.document_id = p.document_id
       and p.document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))`);
}

/**
 * Ends older efforts for these documents that have not left yet, and returns the documents whose effort has left:
 * they get their next push when its answer is in.
 */
export async function supersede(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const json = JSON.stringify(documentIds);
  await tx.execute(sql`
    update pushes p set state = 'superseded', changed_at = ${now}, problem_code = '', problem_about = '', problem = null
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and ${forDocument} and p.state in ('waiting', 'ready', 'problem')
       and not ${hasLeft} and p.document_id = any (array(select jsonb_array_elements_text(${json}::jsonb)::uuid))`);
  const left = await tx.execute<{ documentId: string }>(sql`
    select p.document_id as "documentId" from pushes p
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and ${forDocument} and ${hasLeft}
       and p.document_id = any (array(select jsonb_array_elements_text(${json}::jsonb)::uuid))`);
  return new Set(left.rows.map((row) => row.documentId));
}

/** The last effort for the document of `p` was cleared while nobody knew its outcome: the next one looks, too, before it writes. */
const inDoubt = (tenantId: string) => sql`coalesce((
  select case when q.state = 'cleared' and q.memory @> '{"unsure": true}'
              then jsonb_strip_nulls(jsonb_build_object('unsure', true, 'sentBody', q.memory->'sentBody')) end
    from pushes q where q.tenant_id = ${tenantId} and q.document_id = p.document_id and q.operation <> 'void-extra'
   order by q.push_id desc limit 1), '{}')`;

/**
 * Writes new pushes: born in `problem` when something is known to be wrong, `waiting` while something must go
 * first (`mustWait`), else `ready`. The lane must be locked.
 */
export async function writePushes(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  pushes: readonly NewPush[],
  now: Date,
): Promise<void> {
  if (pushes.length === 0) return;
  const rows = pushes.map((push) => ({
    id: push.pushId,
    document_id: push.documentId,
    document_kind: push.kind,
    operation: push.operation,
    priority: push.priority,
    code: push.problem?.code ?? "",
    about: push.problem?.about ?? "",
    problem: push.problem,
    amount: push.amountMinor,
    currency: push.currency,
    memory: push.memory ?? {},
    anew: push.isAnew ? 1 : 0,
  }));
  await tx.execute(sql`
    insert into pushes (tenant_id, push_id, company_file_id, document_id, document_kind, operation, generation, state, priority,
                        available_at, problem_code, problem_about, problem, amount_minor, currency, memory, created_at, changed_at)
    select ${scope.tenantId}, p.id, ${companyFileId}, p.document_id, p.document_kind, p.operation,
           coalesce((select max(generation) from pushes q where q.tenant_id = ${scope.tenantId} and q.document_id = p.document_id), 0)
             + case when p.operation = 'create' and (select q.operation from pushes q
                      where q.tenant_id = ${scope.tenantId} and q.document_id = p.document_id and q.state = 'posted' and q.operation <> 'void-extra'
                      order by q.push_id desc limit 1) = 'void' then 1 else p.anew end,
           case when p.code <> '' then 'problem' when p.operation = 'void' then 'ready'
                when ${mustWait(scope.tenantId)} then 'waiting' else 'ready' end,
           p.priority, ${now}, p.code, p.about, p.problem, p.amount, p.currency, ${inDoubt(scope.tenantId)} || p.memory, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(id uuid, document_id uuid, document_kind text, operation text,
           priority int, code text, about text, problem jsonb, amount bigint, currency text, memory jsonb, anew int)
     -- What is to be taken back is never said again, whoever asks.
     where p.operation in ('void', 'void-extra') or not exists (
       select 1 from documents d where d.tenant_id = ${scope.tenantId} and d.document_id = p.document_id and d.fingerprint = ${ENDED})`);
  const first = pushes.filter(
    ({ operation, kind }) => operation === "update" || (operation === "void" && kind === "payment"),
  );
  if (first.length > 0)
    await holdBehind(
      tx,
      scope,
      companyFileId,
      first.map((push) => push.documentId),
    );
  await tx.execute(sql`
    update lanes set ready_at = least(coalesce(ready_at, ${now}), ${now})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/**
 * What comes behind these documents waits until they are changed or taken back: money for an invoice that grows, or on
 * which other money is to give way, would find too little open on it.
 */
async function holdBehind(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<void> {
  const ids = idsOf(documentIds);
  await tx.execute(sql`
    update pushes p set state = 'waiting'
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'ready' and p.operation in ('create', 'update')
       and not p.memory @> '{"unsure": true}'
       and p.document_id = any (array(
         select k.document_id from document_links k where k.tenant_id = ${scope.tenantId} and k.after_document_id = any (${ids})
         union ${moneyBeside(scope.tenantId, ids)}))
       and ${mustWait(scope.tenantId)}`);
}

/** One more push for documents that changed while their last push was under way. Bodies come from the documents. */
export async function readForPush(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  documentIds: readonly string[],
): Promise<
  {
    documentId: string;
    document: LedgerDocument;
    amountMinor: string;
    currency: string;
    isLinked: boolean;
    isEnded: boolean;
  }[]
> {
  const result = await tx.execute<Awaited<ReturnType<typeof readForPush>>[number]>(sql`
    select d.document_id as "documentId", d.body as document, d.amount_minor::text as "amountMinor", d.currency,
           l.document_id is not null as "isLinked", d.fingerprint = ${ENDED} as "isEnded"
      from documents d left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId}
       and d.document_id in (select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`);
  return result.rows;
}
