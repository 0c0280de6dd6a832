// Many documents were moved to an open day, and should not have been: all of it back at once, apart from what has gone.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { endAmendments, readMoved } from "#lib/orders/amendments/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { MoveTakenBack, TakeBackMove } from "#lib/sync/amending.ts";
import { lockLane } from "#lib/sync/lane/store.ts";

/** Takes back what this person moved at that moment. What is in QuickBooks by now, or on its way, stays where it is. */
export async function takeBackMove(scope: Scope, { companyFileId, at }: TakeBackMove): Promise<MoveTakenBack> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    await lockLane(tx, scope, companyFileId);
    const moved = await readMoved(tx, scope, companyFileId, new Date(at));
    if (moved.length === 0) throw new Refusal("moved-on", "These dates are not moved any more.");
    const back = moved.filter(({ hasGone }) => !hasGone);
    const amendmentIds = back.map(({ amendmentId }) => amendmentId);
    await endAmendments(tx, scope, amendmentIds, "taken-back");
    const orderIds = [...new Set(back.map(({ orderId }) => orderId))];
    await markToPlan(tx, scope, companyFileId, scope.now(), orderIds);
    const left = new Set(moved.map(({ orderId }) => orderId)).size - orderIds.length;
    const detail = { orders: orderIds.length, left };
    const action = "amendment.dates-taken-back";
    await audit(tx, scope, { action, subjectKind: "company-file", subjectId: companyFileId, detail });
    return { orders: orderIds.length, left };
  });
}
