// Customers and jobs of ours and their records in the books: who has none, who has one, how one is made and taken away.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { CustomerDocument } from "#lib/documents/document.ts";
import { CUSTOMER_TYPE, type LinkDecision, type LinkOrigin } from "#lib/sync/link.ts";
import { wakeLane } from "#lib/sync/lane/store.ts";
import { releaseFollowers } from "#lib/sync/settle/store.ts";
import { supersede } from "#lib/sync/plan/store.ts";

export type NewLink = { readonly documentId: string; readonly ledgerId: string; readonly versionToken?: string };

/**
 * Ties customers to records the books have. Nothing is said to QuickBooks: efforts to make them are given up, and what
 * waited only for them goes. What the books hold counts as what we want of them. The lane must be locked.
 */
export async function linkCustomers(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  links: readonly NewLink[],
  linkedBy: LinkOrigin,
): Promise<void> {
  if (links.length === 0) return;
  const now = scope.now();
  const ids = links.map((link) => link.documentId);
  const rows = links.map((link) => ({ d: link.documentId, id: link.ledgerId, token: link.versionToken ?? "" }));
  await tx.execute(sql`
    insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, posted_fingerprint, linked_at, linked_by)
    select ${scope.tenantId}, ${companyFileId}, d.document_id, ${CUSTOMER_TYPE}, n.id, n.token, d.fingerprint, ${now}, ${linkedBy}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(d uuid, id text, token text)
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = n.d
    on conflict (tenant_id, document_id) do update
       set ledger_id = excluded.ledger_id, version_token = excluded.version_token, posted_fingerprint = excluded.posted_fingerprint,
           linked_at = excluded.linked_at, linked_by = excluded.linked_by, edited_at = null, gone_at = null`);
  await tx.execute(sql`
    update documents set link_decision = null
     where tenant_id = ${scope.tenantId} and link_decision is not null
       and document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid))`);
  await supersede(tx, scope, companyFileId, ids, now);
  await releaseFollowers(tx, { tenantId: scope.tenantId, companyFileId }, ids, now);
  await wakeLane(tx, scope, companyFileId, ["ready"], now);
}

