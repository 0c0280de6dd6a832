// Writes down what the ledger said: states, links, the children that may go now. Only under the lease that asked.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { ENDED } from "#lib/documents/fingerprint.ts";
import { releaseBehind } from "#lib/sync/ending/store.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import type { Gaps, PaceLog } from "#lib/sync/pace.ts";
import { mustWait } from "#lib/sync/precedence/store.ts";
import type { PushOperation, PushState } from "#lib/sync/push.ts";
import type { AttemptEnd, Lane, Settlement } from "#lib/sync/turn.ts";

/**
 * Ends an attempt. Returns false, and nothing may be settled, when somebody else owns it by now: we were too late.
 * The lane must be locked.
 */
export async function endAttempt(tx: Transaction, lane: Lane, end: AttemptEnd, now: Date): Promise<boolean> {
  const result = await runNamed(
    tx,
    sql`
    update attempts set state = ${end.state}, answered_at = ${now}, status = ${end.status ?? null}, answer = ${end.answer ?? null},
           trace_id = ${end.traceId ?? null}
     where tenant_id = ${lane.tenantId} and attempt_id = ${end.attemptId} and state = 'sent'
       and lease_owner = ${end.leaseOwner} and sends = ${end.sends}`,
  );
  return result.rowCount === 1;
}

/** Gives the slot back and wakes the lane; `personAt`: from when on a person's push may go on, if one does. */
export async function leaveSlot(
  tx: Transaction,
  lane: Lane,
  shape: "single" | "batch",
  now: Date,
  personAt: Date | null,
): Promise<void> {
  await runNamed(
    tx,
    sql`
    update lanes set in_flight = greatest(in_flight - 1, 0),
           batches_in_flight = greatest(batches_in_flight - ${shape === "batch" ? 1 : 0}, 0), ready_at = least(ready_at, ${now}::timestamptz),
           person_ready_at = least(person_ready_at, ${personAt}::timestamptz)
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`,
  );
}

/**
 * Rests the lane until then after "too fast" and gives it wider gaps. Several calls may have been under way when the first
 * one was refused: their refusals are the same news and change nothing more.
 */
export async function freezeLane(tx: Transaction, lane: Lane, wider: Gaps, now: Date, until: Date): Promise<void> {
  await runNamed(
    tx,
    sql`
    update lanes set frozen_until = ${until},
           batch_gap_ms = ${wider.batchGapMs}, call_gap_ms = ${wider.callGapMs}
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and frozen_until <= ${now}`,
  );
}

/**
 * Lets nothing leave the lane until then, a person's push neither: its access token was refused. Calls that come back
 * and people who ask wake the lane's pushes, not the lane.
 */
export async function holdLane(tx: Transaction, lane: Lane, until: Date): Promise<void> {
  await runNamed(
    tx,
    sql`
    update lanes set frozen_until = greatest(frozen_until, ${until}::timestamptz)
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId}`,
  );
}

/** Lets a held lane go on from `at`, unless it is held or rests for another reason by now. `heldUntil` as it was held. */
export async function letLaneGo(tx: Transaction, lane: Lane, heldUntil: Date, at: Date): Promise<void> {
  await runNamed(
    tx,
    sql`
    update lanes set frozen_until = ${at}
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} and frozen_until = ${heldUntil}`,
  );
}

export type LanePace = Gaps & { readonly paceLog: PaceLog; readonly frozenUntil: Date };

/** Reads the lane's pace and locks it. */
export async function lockPace(tx: Transaction, lane: Lane): Promise<LanePace> {
  const result = await runNamed<Omit<LanePace, "frozenUntil"> & { frozenUntil: string }>(
    tx,
    sql`
    select batch_gap_ms as "batchGapMs", call_gap_ms as "callGapMs", pace_log as "paceLog", frozen_until as "frozenUntil"
      from lanes
     where tenant_id = ${lane.tenantId} and company_file_id = ${lane.companyFileId} for update`,
  );
  const row = result.rows[0]!;
  return { ...row, frozenUntil: new Date(row.frozenUntil) };
}

