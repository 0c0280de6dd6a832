// A turn is settled: which of its documents changed meanwhile, or are not wanted any more, and what is said of them next?
import type { Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { markAfterEnd } from "#lib/orders/planning/store.ts";
import { dropProblems, holdVoids, releaseBehind } from "#lib/sync/ending/store.ts";
import { readForPush, writePushes } from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { releaseProblems } from "#lib/sync/resolve/store.ts";
import { holdFollowers, type Settled } from "#lib/sync/settle/store.ts";

/**
 * A posted document that changed under way gets an update; one nobody wants any more is taken back; what was taken back
 * and is wanted again is planned anew. A problem of a version nobody wants is none. A newer version waits for what it follows. One whose outcome is unknown goes on
 * with the version that was sent.
 */
export async function goOn(
  scope: Scope,
  tx: Transaction,
  companyFileId: string,
  settled: readonly Settled[],
): Promise<void> {
  allow(scope, "sync:run");
  const own = settled.filter((one) => one.operation !== "void-extra");
  const outdated = settled.filter((one) => one.state === "problem" && one.hasChanged && !one.isUnsure);
  const isOver = (one: Settled) => one.operation === "void" || (one.isEnded && one.operation !== "void-extra");
  const released = outdated.filter((one) => !isOver(one)).map((one) => one.pushId);
  if (released.length > 0) {
    const rows = { is: "rows", pushIds: released } as const;
    await releaseProblems(tx, scope, companyFileId, rows, priorities.live, scope.now());
  }
  const dropped = outdated.filter(isOver);
  await dropProblems(
    tx,
    scope,
    dropped.map((one) => one.pushId),
  );
  const again = own.filter((one) => one.state === "ready" && one.hasChanged && !one.isUnsure);
  await holdFollowers(
    tx,
    scope,
    again.map((one) => one.pushId),
  );
  const posted = own.filter((one) => one.state === "posted");
  const taken = posted.filter((one) => one.operation === "void").map((one) => one.documentId);
  if (taken.length > 0) await markAfterEnd(tx, scope, companyFileId, scope.now(), taken);
  const changed = [...posted.filter((one) => one.hasChanged && one.operation !== "void"), ...dropped];
  await pushAgain(
    tx,
    scope,
    companyFileId,
    changed.map((one) => one.documentId),
  );
  // What was to give way to others may be wanted as it is by now, or may never have reached the books.
  const lane = { tenantId: scope.tenantId, companyFileId };
  const outpaced = own.filter((one) => one.hasChanged).map((one) => one.documentId);
  await releaseBehind(tx, lane, outpaced, scope.now());
}

async function pushAgain(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentIds: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return;
  const books = await readBooks(tx, scope, companyFileId);
  // Where people export, a change waits for them; what nobody wants any more is taken back all the same.
  const isByHand = books.settings.exports === "by-hand";
  const rows = await readForPush(tx, scope, documentIds);
  const pushes = rows
    .filter((row) => (row.isEnded ? row.isLinked : !isByHand))
    .map((row) => ({
      pushId: newId(scope),
      documentId: row.documentId,
      kind: row.document.kind,
      operation: row.isEnded ? ("void" as const) : ("update" as const),
      priority: priorities.live,
      problem: row.isEnded ? null : (ledgers.qbo.check(row.document, books)[0] ?? null),
      amountMinor: row.amountMinor,
      currency: row.currency,
    }));
  await writePushes(tx, scope, companyFileId, pushes, scope.now());
  await holdVoids(tx, scope, companyFileId, documentIds);
}
