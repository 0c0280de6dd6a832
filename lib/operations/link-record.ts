// A person says which customer or job of QuickBooks this one is.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { notFound } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { LinkRecord } from "#lib/sync/links.ts";
import { readParty } from "#lib/sync/links/store.ts";
import { lookAtCustomers } from "./ledger-customers.ts";
import { linkOne } from "./link-one.ts";

/** Links it, and lets go what waited for it. Refused with "conflict" when somebody of ours has the record already. */
export async function linkRecord(scope: Scope, input: LinkRecord): Promise<{ readonly linkedTo: string }> {
  allow(scope, "problems:resolve");
  const party = await inTransaction(scope, (tx) => readParty(tx, scope, input.documentId));
  if (!party) throw notFound("This customer");
  const seen = await lookAtCustomers(scope, party.companyFileId, [input.ledgerId]);
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, party.companyFileId);
    return { linkedTo: await linkOne(tx, scope, party.companyFileId, input, seen) };
  });
}
