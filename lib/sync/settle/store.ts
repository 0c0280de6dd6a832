// Writes down what the ledger said: states, links, the children that may go now. Only under the lease that asked.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import { freezeMs, widened } from "#lib/sync/pace.ts";
import type { PushOperation, PushState } from "#lib/sync/push.ts";
import type { AttemptEnd, Lane, Settlement } from "#lib/sync/turn.ts";

/**
 * Ends an attempt. Returns false, and nothing may be settled, when somebody else owns it by now: we were too late.
 * The lane must be locked.
 */
export async function endAttempt(tx: Transaction, lane: Lane, end: AttemptEnd, now: Date): Promise<boolean> {
  const result = await tx.execute(sql`
    update attempts set state = ${end.state}, answered_at = ${now}, status = ${end.status ?? null}, answer = ${end.answer ?? null},
           trace_id = ${end.traceId ?? null}
     where tenant_id = ${lane.tenantId} and attempt_id = ${end.attemptId} and state = 'sent'
       and lease_owner = ${end.leaseOwner} and sends = ${end.sends}`);
  return result.rowCount === 1;
}

/** Gives the slot back and wakes the lane; `personAt`: from when on a person's push may go on, if one does. */
export async function leaveSlot(tx: Transaction, lane: Lane, now: Date, personAt: Date | null): Promise<void> {
  await tx.execute(sql`
    update lanes set in_flight = greatest(in_flight - 1, 0), ready_at = least(ready_at, ${now}::timestamptz),
           person_ready_at = least(person_ready_at, ${personAt}::timestamptz)
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`);
}

/** Rests the lane after "too fast" and widens its gaps. `chance` in [0,1). */
export async function freezeLane(
  tx: Transaction,
  lane: Lane,
  gaps: { batchGapMs: number; callGapMs: number },
  now: Date,
  chance: number,
): Promise<void> {
  await tx.execute(sql`
    update lanes set frozen_until = ${new Date(now.getTime() + freezeMs(chance))},
           batch_gap_ms = ${widened(gaps.batchGapMs)}, call_gap_ms = ${widened(gaps.callGapMs)}
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`);
}

/** Reads the lane's gaps and locks it. */
export async function lockGaps(tx: Transaction, lane: Lane): Promise<{ batchGapMs: number; callGapMs: number }> {
  const result = await tx.execute<{ batchGapMs: number; callGapMs: number }>(sql`
    select batch_gap_ms as "batchGapMs", call_gap_ms as "callGapMs" from lanes
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} for update`);
  return result.rows[0]!;
}

type Settled = {
  pushId: string;
  documentId: string;
  operation: PushOperation;
  state: PushState;
  fingerprint: string;
  priority: number;
  availableAt: Date;
};

/**
 * Settles pushes of one attempt: state, memory, problem, link. A push that moved on in between is left alone and is
 * missing from the answer. Then releases what waited for the posted ones. The lane must be locked.
 */
export async function settlePushes(
  tx: Transaction,
  lane: Lane,
  attemptId: string,
  settlements: readonly Settlement[],
  now: Date,
): Promise<readonly Settled[]> {
  if (settlements.length === 0) return [];
  const rows = settlements.map((settlement) => ({
    push_id: settlement.pushId,
    state: settlement.state,
    memory: settlement.memory ?? null,
    code: settlement.problem?.code ?? "",
    about: settlement.problem?.about ?? "",
    problem: settlement.problem ?? null,
    available_at: (settlement.availableAt ?? now).toISOString(),
    later: settlement.isLater ?? false,
    turns: settlement.isTurnBack ? 1 : 0,
  }));
  const result = await tx.execute<Settled>(sql`
    update pushes p
       set state = s.state, turns = p.turns - s.turns, problem_code = s.code, problem_about = s.about, problem = s.problem,
           available_at = s.available_at, laters = case when s.later then p.laters + 1 else 0 end,
           memory = coalesce(case when s.memory @> '{"unsure": true}' then jsonb_strip_nulls(jsonb_build_object('sentBody', p.memory->'sentBody'))
                                  else '{}' end || s.memory, p.memory),
           lease_owner = null, lease_until = null, changed_at = ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(push_id uuid, state text, memory jsonb, code text, about text,
           problem jsonb, available_at timestamptz, later boolean, turns int)
     where p.tenant_id = ${lane.tenantId} and p.push_id = s.push_id and p.state = 'sending' and p.attempt_id = ${attemptId}
    returning p.push_id as "pushId", p.document_id as "documentId", p.operation, p.state, p.fingerprint, p.priority,
              p.available_at as "availableAt"`);
  await writeLinks(tx, lane, result.rows, settlements, now);
  return result.rows.map((row) => ({ ...row, availableAt: new Date(row.availableAt) }));
}

