// Order + settings → the documents the books should hold, with `after` links. Same order, same settings: same plan.
import { orderMoney, orderTotal, type Customer, type Order } from "#lib/orders/order.ts";
import { formatMoney } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import { paymentKey } from "#lib/orders/payments-of-order.ts";
import { newItemAccount } from "./book-names.ts";
import type { CustomerDocument, ItemDocument, SaleDocument } from "./document.ts";
import { customerKey, isCombinedKey, itemKey } from "./keys.ts";
import { stageOf } from "./modes.ts";
import { planCredits } from "./plan-credits.ts";
import { planMoney } from "./plan-money.ts";
import { correctedPayments, paymentDocument } from "./plan-payments.ts";
import { combine, saleParts, unpaidOf } from "./plan-sales.ts";
import type { Part, Plan, PlannedOrder } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

export { customerKey, itemKey } from "./keys.ts";

/**
 * Plans one order. `companions` are other orders with charge sets on the same combined invoices; their lines go onto
 * those invoices too. A problem of the order as a whole leaves no documents.
 */
export function planDocuments(
  planned: PlannedOrder,
  settings: CompanySettings,
  companions: readonly PlannedOrder[],
): Plan {
  const { order } = planned;
  const problem = wholeOrderProblem(planned);
  if (problem) return { documents: [], problem };
  const stage = stageOf(planned, settings);
  if (order.status === "cancelled") return planCancelled(planned, settings);
  if (isAllZero(planned) || (!stage.salesOrder && !stage.invoice && !stage.receipt)) return { documents: [] };
  const billed = stage.receipt
    ? saleParts(planned, settings, "sales-receipt")
    : stage.invoice
      ? saleParts(planned, settings, "invoice")
      : [];
  const unpaid = stage.receipt ? unpaidProblem(planned, billed, settings) : undefined;
  if (unpaid) return { documents: [], problem: unpaid };
  const salesOrders = stage.salesOrder ? saleParts(planned, settings, "sales-order").map(({ sale }) => sale) : [];
  const shared = companions.map((other) => invoicePartsOf(other, settings));
  const sales = billed.map((part) =>
    combine(
      part,
      shared.flat().filter(({ key }) => key === part.key),
      settings,
    ),
  );
  const money = planMoney(planned, stage, billed, billed[0]?.sale ?? salesOrders[0], settings);
  const credits = money.documents.flatMap((one) =>
    one.kind === "credit-memo" || one.kind === "refund-receipt" ? [one] : [],
  );
  const items = planItems([...salesOrders, ...sales, ...credits], settings);
  return {
    ...money,
    documents: [
      ...payersOf(order, stage.receipt).map(planCustomer),
      ...items,
      ...salesOrders,
      ...sales,
      ...money.documents,
    ],
    // An order that is open again keeps what it has until it is completed or cancelled.
    ...(order.status === "completed" ? { gone: settings.whenCancelled } : {}),
  };
}

/** Keys of the invoices an order shares with others; empty when it shares none. */
export function combinedKeys(planned: PlannedOrder, settings: CompanySettings): string[] {
  return invoicePartsOf(planned, settings)
    .map((part) => part.key)
    .filter(isCombinedKey);
}

/** The order's invoices, if it has any now. */
function invoicePartsOf(planned: PlannedOrder, settings: CompanySettings): Part[] {
  if (!stageOf(planned, settings).invoice || wholeOrderProblem(planned) || isAllZero(planned)) return [];
  return saleParts(planned, settings, "invoice");
}

/**
 * Its sales are taken back, where that is the policy. Money that was received stays; it is taken off the invoice first,
 * because QuickBooks voids no invoice that is paid.
 */
