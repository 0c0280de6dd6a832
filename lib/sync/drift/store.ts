// Documents that the books no longer hold as we sent them, and what a person's decision does to each.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { DocumentKind, LedgerDocument } from "#lib/documents/document.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import { postedBody } from "#lib/sync/changes/store.ts";
import type { Parents } from "#lib/sync/drift.ts";
import type { MergedAway, RecordShown } from "#lib/sync/seen.ts";

export type Drifted = {
  readonly documentId: string;
  readonly companyFileId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly party: string;
  readonly now: LedgerDocument;
  readonly sent: LedgerDocument | null;
  readonly amountMinor: string;
  readonly currency: string;
  readonly date: string | null;
  readonly ledgerType: string;
  readonly ledgerId: string;
  readonly there: RecordShown | MergedAway | null;
  readonly isGone: boolean;
  /** It is to be taken back: its order does not ask for it any more, or a person took it back. */
  readonly isEnding: boolean;
  /** What was sent last is not answered yet. */
  readonly isUnheard: boolean;
  readonly seenAt: string;
  readonly parents: Parents;
  readonly orderIds: readonly string[];
};

/** Ours is on its way already: what stands there is about to be replaced. */
const onItsWay = (tenantId: string) => sql`
  exists (select 1 from pushes p where p.tenant_id = ${tenantId} and p.document_id = l.document_id
             and p.operation <> 'void-extra' and p.state in ('waiting', 'ready', 'sending', 'unsure'))`;

/** What of it waits as a problem. Nothing else of it is under way, see above. */
const inProblem = (tenantId: string, which: SQL) => sql`
  exists (select 1 from pushes p where p.tenant_id = ${tenantId} and p.document_id = l.document_id
             and p.operation <> 'void-extra' and p.state = 'problem' and ${which})`;

/** What a document refers to, with the records that are linked to it. */
export const parentsOf = (tenantId: string, documentId: SQL) => sql`
  coalesce((
    select jsonb_object_agg(pd.key, jsonb_build_object('ledgerId', pl.ledger_id, 'title', pd.title, 'mergedInto', pl.there->>'mergedInto'))
      from document_links k
      join documents pd on pd.tenant_id = ${tenantId} and pd.document_id = k.after_document_id
      join ledger_links pl on pl.tenant_id = ${tenantId} and pl.document_id = k.after_document_id
     where k.tenant_id = ${tenantId} and k.document_id = ${documentId}), '{}')`;

const hasDrifted = sql`(l.edited_at is not null or l.gone_at is not null)`;
/** When the row was last read, or first found to differ. */
const seenAt = sql`coalesce(l.checked_at, l.gone_at, l.edited_at)`;

type Filter = {
  readonly after?: string;
  readonly documentIds?: readonly string[];
  readonly asOf?: Date;
  readonly max: number;
};

/** A page of drifted documents, after a document. A row that was read again after `asOf` is left out. */
export async function readDrifted(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  filter: Filter,
): Promise<Drifted[]> {
  const after = filter.after === undefined ? sql`` : sql`and l.document_id > ${filter.after}`;
  const asOf = filter.asOf === undefined ? sql`` : sql`and ${seenAt} <= ${filter.asOf}`;
  const among = filter.documentIds === undefined ? sql`` : sql`and l.document_id = any (${ids(filter.documentIds)})`;
  return await select(tx, scope, sql`l.company_file_id = ${companyFileId} ${after} ${asOf} ${among}`, filter.max);
}

/** One drifted document, or null: it has not drifted, or a decision about it is on its way. */
export async function readOneDrifted(tx: Transaction, scope: Scope, documentId: string): Promise<Drifted | null> {
  return (await select(tx, scope, sql`l.document_id = ${documentId}`, 1))[0] ?? null;
}

