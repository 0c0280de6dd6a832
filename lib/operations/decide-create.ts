// A person says that QuickBooks does not have this customer or job yet: it is made, whatever the company's rule is.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { DecideCreate } from "#lib/sync/links.ts";
import { decide, ordersBehind, readParty } from "#lib/sync/links/store.ts";

/** Remembers the decision and plans its orders again, which lets them go. */
export async function decideCreate(scope: Scope, { documentId }: DecideCreate): Promise<{ readonly orders: number }> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = (await readParty(tx, scope, documentId)) ?? {};
    if (!companyFileId) throw notFound("This customer");
    await lockLane(tx, scope, companyFileId);
    const party = await readParty(tx, scope, documentId);
    if (party?.ledgerId) throw new Refusal("moved-on", "It is linked by now.");
    await decide(tx, scope, [documentId], "create");
    const orderIds = await ordersBehind(tx, scope, [documentId]);
    await markToPlan(tx, scope, companyFileId, scope.now(), orderIds);
    const detail = { name: party?.body.name ?? "" };
    await audit(tx, scope, { action: "link.create", subjectKind: "document", subjectId: documentId, detail });
    return { orders: orderIds.length };
  });
}