export type Settled = {
  pushId: string;
  documentId: string;
  operation: PushOperation;
  state: PushState;
  fingerprint: string;
  priority: number;
  availableAt: Date;
  /** The document changed while this version of it was being carried. */
  hasChanged: boolean;
  /** Nobody wants the document in the books any more. */
  isEnded: boolean;
  /** Nobody knows whether the version that was sent is in the books: it is asked for before anything newer is said. */
  isUnsure: boolean;
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
  const result = await runNamed<Settled>(
    tx,
    sql`
    update pushes p
       set state = s.state, turns = p.turns - s.turns, problem_code = s.code, problem_about = s.about, problem = s.problem,
           available_at = s.available_at, laters = case when s.later then p.laters + 1 else 0 end,
           memory = coalesce(case when s.memory @> '{"unsure": true}' then jsonb_strip_nulls(jsonb_build_object('sentBody', p.memory->'sentBody'))
                                  else '{}' end || jsonb_strip_nulls(jsonb_build_object('ledgerType', p.memory->'ledgerType')) || s.memory, p.memory),
           lease_owner = null, lease_until = null, changed_at = ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(push_id uuid, state text, memory jsonb, code text, about text,
           problem jsonb, available_at timestamptz, later boolean, turns int), documents d
     where p.tenant_id = ${lane.tenantId} and p.push_id = s.push_id and p.state = 'sending' and p.attempt_id = ${attemptId}
       and d.tenant_id = ${lane.tenantId} and d.document_id = p.document_id
    returning p.push_id as "pushId", p.document_id as "documentId", p.operation, p.state, p.fingerprint, p.priority,
              p.available_at as "availableAt", p.fingerprint is distinct from d.fingerprint as "hasChanged", d.fingerprint = ${ENDED} as "isEnded",
              p.memory @> '{"unsure": true}' as "isUnsure"`,
  );
  await writeLinks(tx, lane, result.rows, settlements, now);
  await letFollow(tx, lane, result.rows, now);
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
    const { link, told } = byPush.get(pushId) ?? {};
    // A copy that was taken away says nothing of the record we are linked to.
    return link && operation !== "void-extra"
      ? [
          {
            document_id: documentId,
            type: link.ledgerType,
            id: link.ledgerId,
            token: link.versionToken,
            fingerprint,
            number: told?.number ?? null,
            total: told?.totalMinor ?? null,
          },
        ]
      : [];
  });
  if (links.length === 0) return;
  await runNamed(
    tx,
    sql`
      insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, posted_fingerprint, linked_at,
                                ledger_number, total_minor)
      select ${lane.tenantId}, ${lane.companyFileId}, l.document_id, l.type, l.id, l.token, l.fingerprint, ${now}, l.number, l.total
        from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l(document_id uuid, type text, id text, token text, fingerprint text,
             number text, total bigint)
      on conflict (tenant_id, document_id) do update
         set ledger_type = excluded.ledger_type, ledger_id = excluded.ledger_id, version_token = excluded.version_token,
             posted_fingerprint = excluded.posted_fingerprint, linked_at = excluded.linked_at, edited_at = null, gone_at = null,
             ledger_number = coalesce(excluded.ledger_number, ledger_links.ledger_number), total_minor = excluded.total_minor,
             there = null, accepted_at = null, explained_version = null`,
  );
}

/**
 * What waited for these documents may go: for one to be in the books, to be changed, to be taken back. A change that
 * needs a person holds nothing up any longer.
 */
async function letFollow(tx: Transaction, lane: Lane, settled: readonly Settled[], now: Date): Promise<void> {
  const over = settled.filter(
    (one) => (one.state === "posted" || one.state === "problem") && one.operation !== "void-extra",
  );
  await releaseFollowers(
    tx,
    lane,
    over.map((one) => one.documentId),
    now,
  );
  // Nothing that is made for the first time holds the end of another document up, or gives way to other money.
  const changed = settled.filter(
    (one) => one.state === "posted" && one.operation !== "create" && one.operation !== "void-extra",
  );
  await releaseBehind(
    tx,
    lane,
    changed.map((one) => one.documentId),
    now,
  );
}

/**
 * What waited only for these documents may go now. Arrays, so that the few children are found through indexes: from the
 * side of the pushes, every push of the company was looked at.
 */
export async function releaseFollowers(
  tx: Transaction,
  lane: Pick<Lane, "tenantId" | "companyFileId">,
  documentIds: readonly string[],
  now: Date,
): Promise<void> {
  if (documentIds.length === 0) return;
  await runNamed(
    tx,
    sql`
    update pushes p set state = 'ready', available_at = ${now}, changed_at = ${now}
     where p.tenant_id = ${lane.tenantId} and p.company_file_id = ${lane.companyFileId} and p.state = 'waiting' and p.operation <> 'void'
       and p.document_id = any (array(
         select k.document_id from document_links k
          where k.tenant_id = ${lane.tenantId}
            and k.after_document_id = any (array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::jsonb)::uuid))))
       and not ${mustWait(lane.tenantId)}`,
  );
}

/** What goes on with a newer version than was carried may have to wait first: for an item, say, that only the new one names. */
export async function holdFollowers(
  tx: Transaction,
  scope: Pick<Scope, "tenantId">,
  pushIds: readonly string[],
): Promise<void> {
  if (pushIds.length === 0) return;
  await tx.execute(sql`
    update pushes p set state = 'waiting'
     where p.tenant_id = ${scope.tenantId} and p.state = 'ready' and p.operation not in ('void', 'void-extra')
       and p.push_id = any (array(select jsonb_array_elements_text(${JSON.stringify(pushIds)}::jsonb)::uuid))
       and ${mustWait(scope.tenantId)}`);
}

/** Ledger ids that another of our documents is tied to already. Two names may be one customer; two documents are a mistake. */
export async function takenLinks(
  tx: Transaction,
  lane: Lane,
  links: readonly { readonly documentId: string; readonly link: LedgerLink }[],
): Promise<ReadonlyMap<string, string>> {
  if (links.length === 0) return new Map();
  const json = JSON.stringify(
    links.map(({ documentId, link }) => ({ d: documentId, type: link.ledgerType, id: link.ledgerId })),
  );
  const result = await runNamed<{ documentId: string; title: string }>(
    tx,
    sql`
    select n.d as "documentId", o.title
      from jsonb_to_recordset(${json}::jsonb) as n(d uuid, type text, id text)
      join ledger_links l on l.tenant_id = ${lane.tenantId} and l.company_file_id = ${lane.companyFileId}
       and l.ledger_type = n.type and l.ledger_id = n.id and l.document_id <> n.d and n.type <> 'Customer'
      join documents o on o.tenant_id = ${lane.tenantId} and o.document_id = l.document_id`,
  );
  return new Map(result.rows.map((row) => [row.documentId, row.title]));
}