function planCancelled(planned: PlannedOrder, settings: CompanySettings): Plan {
  if (settings.whenCancelled === "leave") return { documents: [] };
  const [first] = saleParts(planned, settings, "invoice");
  const { refunds } = planCredits(planned, [], settings);
  const { received, zeroed } = correctedPayments(planned.order, refunds);
  const updates = settings.sendPayments
    ? received.map((one) => paymentDocument(planned.orderId, first!.sale, one, [], settings))
    : [];
  const ended = settings.sendPayments ? zeroed.map((one) => paymentKey(planned.orderId, one.externalId)) : [];
  return { documents: [], updates, ended, gone: "void" };
}

/** A sales receipt says that all of it was paid, so it waits for that. */
function unpaidProblem(planned: PlannedOrder, parts: readonly Part[], settings: CompanySettings): Problem | undefined {
  const { refunds } = planCredits(planned, parts, settings);
  const { received } = correctedPayments(planned.order, refunds);
  const detail = unpaidOf(
    planned.order,
    received.reduce((sum, { amount }) => sum + amount.minor, planned.added?.importedMinor ?? 0n),
  );
  return detail === null ? undefined : { code: "not-paid", about: "", detail };
}

function wholeOrderProblem({ order, added }: PlannedOrder): Problem | undefined {
  const sum = orderTotal(order);
  if (!sum) {
    return {
      code: "amount-not-exact",
      about: order.currency,
      detail: `Order ${order.number} has an amount with too many decimals.`,
    };
  }
  const stated = order.total === undefined ? null : orderMoney(order, order.total);
  if (stated && stated.minor !== sum.minor) {
    const detail = `Order ${order.number} says ${formatMoney(stated)}, its lines, tax and shipping add up to ${formatMoney(sum)}.`;
    return { code: "order-does-not-add-up", about: "", detail };
  }
  if (order.status === "completed" && isAllZero({ order, added })) {
    return {
      code: "nothing-to-bill",
      about: "",
      detail: `Order ${order.number} has no charge other than zero.`,
    };
  }
  return undefined;
}

/** Nothing to bill: harmless while the order is open, a problem once it is completed. */
function isAllZero({ order, added }: Pick<PlannedOrder, "order" | "added">): boolean {
  if (added && added.adjustments.length > 0) return false;
  const charges = order.chargeSets.flatMap((set) => set.charges);
  return charges.every((charge) => orderMoney(order, charge.amount)?.minor === 0n);
}

function planItems(invoices: readonly SaleDocument[], settings: CompanySettings): ItemDocument[] {
  const items = new Map<string, ItemDocument>();
  for (const line of invoices.flatMap((invoice) => invoice.lines)) {
    if (line.item.ledgerId !== undefined) continue;
    const key = itemKey(line.item.name);
    const incomeAccount = newItemAccount(line.item.name, settings);
    if (incomeAccount === undefined || items.has(key)) continue;
    items.set(key, { kind: "item", key, after: [], name: line.item.name, incomeAccount });
  }
  return [...items.values()];
}

/** Who is billed. A sales receipt of several payers is the order's own customer's. */
function payersOf(order: Order, isReceipt: boolean): Customer[] {
  const payers = new Map<string, Customer>();
  for (const set of order.chargeSets) {
    const payer = set.billTo ?? order.customer;
    if (!payers.has(customerKey(payer.name))) payers.set(customerKey(payer.name), payer);
  }
  if (isReceipt && payers.size > 1) payers.set(customerKey(order.customer.name), order.customer);
  return [...payers.values()];
}

function planCustomer(customer: Customer): CustomerDocument {
  return {
    kind: "customer",
    key: customerKey(customer.name),
    after: [],
    name: customer.name,
    ...(customer.company === undefined ? {} : { company: customer.company }),
    ...(customer.email === undefined ? {} : { email: customer.email }),
    ...(customer.phone === undefined ? {} : { phone: customer.phone }),
    ...(customer.billingAddress === undefined
      ? {}
      : { billingAddress: customer.billingAddress as CustomerDocument["billingAddress"] }),
    ...(customer.shippingAddress === undefined
      ? {}
      : { shippingAddress: customer.shippingAddress as CustomerDocument["shippingAddress"] }),
  } as CustomerDocument;
}
