// What does planning know of an order: as the rules leave it, what was added here, and what earlier plans left in the books?
import type { Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { isCombinedKey } from "#lib/documents/keys.ts";
import type { Booked, PlannedCredit, PlannedOrder } from "#lib/documents/planned.ts";
import { grouped } from "#lib/grouped.ts";
import { toDecimal } from "#lib/money.ts";
import { nothingAdded } from "#lib/orders/added.ts";
import { readAdded } from "#lib/orders/added/store.ts";
import { amend, isRounding } from "#lib/orders/amendments.ts";
import { readAmendments } from "#lib/orders/amendments/store.ts";
import { Order } from "#lib/orders/order.ts";
import { withAdded } from "#lib/orders/payments-of-order.ts";
import { readIssuedCredits, type IssuedCredit, type OrderToPlan } from "#lib/orders/planning/store.ts";
import { applyRules, type Applied } from "#lib/rules/apply.ts";
import type { Rule } from "#lib/rules/rule.ts";
import { readStandings, type Standing } from "#lib/sync/ending/store.ts";

/** `overtaken`: amendments whose field the source itself has changed since. */
export type Ruled = PlannedOrder & { readonly applied: Applied; readonly overtaken: readonly string[] };
export type Standings = ReadonlyMap<string, readonly Standing[]>;

/** What the books hold of these orders, by order. Part of planning: the lane is locked. */
export async function standingsOf(scope: Scope, tx: Transaction, orders: readonly OrderToPlan[]): Promise<Standings> {
  allow(scope, "sync:run");
  return grouped(await readStandings(tx, scope, idsOf(orders)), ({ orderId }) => orderId);
}

/**
 * Orders as they are planned: with what people and the books added and what people amended, rules applied after that, and
 * the credits made here.
 */
export async function ruleAll(
  scope: Scope,
  tx: Transaction,
  orders: readonly OrderToPlan[],
  standings: Standings,
  rules: readonly Rule[],
): Promise<Ruled[]> {
  allow(scope, "sync:run");
  const credits = grouped(await readIssuedCredits(tx, scope, idsOf(orders)), ({ orderId }) => orderId);
  const additions = await readAdded(tx, scope, idsOf(orders));
  const amendments = grouped(await readAmendments(tx, scope, idsOf(orders)), ({ orderId }) => orderId ?? "");
  return orders.map(({ orderId, sourceId, body }) => {
    const { order, added } = withAdded(orderId, Order.parse(body), additions.get(orderId) ?? nothingAdded);
    const made = (credits.get(orderId) ?? []).map(plannedCredit);
    const own = amendments.get(orderId) ?? [];
    const amended = amend(order, made, own);
    const roundings = own.filter(isRounding);
    const { dateWas, overtaken } = amended;
    const applied = applyRules(amended.order, rules);
    const booked = bookedOf(standings.get(orderId) ?? []);
    const planned = {
      orderId,
      sourceId,
      order: applied.order,
      credits: amended.made,
      booked,
      added,
      applied,
      overtaken,
    };
    return { ...planned, roundings, ...(dateWas === undefined ? {} : { dateWas }) };
  });
}

function idsOf(orders: readonly OrderToPlan[]): string[] {
  return orders.map((one) => one.orderId);
}

function plannedCredit({ creditId, date, amountMinor, currency, reason, chargeCode }: IssuedCredit): PlannedCredit {
  return {
    externalId: creditId,
    date,
    amount: toDecimal({ minor: BigInt(amountMinor), currency }),
    ...(reason === null ? {} : { reason }),
    ...(chargeCode === null ? {} : { chargeCode }),
  };
}

const sales: readonly string[] = ["sales-order", "invoice", "sales-receipt"];
const creditKinds: readonly string[] = ["credit-memo", "refund-receipt"];

function bookedOf(standings: readonly Standing[]): Booked {
  const there = standings.filter((one) => (one.isThere || one.isUnderWay) && !one.isEnded);
  const kinds = there.filter((one) => sales.includes(one.kind)).map((one) => one.kind);
  const invoices = there.filter((one) => one.kind === "invoice");
  const invoiceKeys = invoices.map((one) => one.key);
  const soleKeys = invoices.filter((one) => isCombinedKey(one.key) && !one.isShared).map((one) => one.key);
  const credits = standings.filter((one) => creditKinds.includes(one.kind));
  return {
    kinds,
    invoiceKeys,
    soleKeys,
    creditNumbers: Object.fromEntries(credits.map(({ key, number }) => [key, number ?? ""])),
  };
}
