// A person credits a part of a billed order: written as a draft, which sends nothing.
import { inTransaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { formatMoney } from "#lib/money.ts";
import { amountToCredit, type DraftCredit } from "#lib/orders/credit.ts";
import { insertCredit, readCredits } from "#lib/orders/credits/store.ts";
import { Order } from "#lib/orders/order.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { readOrder } from "#lib/sync/orders/store.ts";

/** Writes the draft. Refused when the order is not billed, or has less left to credit. */
export async function draftCredit(scope: Scope, input: DraftCredit): Promise<{ readonly creditId: string }> {
  allow(scope, "credits:make");
  return await inTransaction(scope, async (tx) => {
    const stored = await readOrder(tx, scope, input.orderId);
    if (!stored) throw notFound("This order");
    // Two drafts at once could otherwise credit the same money.
    await lockLane(tx, scope, stored.companyFileId);
    const given = (await readCredits(tx, scope, [input.orderId])).map(({ state, amountMinor }) => ({
      state,
      amountMinor: BigInt(amountMinor),
    }));
    const amount = amountToCredit(Order.parse(stored.body), given, input);
    if (typeof amount === "string") throw new Refusal("invalid", amount, "amount");
    const creditId = await insertCredit(tx, scope, {
      orderId: input.orderId,
      companyFileId: stored.companyFileId,
      amount,
      date: input.date,
      chargeCode: input.chargeCode ?? null,
      reason: input.reason,
      madeBy: actorName(scope),
    });
    const detail = { order: stored.number, amount: formatMoney(amount), reason: input.reason };
    await audit(tx, scope, { action: "credit.drafted", subjectKind: "order", subjectId: input.orderId, detail });
    return { creditId };
  });
}
