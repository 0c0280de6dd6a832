// Which of our documents does a changed record belong to, and what do we note of it on the link?
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { KnownDocument } from "#lib/sync/known.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import type { MergedAway, Seen } from "#lib/sync/seen.ts";

/** A linked document as we left it, with what explains a newer version of its record. */
export type LinkedDocument = KnownDocument & { readonly ledgerId: string; readonly isGone: boolean };

/** Effort whose answer is in soon; one in doubt that waits for a person may wait for ever. */
const isUnderWay = sql`(p.state in ('sending', 'unsure') or p.state = 'ready' and p.memory @> '{"unsure": true}')`;
/** Effort that is out, or was and nobody knows what became of it. */
const isOut = sql`(p.state in ('sending', 'unsure') or p.state in ('ready', 'waiting', 'problem') and p.memory @> '{"unsure": true}')`;
/** Taking away a second copy says nothing about the document itself. */
const own = sql`p.operation <> 'void-extra'`;

/**
 * The version of a document `d` that its link `l` says is in the books. It is the document as it is, until that changes;
 * then the push that posted it remembers it. Null: never sent by us, or sent before such versions were kept.
 */
export const postedBody = (tenantId: string) => sql`
  case when l.posted_fingerprint = d.fingerprint then d.body
       else (select p.memory->'sentBody' from pushes p
              where p.tenant_id = ${tenantId} and p.document_id = d.document_id and p.state = 'posted' and p.operation in ('create', 'update')
                and p.fingerprint = l.posted_fingerprint and p.memory ? 'sentBody'
              order by p.push_id desc limit 1) end`;

/** When the push that wrote link `l` was first sent; null when it was no push, or its attempts are not kept any more. */
const saidAt = (tenantId: string) => sql`(
  select min(a.sent_at) from pushes w
    join attempt_pushes c on c.tenant_id = ${tenantId} and c.push_id = w.push_id
    join attempts a on a.tenant_id = ${tenantId} and a.attempt_id = c.attempt_id
   where w.tenant_id = ${tenantId} and w.document_id = l.document_id and w.state = 'posted' and w.changed_at = l.linked_at)`;

/** A field of many rows as one array: Postgres takes arrays apart in a quarter of the time that JSON needs. */
function column<T>(rows: readonly T[], of: (row: T) => unknown): SQL {
  return sql`${sql.param(rows.map(of))}`;
}

/** A record that was read: its version there, null of one that was deleted or voided. */
export type ReadVersion = { readonly ledgerId: string; readonly versionToken: string | null };

/**
 * It is gone, or has another version than the one we left and the one that was judged as ours since. That one counts
 * only beside the version we left: every write of ours ends it.
 */
const differs = sql`
  r.version_token is distinct from l.version_token
    and l.version_token || '/' || r.version_token is distinct from coalesce(l.explained_version, '')`;

/**
 * The documents linked to records of one kind, by ledger id. Most records have a version that was judged before: only of
 * the others is asked what we said and what of us explains their version.
 */
