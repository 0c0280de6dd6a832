// What planning takes and gives: an order with its id, the plan, and an order's part of an invoice.
import type { Money } from "#lib/money.ts";
import type { Order } from "#lib/orders/order.ts";
import type { AddedToOrder } from "#lib/orders/payments-of-order.ts";
import type { Problem } from "#lib/problem.ts";
import type { LedgerDocument, SaleDocument } from "./document.ts";

/** `order` has the payments typed here among its own; `added` is what else it has beside what its source told. */
export type PlannedOrder = { readonly orderId: string; readonly order: Order; readonly added?: AddedToOrder };

/** The documents of an order. A problem of the order as a whole may leave none, or stand beside them. */
export type Plan = { readonly documents: readonly LedgerDocument[]; readonly problem?: Problem };

/** What one order adds to one invoice. */
export type Part = { readonly key: string; readonly invoice: SaleDocument; readonly share: Money };
