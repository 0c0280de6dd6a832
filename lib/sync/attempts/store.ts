// The record of every call: written before the first byte leaves, sent again word for word when its answer was lost.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import { limits } from "#lib/sync/push.ts";
import type { Lane, Lease, OpenAttempt, WrittenCall } from "#lib/sync/turn.ts";

/** Writes the attempt and which pushes it carries. */
export async function writeAttempt(
  tx: Transaction,
  lane: Lane,
  lease: Lease,
  call: WrittenCall,
  items: ReadonlyMap<string, string>,
  now: Date,
): Promise<OpenAttempt> {
  await runNamed(
    tx,
    sql`
    with written as (
      insert into attempts (tenant_id, attempt_id, company_file_id, shape, request_id, method, path, body, sends, state, sent_at, deadline, lease_owner)
      values (${lane.tenantId}, ${lease.attemptId}, ${lane.companyFileId}, ${call.shape}, ${call.requestId}, ${call.method}, ${call.path},
              ${call.body}, 1, 'sent', ${now}, ${lease.until}, ${lease.owner}))
    insert into attempt_pushes (tenant_id, push_id, attempt_id, batch_item)
    select ${lane.tenantId}, (item->>0)::uuid, ${lease.attemptId}, item->>1
      from jsonb_array_elements(${JSON.stringify([...items])}::jsonb) as item`,
  );
  return { attemptId: lease.attemptId, call, sends: 1, items };
}

/**
 * Takes a lost attempt of the lane to send it once more, its pushes with it. Only while the ledger surely remembers
 * the request id; later ones are given up, and their pushes look before they write.
 */
export async function takeLostAttempt(
  tx: Transaction,
  lane: Lane,
  lease: Lease,
  now: Date,
  memoryMs: number,
): Promise<OpenAttempt | null> {
  const since = new Date(now.getTime() - memoryMs);
  await runNamed(
    tx,
    sql`
    update attempts set state = 'given-up'
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and state = 'lost'
       and (sends > ${limits.replaysMax} or sent_at < ${since})`,
  );
  // Materialized, or a join may run the sub-select again for every row and take all that are lost, of which one is sent.
  const result = await runNamed<WrittenCall & { attemptId: string; sends: number }>(
    tx,
    sql`
    with lost as materialized (
      select attempt_id from attempts
       where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and state = 'lost'
       order by attempt_id limit 1 for update skip locked)
    update attempts a set state = 'sent', sends = a.sends + 1, deadline = ${lease.until}, lease_owner = ${lease.owner}
      from lost
     where a.tenant_id = ${lane.tenantId} and a.attempt_id = lost.attempt_id
    returning a.attempt_id as "attemptId", a.sends, a.shape, a.request_id as "requestId", a.method, a.path, a.body`,
  );
  const row = result.rows[0];
  if (!row) return null;
  await runNamed(
    tx,
    sql`
    update pushes set state = 'sending', lease_owner = ${lease.owner}, lease_until = ${lease.until}, changed_at = ${now}
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and state = 'unsure' and attempt_id = ${row.attemptId}`,
  );
  const { attemptId, sends, ...call } = row;
  return { attemptId, call, sends, items: await readItems(tx, lane, attemptId) };
}

async function readItems(tx: Transaction, lane: Lane, attemptId: string): Promise<Map<string, string>> {
  const result = await runNamed<{ pushId: string; item: string }>(
    tx,
    sql`
    select push_id as "pushId", batch_item as item from attempt_pushes
     where tenant_id = ${lane.tenantId} and attempt_id = ${attemptId}`,
  );
  return new Map(result.rows.map((row) => [row.pushId, row.item]));
}

export type StoredAttempt = {
  readonly attemptId: string;
  readonly shape: "single" | "batch";
  readonly item: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly state: string;
  readonly sends: number;
  readonly sentAt: string;
  readonly answeredAt: string | null;
  readonly status: number | null;
  readonly answer: string | null;
  readonly traceId: string | null;
};

const stored = sql`
  a.attempt_id as "attemptId", a.shape, ap.batch_item as item, a.request_id as "requestId", a.method, a.path, a.body, a.state, a.sends,
  a.sent_at as "sentAt", a.answered_at as "answeredAt", a.status, a.answer, a.trace_id as "traceId"`;

/** What one push said and heard, newest last, for a person: at most `max` attempts. */
export async function readAttemptsOf(
  tx: Transaction,
  tenantId: string,
  pushId: string,
  max: number,
): Promise<StoredAttempt[]> {
  const result = await runNamed<StoredAttempt>(
    tx,
    sql`
    select ${stored}
      from attempt_pushes ap join attempts a on a.tenant_id = ap.tenant_id and a.attempt_id = ap.attempt_id
     where ap.tenant_id = ${tenantId} and ap.push_id = ${pushId} and a.tenant_id = ${tenantId}
     order by a.attempt_id desc limit ${max}`,
  );
  return result.rows.reverse();
}

/** The last calls that may have written a document, newest first, whichever of its pushes they carried. */
export async function readPostsOf(
  tx: Transaction,
  tenantId: string,
  documentId: string,
  max: number,
): Promise<StoredAttempt[]> {
  const result = await runNamed<StoredAttempt>(
    tx,
    sql`
    select ${stored}
      from pushes p
      join attempt_pushes ap on ap.tenant_id = ${tenantId} and ap.push_id = p.push_id
      join attempts a on a.tenant_id = ${tenantId} and a.attempt_id = ap.attempt_id
     where p.tenant_id = ${tenantId} and p.document_id = ${documentId} and p.operation <> 'void-extra' and a.method = 'POST'
     order by a.attempt_id desc limit ${max}`,
  );
  return result.rows;
}