/** Takes links away and remembers that a person decides. What was ready behind them waits again. */
export async function unlinkCustomers(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<void> {
  const ids = sql`array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`;
  await tx.execute(sql`delete from ledger_links where tenant_id = ${scope.tenantId} and document_id = any (${ids})`);
  await decide(tx, scope, documentIds, "ask");
  await supersede(tx, scope, companyFileId, documentIds, scope.now());
  await holdFollowing(tx, scope, companyFileId, documentIds);
}

/** What was ready behind documents that have no record any more waits again. The lane must be locked. */
export async function holdFollowing(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update pushes p set state = 'waiting', changed_at = ${scope.now()}
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.state = 'ready'
       and p.operation not in ('void', 'void-extra')
       and p.document_id = any (array(
         select k.document_id from document_links k where k.tenant_id = ${scope.tenantId}
            and k.after_document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))))`);
}

/** Keeps what a person decided of customers that are not linked. */
export async function decide(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  decision: LinkDecision | null,
): Promise<void> {
  await tx.execute(sql`
    update documents set link_decision = ${decision}
     where tenant_id = ${scope.tenantId}
       and document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))`);
}

export type PartyRow = {
  readonly documentId: string;
  readonly companyFileId: string;
  readonly body: CustomerDocument;
  readonly currency: string;
  readonly ledgerId: string | null;
  readonly linkedBy: LinkOrigin | null;
  readonly linkedAt: string | null;
  readonly decision: LinkDecision | null;
  /** Why its push waits for a person. */
  readonly why: string | null;
  /** Something of it is to be sent, or being sent. */
  readonly isLive: boolean;
  /** Of a job: its customer waits for a person. */
  readonly isOwnerHeld: boolean;
  /** Of a job: its customer's name and record. */
  readonly jobOf: string | null;
  readonly parentId: string | null;
  readonly orders: number;
};

const isLive = (scope: Scope, documentId: SQL, states: SQL) => sql`
  exists (select 1 from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = ${documentId} and p.state in (${states}))`;

const party = (scope: Scope) => sql`
  select d.document_id as "documentId", d.company_file_id as "companyFileId", d.body, d.currency, l.ledger_id as "ledgerId",
         l.linked_by as "linkedBy", l.linked_at as "linkedAt", d.link_decision as decision,
         (select p.problem->>'detail' from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id and p.state = 'problem'
           order by p.push_id desc limit 1) as why,
         ${isLive(scope, sql`d.document_id`, sql`'waiting', 'ready', 'sending', 'unsure'`)} as "isLive",
         (pl.document_id is null and ${isLive(scope, sql`pd.document_id`, sql`'problem'`)}) as "isOwnerHeld",
         pd.party as "jobOf", pl.ledger_id as "parentId",
         (select count(*)::int from document_orders o where o.tenant_id = ${scope.tenantId} and o.document_id = d.document_id) as orders
    from documents d
    left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
    left join documents pd on pd.tenant_id = ${scope.tenantId} and pd.company_file_id = d.company_file_id and pd.key = d.body->>'parent'
    left join ledger_links pl on pl.tenant_id = ${scope.tenantId} and pl.document_id = pd.document_id`;

/** One customer or job of ours; null when there is none of that id. */
export async function readParty(tx: Transaction, scope: Scope, documentId: string): Promise<PartyRow | null> {
  const result = await tx.execute<PartyRow>(sql`
    ${party(scope)} where d.tenant_id = ${scope.tenantId} and d.document_id = ${documentId} and d.kind = 'customer'`);
  return result.rows[0] ?? null;
}

/** A page of customers and jobs, newest first: those with a record, or those without. */
export async function listParties(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: {
    readonly isLinked: boolean;
    readonly search?: string | undefined;
    readonly after?: string | undefined;
    readonly max: number;
  },
): Promise<PartyRow[]> {
  const begins = filter.search ? `%${filter.search.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%` : null;
  const result = await tx.execute<PartyRow>(sql`
    ${party(scope)}
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId} and d.kind = 'customer'
       and (l.document_id is not null) = ${filter.isLinked} and d.left_out_because is null
       ${begins === null ? sql`` : sql`and lower(d.party) like ${begins}`}
       ${filter.after ? sql`and d.document_id < ${filter.after}` : sql``}
     order by d.document_id desc limit ${filter.max}`);
  return result.rows;
}

export async function countParties(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
): Promise<{ readonly unlinked: number; readonly linked: number }> {
  const result = await tx.execute<{ unlinked: number; linked: number }>(sql`
    select (count(*) filter (where l.document_id is null))::int as unlinked, count(l.document_id)::int as linked
      from documents d left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId} and d.kind = 'customer' and d.left_out_because is null`);
  return result.rows[0] ?? { unlinked: 0, linked: 0 };
}

export type Taken = { readonly ledgerId: string; readonly documentId: string; readonly title: string };

/** Which of our customers and jobs are linked to these records already. */
export async function readTaken(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerIds: readonly string[],
): Promise<Taken[]> {
  if (ledgerIds.length === 0) return [];
  const result = await tx.execute<Taken>(sql`
    select l.ledger_id as "ledgerId", l.document_id as "documentId", d.title || coalesce(' of ' || pd.party, '') as title
      from ledger_links l join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
      left join documents pd on pd.tenant_id = ${scope.tenantId} and pd.company_file_id = l.company_file_id and pd.key = d.body->>'parent'
     where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = ${CUSTOMER_TYPE}
       and l.ledger_id = any (array(select jsonb_array_elements_text(${JSON.stringify(ledgerIds)}::jsonb)))
     order by l.linked_at`);
  return result.rows;
}

/** Titles of what is on its way to QuickBooks right now, of these customers and whatever follows them. */
export async function readUnderWay(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
): Promise<readonly string[]> {
  const result = await tx.execute<{ title: string }>(sql`
    with recursive mine(document_id) as (
      select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid
      union
      select k.document_id from mine join document_links k on k.tenant_id = ${scope.tenantId} and k.after_document_id = mine.document_id)
    select distinct d.title
      from mine
      join pushes p on p.tenant_id = ${scope.tenantId} and p.document_id = mine.document_id
       and (p.state in ('sending', 'unsure') or p.state in ('waiting', 'ready', 'problem') and p.memory @> '{"unsure": true}')
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = mine.document_id
     order by d.title limit 5`);
  return result.rows.map((row) => row.title);
}

/** Orders with something that is still to go and follows these customers, or all of their orders that are held. */
export async function ordersBehind(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<string[]> {
  const result = await tx.execute<{ orderId: string }>(sql`
    select distinct o.order_id as "orderId"
      from document_orders o
     where o.tenant_id = ${scope.tenantId}
       and o.document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))
       and exists (
         select 1 from document_orders a
           join pushes p on p.tenant_id = ${scope.tenantId} and p.document_id = a.document_id and p.state in ('waiting', 'ready', 'problem')
          where a.tenant_id = ${scope.tenantId} and a.order_id = o.order_id)`);
  return result.rows.map((row) => row.orderId);
}

/** Orders on the document of this key that something of is still to go for. */
export async function ordersOfKey(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  key: string,
): Promise<string[]> {
  const result = await tx.execute<{ documentId: string }>(sql`
    select document_id as "documentId" from documents
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and key = ${key}`);
  return await ordersBehind(
    tx,
    scope,
    result.rows.map(({ documentId }) => documentId),
  );
}
