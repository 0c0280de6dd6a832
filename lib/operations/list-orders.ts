// Orders with how they stand in the books, newest first.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { readOrderBalances, type StoredBalance } from "#lib/sync/balances/store.ts";
import type { ListOrders, OrderPage, OrderRow } from "#lib/sync/orders-shown.ts";
import { readOrders, type ListedOrder } from "#lib/sync/orders/store.ts";
import { bitsWhere, standingOfBits } from "#lib/sync/standing.ts";
import { standingNote } from "#lib/sync/standing-note.ts";
import { orderBalance } from "./balance-shown.ts";

const ROWS_A_PAGE = 50;

/** One page of orders. */
export async function listOrders(scope: Scope, input: ListOrders): Promise<OrderPage> {
  allow(scope, "orders:read");
  const filter = {
    bits: input.state === undefined ? undefined : bitsWhere(({ state }) => state === input.state),
    search: input.search,
    before: input.before,
    max: ROWS_A_PAGE + 1,
  };
  const { orders, balances } = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    const page = await readOrders(tx, scope, input.companyFileId, filter);
    const ids = page.map(({ orderId }) => orderId);
    return { orders: page, balances: await readOrderBalances(tx, scope, ids) };
  });
  return {
    rows: orders.slice(0, ROWS_A_PAGE).map((order) => orderRow(order, balances.get(order.orderId))),
    next: orders.length > ROWS_A_PAGE ? orders[ROWS_A_PAGE - 1]!.orderId : null,
  };
}

/** An order as a line of a list; `stored` is what its documents come to in the books. */
export function orderRow(order: ListedOrder, stored?: StoredBalance): OrderRow {
  const { orderId, number, customerName, source, orderDate, status } = order;
  const total = { minor: order.totalMinor, currency: order.currency };
  const standing = standingOfBits(order.bits, status, order.problem);
  const note = standingNote(order, standing);
  const inBooks = stored ? orderBalance(stored) : null;
  return { orderId, number, customerName, source, orderDate, status, total, standing, note, inBooks };
}
