// What does the programming interface tell of one order?
import { toDecimal } from "#lib/money.ts";
import type { Order } from "#lib/orders/order.ts";

type Known = {
  readonly orderId: string;
  readonly order: Order;
  readonly totalMinor: bigint;
  readonly version: number;
  readonly receivedAt: Date;
  readonly plannedAt: Date | null;
};

/** The order as it was sent, and what we made of it. */
export function orderAnswer({ orderId, order, totalMinor, version, receivedAt, plannedAt }: Known) {
  return {
    orderId,
    version,
    total: toDecimal({ minor: totalMinor, currency: order.currency }),
    receivedAt: receivedAt.toISOString(),
    plannedAt: plannedAt?.toISOString() ?? null,
    order,
  };
}
