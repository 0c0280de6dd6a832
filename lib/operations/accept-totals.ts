// QuickBooks came to another total by a cent or so: it is accepted, visibly, within what the company allows.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { insertAmendments } from "#lib/orders/amendments/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { totalsToAccept, type AcceptTotals, type LookAtTotals, type TotalsLook } from "#lib/sync/accepting.ts";
import { readDiffering } from "#lib/sync/amending/store.ts";
import { lockLane } from "#lib/sync/lane/store.ts";

/** Which totals may be accepted, by how much, and why not the others. */
export async function lookAtTotals(scope: Scope, input: LookAtTotals): Promise<TotalsLook> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    const tolerance = await toleranceOf(tx, scope, input.companyFileId);
    const { rows, shown, skips } = totalsToAccept(await readDiffering(tx, scope, input, scope.now()), tolerance);
    return { rows, shown, skips, tolerance, asOf: scope.now().toISOString() };
  });
}

/** Accepts them. The next plan says the sum that QuickBooks has, and the row goes by itself once both sides agree. */
export async function acceptTotals(scope: Scope, input: AcceptTotals): Promise<{ readonly rows: number }> {
  allow(scope, "problems:resolve");
  const { companyFileId, because } = input;
  return await inTransaction(scope, async (tx) => {
    const tolerance = await toleranceOf(tx, scope, companyFileId);
    await lockLane(tx, scope, companyFileId);
    const differing = await readDiffering(tx, scope, input, new Date(input.asOf));
    const { rows, roundings, skips } = totalsToAccept(differing, tolerance);
    if (rows === 0) throw new Refusal("conflict", skips[0]?.reason ?? "No total differs any more.");
    await insertAmendments(tx, scope, companyFileId, roundings, because);
    await markToPlan(tx, scope, companyFileId, scope.now(), [...new Set(roundings.map(({ orderId }) => orderId))]);
    const detail = { documents: rows, tolerance, because };
    const action = "amendment.totals";
    await audit(tx, scope, { action, subjectKind: "company-file", subjectId: companyFileId, detail });
    return { rows };
  });
}

async function toleranceOf(tx: Transaction, scope: Scope, companyFileId: string): Promise<string> {
  if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
  return (await readBooks(tx, scope, companyFileId)).settings.roundingTolerance;
}