async function writeLinks(
  tx: Transaction,
  lane: Lane,
  settled: readonly Settled[],
  settlements: readonly Settlement[],
  now: Date,
): Promise<void> {
  const byPush = new Map(settlements.map((settlement) => [settlement.pushId, settlement]));
  const links = settled.flatMap(({ pushId, documentId, operation, fingerprint }) => {
    const link = byPush.get(pushId)?.link;
    // A copy that was taken away says nothing of the record we are linked to.
    return link && operation !== "void-extra"
      ? [{ document_id: documentId, type: link.ledgerType, id: link.ledgerId, token: link.versionToken, fingerprint }]
      : [];
  });
  if (links.length === 0) return;
  const json = JSON.stringify(links);
  await tx.execute(sql`
    with linked as (
      insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at)
      select ${lane.tenantId}, ${lane.companyFileId}, l.document_id, l.type, l.id, l.token, ${now}
        from jsonb_to_recordset(${json}::jsonb) as l(document_id uuid, type text, id text, token text)
      on conflict (tenant_id, document_id) do update
         set ledger_type = excluded.ledger_type, ledger_id = excluded.ledger_id, version_token = excluded.version_token, linked_at = excluded.linked_at,
             edited_at = null, gone_at = null)
    update documents d set posted_fingerprint = l.fingerprint
      from jsonb_to_recordset(${json}::jsonb) as l(document_id uuid, fingerprint text)
     where d.tenant_id = ${lane.tenantId} and d.document_id = l.document_id`);
  await releaseChildren(
    tx,
    lane,
    links.map((link) => link.document_id),
    now,
  );
}

/**
 * What waited only for these documents may go now. Arrays, so that the few children are found through indexes: from the
 * side of the pushes, every push of the company was looked at.
 */
async function releaseChildren(tx: Transaction, lane: Lane, documentIds: readonly string[], now: Date): Promise<void> {
  await tx.execute(sql`
    update pushes p set state = 'ready', available_at = ${now}, changed_at = ${now}
     where p.tenant_id = ${lane.tenantId} and p.company_file_id = ${lane.companyFileId} and p.state = 'waiting'
       and p.document_id = any (array(
         select k.document_id from document_links k
          where k.tenant_id = ${lane.tenantId}
            and k.after_document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))))
       and not exists (
         select 1 from document_links k
           left join ledger_links l on l.tenant_id = ${lane.tenantId} and l.document_id = k.after_document_id
          where k.tenant_id = ${lane.tenantId} and k.document_id = p.document_id and l.document_id is null)`);
}

/** Ledger ids that another of our documents is tied to already; linking them twice would be a mistake. */
export async function takenLinks(
  tx: Transaction,
  lane: Lane,
  links: readonly { readonly documentId: string; readonly link: LedgerLink }[],
): Promise<ReadonlyMap<string, string>> {
  if (links.length === 0) return new Map();
  const json = JSON.stringify(
    links.map(({ documentId, link }) => ({ d: documentId, type: link.ledgerType, id: link.ledgerId })),
  );
  const result = await tx.execute<{ documentId: string; title: string }>(sql`
    select n.d as "documentId", o.title
      from jsonb_to_recordset(${json}::jsonb) as n(d uuid, type text, id text)
      join ledger_links l on l.tenant_id = ${lane.tenantId} and l.company_file_id = ${lane.companyFileId}
       and l.ledger_type = n.type and l.ledger_id = n.id and l.document_id <> n.d
      join documents o on o.tenant_id = ${lane.tenantId} and o.document_id = l.document_id`);
  return new Map(result.rows.map((row) => [row.documentId, row.title]));
}

/**
 * Pushes whose problem is that of a version nobody wants any more. One whose outcome is unknown is not among them: it
 * goes on with the version that was sent.
 */
export async function outdatedProblems(
  tx: Transaction,
  lane: Lane,
  pushIds: readonly string[],
): Promise<readonly string[]> {
  if (pushIds.length === 0) return [];
  const result = await tx.execute<{ pushId: string }>(sql`
    select p.push_id as "pushId" from pushes p
      join documents d on d.tenant_id = ${lane.tenantId} and d.document_id = p.document_id
     where p.tenant_id = ${lane.tenantId} and p.state = 'problem' and p.fingerprint <> d.fingerprint and p.operation <> 'void-extra'
       and not p.memory @> '{"unsure": true}'
       and p.push_id = any (array(select jsonb_array_elements_text(${JSON.stringify(pushIds)}::jsonb)::uuid))`);
  return result.rows.map((row) => row.pushId);
}

/** Posted documents that changed while they were being sent; they need one more push. */
export async function changedMeanwhile(
  tx: Transaction,
  lane: Lane,
  documentIds: readonly string[],
): Promise<readonly string[]> {
  if (documentIds.length === 0) return [];
  const result = await tx.execute<{ documentId: string }>(sql`
    select document_id as "documentId" from documents
     where tenant_id = ${lane.tenantId} and fingerprint is distinct from posted_fingerprint
       and document_id in (select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid)`);
  return result.rows.map((row) => row.documentId);
}
