// Which credits does an order have here, and how much of it may still be credited?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { toJson } from "#lib/money.ts";
import { creditable, type CreditsShown, type ListCredits } from "#lib/orders/credit.ts";
import { readCredits } from "#lib/orders/credits/store.ts";
import { Order } from "#lib/orders/order.ts";
import { notFound } from "#lib/refusal.ts";
import { readOrder } from "#lib/sync/orders/store.ts";

/** The credits of one order, oldest first. */
export async function listCredits(scope: Scope, input: ListCredits): Promise<CreditsShown> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const stored = await readOrder(tx, scope, input.orderId);
    if (!stored) throw notFound("This order");
    const order = Order.parse(stored.body);
    const credits = await readCredits(tx, scope, [input.orderId]);
    const given = credits.map(({ state, amountMinor }) => ({ state, amountMinor: BigInt(amountMinor) }));
    const charges = order.chargeSets.flatMap((set) => set.charges);
    return {
      credits: credits.map(
        ({ creditId, state, amountMinor, currency, date, chargeCode, reason, madeBy, approvedBy }) => ({
          creditId,
          state,
          money: { minor: amountMinor, currency },
          date,
          chargeCode,
          reason,
          madeBy,
          approvedBy,
        }),
      ),
      creditable: order.status === "completed" ? toJson(creditable(order, given)) : null,
      chargeCodes: [...new Set(charges.map(({ code }) => code))],
    };
  });
}
