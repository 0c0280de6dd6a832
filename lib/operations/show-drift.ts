// One drifted document: what we sent, the order now, the books now.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { causeSentence } from "#lib/sync/drift-cause.ts";
import { choicesFor, type DriftShown, type ShowDrift } from "#lib/sync/drift-choices.ts";
import { readOneDrifted } from "#lib/sync/drift/store.ts";
import { judgedDrift } from "./drift-rows.ts";
import { ledgerUrl } from "./ledger-url.ts";

/** Not found when it has not drifted (any more), or is another tenant's. */
export async function showDrift(scope: Scope, input: ShowDrift): Promise<DriftShown> {
  allow(scope, "problems:read");
  const asOf = scope.now().toISOString();
  return await inTransaction(scope, async (tx) => {
    const drifted = await readOneDrifted(tx, scope, input.documentId);
    if (!drifted) throw notFound("A difference of this document");
    const { row, cause, fields } = judgedDrift(drifted);
    const { ledgerType, ledgerId, isGone, orderIds } = drifted;
    const company = await readCompanyFile(tx, scope, drifted.companyFileId);
    return {
      row,
      sentence: causeSentence(cause, 1),
      fields,
      isSentKnown: drifted.sent !== null,
      isGone,
      choices: choicesFor(cause.kind, cause.documentKind, drifted),
      orderIds,
      ledgerId,
      ledgerUrl: cause.kind === "deleted" ? null : ledgerUrl(company, { ledgerType, ledgerId }),
      asOf,
    };
  });
}
