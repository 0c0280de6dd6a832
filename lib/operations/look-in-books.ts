// What does QuickBooks hold of a document in problem, right now? One question, compared with what would be sent and what was.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { nameShown, recordShown } from "#lib/ledgers/qbo/back/seen.ts";
import { entityOfKind } from "#lib/ledgers/qbo/entities.ts";
import { flagOf, isVoided, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { Refusal } from "#lib/refusal.ts";
import type { ProblemCompared, ShowCompared } from "#lib/sync/problem-compared.ts";
import type { StoredVersions } from "#lib/sync/problem-compared/store.ts";
import { askRecords } from "./ask-records.ts";
import { comparedOf, readLastSent, versionsOf, type KnownBooks } from "./show-compared.ts";

/** Nothing of the answer is kept, but that it was asked. Refused when nothing is linked, or QuickBooks cannot be asked now. */
export async function lookInBooks(scope: Scope, { rowId }: ShowCompared): Promise<ProblemCompared> {
  allow(scope, "problems:resolve");
  const { companyFileId, kind, ledgerId } = await inTransaction(scope, (tx) => versionsOf(tx, scope, rowId));
  if (ledgerId === null) {
    throw new Refusal("conflict", "It is linked to no record of QuickBooks, so there is none to look at.");
  }
  await consumeOrRefuse(scope.db, "invoices", `${scope.tenantId}/${companyFileId}`, "QuickBooks was asked too often.");
  const [rows = []] = await askRecords(scope, companyFileId, [selectIds(entityOfKind[kind], [ledgerId])]);
  const at = scope.now().toISOString();
  // Read again: what was sent meanwhile is compared, too.
  return await inTransaction(scope, async (tx) => {
    const versions = await versionsOf(tx, scope, rowId);
    return comparedOf(versions, await readLastSent(tx, scope, versions), { ...heardOf(versions, rows[0]), at });
  });
}

function heardOf({ kind, currency }: StoredVersions, row: QboRow | undefined): Omit<KnownBooks, "at"> {
  if (!row) return { stands: "deleted", record: null };
  if (kind === "customer" || kind === "item") {
    return { stands: flagOf(row, "Active") === false ? "inactive" : "there", record: nameShown(row) };
  }
  return { stands: isVoided(row) ? "voided" : "there", record: recordShown(row, currency) };
}
