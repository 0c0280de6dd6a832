// Order + settings → the documents the books should hold, with `after` links. Same order, same settings: same plan.
import { orderMoney, orderTotal, type Charge, type ChargeSet, type Customer, type Order } from "#lib/orders/order.ts";
import { add, formatMoney, toDecimal, toJson, total, type Money } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import { describe } from "./description.ts";
import type { CustomerDocument, DocumentLine, ItemDocument, SaleDocument } from "./document.ts";
import { mapCharge } from "./mapping.ts";
import { invoiceNumber } from "./numbering.ts";
import { adjustmentLines } from "./plan-adjustments.ts";
import { planPayments } from "./plan-payments.ts";
import type { Part, Plan, PlannedOrder } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

/**
 * Plans one order. `companions` are other orders with charge sets on the same combined invoices; their lines go onto
 * those invoices too. A problem of the order as a whole leaves no documents.
 */
export function planDocuments(
  planned: PlannedOrder,
  settings: CompanySettings,
  companions: readonly PlannedOrder[],
): Plan {
  const problem = wholeOrderProblem(planned);
  if (problem) return { documents: [], problem };
  if (planned.order.status !== "completed") return { documents: [] };
  const parts = invoiceParts(planned, settings);
  const invoices = parts.map((part) => combine(part, companions, settings));
  const payers = payersOf(planned.order);
  const items = settings.createItems ? planItems(invoices, settings) : [];
  const payments = settings.sendPayments ? planPayments(planned, parts) : [];
  const refund = refundProblem(planned.order);
  const documents = [...payers.map(planCustomer), ...items, ...invoices, ...payments];
  return { documents, ...(refund === undefined ? {} : { problem: refund }) };
}

/** Keys of the invoices an order shares with others; empty when it shares none. */
export function combinedKeys(planned: PlannedOrder, settings: CompanySettings): string[] {
  if (planned.order.status !== "completed" || wholeOrderProblem(planned)) return [];
  return invoiceParts(planned, settings)
    .map((part) => part.key)
    .filter((key) => key.startsWith("combined/"));
}

/** Name of a customer's document: QuickBooks compares names without regard to case. */
export function customerKey(name: string): string {
  return `customer/${name.trim().toLowerCase()}`;
}

/** Name of an item's document. */
export function itemKey(name: string): string {
  return `item/${name.trim().toLowerCase()}`;
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
    const detail = `Order ${order.number} says ${toDecimal(stated)}, its lines, tax and shipping add up to ${toDecimal(sum)}.`;
    return { code: "order-does-not-add-up", about: "", detail };
  }
  const charges = order.chargeSets.flatMap((set) => set.charges);
  if (added && added.adjustments.length > 0) return undefined;
  if (order.status === "completed" && charges.every((charge) => orderMoney(order, charge.amount)?.minor === 0n)) {
    return {
      code: "nothing-to-bill",
      about: "",
      detail: `Order ${order.number} has no charge other than zero.`,
    };
  }
  return undefined;
}

/** Money that goes back is not booked yet, and must not be forgotten: the sale goes, the refund waits for a person. */
function refundProblem(order: Order): Problem | undefined {
  const refunds = [
    ...order.credits.map((credit) => orderMoney(order, credit.amount)),
    ...order.payments
      .map((payment) => orderMoney(order, payment.amount))
      .filter((amount) => amount && amount.minor < 0n),
  ];
  if (refunds.length === 0) return undefined;
  const sum = refunds.reduce(
    (left, amount) => left + (amount && amount.minor < 0n ? -amount.minor : (amount?.minor ?? 0n)),
    0n,
  );
  const detail = `Order ${order.number} has ${formatMoney({ minor: sum, currency: order.currency })} of refunds; its sale is booked, they are not.`;
  return { code: "credit-by-hand", about: "", detail };
}

