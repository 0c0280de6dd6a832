// Does this order hold together? The shape's answer plus what a shape cannot say: amounts fit the currency, ids are unique.
import { createHash } from "node:crypto";

import type { z } from "zod";

import type { Money } from "#lib/money.ts";
import { Order, orderMoney, orderTotal } from "./order.ts";

/** What is wrong, and where: { path: "chargeSets.0.charges.2.amount", message: "Write a plain decimal …" }. */
export type OrderFault = { readonly path: string; readonly message: string };

export type CheckedOrder = {
  readonly order: Order;
  readonly total: Money;
  /** Equal for equal orders, whatever the order of keys and whenever the source says it changed. */
  readonly fingerprint: string;
};

/** Larger than any invoice, and far inside a 64-bit integer. */
const TOTAL_MINOR_MAX = 10n ** 17n;
const FAULTS_MAX = 20;

/** Reads one order. Everything that is wrong with it is named, at most twenty faults. */
export function checkOrder(value: unknown): { readonly checked: CheckedOrder } | { readonly faults: OrderFault[] } {
  const parsed = Order.safeParse(value);
  if (!parsed.success) {
    return { faults: parsed.error.issues.slice(0, FAULTS_MAX).map(toFault) };
  }
  const order = parsed.data;
  const text = canonical({ ...order, updatedAt: undefined });
  const faults = [...unwritable(text), ...implausible(order), ...misfits(order), ...twins(order)];
  const total = order.total === undefined ? orderTotal(order) : orderMoney(order, order.total);
  if (faults.length > 0 || !total) return { faults: faults.slice(0, FAULTS_MAX) };
  if (total.minor > TOTAL_MINOR_MAX || total.minor < -TOTAL_MINOR_MAX) {
    return { faults: [{ path: "total", message: "The order's total is too large." }] };
  }
  return { checked: { order, total, fingerprint: createHash("sha256").update(text).digest("hex") } };
}

function toFault(issue: z.core.$ZodIssue): OrderFault {
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return { path: issue.path.map(String).join("."), message: isMissing ? "This is missing." : issue.message };
}

/** Faults as one line for people: "chargeSets.0.charges.2.amount: Write a plain decimal such as 1250.00." */
export function faultSentence(faults: readonly OrderFault[]): string {
  return faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" ");
}

/** JSON with sorted keys and without what is undefined: equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return entry;
    return Object.fromEntries(Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** PostgreSQL keeps neither the character NUL nor half a surrogate pair; one such order would stop its whole batch. */
function unwritable(text: string): OrderFault[] {
  if (!/\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(text.replaceAll("\\\\", ""))) return [];
  return [{ path: "", message: "The order holds a broken or unprintable character. Remove it." }];
}

/** A source's broken clock; it would also make every later version of the order look older. */
function implausible(order: Order): OrderFault[] {
  const year = new Date(order.updatedAt).getUTCFullYear();
  return year >= 1970 && year < 2200 ? [] : [{ path: "updatedAt", message: "Write a date between 1970 and 2199." }];
}

function misfits(order: Order): OrderFault[] {
  const amounts: [string, string | undefined][] = [
    ["discount", order.discount],
    ["shipping", order.shipping],
    ["total", order.total],
    ...order.taxes.map((tax, index): [string, string] => [`taxes.${index}.amount`, tax.amount]),
    ...order.payments.map((payment, index): [string, string] => [`payments.${index}.amount`, payment.amount]),
    ...order.credits.map((credit, index): [string, string] => [`credits.${index}.amount`, credit.amount]),
    ...order.chargeSets.flatMap((set, at) =>
      set.charges.map((charge, index): [string, string] => [`chargeSets.${at}.charges.${index}.amount`, charge.amount]),
    ),
  ];
  return amounts
    .filter(([, amount]) => amount !== undefined && !orderMoney(order, amount))
    .map(([path, amount]) => ({ path, message: `${amount} has more decimals than ${order.currency} has.` }));
}

/** Payments and credits are told apart by their ids; two with one id would become one document. */
function twins(order: Order): OrderFault[] {
  return (["payments", "credits"] as const).flatMap((list) => {
    const seen = new Set<string>();
    return order[list].flatMap(({ externalId }, index) => {
      if (!seen.has(externalId)) {
        seen.add(externalId);
        return [];
      }
      return [{ path: `${list}.${index}.externalId`, message: "Another one in this order has the same id." }];
    });
  });
}