/** How many drifted documents wait for a person: of one company, or of all of the tenant's. */
export async function countDrifted(tx: Transaction, scope: Scope, companyFileId?: string): Promise<number> {
  const among = companyFileId === undefined ? sql`` : sql`and l.company_file_id = ${companyFileId}`;
  const result = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from ledger_links l
     where l.tenant_id = ${scope.tenantId} ${among} and ${hasDrifted} and not ${onItsWay(scope.tenantId)}`);
  return result.rows[0]?.n ?? 0;
}

/** The same of each company that has any. */
export async function countDriftedByCompany(tx: Transaction, scope: Scope): Promise<ReadonlyMap<string, number>> {
  const result = await tx.execute<{ companyFileId: string; n: number }>(sql`
    select l.company_file_id as "companyFileId", count(*)::int as n from ledger_links l
     where l.tenant_id = ${scope.tenantId} and ${hasDrifted} and not ${onItsWay(scope.tenantId)} group by 1`);
  return new Map(result.rows.map(({ companyFileId, n }) => [companyFileId, n]));
}

async function select(tx: Transaction, scope: Scope, where: SQL, max: number): Promise<Drifted[]> {
  const { tenantId } = scope;
  const result = await tx.execute<Drifted>(sql`
    select l.document_id as "documentId", l.company_file_id as "companyFileId", d.kind, d.title, d.party, d.body as now,
           ${postedBody(tenantId)} as sent, d.amount_minor::text as "amountMinor", d.currency, d.document_date as date,
           l.ledger_type as "ledgerType", l.ledger_id as "ledgerId", l.there, l.gone_at is not null as "isGone",
           (d.fingerprint = ${ENDED} or ${inProblem(tenantId, sql`p.operation = 'void'`)}) as "isEnding",
           ${inProblem(tenantId, sql`p.memory @> '{"unsure": true}'`)} as "isUnheard",
           ${seenAt}::text as "seenAt", ${parentsOf(tenantId, sql`l.document_id`)} as parents,
           coalesce((select jsonb_agg(o.order_id) from document_orders o where o.tenant_id = ${tenantId} and o.document_id = l.document_id), '[]') as "orderIds"
      from ledger_links l
      join documents d on d.tenant_id = ${tenantId} and d.document_id = l.document_id
     where l.tenant_id = ${tenantId} and ${hasDrifted} and not ${onItsWay(tenantId)} and ${where}
     order by l.document_id limit ${max}`);
  return result.rows;
}

function ids(documentIds: readonly string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`;
}

/** The old state of a row, for every statement that changes it: true only while it is as it was read. */
const asRead = (scope: Scope, { documentId, isGone, ledgerId }: Drifted) => sql`
  l.tenant_id = ${scope.tenantId} and l.document_id = ${documentId} and l.ledger_id = ${ledgerId}
  and ${isGone ? sql`l.gone_at is not null` : sql`l.gone_at is null and l.edited_at is not null`}`;

/**
 * Takes the books' version for the agreed one: it is what later changes are measured from. False: somebody was faster.
 * The lane must be locked, here and below.
 */
export async function acceptTheirs(
  tx: Transaction,
  scope: Scope,
  row: Drifted,
  versionToken: string | null,
): Promise<boolean> {
  const result = await tx.execute(sql`
    update ledger_links l
       set accepted_at = ${scope.now()}, edited_at = null, version_token = coalesce(${versionToken}, l.version_token)
     where ${asRead(scope, row)}`);
  return result.rowCount === 1;
}

/** Forgets the record over there. False: somebody was faster. */
export async function dropLink(tx: Transaction, scope: Scope, row: Drifted): Promise<boolean> {
  const result = await tx.execute(sql`delete from ledger_links l where ${asRead(scope, row)}`);
  return result.rowCount === 1;
}

/**
 * A document that is to be left out, and with it what follows it and never came into the books: that would wait for it
 * for ever.
 */
export async function withUnsentFollowers(tx: Transaction, scope: Scope, documentId: string): Promise<string[]> {
  const result = await tx.execute<{ documentId: string }>(sql`
    select k.document_id as "documentId"
      from document_links k
      left join ledger_links f on f.tenant_id = ${scope.tenantId} and f.document_id = k.document_id
     where k.tenant_id = ${scope.tenantId} and k.after_document_id = ${documentId} and f.document_id is null`);
  return [documentId, ...result.rows.map((row) => row.documentId)];
}

/** Notes on the orders of a document what a person decided, for those who look at the order. */
export async function noteOnOrders(tx: Transaction, scope: Scope, row: Drifted, note: string): Promise<void> {
  await tx.execute(sql`
    update orders o set local_note = ${note}
     where o.tenant_id = ${scope.tenantId} and o.order_id = any (${ids(row.orderIds)})`);
}
