// What the database of a schedule says: a short look after every commit, and everything once all is at rest.
import type pg from "pg";

import { pace } from "#lib/sync/pace.ts";
import type { Site } from "./site.ts";

/** When a lane has something to do, and what is wrong with it right now. */
export type Look = {
  readonly readyAt: number | null;
  /** When it may say what is ready, as its pace and its slots are; never later than the workers themselves think. */
  readonly goAt: number | null;
  readonly planAt: number | null;
  readonly listsAt: number | null;
  readonly changesAt: number | null;
  /** It was slowed down by a refusal. */
  readonly isSlow: boolean;
  readonly inFlight: number;
  readonly batchesInFlight: number;
  readonly callsOpen: number;
  readonly batchesOpen: number;
  /** Calls that are open longer than their deadline and a lease, and pushes that nobody will go on with. */
  readonly forgotten: readonly string[];
  /** Documents with more than one live push, or in two open calls. */
  readonly twice: readonly string[];
  /** Groups whose counter differs from a recount. */
  readonly miscounted: readonly string[];
};

/** A lease, and the time for which every process may be stopped. */
const SILENT_MAX_MS = 130_000 + 400_000;
const LIVE = "('waiting', 'ready', 'sending', 'unsure', 'problem')";
const GROUP = "document_kind, state, problem_code, problem_about, currency";

const LOOK = `
select (extract(epoch from ready_at) * 1000)::float8 as "readyAt",
       (extract(epoch from case when ready_at is null then null else greatest(next_call_at, frozen_until, least(
          case when in_flight < ${pace.inFlightMax} then person_ready_at end,
          case when in_flight < ${pace.bulkInFlightMax} and batches_in_flight < ${pace.batchesInFlightMax} then greatest(ready_at, next_batch_at) end,
          case when in_flight < ${pace.bulkInFlightMax} then greatest(ready_at, next_beside_at) end)) end) * 1000)::float8 as "goAt",
       (extract(epoch from plan_at) * 1000)::float8 as "planAt",
       (extract(epoch from lists_at) * 1000)::float8 as "listsAt",
       (extract(epoch from greatest(changes_at, case when changes_at is not null then frozen_until end)) * 1000)::float8 as "changesAt",
       batch_gap_ms > ${pace.batchGapMs} or call_gap_ms > ${pace.callGapMs} as "isSlow", in_flight as "inFlight", batches_in_flight as "batchesInFlight", a.calls as "callsOpen", a.batches as "batchesOpen",
       a.forgotten || p.forgotten as forgotten, p.twice, c.miscounted
  from lanes l
 cross join (
   select count(*)::int as calls, (count(*) filter (where shape = 'batch'))::int as batches,
          coalesce(array_agg('call ' || attempt_id) filter (where deadline < $2::timestamptz - interval '${SILENT_MAX_MS} milliseconds'), '{}') as forgotten
     from attempts where tenant_id = $1 and state = 'sent') as a
 cross join (
   select coalesce(array_agg('push ' || push_id || ' is ' || state) filter (where
            state = 'sending' and not exists (select 1 from attempts t where t.tenant_id = $1 and t.attempt_id = p.attempt_id and t.state = 'sent')
            or state in ('ready', 'unsure') and (available_at is null or available_at > $2::timestamptz + interval '10 minutes')), '{}') as forgotten,
          coalesce((select array_agg('document ' || document_id) from (
             select document_id from pushes where tenant_id = $1 and operation <> 'void-extra' and state in ${LIVE} group by 1 having count(*) > 1) as d), '{}') as twice
     from pushes p where tenant_id = $1) as p
 cross join (
   select coalesce(array_agg(g), '{}') as miscounted from (
     select concat_ws('/', ${GROUP}) || ': ' || sum(n) || ', ' || sum(minor) as g from (
       select ${GROUP}, count(*) as n, sum(amount_minor) as minor from pushes where tenant_id = $1 group by ${GROUP}
       union all select ${GROUP}, -pushes, -amount_minor from push_counts where tenant_id = $1) as both_ways
     group by ${GROUP} having sum(n) <> 0 or sum(minor) <> 0) as off) as c
 where l.tenant_id = $1`;

