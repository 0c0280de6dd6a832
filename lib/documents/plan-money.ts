// What of an order's money is booked: payments, credits used on its invoices, and what a person must book by hand?
import { formatMoney, fromJson, toJson, type Money } from "#lib/money.ts";
import { paymentKey } from "#lib/orders/payments-of-order.ts";
import type { OrderPayment } from "#lib/orders/order.ts";
import type { Problem } from "#lib/problem.ts";
import type { PaymentDocument, SaleDocument } from "./document.ts";
import { creditUseKeys } from "./keys.ts";
import { modeOf, type Stage } from "./modes.ts";
import { creditsMinor, planCredits } from "./plan-credits.ts";
import { correctedPayments, OpenShares, paymentDocument, type Received } from "./plan-payments.ts";
import type { Part, Plan, PlannedOrder } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

/**
 * Credits, payments, credits used: in the order in which they may go. `parts` are the order's invoices or its receipt,
 * `first` is its first sale, of whatever kind: its customer is who paid.
 */
export function planMoney(
  planned: PlannedOrder,
  stage: Stage,
  parts: readonly Part[],
  first: SaleDocument | undefined,
  settings: CompanySettings,
): Plan {
  const { order, orderId, added } = planned;
  if (!first) return { documents: [] };
  const isBilled = stage.invoice || stage.receipt;
  const isOut = (payment: OrderPayment) => added?.leftOutKeys.has(paymentKey(orderId, payment.externalId)) ?? false;
  const credits = isBilled
    ? planCredits(planned, parts, settings)
    : { documents: [], refunds: new Set<never>(), byHandMinor: unbilledMinor(planned, settings) };
  const corrected = correctedPayments(order, credits.refunds, isOut);
  const goes = settings.sendPayments && (isBilled || settings.openPayments === "unapplied");
  const received = stage.receipt ? beyond(corrected.received, parts[0]!.share) : corrected.received;
  const uses = stage.invoice && settings.applyCredits ? creditMemos(credits.documents) : [];
  const open = new OpenShares(stage.invoice ? parts : [], added?.importedMinor);
  const events = [
    ...(goes ? received : []).map((one) => ({ date: one.payment.date, received: one })),
    ...uses.map((credit) => ({ date: credit.date, credit })),
  ].toSorted((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
  const money = events.flatMap((event): PaymentDocument[] => {
    if ("received" in event) {
      const { payment, amount } = event.received;
      const applies = isOut(payment) ? [] : open.take(first.customer, amount);
      return [paymentDocument(orderId, first, event.received, applies, settings)];
    }
    const use = creditUse(orderId, event.credit, open);
    return use ? [use] : [];
  });
  const problem = byHandProblem(planned, credits.byHandMinor + (settings.sendPayments ? corrected.overMinor : 0n));
  return {
    documents: [...credits.documents, ...money],
    ended: goes ? corrected.zeroed.map((payment) => paymentKey(orderId, payment.externalId)) : [],
    ...(problem === undefined ? {} : { problem }),
  };
}

/** What the receipt itself does not hold: more was paid than the sale costs. */
function beyond(received: readonly Received[], { minor }: Money): Received[] {
  let held = minor;
  return received.flatMap(({ payment, amount }) => {
    const inReceipt = amount.minor < held ? amount.minor : held;
    held -= inReceipt;
    const rest = amount.minor - inReceipt;
    return rest === 0n ? [] : [{ payment, amount: { minor: rest, currency: amount.currency } }];
  });
}

/** A sales order moves no account, so there is nothing to credit: it waits for its invoice, or a person books it. */
function unbilledMinor(planned: PlannedOrder, settings: CompanySettings): bigint {
  return modeOf(planned, settings) === "sales-order" ? creditsMinor(planned) : 0n;
}

function creditMemos(documents: readonly SaleDocument[]): SaleDocument[] {
  return documents.filter(({ kind }) => kind === "credit-memo");
}

/** A payment without money that uses a credit memo up, as far as the order's invoices are open; null when none is. */
function creditUse(orderId: string, credit: SaleDocument, open: OpenShares): PaymentDocument | null {
  const amount = fromJson(credit.total);
  const invoices = open.take(credit.customer, amount);
  if (invoices.length === 0) return null;
  const minor = invoices.reduce((sum, entry) => sum + BigInt(entry.amount.minor), 0n);
  const used = toJson({ minor, currency: amount.currency });
  return {
    kind: "payment",
    key: creditUseKey(orderId, credit),
    after: [credit.customer, ...invoices.map(({ to }) => to), credit.key],
    customer: credit.customer,
    customerName: credit.customerName,
    date: credit.date,
    total: toJson({ minor: 0n, currency: amount.currency }),
    applies: [...invoices, { to: credit.key, amount: used }],
  };
}

/** Name of the document that uses a credit memo up. */
export function creditUseKey(orderId: string, credit: Pick<SaleDocument, "key">): string {
  return `${creditUseKeys(orderId)}${credit.key.split("/").slice(3).join("/")}`;
}

/** Does it use a credit memo up? */
export function isCreditUseKey(key: string): boolean {
  return /^order\/[^/]+\/apply\//.test(key);
}

/** Money that goes back and is not booked must not be forgotten: the sale goes, the refund waits for a person. */
function byHandProblem({ order }: PlannedOrder, minor: bigint): Problem | undefined {
  if (minor === 0n) return undefined;
  const amount = formatMoney({ minor, currency: order.currency });
  const detail = `Order ${order.number} has ${amount} of refunds that are not booked.`;
  return { code: "credit-by-hand", about: "", detail };
}