function invoiceParts(planned: PlannedOrder, settings: CompanySettings): Part[] {
  return chargeSetsOf(planned.order, settings).map(([nth, set]) => invoicePart(planned, set, nth, settings));
}

/**
 * The charge sets that become an invoice each, with their place in the order. Sets of one number and one payer are one:
 * apart they would be two documents of one key, and the charges of all but the first would be lost.
 */
function chargeSetsOf(order: Order, settings: CompanySettings): (readonly [number, ChargeSet])[] {
  const sets = new Map<string, readonly [number, ChargeSet]>();
  for (const [nth, set] of order.chargeSets.entries()) {
    const isNumbered = settings.combineInvoices && set.number !== undefined;
    const key = isNumbered ? `${customerKey((set.billTo ?? order.customer).name)}/${set.number}` : String(nth);
    const [place, same] = sets.get(key) ?? [nth, { ...set, charges: [] }];
    sets.set(key, [place, { ...same, charges: [...same.charges, ...set.charges] }]);
  }
  return [...sets.values()];
}

function invoicePart(
  { orderId, order, added }: PlannedOrder,
  set: ChargeSet,
  nth: number,
  settings: CompanySettings,
): Part {
  const payer = set.billTo ?? order.customer;
  const number = invoiceNumber(settings, order.number, set.number, nth);
  const isShared = settings.combineInvoices && set.number !== undefined && set.number !== order.number;
  const key = isShared
    ? `combined/${payer.name.trim().toLowerCase()}/${number}`
    : `order/${orderId}/invoice/${nth + 1}`;
  const takenOver = nth === 0 ? adjustmentLines(added?.adjustments ?? []) : [];
  const lines = [...takenOver, ...set.charges.map((charge) => planLine(order, charge, settings))];
  const extras = nth === 0 ? orderExtras(order, settings) : {};
  const lineSum = total(
    lines.map((line) => ({ minor: BigInt(line.amount.minor), currency: order.currency })),
    order.currency,
  );
  const share = nth === 0 ? add(lineSum, extrasSum(order)) : lineSum;
  const memo = describe(settings.memoTemplate, order);
  const invoice: SaleDocument = {
    kind: "invoice",
    key,
    after: [customerKey(payer.name)],
    customer: customerKey(payer.name),
    customerName: payer.name,
    number,
    date: order.orderDate,
    ...(order.dueDate === undefined ? {} : { dueDate: order.dueDate }),
    ...(order.terms === undefined ? {} : { terms: order.terms }),
    ...(order.class === undefined ? {} : { class: order.class }),
    ...(payer.email === undefined ? {} : { billEmail: payer.email }),
    ...(memo === "" ? {} : { memo }),
    lines,
    ...extras,
    total: toJson(share),
    orderNumbers: [order.number],
  };
  return { key, invoice: settings.createItems ? afterItems(invoice) : invoice, share };
}

function planLine(order: Order, charge: Charge, settings: CompanySettings): DocumentLine {
  const mapped = mapCharge(charge, settings);
  const description = describe(settings.lineTemplate, order, charge);
  return {
    item: mapped.item,
    chargeCode: charge.code,
    ...(description === "" ? {} : { description }),
    quantity: charge.quantity,
    ...(charge.unitPrice === undefined ? {} : { unitPrice: charge.unitPrice }),
    amount: toJson(orderMoney(order, charge.amount)!),
    taxable: mapped.taxable,
    ...(mapped.class === undefined ? {} : { class: mapped.class }),
    ...(charge.serviceDate === undefined ? {} : { serviceDate: charge.serviceDate }),
  };
}

function orderExtras(order: Order, settings: CompanySettings): Partial<SaleDocument> {
  const tax = total(
    order.taxes.map((line) => orderMoney(order, line.amount)!),
    order.currency,
  );
  const shipping = orderMoney(order, order.shipping ?? "0")!;
  const discount = orderMoney(order, order.discount ?? "0")!;
  return {
    ...(discount.minor === 0n ? {} : { discount: toJson(discount) }),
    ...(shipping.minor === 0n ? {} : { shipping: toJson(shipping) }),
    ...(order.taxes.length === 0
      ? {}
      : {
          tax: {
            ...(settings.taxCode === undefined ? {} : { code: settings.taxCode }),
            amount: toJson(tax),
          },
        }),
  };
}

