// The customer or job in QuickBooks is not this one after all: the link is taken away, the books stay as they are.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { UnlinkRecord } from "#lib/sync/links.ts";
import { ordersBehind, readParty, unlinkCustomers } from "#lib/sync/links/store.ts";
import { refuseUnderWay } from "./link-one.ts";

/** Unlinks it. Refused while something of it is on its way. What is still to go waits until a person decides. */
export async function unlinkRecord(
  scope: Scope,
  { documentId, because }: UnlinkRecord,
): Promise<{ readonly orders: number }> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = (await readParty(tx, scope, documentId)) ?? {};
    if (!companyFileId) throw notFound("This customer");
    await lockLane(tx, scope, companyFileId);
    const party = await readParty(tx, scope, documentId);
    if (!party?.ledgerId) throw new Refusal("moved-on", "It is not linked any more.");
    await refuseUnderWay(tx, scope, [documentId], "unlink it");
    await unlinkCustomers(tx, scope, companyFileId, [documentId]);
    const orderIds = await ordersBehind(tx, scope, [documentId]);
    await markToPlan(tx, scope, companyFileId, scope.now(), orderIds);
    const detail = { name: party.body.name, quickBooks: party.ledgerId, ...(because ? { because } : {}) };
    await audit(tx, scope, { action: "link.removed", subjectKind: "document", subjectId: documentId, detail });
    return { orders: orderIds.length };
  });
}
