// Stored rows → the rows Problem Sync shows. No decisions, no database.
import type { ProblemRow } from "#lib/sync/problems.ts";
import type { OrderProblemRow, PushProblemRow } from "#lib/sync/problems/store.ts";

/** A push in problem as a row. */
export function pushRow(push: PushProblemRow): ProblemRow {
  return {
    rowId: push.pushId,
    is: "push",
    title: push.title,
    party: push.party,
    kind: push.kind,
    code: push.problem?.code ?? "unknown",
    about: push.problem?.about ?? "",
    detail: push.problem?.detail ?? "",
    money: { minor: push.amountMinor, currency: push.currency },
    date: push.date,
    since: new Date(push.since).toISOString(),
    orderIds: push.orderIds,
  };
}

/** An order that cannot be planned as a row. */
export function orderRow(order: OrderProblemRow): ProblemRow {
  return {
    rowId: order.orderId,
    is: "order",
    title: `Order ${order.number}`,
    party: order.customerName,
    kind: "invoice",
    code: order.problem.code,
    about: order.problem.about ?? "",
    detail: order.problem.detail,
    money: { minor: order.totalMinor, currency: order.currency },
    date: order.orderDate,
    since: new Date(order.since).toISOString(),
    orderIds: [order.orderId],
  };
}
