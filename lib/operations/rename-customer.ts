// QuickBooks does not take a customer's name: it is called otherwise there, for all of its orders. The orders stay as they are.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { insertAmendments } from "#lib/orders/amendments/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { RenameCustomer } from "#lib/sync/amending.ts";
import { whyNoName } from "#lib/sync/customer-names.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { ordersBehind, readParty } from "#lib/sync/links/store.ts";
import { readPush } from "#lib/sync/problems/store.ts";
import { refuseUnderWay } from "./link-one.ts";

/** Keeps the name, and plans again what waits for the customer. Answers how many orders that is. */
export async function renameCustomer(scope: Scope, input: RenameCustomer): Promise<{ readonly orders: number }> {
  allow(scope, "problems:resolve");
  const { rowId, name, because } = input;
  return await inTransaction(scope, async (tx) => {
    const push = await readPush(tx, scope, rowId);
    if (push?.kind !== "customer") throw notFound("This customer");
    const { companyFileId, documentId } = push;
    await lockLane(tx, scope, companyFileId);
    const party = await readParty(tx, scope, documentId);
    if (!party || party.ledgerId !== null) {
      throw new Refusal("moved-on", "This customer is in QuickBooks by now. Its name is changed there.");
    }
    const why = whyNoName(name, party.body.name);
    if (why !== null) throw new Refusal("invalid", why, "name");
    await refuseUnderWay(tx, scope, [documentId], "rename it");
    const amended = { field: "customer-name", about: party.body.key, was: party.body.name, value: name } as const;
    await insertAmendments(tx, scope, companyFileId, [{ orderId: null, ...amended }], because);
    const orderIds = await ordersBehind(tx, scope, [documentId]);
    await markToPlan(tx, scope, companyFileId, scope.now(), orderIds);
    const detail = { was: party.body.name, name, because, orders: orderIds.length };
    await audit(tx, scope, { action: "amendment.name", subjectKind: "document", subjectId: documentId, detail });
    return { orders: orderIds.length };
  });
}
