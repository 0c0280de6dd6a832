// Which payment pays which invoice, and how much of it: first invoice first, the rest stays with the customer.
import { orderMoney, type OrderPayment } from "#lib/orders/order.ts";
import { toJson } from "#lib/money.ts";
import type { PaymentDocument } from "./document.ts";
import type { Part, PlannedOrder } from "./planned.ts";

/** One payment document for each payment of the order. `parts` are the order's shares of its invoices, in order. */
export function planPayments({ orderId, order }: PlannedOrder, parts: readonly Part[]): PaymentDocument[] {
  const open = parts.map((part) => ({ part, left: part.share.minor }));
  const payer = parts[0]?.invoice;
  if (!payer) return [];
  return order.payments.flatMap((payment) => {
    const amount = orderMoney(order, payment.amount);
    if (!amount || amount.minor <= 0n) return [];
    const applies: { to: string; amount: { minor: string; currency: string } }[] = [];
    let rest = amount.minor;
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
    return [paymentDocument(`order/${orderId}/payment/${payment.externalId}`, payer, payment, toJson(amount), applies)];
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
