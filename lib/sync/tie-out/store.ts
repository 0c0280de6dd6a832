// What do orders want in the books and what do the books hold, per month, kind and reason? One statement over everything.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import { TREATED_AS_PAID } from "#lib/sync/left-out.ts";
import type { TieOutSum } from "#lib/sync/tie-out.ts";

/**
 * Sums over the documents of a company, and over orders that no document stands for. Every document counts once on the
 * orders' side, in its own month, and once on the books' side, in the month it has there; so nothing can be left out of
 * the difference. What the books hold of a document is what was read last, else what was posted: that was compared to
 * the cent when it was written.
 */
export async function readTieOutSums(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  months: { readonly from: string; readonly until: string },
): Promise<TieOutSum[]> {
  const result = await tx.execute<TieOutSum>(sql`
    with standing as materialized (${standingOf(scope.tenantId, companyFileId)}),
    half as (
      select h.month, s.kind, s.currency,
             case when s.wanted = s.books and s.month = s.books_month then 'agreed' else s.reason end as reason, h.orders, h.books
        from standing s cross join lateral (
          select s.month, s.wanted as orders, case when s.books_month = s.month then s.books else 0 end as books
          union all
          select s.books_month, 0, s.books where s.books_month <> s.month and s.books <> 0) as h
       where s.wanted <> 0 or s.books <> 0
      union all
      ${ordersAlone(scope.tenantId, companyFileId)})
    select month, kind, currency, reason, count(*)::int as documents, sum(orders)::text as "ordersMinor", sum(books)::text as "booksMinor"
      from half where month between ${months.from} and ${months.until}
     group by 1, 2, 3, 4`);
  return result.rows;
}

/** Each document with what its orders want and what the books hold of it. */
const standingOf = (tenantId: string, companyFileId: string) => sql`
  select d.kind, d.currency, left(d.document_date, 7) as month,
         case when w.document_id is null or d.fingerprint = ${ENDED} then 0 else d.amount_minor end as wanted,
         case when l.document_id is null or l.gone_at is not null or v.is_ended then 0
              when l.total_minor is not null then l.total_minor
              when l.posted_fingerprint is null or l.posted_fingerprint = d.fingerprint then d.amount_minor
              else coalesce((select p.amount_minor from pushes p
                              where p.tenant_id = ${tenantId} and p.document_id = d.document_id and p.state = 'posted'
                                and p.fingerprint = l.posted_fingerprint
                              order by p.push_id desc limit 1), d.amount_minor) end as books,
         coalesce(left(l.there->>'date', 7), left(d.document_date, 7)) as books_month,
         case when l.gone_at is not null and l.there ? 'total' then 'voided'
              when l.gone_at is not null then 'deleted'
              when w.document_id is null or d.fingerprint = ${ENDED} then 'left-in-books'
              when d.left_out_because ^@ ${TREATED_AS_PAID} then 'treated-as-paid'
              when d.left_out_because is not null then 'left-out'
              when c.clearing = 'marked-paid' then 'treated-as-paid'
              when c.clearing is not null then 'cleared'
              when l.edited_at is not null then 'edited'
              when p.state = 'problem' then 'waiting-for-person'
              when p.state is not null then 'on-its-way'
              when v.is_ended then 'ended-by-us'
              when l.document_id is null then 'not-sent'
              when l.accepted_at is not null then 'accepted'
              when l.posted_fingerprint <> d.fingerprint then 'changed-since'
              else 'other-total' end as reason
    from documents d
    left join ledger_links l on l.tenant_id = ${tenantId} and l.document_id = d.document_id
    left join pushes p on p.tenant_id = ${tenantId} and p.document_id = d.document_id
         and p.state in ('waiting', 'ready', 'sending', 'unsure', 'problem') and p.operation <> 'void-extra'
    left join problems c on c.tenant_id = ${tenantId} and c.record_id = d.document_id and c.lane = 'cleared'
    left join (
      select distinct o.document_id from document_orders o
        join orders r on r.tenant_id = ${tenantId} and r.order_id = o.order_id and r.status <> 'cancelled'
       -- Where the order itself has a problem, its last plan says nothing.
       where o.tenant_id = ${tenantId} and (o.is_planned or r.problem_code is not null)) as w on w.document_id = d.document_id
    left join (
      select distinct on (e.document_id) e.document_id, e.operation = 'void' as is_ended from pushes e
       where e.tenant_id = ${tenantId} and e.state = 'posted' and e.operation <> 'void-extra'
         and e.document_id in (select x.document_id from pushes x where x.tenant_id = ${tenantId} and x.company_file_id = ${companyFileId}
                                  and x.state = 'posted' and x.operation = 'void')
       order by e.document_id, e.push_id desc) as v on v.document_id = d.document_id
   where d.tenant_id = ${tenantId} and d.company_file_id = ${companyFileId} and d.kind not in ('customer', 'item')
     and d.document_date is not null`;

/** Orders that nothing stands for: not planned, not completed, not to be planned. They want what their source wants. */
const ordersAlone = (tenantId: string, companyFileId: string) => sql`
  select to_char(r.order_date, 'YYYY-MM'),
         case coalesce(c.settings->'sourceModes'->>r.source_id::text, c.settings->>'mode', 'invoice')
              when 'sales-order-then-invoice' then 'sales-order'
              else coalesce(c.settings->'sourceModes'->>r.source_id::text, c.settings->>'mode', 'invoice') end,
         r.currency,
         case when k.clearing = 'marked-paid' then 'treated-as-paid'
              when k.clearing is not null then 'order-cleared'
              when r.problem_code is not null then 'cannot-be-exported'
              when r.to_plan_at is not null then 'not-sent'
              when r.status = 'open' then 'not-completed'
              else 'cannot-be-exported' end,
         r.total_minor, 0
    from orders r left join company_settings c on c.tenant_id = ${tenantId} and c.company_file_id = ${companyFileId}
    left join problems k on k.tenant_id = ${tenantId} and k.row_id = r.order_id and k.row_is = 'order' and k.lane = 'cleared'
   where r.tenant_id = ${tenantId} and r.company_file_id = ${companyFileId} and r.status <> 'cancelled' and r.total_minor <> 0
     and not exists (select 1 from document_orders o
                       join documents d on d.tenant_id = ${tenantId} and d.document_id = o.document_id and d.kind not in ('customer', 'item')
                      where o.tenant_id = ${tenantId} and o.order_id = r.order_id)`;
