// Which push may go now? Takes a lane's turn, its pace and up to a batch of pushes in one transaction.
import { sql } from "drizzle-orm";

import { asClaim, inClaim, runNamed, type Database, type Transaction } from "#db/client.ts";
import type { LedgerDocument } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import { pace, pay, type PaceRules } from "#lib/sync/pace.ts";
import type { Memory, Push, PushOperation } from "#lib/sync/push.ts";
import type { ClaimedPush, Lane, Lease, PacedLane } from "#lib/sync/turn.ts";

/** Whether single calls go beside batches, and how long the ledger's minute is. */
export type ClaimRules = { readonly singlesBeside: boolean; readonly minuteMs: number };

const mayGo = (now: Date) => sql`
  ready_at is not null and not is_paused and frozen_until <= ${now} and next_call_at <= ${now}
  and (lists_at is null or lists_at > ${now})`;
const mayCarryPerson = sql`in_flight < ${pace.inFlightMax}`;
const mayCarryBatch = sql`in_flight < ${pace.bulkInFlightMax} and batches_in_flight < ${pace.batchesInFlightMax}`;
/** A batch beyond the first few keeps the gap to the last one, so that slots are left to single calls. */
const batchDueAt = ({ singlesBeside, minuteMs }: ClaimRules) => sql`
  case when ${!singlesBeside} or batches_in_flight < ${pace.batchesAtOnceMax} then next_batch_at
       else greatest(next_batch_at, to_timestamp(((pace_log->'batches'->>-1)::float8 + batch_gap_ms * ${minuteMs / pace.minuteMs}::float8) / 1000)) end`;
const mayCarryBeside = sql`in_flight < ${pace.bulkInFlightMax}`;
const paced = sql`
  tenant_id as "tenantId", company_file_id as "companyFileId", batch_gap_ms as "batchGapMs",
  call_gap_ms as "callGapMs", pace_log as "paceLog"`;

/**
 * Runs `work` for the lane that waited longest among those whose own pace allows a call now. With `singlesBeside`, a
 * lane that may send no batch just now sends a single call when no other lane has a batch to send: a slot carries most
 * in a batch. Returns null when none may go. The lane row stays locked until `work` is done, so its pace and its pushes
 * move together.
 */
export async function withNextLane<T>(
  db: Database,
  now: Date,
  rules: ClaimRules,
  work: (tx: Transaction, lane: PacedLane) => Promise<T>,
): Promise<T | null> {
  const pick = async (tx: Transaction) =>
    (await pickLane(tx, now, rules)) ?? (rules.singlesBeside ? await pickBeside(tx, now) : null);
  return await inClaim(db, pick, work);
}

async function pickLane(tx: Transaction, now: Date, rules: ClaimRules): Promise<PacedLane | null> {
  const result = await runNamed<PacedLane>(
    tx,
    sql`
    select ${paced}, case when person_ready_at <= ${now} then 'person' else 'bulk' end as mode
      from lanes
     where ${mayGo(now)}
       and ((person_ready_at <= ${now} and ${mayCarryPerson})
         or (ready_at <= ${now} and ${mayCarryBatch} and ${batchDueAt(rules)} <= ${now}))
     order by served_at limit 1
       for update skip locked`,
  );
  return result.rows[0] ?? null;
}

async function pickBeside(tx: Transaction, now: Date): Promise<PacedLane | null> {
  const result = await runNamed<PacedLane>(
    tx,
    sql`
    select ${paced}, 'beside' as mode
      from lanes
     where ${mayGo(now)} and ready_at <= ${now} and next_beside_at <= ${now} and ${mayCarryBeside}
     order by served_at limit 1
       for update skip locked`,
  );
  return result.rows[0] ?? null;
}

/** When the next lane may go, or null when none waits for the time alone. For the worker, which sleeps until then. */
export async function nextLaneDue(db: Database, now: Date, rules: ClaimRules): Promise<Date | null> {
  const result = await asClaim(db, (tx) =>
    tx.execute<{ at: Date | null }>(sql`
      select min(greatest(next_call_at, frozen_until, least(
               case when ${mayCarryPerson} then person_ready_at end,
               case when ${mayCarryBatch} then greatest(ready_at, ${batchDueAt(rules)}) end,
               case when ${rules.singlesBeside} and ${mayCarryBeside} then greatest(ready_at, next_beside_at) end))) as at
        from lanes where ready_at is not null and not is_paused and ${mayCarryPerson}
         and (lists_at is null or lists_at > ${now})
         and (${mayCarryBeside} or person_ready_at is not null)`),
  );
  const at = result.rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
}

/** A call that takes its pace: how it goes and how many requests it carries. */
export type PacedCall = { readonly shape: "single" | "batch"; readonly items: number };

