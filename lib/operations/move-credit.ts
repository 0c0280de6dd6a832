// A drafted credit is approved, issued into the books, or dropped before it got there.
import { inTransaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { formatMoney } from "#lib/money.ts";
import { creditWords, mayCreditMove, type MoveCredit } from "#lib/orders/credit.ts";
import { moveCredit as storeMove, readCredit } from "#lib/orders/credits/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";

/** Moves a credit on. What is issued becomes a credit memo or a refund by itself: its order is planned again. */
export async function moveCredit(scope: Scope, input: MoveCredit): Promise<{ readonly state: MoveCredit["to"] }> {
  allow(scope, input.to === "dropped" ? "credits:make" : "credits:approve");
  return await inTransaction(scope, async (tx) => {
    const credit = await readCredit(tx, scope, input.creditId);
    if (!credit) throw notFound("This credit");
    await lockLane(tx, scope, credit.companyFileId);
    const move = { from: credit.state, to: input.to, by: actorName(scope) };
    const isMoved = mayCreditMove(credit.state, input.to) && (await storeMove(tx, scope, credit.creditId, move));
    if (!isMoved) {
      throw new Refusal("moved-on", `This credit is ${creditWords[credit.state].toLowerCase()} by now.`);
    }
    if (input.to === "issued") await markToPlan(tx, scope, credit.companyFileId, scope.now(), [credit.orderId]);
    const amount = formatMoney({ minor: BigInt(credit.amountMinor), currency: credit.currency });
    const event = { action: `credit.${input.to}`, subjectKind: "order", subjectId: credit.orderId };
    await audit(tx, scope, { ...event, detail: { amount, ...(credit.reason ? { reason: credit.reason } : {}) } });
    return { state: input.to };
  });
}
