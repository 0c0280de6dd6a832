// The versions of a document in problem: as it would be sent, as it was posted, and what is kept of its record.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { DocumentKind, LedgerDocument } from "#lib/documents/document.ts";
import { postedBody } from "#lib/sync/changes/store.ts";
import { parentsOf } from "#lib/sync/drift/store.ts";
import type { Parents } from "#lib/sync/faces.ts";
import type { PushOperation } from "#lib/sync/push.ts";
import type { MergedAway, RecordShown } from "#lib/sync/seen.ts";

export type StoredVersions = {
  readonly documentId: string;
  readonly companyFileId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly currency: string;
  readonly operation: PushOperation;
  readonly now: LedgerDocument;
  readonly fingerprint: string;
  /** Null: no push of ours is in the books, or its version is not known any more. */
  readonly posted: LedgerDocument | null;
  readonly postedAt: string | null;
  readonly isUnheard: boolean;
  /** Null: not linked. */
  readonly ledgerId: string | null;
  readonly versionToken: string | null;
  /** The record as it was when it was found edited. */
  readonly there: RecordShown | MergedAway | null;
  readonly goneAt: string | null;
  readonly checkedAt: string | null;
  readonly parents: Parents;
};

/** Null when there is no push of that id here. */
export async function readVersions(tx: Transaction, scope: Scope, pushId: string): Promise<StoredVersions | null> {
  const { tenantId } = scope;
  // What a person linked by hand was not posted by us, whatever the link counts as posted.
  const wasPosted = sql`exists (select 1 from pushes w where w.tenant_id = ${tenantId} and w.document_id = d.document_id
                                   and w.state = 'posted' and w.operation in ('create', 'update'))`;
  const result = await runNamed<StoredVersions>(
    tx,
    sql`
    select d.document_id as "documentId", d.company_file_id as "companyFileId", d.kind, d.title, d.currency, p.operation, d.body as now,
           d.fingerprint, case when ${wasPosted} then ${postedBody(tenantId)} end as posted, case when ${wasPosted} then l.linked_at end as "postedAt",
           p.state in ('sending', 'unsure') or p.memory @> '{"unsure": true}' as "isUnheard", l.ledger_id as "ledgerId",
           l.version_token as "versionToken", l.there, l.gone_at as "goneAt", l.checked_at as "checkedAt",
           ${parentsOf(tenantId, sql`d.document_id`)} as parents
      from pushes p
      join documents d on d.tenant_id = ${tenantId} and d.document_id = p.document_id
      left join ledger_links l on l.tenant_id = ${tenantId} and l.document_id = p.document_id
     where p.tenant_id = ${tenantId} and p.push_id = ${pushId}`,
  );
  return result.rows[0] ?? null;
}
