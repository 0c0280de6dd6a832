// Orders with how they stand in the books, newest first.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { problemTitle } from "#lib/problem.ts";
import { notFound } from "#lib/refusal.ts";
import { readOrderBalances, type StoredBalance } from "#lib/sync/balances/store.ts";
import type { ListOrders, OrderPage, OrderRow } from "#lib/sync/orders-shown.ts";
import { readOrders, type ListedOrder } from "#lib/sync/orders/store.ts";
import { orderBalance } from "./balance-shown.ts";

const ROWS_A_PAGE = 50;

/** One page of orders. */
export async function listOrders(scope: Scope, input: ListOrders): Promise<OrderPage> {
  allow(scope, "orders:read");
  const filter = {
    ...(input.standing === undefined ? {} : { standing: input.standing }),
    ...(input.search === undefined ? {} : { search: input.search }),
    ...(input.before === undefined ? {} : { before: input.before }),
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

function orderRow(order: ListedOrder, stored: StoredBalance | undefined): OrderRow {
  const { orderId, number, customerName, source, orderDate, status, standing } = order;
  const total = { minor: order.totalMinor, currency: order.currency };
  const inBooks = stored ? orderBalance(stored) : null;
  const note = standingNote(order);
  return { orderId, number, customerName, source, orderDate, status, total, standing, note, inBooks };
}

/** What is to be known about an order's standing, in a few words. */
export function standingNote(
  order: Pick<ListedOrder, "standing" | "status" | "problem" | "documents" | "posted">,
): string {
  switch (order.standing) {
    case "problem":
      return order.problem ? problemTitle(order.problem.code, order.problem.about ?? "") : "A document has a problem";
    case "planning":
      return "Waits to be planned";
    case "not-due":
      return order.status === "cancelled"
        ? "Cancelled: nothing more is sent, what QuickBooks holds stays"
        : "Not completed: nothing is sent until it is";
    case "going":
      return `${order.posted} of ${order.documents} documents in the books`;
    case "in-books":
      return `${order.posted} ${order.posted === 1 ? "document" : "documents"} in the books`;
    default:
      return order.standing satisfies never;
  }
}