export async function readLinked(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerType: string,
  records: readonly ReadVersion[],
): Promise<Map<string, LinkedDocument>> {
  if (records.length === 0) return new Map();
  // Each table is told its tenant: found only through another one, all its partitions are planned for, each time anew.
  // "offset 0" is a fence: without it all of what follows is looked up for every record, and thrown away after.
  const result = await tx.execute<LinkedDocument>(sql`
    select l.document_id as "documentId", l.ledger_id as "ledgerId", d.kind, d.currency, l.version_token as "versionToken", l.gone_at is not null as "isGone",
           exists (select 1 from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = l.document_id and ${own} and ${isUnderWay}) as "isUnderWay",
           r.version_token is null and coalesce((select p.operation = 'void' from pushes p
                      where p.tenant_id = ${scope.tenantId} and p.document_id = l.document_id and ${own} and p.state = 'posted'
                      order by p.push_id desc limit 1), false) as "isEndedByUs", said."left"
      from unnest(${column(records, (one) => one.ledgerId)}::text[], ${column(records, (one) => one.versionToken)}::text[]) as r(ledger_id, version_token)
      join ledger_links l on l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = ${ledgerType} and l.ledger_id = r.ledger_id
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
      left join lateral (
        select json_build_object(
                 'document', coalesce(posted.body, d.body), 'accepted', case when l.accepted_at is not null then l.there end,
                 'isChanged', posted.body is null and l.posted_fingerprint is not null and l.posted_fingerprint <> d.fingerprint,
                 'ownBumps', f.bumps, 'perhapsBumps', f.perhaps, 'followers', coalesce(f.ids, '{}'), 'parents', coalesce(u.parents, '{}')) as "left"
          from (select ${postedBody(scope.tenantId)} as body) as posted
         cross join lateral (
           select count(p.push_id) filter (where p.changed_at >= l.linked_at) as bumps,
                  count(p.push_id) filter (where p.changed_at < l.linked_at) as perhaps, array_agg(fl.ledger_id) filter (where fl.ledger_id is not null) as ids
             from document_links k
             left join ledger_links fl on fl.tenant_id = ${scope.tenantId} and fl.document_id = k.document_id
             left join pushes p on p.tenant_id = ${scope.tenantId} and p.document_id = k.document_id and p.state = 'posted'
                                 and (p.changed_at >= l.linked_at or p.changed_at >= ${saidAt(scope.tenantId)})
            where k.tenant_id = ${scope.tenantId} and k.after_document_id = l.document_id) as f
         cross join lateral (
           select json_object_agg(pd.key, pl.ledger_id) as parents
             from document_links k
             join documents pd on pd.tenant_id = ${scope.tenantId} and pd.document_id = k.after_document_id
             join ledger_links pl on pl.tenant_id = ${scope.tenantId} and pl.document_id = k.after_document_id
            where k.tenant_id = ${scope.tenantId} and k.document_id = l.document_id) as u
         where ${differs} and d.kind not in ('customer', 'item') offset 0) as said on true`);
  return new Map(result.rows.map((row) => [row.ledgerId, row]));
}

/** A page of the ledger ids of linked records of one kind, after one. Gone ones are not asked about again. */
export async function readLinkedIds(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerType: string,
  after: string,
  max: number,
): Promise<readonly string[]> {
  const result = await tx.execute<{ id: string }>(sql`
    select ledger_id as id from ledger_links
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and ledger_type = ${ledgerType}
       and ledger_id > ${after} and gone_at is null
     order by ledger_id limit ${max}`);
  return result.rows.map((row) => row.id);
}

/**
 * Notes that somebody changed these documents over there. The version token stays the one of our own last write: our
 * next update is then refused as out of date and reads the record again, so nothing is overwritten unread, and what
 * later changes are is still measured from what we wrote.
 */
export async function noteEdited(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  await note(tx, scope, documentIds, sql`edited_at = coalesce(edited_at, ${scope.now()}), accepted_at = null`);
}

/** Notes that everything we said stands again, if it did not: whoever edited it has changed it back. */
export async function noteAsOurs(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  await note(tx, scope, documentIds, sql`edited_at = null`, sql`and edited_at is not null`);
}

/** Notes that these documents are not in the books any more. */
export async function noteGone(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  const gone = sql`gone_at = coalesce(gone_at, ${scope.now()}), accepted_at = null, checked_at = ${scope.now()}`;
  await note(tx, scope, documentIds, gone);
}

/** Notes that these records were deleted: nothing is left of them that could be shown. */
export async function noteDeleted(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  const gone = sql`gone_at = coalesce(gone_at, ${scope.now()}), accepted_at = null`;
  await note(tx, scope, documentIds, sql`${gone}, there = null, checked_at = ${scope.now()}`);
}

/** Notes that these documents are in the books, as we left them. */
export async function noteThere(tx: Transaction, scope: Scope, documentIds: readonly string[]): Promise<void> {
  await note(tx, scope, documentIds, sql`gone_at = null`);
}

/** Keeps what the books said of linked records just now. A record that is as ours again leaves no trace of having differed. */
export async function noteSeen(tx: Transaction, scope: Scope, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return;
  await tx.execute(sql`
    update ledger_links l
       set ledger_number = s.number, total_minor = s.total, balance_minor = s.balance, checked_at = ${scope.now()},
           paid_on = case when s.is_sure then s.paid else greatest(l.paid_on, s.paid) end,
           there = case when s.there is not null then s.there when l.accepted_at is not null then l.there end,
           explained_version = coalesce(s.explained, l.explained_version)
      from unnest(${column(seen, (one) => one.documentId)}::uuid[], ${column(seen, ({ number }) => (number === "" ? null : number))}::text[],
                  ${column(seen, (one) => one.totalMinor)}::bigint[], ${column(seen, (one) => one.balanceMinor)}::bigint[],
                  ${column(seen, (one) => one.paid?.on ?? null)}::date[], ${column(seen, (one) => one.paid?.isSure ?? false)}::boolean[],
                  ${column(seen, (one) => one.record)}::jsonb[], ${column(seen, (one) => one.explained ?? null)}::text[])
             as s(document_id, number, total, balance, paid, is_sure, there, explained)
     where l.tenant_id = ${scope.tenantId} and l.document_id = s.document_id`);
}

