// Which payment pays which invoice, and how much of it: first invoice first, the rest stays with the customer.
import { orderMoney, type OrderPayment } from "#lib/orders/order.ts";
import { toJson } from "#lib/money.ts";
import { paymentKey } from "#lib/orders/payments-of-order.ts";
import type { PaymentDocument } from "./document.ts";
import type { Part, PlannedOrder } from "./planned.ts";

/**
 * One payment document for each payment of the order. `parts` are the order's shares of its invoices, in order. What
 * was read from the books has paid its part of them already; what is not sent pays none of them.
 */
export function planPayments({ orderId, order, added }: PlannedOrder, parts: readonly Part[]): PaymentDocument[] {
  const open = openParts(parts, added?.importedMinor ?? 0n);
  const payer = parts[0]?.invoice;
  if (!payer) return [];
  return order.payments.flatMap((payment) => {
    const amount = orderMoney(order, payment.amount);
    if (!amount || amount.minor <= 0n) return [];
    const applies: { to: string; amount: { minor: string; currency: string } }[] = [];
    const key = paymentKey(orderId, payment.externalId);
    let rest = added?.leftOutKeys.has(key) ? 0n : amount.minor;
    for (const share of open) {
      // A payment belongs to one customer; another payer's invoice is not this payment's business.
      if (share.part.invoice.customer !== payer.customer || rest === 0n || share.left <= 0n) continue;
      const applied = rest < share.left ? rest : share.left;
      share.left -= applied;
      rest -= applied;
      applies.push({
        to: share.part.key,
        amount: toJson({ minor: applied, currency: amount.currency }),
      });
    }
    return [paymentDocument(key, payer, payment, toJson(amount), applies)];
  });
}

/** What is left to pay of each part of the first payer, after what the books hold already. */
function openParts(parts: readonly Part[], importedMinor: bigint): { readonly part: Part; left: bigint }[] {
  let rest = importedMinor;
  return parts.map((part) => {
    const isPaid = part.invoice.customer === parts[0]?.invoice.customer && part.share.minor > 0n && rest > 0n;
    const paid = !isPaid ? 0n : rest < part.share.minor ? rest : part.share.minor;
    rest -= paid;
    return { part, left: part.share.minor - paid };
  });
}

function paymentDocument(
  key: string,
  payer: Part["invoice"],
  payment: OrderPayment,
  amount: PaymentDocument["total"],
  applies: PaymentDocument["applies"],
): PaymentDocument {
  return {
    kind: "payment",
    key,
    after: [payer.customer, ...applies.map((entry) => entry.to)],
    customer: payer.customer,
    customerName: payer.customerName,
    date: payment.date,
    ...(payment.method === undefined ? {} : { method: payment.method }),
    ...(payment.reference === undefined ? {} : { reference: payment.reference }),
    total: amount,
    applies,
  };
}
