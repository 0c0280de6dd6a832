// What an order has in the books and its plan does not: is it taken back, and does an invoice of several orders stay as it is?
import type { Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { isCombinedKey } from "#lib/documents/keys.ts";
import { isCreditUseKey } from "#lib/documents/plan-money.ts";
import type { Plan } from "#lib/documents/planned.ts";
import { paymentKey } from "#lib/orders/payments-of-order.ts";
import type { Problem } from "#lib/problem.ts";
import { readCombined, readOrderNumbers, type CombinedInBooks, type Standing } from "#lib/sync/ending/store.ts";
import { supersede, writePushes } from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";
import type { Ruled, Standings } from "./rule-orders.ts";

export type OrderPlan = { readonly orderId: string; readonly plan: Plan };
export type PlannedPair = { readonly ruled: Ruled; readonly plan: Plan };

type KeptInvoice = CombinedInBooks & {
  /** Its orders are others by now. */
  readonly isChanged: boolean;
  /** Numbers of the orders that want to join it, and of those that left it. */
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
};

/** Invoices of several orders that stay as they were sent, by key. */
export type Kept = ReadonlyMap<string, KeptInvoice>;

/** Which of these invoices the books hold and must not change by themselves. `members`: the orders that want them now. */
export async function keepCombined(
  scope: Scope,
  tx: Transaction,
  companyFileId: string,
  members: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Kept> {
  allow(scope, "sync:run");
  const held = (await readCombined(tx, scope, companyFileId, [...members.keys()])).map((one) => {
    const now = members.get(one.key)!;
    const joining = [...now].filter((orderId) => !one.orderIds.includes(orderId));
    return { one, now, joining, leaving: one.orderIds.filter((orderId) => !now.has(orderId)) };
  });
  const moved = held.flatMap(({ joining, leaving }) => [...joining, ...leaving]);
  const numbers = await readOrderNumbers(tx, scope, moved);
  const named = (orderIds: readonly string[]) => orderIds.map((orderId) => numbers.get(orderId) ?? "?").toSorted();
  return new Map(
    held.flatMap(({ one, now, joining, leaving }) => {
      const isSame = joining.length + leaving.length === 0;
      // Nobody wants it any more: it ends as any other document does.
      const isLeft = now.size === 0;
      return (isSame || isLeft) && !one.isEnding
        ? []
        : [
            [
              one.key,
              { ...one, isChanged: !isSame && !isLeft, joins: named(joining), leaves: named(leaving) },
            ] as const,
          ];
    }),
  );
}

/**
 * An order that would join an invoice in the books waits, whole; so does one that would leave it for another: its charges
 * are on it still. Those that stay keep their plan.
 */
export function waitToMove({ orderId, plan }: OrderPlan, kept: Kept): Plan {
  const keys = new Set(plan.documents.map(({ key }) => key));
  for (const [key, invoice] of kept) {
    const isOn = invoice.orderIds.includes(orderId);
    const moves = isOn ? !keys.has(key) && plan.documents.length > 0 : keys.has(key);
    if (moves) return { documents: [], problem: combinedChanged(invoice) };
  }
  return plan;
}

/** Opens the problem on these invoices, once each: the push that says it stays until a person or the orders decide. */
export async function openCombined(scope: Scope, tx: Transaction, companyFileId: string, kept: Kept): Promise<void> {
  allow(scope, "sync:run");
  const changed = [...kept.values()].filter((one) => one.isChanged && !one.isEnding && !one.isHeld);
  if (changed.length === 0) return;
  const ids = changed.map((one) => one.documentId);
  const left = await supersede(tx, scope, companyFileId, ids, scope.now());
  const pushes = changed
    .filter((one) => !left.has(one.documentId))
    .map((one) => ({
      pushId: newId(scope),
      documentId: one.documentId,
      kind: "invoice" as const,
      operation: "update" as const,
      priority: priorities.live,
      problem: combinedChanged(one),
      amountMinor: one.amountMinor,
      currency: one.currency,
    }));
  await writePushes(tx, scope, companyFileId, pushes, scope.now());
}

const ORDERS_NAMED = 5;

function combinedChanged({ number, joins, leaves }: KeptInvoice): Problem {
  const said = [
    joins.length > 0 ? `${ordersText(joins)} ${joins.length === 1 ? "wants" : "want"} to join it` : "",
    leaves.length > 0 ? `${ordersText(leaves)} left it` : "",
  ];
  const what = said.filter(Boolean).join(", and ") || "its orders are others by now";
  const detail = `Invoice ${number} is in QuickBooks, and ${what}. It stays as it was sent until it is voided and issued again.`;
  return { code: "combined-changed", about: number, detail };
}

function ordersText(numbers: readonly string[]): string {
  const others = numbers.length > ORDERS_NAMED ? ` and ${numbers.length - ORDERS_NAMED} more` : "";
  return `${numbers.length === 1 ? "order" : "orders"} ${numbers.slice(0, ORDERS_NAMED).join(", ")}${others}`;
}

/** Sales, in the wide sense: what is taken back by policy. Money that was received is not. */
const saleKinds: readonly string[] = ["sales-order", "invoice", "sales-receipt", "credit-memo", "refund-receipt"];

/** What these plans take back of what their orders have in the books, or on the way there. */
export function endingsOf(
  plans: readonly OrderPlan[],
  standings: readonly Standing[],
  members: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Standing[] {
  const byOrder = new Map(plans.map(({ orderId, plan }) => [orderId, plan]));
  const endings = standings.filter(({ orderId, key, kind, isEnded }) => {
    const plan = byOrder.get(orderId);
    if (!plan || isEnded) return false;
    if (plan.ended?.includes(key)) return true;
    if ([...plan.documents, ...(plan.updates ?? [])].some((document) => document.key === key)) return false;
    if (plan.gone !== undefined && isCreditUseKey(key)) return true;
    if (plan.gone !== "void" || !saleKinds.includes(kind)) return false;
    return !isCombinedKey(key) || (members.get(key)?.size ?? 0) === 0;
  });
  return [...new Map(endings.map((one) => [one.documentId, one])).values()];
}

/**
 * Payments the books hold and the order has no longer: neither its source tells them nor did a person type them, and
 * nobody took them back. An order that is not completed, or cannot be planned, says nothing about its payments.
 */
export function removedPayments({ ruled, plan }: PlannedPair, standings: Standings): string[] {
  const { orderId, order, added } = ruled;
  if (order.status !== "completed" || plan.documents.length === 0) return [];
  const isOwn = (key: string) => added?.ownKeys.has(key) || added?.leftOutKeys.has(key);
  const planned = new Set(plan.documents.map(({ key }) => key));
  return (standings.get(orderId) ?? [])
    .filter(({ key, isThere, isEnded }) => isThere && !isEnded && key.startsWith(paymentKey(orderId, "")))
    .filter(({ key }) => !planned.has(key) && !isOwn(key))
    .map(({ documentId }) => documentId);
}
