// Stored rows → the rows Problem Sync shows. No decisions, no database.
import type { ProblemRow } from "#lib/sync/problems.ts";
import type { ListedProblem } from "#lib/sync/problem-rows/store.ts";
import type { OrderProblemRow, PushProblemRow } from "#lib/sync/problems/store.ts";
import { tabOf } from "#lib/sync/triage.ts";

/** A problem as a row. `names` are the people of the tenant. */
export function listedRow(listed: ListedProblem, names: ReadonlyMap<string, string>): ProblemRow {
  const {
    amountMinor,
    currency,
    assigneeId,
    snooze,
    recordId: _record,
    ledgerType: _type,
    ledgerId: _ledger,
    ...row
  } = listed;
  const { snoozeUntil, snoozeRows, ...shown } = row;
  return {
    ...shown,
    money: { minor: amountMinor, currency },
    since: isoOf(row.since),
    movedAt: isoOf(row.movedAt),
    decidedAt: row.decidedAt && isoOf(row.decidedAt),
    assignee: assigneeId ? { userId: assigneeId, name: names.get(assigneeId) ?? "" } : null,
    snooze: snooze && { is: snooze, until: snoozeUntil && isoOf(snoozeUntil), rows: snoozeRows },
  };
}

const untouched = {
  cameBack: 0,
  assignee: null,
  snooze: null,
  isUnheard: false,
  clearing: null,
  decidedBy: null,
  decidedBecause: null,
  decidedAt: null,
  sourceId: null,
  sourceName: null,
} as const;

/** A push that never was a problem, or is none any more, as a row. */
export function pushRow(push: PushProblemRow): ProblemRow {
  const since = isoOf(push.since);
  return {
    ...untouched,
    rowId: push.pushId,
    is: "push",
    lane: push.state === "posted" ? "done" : "waiting",
    tab: tabOf(push.kind),
    title: push.title,
    party: push.party,
    kind: push.kind,
    code: push.problem?.code ?? "unknown",
    about: push.problem?.about ?? "",
    detail: push.problem?.detail ?? "",
    money: { minor: push.amountMinor, currency: push.currency },
    date: push.date,
    since,
    movedAt: since,
    orderIds: push.orderIds,
  };
}

/** An order that cannot be planned as a row. */
export function orderRow(order: OrderProblemRow): ProblemRow {
  const since = isoOf(order.since);
  return {
    ...untouched,
    rowId: order.orderId,
    is: "order",
    lane: "needs-you",
    tab: "invoices",
    title: `Order ${order.number}`,
    party: order.customerName,
    kind: "invoice",
    code: order.problem.code,
    about: order.problem.about ?? "",
    detail: order.problem.detail,
    money: { minor: order.totalMinor, currency: order.currency },
    date: order.orderDate,
    since,
    movedAt: since,
    orderIds: [order.orderId],
  };
}

function isoOf(text: string): string {
  return new Date(text).toISOString();
}