function extrasSum(order: Order): Money {
  const tax = total(
    order.taxes.map((line) => orderMoney(order, line.amount)!),
    order.currency,
  );
  const shipping = orderMoney(order, order.shipping ?? "0")!;
  const discount = orderMoney(order, order.discount ?? "0")!;
  return add(tax, shipping, { minor: -discount.minor, currency: discount.currency });
}

/** One invoice of several orders: lines in the order of order numbers, so that it never matters who is planned first. */
function combine(part: Part, companions: readonly PlannedOrder[], settings: CompanySettings): SaleDocument {
  if (!part.key.startsWith("combined/")) return part.invoice;
  const others = companions.flatMap((other) =>
    other.order.status === "completed" && !wholeOrderProblem(other)
      ? invoiceParts(other, settings).filter(({ key }) => key === part.key)
      : [],
  );
  const all = [part, ...others].sort((left, right) =>
    compare(left.invoice.orderNumbers[0]!, right.invoice.orderNumbers[0]!),
  );
  const first = all[0]!.invoice;
  const date = all
    .map(({ invoice }) => invoice.date)
    .sort()
    .at(-1)!;
  const currency = first.total.currency;
  const sumOf = (pick: (invoice: SaleDocument) => string | undefined) =>
    all.reduce((sum, { invoice }) => sum + BigInt(pick(invoice) ?? "0"), 0n).toString();
  const discount = sumOf((invoice) => invoice.discount?.minor);
  const shipping = sumOf((invoice) => invoice.shipping?.minor);
  const tax = sumOf((invoice) => invoice.tax?.amount.minor);
  return {
    ...first,
    date,
    after: [...new Set(all.flatMap(({ invoice }) => invoice.after))],
    lines: all.flatMap(({ invoice }) => invoice.lines),
    memo:
      all
        .map(({ invoice }) => invoice.memo ?? "")
        .filter(Boolean)
        .join("; ") || undefined,
    ...(discount === "0" ? {} : { discount: { minor: discount, currency } }),
    ...(shipping === "0" ? {} : { shipping: { minor: shipping, currency } }),
    ...(tax === "0" ? {} : { tax: { code: first.tax?.code ?? settings.taxCode, amount: { minor: tax, currency } } }),
    total: toJson(
      total(
        all.map(({ share }) => share),
        currency,
      ),
    ),
    orderNumbers: all.flatMap(({ invoice }) => invoice.orderNumbers),
  } as SaleDocument;
}

function afterItems(invoice: SaleDocument): SaleDocument {
  const items = invoice.lines.filter((line) => line.item.ledgerId === undefined).map((line) => itemKey(line.item.name));
  return { ...invoice, after: [...new Set([...invoice.after, ...items])] };
}

function planItems(invoices: readonly SaleDocument[], settings: CompanySettings): ItemDocument[] {
  const items = new Map<string, ItemDocument>();
  for (const line of invoices.flatMap((invoice) => invoice.lines)) {
    if (line.item.ledgerId !== undefined) continue;
    const key = itemKey(line.item.name);
    if (items.has(key)) continue;
    items.set(key, {
      kind: "item",
      key,
      after: [],
      name: line.item.name,
      incomeAccount: settings.incomeAccount,
    });
  }
  return [...items.values()];
}

function payersOf(order: Order): Customer[] {
  const payers = new Map<string, Customer>();
  for (const set of order.chargeSets) {
    const payer = set.billTo ?? order.customer;
    if (!payers.has(customerKey(payer.name))) payers.set(customerKey(payer.name), payer);
  }
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

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
