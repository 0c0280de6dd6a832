// Who goes first? What must be in the books, changed or out of the way before a push may go. The push is `p` throughout.
import { sql, type SQL } from "drizzle-orm";

import { ENDED } from "#lib/documents/fingerprint.ts";
import { postedBody } from "#lib/sync/changes/store.ts";

/** Something that follows the document of push `p` is still to be changed or taken back in the books. */
export const hasFollowersToGo = (tenantId: string) => sql`exists (
  select 1 from document_links k join pushes q on q.tenant_id = ${tenantId} and q.document_id = k.document_id
   where k.tenant_id = ${tenantId} and k.after_document_id = p.document_id and q.operation <> 'void-extra'
     and q.state in ('waiting', 'ready', 'sending', 'unsure', 'problem'))`;

/** What push `p` carries, new or changed, may not go yet. */
export const mustWait = (tenantId: string) =>
  sql`(${followsNew(tenantId)} or ${followsChange(tenantId)} or ${needsRoom(tenantId)})`;

/** It follows something that is not in the books yet. */
const followsNew = (tenantId: string) => sql`exists (
  select 1 from document_links k left join ledger_links l on l.tenant_id = ${tenantId} and l.document_id = k.after_document_id
   where k.tenant_id = ${tenantId} and k.document_id = p.document_id and l.document_id is null)`;

/** It follows a document that is about to be changed in the books. */
const followsChange = (tenantId: string) => sql`exists (
  select 1 from document_links k join pushes q on q.tenant_id = ${tenantId} and q.document_id = k.after_document_id
   where k.tenant_id = ${tenantId} and k.document_id = p.document_id and q.operation = 'update'
     and q.state in ('waiting', 'ready', 'sending', 'unsure'))`;

/**
 * It is money for an invoice on which other money of the same order still stands that is to go or to become less: too
 * little would be open. Also while that needs a person, or both would go at once when they are let go together. What
 * gives way itself waits for no other money, so that no two wait for each other.
 */
export const needsRoom = (tenantId: string) => sql`(p.document_kind = 'payment'
  and exists (select 1 ${givingWayTo(tenantId, sql`p.document_id`)}) and not ${givesWay(tenantId, sql`p`, sql`p.memory @> '{"unsure": true}'`)})`;

/** It is out, or was and nobody knows what became of it. */
const isOut = sql`(q.state in ('sending', 'unsure') or q.memory @> '{"unsure": true}')`;

/**
 * Payments and used credits `s`, with their pushes `q`, that must give way before this document finds enough open on
 * their invoice. To be selected from.
 */
export const givingWayTo = (tenantId: string, documentId: SQL) => sql`
  from documents o
  join documents s on s.tenant_id = ${tenantId} and s.order_id = o.order_id and s.kind = 'payment' and s.document_id <> o.document_id
  join pushes q on q.tenant_id = ${tenantId} and q.document_id = s.document_id
 where o.tenant_id = ${tenantId} and o.document_id = ${documentId}
   and q.state in ('waiting', 'ready', 'sending', 'unsure', 'problem') and ${givesWay(tenantId, sql`q`, isOut)}
   and exists (
     select 1 from document_links a
       join documents i on i.tenant_id = ${tenantId} and i.document_id = a.after_document_id and i.kind = 'invoice'
       join document_links b on b.tenant_id = ${tenantId} and b.document_id = s.document_id and b.after_document_id = a.after_document_id
      where a.tenant_id = ${tenantId} and a.document_id = o.document_id)`;

/**
 * Does this push of a payment take it back, or leave less of it on invoices and credits than the books were told last, or
 * may have been told by what is out?
 */
const givesWay = (
  tenantId: string,
  push: SQL,
  mayBeThere: SQL,
) => sql`(${push}.operation <> 'void-extra' and (${push}.operation = 'void' or exists (
  select 1 from documents d left join ledger_links l on l.tenant_id = ${tenantId} and l.document_id = d.document_id
   where d.tenant_id = ${tenantId} and d.document_id = ${push}.document_id and (d.fingerprint = ${ENDED} or ${applied(sql`d.body`)}
       < greatest(${applied(postedBody(tenantId))}, case when ${mayBeThere} then ${applied(sql`${push}.memory->'sentBody'`)} else 0 end)))))`;

/** What a version of a payment takes of invoices and credits, in minor units; 0 without one. */
const applied = (body: SQL) => sql`(
  select coalesce(sum((part->'amount'->>'minor')::bigint), 0) from jsonb_array_elements((${body})->'applies') as part)`;

/** Payments and used credits of the orders whose payments these are, as ids: those that may have waited for them to give way. */
export const moneyBeside = (tenantId: string, documentIds: SQL) => sql`(
  select s.document_id from documents o
    join documents s on s.tenant_id = ${tenantId} and s.order_id = o.order_id and s.kind = 'payment'
   where o.tenant_id = ${tenantId} and o.document_id = any (${documentIds}) and o.kind = 'payment')`;
