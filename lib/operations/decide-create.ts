// A person says that QuickBooks does not have these customers or jobs yet: they are made, whatever the company's rule is.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { CreateDecided, DecideCreate } from "#lib/sync/links.ts";
import { decide, ordersBehind, readParty } from "#lib/sync/links/store.ts";

/** Remembers the decisions and plans their orders again, which lets them go. A row that is linked by now says so. */
export async function decideCreate(scope: Scope, { documentIds }: DecideCreate): Promise<readonly CreateDecided[]> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = (await readParty(tx, scope, documentIds[0] ?? "")) ?? {};
    if (!companyFileId) throw notFound("This customer");
    await lockLane(tx, scope, companyFileId);
    const results: CreateDecided[] = [];
    for (const documentId of new Set(documentIds)) {
      results.push(await decideOne(tx, scope, companyFileId, documentId));
    }
    return results;
  });
}

async function decideOne(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  documentId: string,
): Promise<CreateDecided> {
  const party = await readParty(tx, scope, documentId);
  if (party?.companyFileId !== companyFileId) throw notFound("This customer");
  const { name } = party.body;
  if (party.ledgerId) return { documentId, name, whyNot: "It is linked by now.", orders: 0 };
  await decide(tx, scope, [documentId], "create");
  const orderIds = await ordersBehind(tx, scope, [documentId]);
  await markToPlan(tx, scope, companyFileId, scope.now(), orderIds);
  await audit(tx, scope, { action: "link.create", subjectKind: "document", subjectId: documentId, detail: { name } });
  return { documentId, name, whyNot: null, orders: orderIds.length };
}
