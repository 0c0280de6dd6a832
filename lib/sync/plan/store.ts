// Plan against last plan: documents are written, and only the difference becomes pushes.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { LedgerDocument } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import type { LinkDecision } from "#lib/sync/link.ts";
import type { Priority, PushOperation } from "#lib/sync/push.ts";

export type PlannedBefore = {
  readonly key: string;
  readonly documentId: string;
  readonly fingerprint: string;
  readonly postedFingerprint: string | null;
  readonly isLinked: boolean;
  /** Its last effort was given up before it left: nothing is under way. */
  readonly isDropped: boolean;
  /** A person decided that it is not sent. */
  readonly isLeftOut: boolean;
  readonly ledgerId: string | null;
  /** Of customers: it waits for a link; it is on its way or of unknown outcome; what a person decided. */
  readonly isHeld: boolean;
  readonly isOut: boolean;
  readonly linkDecision: LinkDecision | null;
};

/** What earlier plans left of documents, by their keys. */
export async function readPlannedBefore(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  keys: readonly string[],
): Promise<Map<string, PlannedBefore>> {
  const result = await tx.execute<PlannedBefore>(sql`
    select d.key, d.document_id as "documentId", d.fingerprint, l.posted_fingerprint as "postedFingerprint",
           l.document_id is not null as "isLinked", coalesce(newest.state = 'superseded', true) as "isDropped",
           d.left_out_because is not null as "isLeftOut", l.ledger_id as "ledgerId", d.link_decision as "linkDecision",
           coalesce(newest.state = 'problem' and newest.problem_code = 'customer-not-linked', false) as "isHeld",
           coalesce(newest.state in ('sending', 'unsure') or newest.memory @> '{"unsure": true}', false) as "isOut"
      from documents d left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
      left join lateral (
        select state, problem_code, memory from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id and p.operation <> 'void-extra'
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

/** Replaces whom documents wait for. Pairs of document ids. */
export async function writeAfter(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  pairs: readonly (readonly [string, string])[],
): Promise<void> {
  await tx.execute(sql`
    delete from document_links where tenant_id = ${scope.tenantId}
       and document_id in (select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`);
  await tx.execute(sql`
    insert into document_links (tenant_id, document_id, after_document_id)
    select ${scope.tenantId}, (pair->>0)::uuid, (pair->>1)::uuid from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair
    on conflict do nothing`);
}

/** Says which documents carry which orders. What an order carried before and no longer does is answered. */
export async function writeOrderDocuments(
  tx: Transaction,
  scope: Scope,
  pairs: readonly (readonly [string, string])[],
  orderIds: readonly string[],
): Promise<readonly string[]> {
  const gone = await tx.execute<{ documentId: string }>(sql`
    delete from document_orders o
     where o.tenant_id = ${scope.tenantId}
       and o.order_id in (select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid)
       and not exists (select 1 from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair
                        where (pair->>0)::uuid = o.order_id and (pair->>1)::uuid = o.document_id)
    returning document_id as "documentId"`);
  await tx.execute(sql`
    insert into document_orders (tenant_id, order_id, document_id)
    select ${scope.tenantId}, (pair->>0)::uuid, (pair->>1)::uuid from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair
    on conflict do nothing`);
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
};

/** Taking away a second copy is no effort for the document itself: whatever it becomes, the copy must go. */
const forDocument = sql`p.operation <> 'void-extra'`;
/** Under way, or sent once with an outcome nobody knows. */
const hasLeft = sql`(p.state in ('sending', 'unsure') or p.state in ('waiting', 'ready', 'problem') and p.memory @> '{"unsure": true}')`;

/**
 * These documents are about to change: what of them has left, and is not heard of, remembers the version that was sent.
 * Only that version can be looked for, and only that one may count as posted.
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
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and ${forDocument} and ${hasLeft} and not p.memory ? 'sentBody'
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

/**
 * Writes new pushes: born in `problem` when something is known to be wrong, `waiting` while a document it follows is not
 * in the books, else `ready`. The lane must be locked.
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
    kind: push.kind,
    operation: push.operation,
    priority: push.priority,
    code: push.problem?.code ?? "",
    about: push.problem?.about ?? "",
    problem: push.problem,
    amount: push.amountMinor,
    currency: push.currency,
  }));
  await tx.execute(sql`
    insert into pushes (tenant_id, push_id, company_file_id, document_id, document_kind, operation, generation, state, priority,
                        available_at, problem_code, problem_about, problem, amount_minor, currency, created_at, changed_at)
    select ${scope.tenantId}, p.id, ${companyFileId}, p.document_id, p.kind, p.operation,
           coalesce((select max(generation) from pushes q where q.tenant_id = ${scope.tenantId} and q.document_id = p.document_id), 0),
           case when p.code <> '' then 'problem'
                when exists (select 1 from document_links k
                               left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = k.after_document_id
                              where k.tenant_id = ${scope.tenantId} and k.document_id = p.document_id and l.document_id is null)
                then 'waiting' else 'ready' end,
           p.priority, ${now}, p.code, p.about, p.problem, p.amount, p.currency, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(id uuid, document_id uuid, kind text, operation text,
           priority int, code text, about text, problem jsonb, amount bigint, currency text)`);
  await tx.execute(sql`
    update lanes set ready_at = least(coalesce(ready_at, ${now}), ${now})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** One more push for documents that changed while their last push was under way. Bodies come from the documents. */
export async function readForPush(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  documentIds: readonly string[],
): Promise<
  { documentId: string; document: LedgerDocument; amountMinor: string; currency: string; isLinked: boolean }[]
> {
  const result = await tx.execute<Awaited<ReturnType<typeof readForPush>>[number]>(sql`
    select d.document_id as "documentId", d.body as document, d.amount_minor::text as "amountMinor", d.currency,
           l.document_id is not null as "isLinked"
      from documents d left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId}
       and d.document_id in (select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`);
  return result.rows;
}