/** Pays the lane's pace for one call and takes a slot. */
export async function payPace(
  tx: Transaction,
  lane: PacedLane,
  now: Date,
  call: PacedCall,
  rules: PaceRules,
): Promise<void> {
  const paid = pay(lane.paceLog, lane, call, now.getTime(), rules);
  await runNamed(
    tx,
    sql`
    update lanes set in_flight = in_flight + 1, batches_in_flight = batches_in_flight + ${call.shape === "batch" ? 1 : 0},
           served_at = ${now}, pace_log = ${JSON.stringify(paid.log)}::jsonb, next_call_at = ${new Date(paid.nextCallAt)},
           next_batch_at = ${new Date(paid.nextBatchAt)}, next_beside_at = ${new Date(paid.nextBesideAt)}
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`,
  );
}

/** A lane whose turn beside the batches found nothing: what waits there waits for a batch, or is not due. */
export async function postponeBeside(tx: Transaction, lane: Lane, until: Date): Promise<void> {
  await runNamed(
    tx,
    sql`
    update lanes set next_beside_at = greatest(next_beside_at, ${until})
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`,
  );
}

/** Sets a lane aside that cannot be served now, so that it holds nobody else up. */
export async function postponeLane(tx: Transaction, lane: Lane, now: Date, until: Date): Promise<void> {
  await runNamed(
    tx,
    sql`
    update lanes set ready_at = ${until}, person_ready_at = null, served_at = ${now}
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`,
  );
}

/** Writes down what still waits in the lane, when the claim found less than it could have carried. */
export async function restLane(tx: Transaction, lane: Lane): Promise<void> {
  const person = await runNamed<{ at: Date | null }>(
    tx,
    sql`
    select min(available_at) as at from pushes
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and state in ('ready', 'unsure') and priority = 0`,
  );
  const personAt = person.rows[0]?.at ?? null;
  // A lane that served a person goes on with its bulk: only that run looks at everything that waits.
  if (lane.mode === "person") {
    await runNamed(
      tx,
      sql`
      update lanes set person_ready_at = ${personAt}
       where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`,
    );
    return;
  }
  await runNamed(
    tx,
    sql`
    update lanes set person_ready_at = ${personAt}, ready_at = (
             select min(at) from (
               select min(available_at) as at from pushes
                where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and state in ('ready', 'unsure')
                union all
               select min(sent_at) from attempts
                where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and state = 'lost') as waiting)
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`,
  );
}

type ClaimedRow = {
  pushId: string;
  documentId: string;
  operation: PushOperation;
  generation: number;
  extraLedgerId: string | null;
  /** With `sentBody`: the document as it was sent, when it changed before we heard what became of it. */
  memory: Memory;
  turns: number;
  laters: number;
  document: LedgerDocument;
};

const documentOf = sql`coalesce(p.memory->'sentBody', d.body) as document`;

/**
 * Takes up to `max` pushes of the lane under a lease: those a person waits for first, then the oldest. One whose outcome
 * is unknown goes on with the version that was sent; any other carries the newest.
 */
export async function takePushes(
  tx: Transaction,
  lane: Lane,
  lease: Lease,
  now: Date,
  max: number,
): Promise<ClaimedPush[]> {
  const result = await runNamed<ClaimedRow>(
    tx,
    sql`
    with picked as (
      select push_id, state, state = 'unsure' or memory @> '{"unsure": true}' as in_doubt from pushes
       where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}
         and state in ('ready', 'unsure') and available_at <= ${now}
         and (${lane.mode !== "person"} or priority = 0)
       order by priority, push_id limit ${max}
         for update skip locked)
    update pushes p
       set state = 'sending', lease_owner = ${lease.owner}, lease_until = ${lease.until}, attempt_id = ${lease.attemptId},
           fingerprint = case when picked.in_doubt then coalesce(p.fingerprint, d.fingerprint) else d.fingerprint end,
           turns = p.turns + 1, changed_at = ${now},
           memory = case when picked.state = 'unsure' then jsonb_strip_nulls(jsonb_build_object('unsure', true, 'sentBody', p.memory->'sentBody', 'ledgerType', p.memory->'ledgerType'))
                         when picked.in_doubt then p.memory else p.memory - 'sentBody' end
      from picked, documents d
     where p.tenant_id = ${lane.tenantId} and p.push_id = picked.push_id
       and d.tenant_id = p.tenant_id and d.document_id = p.document_id
    returning p.push_id as "pushId", p.document_id as "documentId", p.operation, p.generation, p.memory, p.turns, p.laters,
              p.extra_ledger_id as "extraLedgerId", ${documentOf}`,
  );
  return await withLinks(tx, lane, await withoutUnfit(tx, lane, result.rows, now));
}

/**
 * A push that cannot be read as one is a problem of its own: thrown out of the claim, it would stop its whole company.
 * What is known of it stays, so an outcome that is in doubt remains so.
 */
