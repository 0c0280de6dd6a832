// Takes documents back out of the books: who has left already, and who goes first?
import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import { holdVoids, markEnded, type Ending } from "#lib/sync/ending/store.ts";
import { supersede, writePushes } from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";

/** Takes these documents back: each after what follows it; what is under way is taken back when its answer is in. The lane must be locked. */
export async function endDocuments(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  endings: readonly Ending[],
): Promise<void> {
  if (endings.length === 0) return;
  const ids = endings.map((one) => one.documentId);
  const left = await supersede(tx, scope, companyFileId, ids, scope.now());
  const there = endings.filter((one) => one.isThere || left.has(one.documentId));
  await markEnded(
    tx,
    scope,
    there.map((one) => one.documentId),
  );
  const pushes = there
    .filter((one) => !left.has(one.documentId))
    .map((one) => ({
      pushId: newId(scope),
      documentId: one.documentId,
      kind: one.kind,
      operation: "void" as const,
      priority: priorities.live,
      problem: null,
      amountMinor: one.amountMinor,
      currency: one.currency,
    }));
  await writePushes(tx, scope, companyFileId, pushes, scope.now());
  await holdVoids(tx, scope, companyFileId, ids);
}
