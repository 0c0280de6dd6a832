// Documents in problem, without a ledger that refused them: for tests of what lists, counts and decides. Only tests import this.
import { newTenant } from "#lib/access/testing.ts";
import { newId } from "#lib/access/scope.ts";
import { machineChance } from "#lib/operations/world.ts";
import type { DocumentKind } from "#lib/documents/document.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { PushState } from "#lib/sync/push.ts";

import type { TestDatabase } from "./testing.ts";

export type TestFile = { readonly tenantId: string; readonly companyFileId: string; readonly sourceId: string };

const nextId = () => newId({ now: () => new Date(), chance: machineChance });

/** A connected company file with a source, of a tenant of its own unless one is given. */
export async function newTestFile(test: TestDatabase, name = "Harborline", tenantId?: string): Promise<TestFile> {
  const file = { tenantId: tenantId ?? (await newTenant(test, name)), companyFileId: nextId(), sourceId: nextId() };
  await test.admin.query(
    `insert into company_files (tenant_id, company_file_id, ledger, name, realm_id, connection, created_at)
     values ($1, $2, 'qbo', $3, $4, 'connected', now())`,
    [file.tenantId, file.companyFileId, name, `9${Date.now()}${file.companyFileId.slice(-6)}`],
  );
  await test.admin.query(
    `insert into sources (tenant_id, source_id, company_file_id, name, kind, created_at) values ($1, $2, $3, 'Loads', 'api', now())`,
    [file.tenantId, file.sourceId, file.companyFileId],
  );
  return file;
}

export type TestPush = {
  readonly title: string;
  readonly party?: string;
  readonly kind?: DocumentKind;
  readonly state?: PushState;
  readonly code?: ProblemCode;
  readonly about?: string;
  readonly minor?: number;
  readonly currency?: string;
  readonly at?: string;
  readonly laters?: number;
  /** Document ids that come before it. */
  readonly after?: readonly string[];
  /** Of the tenant's source; otherwise of none. */
  readonly isOfSource?: boolean;
};

export type TestProblem = { readonly rowId: string; readonly documentId: string };

/** One document and its push, in problem unless said otherwise; the triggers do the rest. */
export async function addPush(test: TestDatabase, file: TestFile, push: TestPush): Promise<TestProblem> {
  const { tenantId, companyFileId, sourceId } = file;
  const [documentId, rowId, orderId] = [nextId(), nextId(), push.isOfSource ? nextId() : null];
  const { kind = "invoice", state = "problem", code = "unknown", about = "", minor = 100, currency = "USD" } = push;
  const at = push.at ?? "2026-11-20T08:00:00Z";
  const isProblem = state === "problem";
  if (orderId) {
    await test.admin.query(
      `insert into orders (tenant_id, order_id, source_id, company_file_id, external_id, number, status, order_date, customer_name,
                           total_minor, currency, body, body_fingerprint, source_updated_at, received_at)
       values ($1, $2, $3, $4, gen_random_uuid()::text, $5, 'open', '2026-11-01', $6, $7, $8, '{}', '', $9, $9)`,
      [tenantId, orderId, sourceId, companyFileId, push.title, push.party ?? "ACME", minor, currency, at],
    );
  }
  await test.admin.query(
    `insert into documents (tenant_id, document_id, company_file_id, order_id, key, kind, title, party, body, fingerprint,
                            amount_minor, currency, document_date, changed_at)
     values ($1, $2, $3, $4, gen_random_uuid()::text, $5, $6, $7, '{}', '', $8, $9, '2026-11-01', $10)`,
    [tenantId, documentId, companyFileId, orderId, kind, push.title, push.party ?? "ACME", minor, currency, at],
  );
  for (const after of push.after ?? []) {
    await test.admin.query(
      `insert into document_links (tenant_id, document_id, after_document_id) values ($1, $2, $3)`,
      [tenantId, documentId, after],
    );
  }
  await test.admin.query(
    `insert into pushes (tenant_id, push_id, company_file_id, document_id, document_kind, operation, state, priority, available_at,
                         laters, problem_code, problem_about, problem, amount_minor, currency, created_at, changed_at)
     values ($1, $2, $3, $4, $5, 'create', $6, 1, $7, $8, $9, $10, $11, $12, $13, $7, $7)`,
    [
      tenantId,
      rowId,
      companyFileId,
      documentId,
      kind,
      state,
      at,
      push.laters ?? 0,
      isProblem ? code : "",
      isProblem ? about : "",
      isProblem ? { code, about, detail: `${push.title} was refused.` } : null,
      minor,
      currency,
    ],
  );
  return { rowId, documentId };
}

/** Moves a push as the engine would: the row follows by itself. */
export async function movePush(
  test: TestDatabase,
  { tenantId }: TestFile,
  { rowId }: TestProblem,
  state: PushState,
  at = "2026-11-21T08:00:00Z",
): Promise<void> {
  await test.admin.query(
    `update pushes set state = $3, changed_at = $4, problem_code = '', problem_about = '', problem = null
      where tenant_id = $1 and push_id = $2`,
    [tenantId, rowId, state, at],
  );
}