async function withoutUnfit(
  tx: Transaction,
  lane: Lane,
  rows: readonly ClaimedRow[],
  now: Date,
  learned: Memory = {},
): Promise<ClaimedRow[]> {
  const unfit = rows.filter((row) => !isFit(row)).map((row) => row.pushId);
  if (unfit.length > 0) {
    const detail = "What Tieout keeps of this document is not whole, so nothing was said to QuickBooks.";
    const problem: Problem = { code: "unknown", about: "nothing yet, because Tieout could not ask", detail };
    await runNamed(
      tx,
      sql`
      update pushes set state = 'problem', problem_code = ${problem.code}, problem_about = ${problem.about ?? ""},
             problem = ${JSON.stringify(problem)}::jsonb, memory = memory || ${JSON.stringify(learned)}::jsonb,
             lease_owner = null, lease_until = null, changed_at = ${now}
       where tenant_id = ${lane.tenantId} and state = 'sending'
         and push_id = any (array(select jsonb_array_elements_text(${JSON.stringify(unfit)}::jsonb)::uuid))`,
    );
  }
  return rows.filter((row) => isFit(row));
}

function isFit({ operation, extraLedgerId, document }: ClaimedRow): boolean {
  const { key, after }: { key?: unknown; after?: unknown } = document;
  return typeof key === "string" && Array.isArray(after) && (operation !== "void-extra" || extraLedgerId !== null);
}

/** The pushes an attempt holds that is sent once more. They know what they knew when it was written. */
export async function readTaken(tx: Transaction, lane: Lane, attemptId: string, now: Date): Promise<ClaimedPush[]> {
  const result = await runNamed<ClaimedRow>(
    tx,
    sql`
    select p.push_id as "pushId", p.document_id as "documentId", p.operation, p.generation, p.memory, p.turns, p.laters,
           p.extra_ledger_id as "extraLedgerId", ${documentOf}
      from pushes p join documents d on d.tenant_id = p.tenant_id and d.document_id = p.document_id
     where p.tenant_id = ${lane.tenantId} and p.company_file_id = ${lane.companyFileId} and p.state = 'sending'
       and p.attempt_id = ${attemptId}`,
  );
  return await withLinks(tx, lane, await withoutUnfit(tx, lane, result.rows, now, { unsure: true }));
}

async function withLinks(tx: Transaction, lane: Lane, rows: readonly ClaimedRow[]): Promise<ClaimedPush[]> {
  const links = await readLinks(tx, lane, rows);
  return rows.toSorted((left, right) => (left.pushId < right.pushId ? -1 : 1)).map((row) => claimedPush(row, links));
}

function claimedPush(row: ClaimedRow, links: ReadonlyMap<string, LedgerLink>): ClaimedPush {
  const parents = row.document.after.flatMap((key) => {
    const link = links.get(key);
    return link ? [[key, link] as const] : [];
  });
  const { sentBody: _sentBody, ...memory } = row.memory;
  const isExtra = row.operation === "void-extra";
  const push: Push = {
    pushId: row.pushId,
    operation: isExtra ? "void" : row.operation,
    generation: row.generation,
    ...(isExtra ? { isExtra } : {}),
    marker: markerOf(row.documentId, row.generation),
    document: row.document,
    unsure: memory.unsure === true,
    memory,
    link: isExtra ? extraLink(row) : (links.get(row.document.key) ?? null),
    links: Object.fromEntries(parents),
  };
  return { push, documentId: row.documentId, turns: row.turns, laters: row.laters };
}

/**
 * The copy, not what we are linked to. Without a version, so that it is read before it is taken away. Its type is for
 * people's eyes: what is asked and said goes by the kind of the document.
 */
function extraLink({ extraLedgerId, memory }: ClaimedRow): LedgerLink {
  const ledgerType = typeof memory.ledgerType === "string" ? memory.ledgerType : "";
  return { ledgerType, ledgerId: extraLedgerId ?? "", versionToken: "" };
}

/** What we write into the ledger's document so that it can be found again. */
export function markerOf(documentId: string, generation: number): string {
  return `[tieout ${documentId}${generation === 0 ? "" : `.${generation}`}]`;
}

async function readLinks(tx: Transaction, lane: Lane, rows: readonly ClaimedRow[]): Promise<Map<string, LedgerLink>> {
  const keys = [...new Set(rows.flatMap((row) => [row.document.key, ...row.document.after]))];
  if (keys.length === 0) return new Map();
  // An array is looked up in the index, key by key; a sub-select was joined with all documents of the company.
  const result = await runNamed<LedgerLink & { key: string }>(
    tx,
    sql`
    select d.key, l.ledger_type as "ledgerType", l.ledger_id as "ledgerId", l.version_token as "versionToken"
      from documents d join ledger_links l on l.tenant_id = d.tenant_id and l.document_id = d.document_id
     where d.tenant_id = ${lane.tenantId} and d.company_file_id = ${lane.companyFileId}
       and d.key = any (array(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)))
       and l.tenant_id = ${lane.tenantId}`,
  );
  return new Map(result.rows.map(({ key, ...link }) => [key, link]));
}
