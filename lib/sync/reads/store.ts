// A question takes its turn in the lane: pace, slot, record, and what it costs. It carries no push.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { Lease } from "#lib/sync/turn.ts";
import type { Gaps, Paid } from "#lib/sync/pace.ts";
import type { ReadPace } from "./read-pace.ts";

/** The question as it goes over the wire. */
export type ReadCall = {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
};

/** Bodies of answers are what was asked for and are kept elsewhere; of a refusal the beginning is. */
const REFUSAL_MAX = 4000;

/** Locks the lane and tells its pace; null when there is no such lane or it is stopped. */
export async function lockReadPace(tx: Transaction, scope: Scope, companyFileId: string): Promise<ReadPace | null> {
  type Row = Gaps & Record<"nextCallAt" | "frozenUntil", string>;
  const result = await tx.execute<Row & Pick<ReadPace, "inFlight" | "paceLog"> & { isPaused: boolean }>(sql`
    select next_call_at as "nextCallAt", frozen_until as "frozenUntil", in_flight as "inFlight",
           batch_gap_ms as "batchGapMs", call_gap_ms as "callGapMs", pace_log as "paceLog", is_paused as "isPaused"
      from lanes where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} for update`);
  const row = result.rows[0];
  if (!row || row.isPaused) return null;
  const { nextCallAt, frozenUntil } = row;
  return {
    ...row,
    nextCallAt: new Date(nextCallAt),
    frozenUntil: new Date(frozenUntil),
  };
}

/** Keeps the next batch for a question: pushes may have it only from that moment on. The lane must be locked. */
export async function keepBatch(tx: Transaction, scope: Scope, companyFileId: string, until: Date): Promise<void> {
  await tx.execute(sql`
    update lanes set next_batch_at = greatest(next_batch_at, ${until})
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** Pays the pace, takes a slot, counts the reads and writes the question down. The lane must be locked. */
export async function takeRead(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  lease: Lease,
  call: ReadCall,
  cost: { readonly paid: Paid; readonly reads: number },
): Promise<void> {
  const now = scope.now();
  const { log, nextCallAt, nextBatchAt, nextBesideAt } = cost.paid;
  await tx.execute(sql`
    update lanes set in_flight = in_flight + 1, served_at = greatest(served_at, ${now}), pace_log = ${JSON.stringify(log)}::jsonb, next_call_at = ${new Date(nextCallAt)},
           next_batch_at = ${new Date(nextBatchAt)}, next_beside_at = ${new Date(nextBesideAt)}
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
  await tx.execute(sql`
    insert into attempts (tenant_id, attempt_id, company_file_id, shape, request_id, method, path, body, sends, state, sent_at, deadline, lease_owner)
    values (${scope.tenantId}, ${lease.attemptId}, ${companyFileId}, 'read', ${call.requestId}, ${call.method}, ${call.path},
            ${call.body}, 1, 'sent', ${now}, ${lease.until}, ${lease.owner})`);
  await countReads(tx, scope, companyFileId, cost.reads);
}

/** Ends a question and gives its slot back. False when nobody waits for it any more. The lane must be locked. */
export async function endRead(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  lease: Lease,
  answered: { readonly status: number; readonly text: string; readonly traceId: string | null } | null,
): Promise<boolean> {
  const refusal = answered && answered.status >= 400 ? answered.text.slice(0, REFUSAL_MAX) : null;
  const result = await tx.execute(sql`
    update attempts set state = ${answered ? "answered" : "given-up"}, answered_at = ${answered ? scope.now() : null},
           status = ${answered?.status ?? null}, answer = ${refusal}, trace_id = ${answered?.traceId ?? null}
     where tenant_id = ${scope.tenantId} and attempt_id = ${lease.attemptId} and state = 'sent' and lease_owner = ${lease.owner}`);
  if (result.rowCount !== 1) return false;
  await tx.execute(sql`
    update lanes set in_flight = greatest(in_flight - 1, 0)
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
  return true;
}

/**
 * Counts reads that Intuit meters (questions, change polls, every question inside a batch), per company and month by
 * UTC. Counted when they are about to be sent: one that is lost may have been counted over there.
 */
export async function countReads(
  tx: Transaction,
  scope: Pick<Scope, "tenantId" | "now">,
  companyFileId: string,
  reads: number,
): Promise<void> {
  if (reads === 0) return;
  await tx.execute(sql`
    insert into read_counts (tenant_id, company_file_id, month, reads)
    values (${scope.tenantId}, ${companyFileId}, ${monthOf(scope.now())}, ${reads})
    on conflict (tenant_id, company_file_id, month) do update set reads = read_counts.reads + excluded.reads`);
}

/** Forgets questions that were answered long ago. */
export async function forgetReads(tx: Transaction, scope: Scope, companyFileId: string, before: Date): Promise<void> {
  await tx.execute(sql`
    delete from attempts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and shape = 'read' and state <> 'sent'
       and sent_at < ${before}`);
}

function monthOf(now: Date): string {
  return now.toISOString().slice(0, 7);
}
