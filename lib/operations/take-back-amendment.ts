// What a person amended does not hold any more: the order is booked again as its source told it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { endAmendments, readAmendment } from "#lib/orders/amendments/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { TakeBackAmendment } from "#lib/sync/amending.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { ordersOfKey } from "#lib/sync/links/store.ts";

/** Takes it back. What is in QuickBooks already is changed by the next plan, as with any change of the order. */
export async function takeBackAmendment(scope: Scope, input: TakeBackAmendment): Promise<{ readonly orders: number }> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const amendment = await readAmendment(tx, scope, input.amendmentId);
    if (!amendment) throw notFound("This amendment");
    const { amendmentId, companyFileId, orderId, field, about, was, value } = amendment;
    await lockLane(tx, scope, companyFileId);
    if ((await endAmendments(tx, scope, [amendmentId], "taken-back")) === 0) {
      throw new Refusal("moved-on", "It does not hold any more.");
    }
    const orderIds = orderId === null ? await ordersOfKey(tx, scope, companyFileId, about) : [orderId];
    await markToPlan(tx, scope, companyFileId, scope.now(), orderIds);
    const subject =
      orderId === null
        ? ({ subjectKind: "company-file", subjectId: companyFileId } as const)
        : ({ subjectKind: "order", subjectId: orderId } as const);
    await audit(tx, scope, { action: "amendment.taken-back", ...subject, detail: { field, was, value } });
    return { orders: orderIds.length };
  });
}
