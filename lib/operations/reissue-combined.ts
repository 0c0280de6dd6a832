// An invoice of several orders is voided and issued again, for the orders that want it now. The only way to change its orders.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { fingerprint } from "#lib/documents/fingerprint.ts";
import { isCombinedKey } from "#lib/documents/keys.ts";
import { isCreditUseKey } from "#lib/documents/plan-money.ts";
import { summarize } from "#lib/documents/summary.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { ReissueCombined } from "#lib/sync/ending/reissue.ts";
import { readMoneyOn, readToReissue } from "#lib/sync/ending/store.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { keepSentVersions, supersede, writeDocuments, writePushes } from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { endDocuments } from "#lib/sync/taking-back/store.ts";

/**
 * Takes its payments and used credits off the invoice, then voids it; its orders, and those that waited to join, are
 * planned anew as soon as that is done. Answers for how many orders it was sent.
 */
export async function reissueCombined(scope: Scope, input: ReissueCombined): Promise<{ readonly orders: number }> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const seen = await readToReissue(tx, scope, input.documentId);
    if (!seen) throw notFound("This invoice");
    await lockLane(tx, scope, seen.companyFileId);
    const invoice = (await readToReissue(tx, scope, input.documentId))!;
    if (!isCombinedKey(invoice.key)) {
      throw new Refusal(
        "invalid",
        "This invoice is of one order: it changes with its order, nothing needs to be issued again.",
      );
    }
    if (!invoice.isThere)
      throw new Refusal("moved-on", "This invoice is not in QuickBooks, so there is nothing to void.");
    if (invoice.isEnded) throw new Refusal("moved-on", "This invoice is being voided already.");
    const { companyFileId } = invoice;
    const money = (await readMoneyOn(tx, scope, invoice.documentId)).filter((one) => !one.isEnded);
    const uses = money.filter((one) => isCreditUseKey(one.key));
    await takeOff(
      tx,
      scope,
      companyFileId,
      invoice.key,
      money.filter((one) => !uses.includes(one)),
    );
    await endDocuments(tx, scope, companyFileId, [...uses, invoice]);
    await audit(tx, scope, {
      action: "invoice.reissued",
      subjectKind: "document",
      subjectId: invoice.documentId,
      detail: { number: invoice.number, orders: invoice.orders },
    });
    return { orders: invoice.orders };
  });
}

/** These payments pay the invoice no more. They still follow it, so that it is voided after them. */
async function takeOff(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  key: string,
  money: Awaited<ReturnType<typeof readMoneyOn>>,
): Promise<void> {
  const written = money.map(({ documentId, orderId, document: paid, currency }) => {
    const document = { ...paid, applies: paid.applies.filter((entry) => entry.to !== key) };
    return { documentId, orderId, document, fingerprint: fingerprint(document), ...summarize(document, currency) };
  });
  const ids = written.map((one) => one.documentId);
  await keepSentVersions(tx, scope, companyFileId, ids);
  await writeDocuments(tx, scope, companyFileId, written, scope.now());
  const left = await supersede(tx, scope, companyFileId, ids, scope.now());
  const there = new Set(money.filter((one) => one.isThere).map((one) => one.documentId));
  const pushes = written
    .filter((one) => there.has(one.documentId) && !left.has(one.documentId))
    .map((one) => ({
      pushId: newId(scope),
      documentId: one.documentId,
      kind: one.document.kind,
      operation: "update" as const,
      priority: priorities.live,
      problem: null,
      amountMinor: one.amountMinor,
      currency: one.currency,
    }));
  await writePushes(tx, scope, companyFileId, pushes, scope.now());
}