/** Payments were read: each of these invoices was paid on that day, or later. */
export async function notePaid(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  paid: readonly { readonly ledgerId: string; readonly on: string }[],
): Promise<void> {
  if (paid.length === 0) return;
  await tx.execute(sql`
    update ledger_links l set paid_on = greatest(l.paid_on, s."on")
      from jsonb_to_recordset(${JSON.stringify(paid)}::jsonb) as s("ledgerId" text, "on" date)
     where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = 'Invoice'
       and l.ledger_id = s."ledgerId" and l.paid_on is distinct from greatest(l.paid_on, s."on")`);
}

async function note(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  change: SQL,
  where: SQL = sql``,
): Promise<void> {
  if (documentIds.length === 0) return;
  await tx.execute(sql`
    update ledger_links set ${change}
     where tenant_id = ${scope.tenantId}
       and document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)) ${where}`);
}

/**
 * Two records were merged: our document follows to the one that stays. When that one is another document of ours
 * already, two documents cannot be one record: the merged one is noted as gone, and a person decides at its next push.
 */
export async function followMerge(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerType: string,
  merge: { readonly from: string; readonly to: string },
): Promise<void> {
  const merged: MergedAway = { mergedInto: merge.to };
  await tx.execute(sql`
    update ledger_links l
       set ledger_id = case when taken.is_taken then l.ledger_id else ${merge.to} end,
           version_token = case when taken.is_taken then l.version_token else '' end, explained_version = null,
           gone_at = case when taken.is_taken then coalesce(l.gone_at, ${scope.now()}) end,
           there = case when taken.is_taken then ${JSON.stringify(merged)}::jsonb end
      from (select exists (select 1 from ledger_links o
                            where o.tenant_id = ${scope.tenantId} and o.company_file_id = ${companyFileId}
                              and o.ledger_type = ${ledgerType} and o.ledger_id = ${merge.to}) as is_taken) as taken
     where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = ${ledgerType}
       and l.ledger_id = ${merge.from}`);
}

/** A document of ours that a marker names. */
export type MarkedDocument = {
  readonly documentId: string;
  readonly title: string;
  readonly link: LedgerLink | null;
  readonly isLinkGone: boolean;
  /** A push that may find the record by itself: its answer is not in, or was lost. */
  readonly isInDoubt: boolean;
  /** A person decided that it is not sent: a record that was unlinked stays unlinked. */
  readonly isLeftOut: boolean;
  /** Which making of the document its newest push is of; a mark of an older one is of what it was before. */
  readonly generation: number;
};

/** The documents of the company that markers name, by id. A marker of another company's document is a stranger's. */
export async function readMarked(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<Map<string, MarkedDocument>> {
  if (documentIds.length === 0) return new Map();
  const result = await tx.execute<{
    documentId: string;
    title: string;
    ledgerType: string | null;
    ledgerId: string;
    versionToken: string;
    isLinkGone: boolean;
    isInDoubt: boolean;
    isLeftOut: boolean;
    generation: number;
  }>(sql`
    select d.document_id as "documentId", d.title, l.ledger_type as "ledgerType", l.ledger_id as "ledgerId", l.version_token as "versionToken",
           coalesce((select max(p.generation) from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id), 0)::int as generation,
           l.gone_at is not null as "isLinkGone", d.left_out_because is not null as "isLeftOut",
           exists (select 1 from pushes p where p.tenant_id = ${scope.tenantId} and p.document_id = d.document_id and ${own} and ${isOut}) as "isInDoubt"
      from documents d left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId}
       and d.document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))`);
  return new Map(
    result.rows.map(({ ledgerType, ledgerId, versionToken, ...row }) => [
      row.documentId,
      { ...row, link: ledgerType === null ? null : { ledgerType, ledgerId, versionToken } },
    ]),
  );
}

/** Ties a document that was never linked to a record that bears its marker: it must not be made a second time. */
export async function adoptRecord(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentId: string,
  link: LedgerLink,
): Promise<void> {
  await tx.execute(sql`
    insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at)
    values (${scope.tenantId}, ${companyFileId}, ${documentId}, ${link.ledgerType}, ${link.ledgerId}, ${link.versionToken}, ${scope.now()})
    on conflict do nothing`);
}
