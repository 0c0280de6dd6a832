// Documents of a company with their records in the books, by kind: a page by keys, and how many stand how.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { DocumentKind } from "#lib/documents/document.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import type { IdFilter, IdQuery, IdStanding } from "#lib/sync/ledger-ids.ts";
import type { LinkOrigin } from "#lib/sync/link.ts";

export type StoredId = Omit<IdStanding, "ledgerId"> & {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly party: string;
  readonly orderId: string | null;
  readonly number: string;
  readonly date: string | null;
  readonly amountMinor: string;
  readonly currency: string;
  readonly ledgerType: string | null;
  readonly ledgerId: string | null;
  readonly ledgerNumber: string | null;
  readonly linkedBy: LinkOrigin | null;
  readonly linkedAt: string | null;
  readonly provenAt: string | null;
};

const columns = (scope: Scope) => sql`
  d.document_id as "documentId", d.kind, d.title, d.party, d.order_id as "orderId", coalesce(d.body->>'number', d.body->>'reference', '') as number,
  d.document_date as date, d.amount_minor::text as "amountMinor", d.currency, l.ledger_type as "ledgerType", l.ledger_id as "ledgerId",
  l.ledger_number as "ledgerNumber", l.linked_by as "linkedBy", l.linked_at as "linkedAt",
  coalesce(l.gone_at, l.checked_at, l.linked_at) as "provenAt", l.gone_at is not null as "isGone", l.edited_at is not null as "isEdited",
  d.left_out_because is not null as "isLeftOut",
  (select p.state from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id and p.operation <> 'void-extra'
    order by p.push_id desc limit 1) as state`;

/** One document; null when there is none of that id here. */
export async function readId(tx: Transaction, scope: Scope, documentId: string): Promise<StoredId | null> {
  const result = await tx.execute<StoredId>(sql`
    select ${columns(scope)} from documents d
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.document_id = ${documentId}`);
  return result.rows[0] ?? null;
}

/** What is asked for, and what the books call records of that kind. */
export type AskedIds = IdQuery & { readonly ledgerType: string };
type Walk = { readonly after?: string | undefined; readonly max: number };

/**
 * A page of one kind. Customers and items stand by their names, which their keys begin with; the others newest first. Both
 * ways an index leads to the next row, whatever the page.
 */
export async function readIds(tx: Transaction, scope: Scope, query: AskedIds, walk: Walk): Promise<StoredId[]> {
  const { companyFileId, kind, show } = query;
  const { after, max } = walk;
  const isNamed = kind === "customer" || kind === "item";
  const begins = `${kind}/`;
  const among = isNamed
    ? sql`and d.key ^@ ${begins} ${after ? sql`and d.key > (select key from documents where tenant_id = ${scope.tenantId} and document_id = ${after})` : sql``}`
    : sql`${after ? sql`and d.document_id < ${after}` : sql``}`;
  const result = await tx.execute<StoredId>(sql`
    select ${columns(scope)}
      from documents d
      ${linkOf(scope, query)}
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId} and d.kind = ${kind} ${among}
       and ${fits[show](scope)} ${search(scope, query)}
     order by ${isNamed ? sql`d.key` : sql`d.document_id desc`} limit ${max}`);
  return result.rows;
}

function linkOf(scope: Scope, { companyFileId, ledgerType, show }: AskedIds): SQL {
  const isLinked = show !== "all" && show !== "unlinked";
  const type = isLinked ? sql`and l.company_file_id = ${companyFileId} and l.ledger_type = ${ledgerType}` : sql``;
  return sql`${isLinked ? sql`join` : sql`left join`} ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id ${type}`;
}

/** An unlinked document that no order wants any more is none that could be linked. */
const isWanted = (scope: Scope) => sql`
  (d.kind in ('customer', 'item') or d.fingerprint <> ${ENDED} and exists (
     select 1 from document_orders o where o.tenant_id = ${scope.tenantId} and o.document_id = d.document_id and o.is_planned))`;

const fits: Readonly<Record<IdFilter, (scope: Scope) => SQL>> = {
  all: (scope) => sql`(l.document_id is not null or ${isWanted(scope)})`,
  linked: () => sql`l.document_id is not null`,
  unlinked: (scope) => sql`l.document_id is null and ${isWanted(scope)}`,
  edited: () => sql`l.edited_at is not null and l.gone_at is null`,
  gone: () => sql`l.gone_at is not null`,
};

function search(scope: Scope, { companyFileId, kind, ledgerType, search: text }: AskedIds): SQL {
  if (!text) return sql``;
  const byId = sql`d.document_id in (
    select k.document_id from ledger_links k
     where k.tenant_id = ${scope.tenantId} and k.company_file_id = ${companyFileId} and k.ledger_type = ${ledgerType} and k.ledger_id = ${text})`;
  if (kind === "customer" || kind === "item") {
    return sql`and (d.key ^@ ${`${kind}/${text.toLowerCase()}`} or ${byId})`;
  }
  return sql`and (${byId} or d.document_id in (
    select o.document_id from document_orders o join orders r on r.tenant_id = ${scope.tenantId} and r.order_id = o.order_id
     where o.tenant_id = ${scope.tenantId} and r.company_file_id = ${companyFileId}
       and (r.number ^@ ${text} or lower(r.customer_name) ^@ lower(${text}))))`;
}

export type KindCounted = {
  readonly kind: DocumentKind;
  readonly all: number;
  readonly unlinked: number;
  readonly edited: number;
  readonly gone: number;
};

/** How many of each kind there are, and how they stand; kinds without any are missing. */
export async function countIds(tx: Transaction, scope: Scope, companyFileId: string): Promise<KindCounted[]> {
  const result = await tx.execute<KindCounted>(sql`
    select d.kind, count(*)::int as "all", (count(*) filter (where l.document_id is null))::int as unlinked,
           (count(*) filter (where l.edited_at is not null and l.gone_at is null))::int as edited, count(l.gone_at)::int as gone
      from documents d
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId} and ${fits.all(scope)}
     group by d.kind`);
  return result.rows;
}

/** Documents of one kind by their numbers, where a file names them by these; several may bear one. */
export async function findByNumber(
  tx: Transaction,
  scope: Scope,
  { companyFileId, kind, numbers }: { readonly companyFileId: string; kind: DocumentKind; numbers: readonly string[] },
): Promise<{ readonly documentId: string; readonly number: string }[]> {
  const isNamed = kind === "customer" || kind === "item";
  const number = isNamed ? sql`lower(d.party)` : sql`coalesce(d.body->>'number', d.body->>'reference')`;
  const wanted = JSON.stringify(isNamed ? numbers.map((each) => each.toLowerCase()) : numbers);
  const result = await tx.execute<{ documentId: string; number: string }>(sql`
    select d.document_id as "documentId", ${number} as number
      from documents d
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId} and d.kind = ${kind}
       and ${number} = any (array(select jsonb_array_elements_text(${wanted}::jsonb))) and ${fits.all(scope)}`);
  return result.rows;
}
