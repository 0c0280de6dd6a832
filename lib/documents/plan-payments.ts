// Which payments are there after corrections, and which invoice does each pay: first invoice first, the rest stays with the customer.
import { orderMoney, type Order, type OrderPayment } from "#lib/orders/order.ts";
import { paymentKey } from "#lib/orders/payments-of-order.ts";
import { toJson, type Money } from "#lib/money.ts";
import type { PaymentDocument, SaleDocument } from "./document.ts";
import { paymentMethod } from "./book-names.ts";
import type { Part } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

/** A payment as it stands after the corrections that came behind it. */
export type Received = { readonly payment: OrderPayment; readonly amount: Money };

export type Corrected = {
  /** More than zero, by date. */
  readonly received: readonly Received[];
  /** Payments that came to nothing. */
  readonly zeroed: readonly OrderPayment[];
  /** What corrections took away beyond all payments before them, in minor units. */
  readonly overMinor: bigint;
};

/**
 * Payments by date, each id once. A negative line corrects the payments before it, newest first. `refunds` are negative
 * lines that are no correction: their money went back for a credit. What `isOut` is not sent, so nothing corrects it.
 */
export function correctedPayments(
  order: Order,
  refunds: ReadonlySet<OrderPayment>,
  isOut: (payment: OrderPayment) => boolean = () => false,
): Corrected {
  const lines: { payment: OrderPayment; minor: bigint }[] = [];
  let overMinor = 0n;
  for (const payment of paymentLines(order)) {
    const minor = orderMoney(order, payment.amount)!.minor;
    if (minor >= 0n) {
      lines.push({ payment, minor });
      continue;
    }
    if (refunds.has(payment)) continue;
    let taken = -minor;
    for (const line of lines.filter(({ payment: before }) => !isOut(before)).toReversed()) {
      const part = line.minor < taken ? line.minor : taken;
      line.minor -= part;
      taken -= part;
    }
    overMinor += taken;
  }
  return {
    received: lines.flatMap(({ payment, minor }) =>
      minor === 0n ? [] : [{ payment, amount: { minor, currency: order.currency } }],
    ),
    zeroed: lines.flatMap(({ payment, minor }) => (minor === 0n ? [payment] : [])),
    overMinor,
  };
}

/** Payment lines that can be read as money, by date, each id once; those of one day as the source gave them. */
export function paymentLines(order: Order): readonly OrderPayment[] {
  const seen = new Set<string>();
  return order.payments
    .filter((payment) => {
      const isNew = !seen.has(payment.externalId) && orderMoney(order, payment.amount) !== null;
      seen.add(payment.externalId);
      return isNew;
    })
    .toSorted((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
}

export type Applies = PaymentDocument["applies"];

/** What is still open on an order's invoices; taking some of it says where it went. */
export class OpenShares {
  private readonly shares: readonly { readonly part: Part; left: bigint }[];

  /** `importedMinor`: what payments that were read from the books have paid already, on the first payer's invoices. */
  constructor(parts: readonly Part[], importedMinor = 0n) {
    this.shares = parts.map((part) => ({ part, left: part.share.minor }));
    const [first] = parts;
    if (first) this.take(first.sale.customer, { minor: importedMinor, currency: first.share.currency });
  }

  /** A payment belongs to one customer; another payer's invoice is not this payment's business. */
  take(customer: string, { minor, currency }: Money): Applies {
    let rest = minor;
    return this.shares.flatMap((share) => {
      if (share.part.sale.customer !== customer || rest === 0n || share.left <= 0n) return [];
      const applied = rest < share.left ? rest : share.left;
      share.left -= applied;
      rest -= applied;
      return [{ to: share.part.key, amount: toJson({ minor: applied, currency }) }];
    });
  }
}

/** The document of a payment. `payer` is the sale whose customer it came from. */
export function paymentDocument(
  orderId: string,
  payer: SaleDocument,
  { payment, amount }: Received,
  applies: Applies,
  settings: CompanySettings,
): PaymentDocument {
  const method = paymentMethod(payment.method, settings);
  return {
    kind: "payment",
    key: paymentKey(orderId, payment.externalId),
    after: [payer.customer, ...applies.map((entry) => entry.to)],
    customer: payer.customer,
    customerName: payer.customerName,
    date: payment.date,
    ...(method === undefined ? {} : { method }),
    ...(payment.reference === undefined ? {} : { reference: payment.reference }),
    total: toJson(amount),
    applies,
  };
}
