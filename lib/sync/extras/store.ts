// A second record with one of our markers: a problem of its own, whose resync takes that record away and no other.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import type { Problem } from "#lib/problem.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import { priorities } from "#lib/sync/push.ts";

export type ExtraRecord = { readonly documentId: string; readonly link: LedgerLink; readonly problem: Problem };

/**
 * Opens the problem, once for each record: finding it again changes nothing, whatever was decided about it. A record
 * that another document of ours is tied to is none. The lane must be locked. Returns how many were opened.
 */
export async function openExtras(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  extras: readonly ExtraRecord[],
): Promise<number> {
  if (extras.length === 0) return 0;
  const now = scope.now();
  const rows = extras.map(({ documentId, link, problem }) => ({
    push_id: newId(scope),
    document_id: documentId,
    type: link.ledgerType,
    extra: link.ledgerId,
    // Its version is read before it is taken away: what was seen now may be old by the time a person decides.
    memory: { ledgerType: link.ledgerType },
    code: problem.code,
    about: problem.about ?? "",
    problem,
  }));
  const result = await tx.execute(sql`
    insert into pushes (tenant_id, push_id, company_file_id, document_id, document_kind, operation, generation, state, priority, memory,
                        available_at, problem_code, problem_about, problem, amount_minor, currency, extra_ledger_id, created_at, changed_at)
    select ${scope.tenantId}, x.push_id, ${companyFileId}, x.document_id, d.kind, 'void-extra', 0, 'problem', ${priorities.live}, x.memory,
           ${now}, x.code, x.about, x.problem, d.amount_minor, d.currency, x.extra, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(push_id uuid, document_id uuid, type text, extra text, memory jsonb, code text, about text, problem jsonb)
      join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = x.document_id and d.company_file_id = ${companyFileId}
     where not exists (select 1 from ledger_links l
                        where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId} and l.ledger_type = x.type and l.ledger_id = x.extra)
    on conflict do nothing`);
  return result.rowCount ?? 0;
}

/**
 * Ends the problem of records that are no copy any more: deleted or voided over there, or without our marker. Only while
 * nothing was sent about them. The lane must be locked.
 */
export async function closeExtras(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerType: string,
  ledgerIds: readonly string[],
): Promise<void> {
  if (ledgerIds.length === 0) return;
  await tx.execute(sql`
    update pushes p set state = 'superseded', problem_code = '', problem_about = '', problem = null, changed_at = ${scope.now()}
     where p.tenant_id = ${scope.tenantId} and p.company_file_id = ${companyFileId} and p.operation = 'void-extra'
       and p.state = 'problem' and p.memory->>'ledgerType' = ${ledgerType}
       and p.extra_ledger_id = any (array(select jsonb_array_elements_text(${JSON.stringify(ledgerIds)}::jsonb)))`);
}