export async function look(admin: pg.Pool, { tenantId }: Site, nowMs: number): Promise<Look> {
  const found = await admin.query<Look>({ name: "look", text: LOOK, values: [tenantId, new Date(nowMs)] });
  const [row] = found.rows;
  if (!row) throw new Error("The schedule has no lane");
  return row;
}

export type DocumentFact = {
  readonly documentId: string;
  readonly kind: string;
  readonly key: string;
  readonly title: string;
  readonly externalId: string | null;
  readonly amountMinor: string;
  readonly fingerprint: string;
  readonly isLeftOut: boolean;
  readonly ledgerType: string | null;
  readonly ledgerId: string | null;
  readonly postedFingerprint: string | null;
  readonly isEdited: boolean;
  readonly isGone: boolean;
  /** Its pushes, oldest first, taking copies away not counted. */
  readonly pushes: readonly { readonly state: string; readonly operation: string; readonly code: string }[];
};
export type Facts = {
  readonly documents: readonly DocumentFact[];
  readonly orders: readonly {
    readonly externalId: string;
    readonly isPlanned: boolean;
    readonly problem: string | null;
  }[];
  /** Every call that was written down. */
  readonly attempts: readonly {
    readonly requestId: string;
    readonly path: string;
    readonly body: string;
    readonly state: string;
  }[];
  readonly audits: readonly { readonly action: string; readonly n: number }[];
  readonly connection: string;
  readonly eventsWaiting: number;
};

const FACTS = `
select (select coalesce(json_agg(d), '[]') from (
          select d.document_id as "documentId", d.kind, d.key, d.title, o.external_id as "externalId", d.amount_minor::text as "amountMinor",
                 d.fingerprint, d.left_out_because is not null as "isLeftOut", l.ledger_type as "ledgerType", l.ledger_id as "ledgerId",
                 l.posted_fingerprint as "postedFingerprint", l.edited_at is not null as "isEdited", l.gone_at is not null as "isGone",
                 coalesce((select json_agg(json_build_object('state', p.state, 'operation', p.operation, 'code', p.problem_code) order by p.push_id)
                    from pushes p where p.tenant_id = $1 and p.document_id = d.document_id and p.operation <> 'void-extra'), '[]') as pushes
            from documents d
            left join ledger_links l on l.tenant_id = $1 and l.document_id = d.document_id
            left join orders o on o.tenant_id = $1 and o.order_id = d.order_id
           where d.tenant_id = $1 order by d.document_id) as d) as documents,
       (select coalesce(json_agg(json_build_object('externalId', external_id, 'isPlanned', planned_at is not null and to_plan_at is null, 'problem', problem_code)), '[]')
          from orders where tenant_id = $1) as orders,
       (select coalesce(json_agg(json_build_object('requestId', request_id, 'path', path, 'body', body, 'state', state) order by attempt_id), '[]')
          from attempts where tenant_id = $1) as attempts,
       (select coalesce(json_agg(json_build_object('action', action, 'n', n)), '[]')
          from (select action, count(*)::int as n from audit_events where tenant_id = $1 group by 1) as a) as audits,
       (select connection from company_files where tenant_id = $1) as connection,
       (select count(*)::int from ledger_events where tenant_id = $1 and done_at is null) as "eventsWaiting"`;

export async function facts(admin: pg.Pool, { tenantId }: Site): Promise<Facts> {
  const found = await admin.query<Facts>({ name: "facts", text: FACTS, values: [tenantId] });
  return found.rows[0]!;
}

/** One digest of all rows a tenant has in tables that work changes. */
export async function digestOf(admin: pg.Pool, tenantId: string, tables: readonly string[]): Promise<string> {
  const parts = tables.map(
    (table) =>
      `(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from ${table} t where tenant_id = $1)`,
  );
  const found = await admin.query<{ digest: string }>({
    name: `digest ${tables.length}`,
    text: `select ${parts.join(" || '/' || ")} as digest`,
    values: [tenantId],
  });
  return found.rows[0]!.digest;
}
