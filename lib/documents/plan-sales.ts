// An order's charge sets → sales orders, invoices or a sales receipt, with what each adds to a shared invoice.
import { add, formatMoney, toJson, total, type Money } from "#lib/money.ts";
import { orderMoney, orderTotal, type Charge, type ChargeSet, type Order } from "#lib/orders/order.ts";
import { bookName, newItemAccount, paymentMethod } from "./book-names.ts";
import { describe } from "./description.ts";
import type { DocumentLine, SaleDocument } from "./document.ts";
import { customerKey, isCombinedKey, itemKey } from "./keys.ts";
import { mapCharge } from "./mapping.ts";
import { mayCombine, modeOf } from "./modes.ts";
import { invoiceNumber } from "./numbering.ts";
import { adjustmentLines } from "./plan-adjustments.ts";
import { withRounding } from "./rounding.ts";
import type { Part, PlannedOrder } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

export type SaleKind = "sales-order" | "invoice" | "sales-receipt";

/** One part for each sale of that kind the order has. A sales receipt holds the whole order. */
export function saleParts(planned: PlannedOrder, settings: CompanySettings, kind: SaleKind): Part[] {
  const sets = kind === "sales-receipt" ? [wholeOrder(planned.order)] : chargeSetsOf(planned.order, settings);
  const parts = sets.map(([nth, set]) => salePart(planned, set, nth, settings, kind));
  const kept = kind === "invoice" ? keepKeys(parts, planned) : parts;
  return kept.map((part) => withRounding(part, planned.roundings ?? []));
}

/**
 * An invoice that this order has alone keeps its key when its number or its payer changes: that is an update of it. Only
 * where it is plain which of them it was.
 */
function keepKeys(parts: readonly Part[], { booked }: PlannedOrder): Part[] {
  const keys = new Set(parts.map(({ key }) => key));
  const [old, ...others] = (booked?.soleKeys ?? []).filter((key) => !keys.has(key));
  const fresh = parts.filter(({ key }) => !booked?.invoiceKeys?.includes(key));
  if (old === undefined || others.length > 0 || fresh.length !== 1) return [...parts];
  return parts.map((part) => (part === fresh[0] ? { ...part, key: old, sale: { ...part.sale, key: old } } : part));
}

/**
 * The charge sets that become a sale each, with their place in the order. Sets of one number and one payer are one:
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

/** All charges as one set, billed to whom all of them are billed to, else to the order's customer. */
function wholeOrder(order: Order): readonly [number, ChargeSet] {
  const [first, ...others] = order.chargeSets.map((set) => set.billTo ?? order.customer);
  const isOnePayer = others.every((payer) => customerKey(payer.name) === customerKey(first!.name));
  const charges = order.chargeSets.flatMap((set) => set.charges);
  return [0, { billTo: isOnePayer ? first! : order.customer, charges }];
}

function salePart(planned: PlannedOrder, set: ChargeSet, nth: number, settings: CompanySettings, kind: SaleKind): Part {
  const { orderId, order, added } = planned;
  const payer = set.billTo ?? order.customer;
  const isShared = kind === "invoice" && set.number !== undefined && set.number !== order.number;
  const number = invoiceNumber(settings, order.number, set.number, nth);
  const ownKey = `order/${orderId}/${kind}/${nth + 1}`;
  const isCombined = isShared && mayCombine(planned, settings);
  const key = isCombined ? `combined/${payer.name.trim().toLowerCase()}/${number}` : ownKey;
  const takenOver = kind === "invoice" && nth === 0 ? adjustmentLines(added?.adjustments ?? []) : [];
  const lines = [...takenOver, ...set.charges.map((charge) => planLine(order, charge, settings))];
  const lineSum = total(
    lines.map((line) => ({ minor: BigInt(line.amount.minor), currency: order.currency })),
    order.currency,
  );
  const share = nth === 0 ? add(lineSum, extrasSum(order)) : lineSum;
  const sale: SaleDocument = {
    kind,
    key,
    after: [customerKey(payer.name)],
    customer: customerKey(payer.name),
    customerName: payer.name,
    number,
    date: order.orderDate,
    ...(order.dueDate === undefined || kind !== "invoice" ? {} : { dueDate: order.dueDate }),
    ...(order.terms === undefined || kind === "sales-receipt" ? {} : { terms: bookName(order.terms, settings.terms) }),
    ...(order.class === undefined ? {} : { class: bookName(order.class, settings.classes) }),
    ...(payer.email === undefined ? {} : { billEmail: payer.email }),
    ...memoOf(withDateWas(describe(settings.memoTemplate, order), planned.dateWas)),
    lines,
    ...(nth === 0 ? orderExtras(order, settings) : {}),
    total: toJson(share),
    orderNumbers: [order.number],
  };
  const own = ownFields(sale, planned, nth, settings);
  return { key, sale: afterItems(own, settings), share };
}

/** What only one of the kinds has: an invoice copies its sales order, a receipt says how the money came. */
function ownFields(sale: SaleDocument, planned: PlannedOrder, nth: number, settings: CompanySettings): SaleDocument {
  if (sale.kind === "sales-receipt") return { ...sale, ...receiptFields(planned.order, settings) };
  if (sale.kind !== "invoice" || modeOf(planned, settings) !== "sales-order-then-invoice") return sale;
  const from = `order/${planned.orderId}/sales-order/${nth + 1}`;
  const copied: SaleDocument = { ...sale, from, after: [...sale.after, from] };
  if (settings.invoiceNumbers === "order") return copied;
  const memo = [sale.number, sale.memo].filter((text) => text !== undefined).join(", ");
  return { ...copied, isNumberedThere: true, memo };
}

function receiptFields(order: Order, settings: CompanySettings): Partial<SaleDocument> {
  const received = order.payments.filter((payment) => (orderMoney(order, payment.amount)?.minor ?? 0n) > 0n);
  const methods = new Set(received.flatMap((payment) => paymentMethod(payment.method, settings) ?? []));
  const references = [...new Set(received.flatMap(({ reference }) => reference ?? []))];
  return {
    ...(methods.size === 1 ? { method: [...methods][0]! } : {}),
    ...(references.length === 0 ? {} : { reference: references.join(", ") }),
  };
}

/** QuickBooks holds so much of a message; a day that does not fit any more is not worth cutting for. */
const MEMO_LENGTH = 1000;

/** Where a person moved the date, the message keeps the day it was. */
function withDateWas(memo: string, dateWas: string | undefined): string {
  if (dateWas === undefined) return memo;
  const whole = [memo, `Original date ${dateWas}`].filter(Boolean).join(", ");
  return whole.length > MEMO_LENGTH ? memo : whole;
}

function memoOf(memo: string): { memo?: string } {
  return memo === "" ? {} : { memo };
}

/** How a charge becomes a line. */
export function planLine(order: Order, charge: Charge, settings: CompanySettings): DocumentLine {
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
  const { tax, shipping, discount } = extrasOf(order);
  return {
    ...(discount.minor === 0n ? {} : { discount: toJson(discount) }),
    ...(shipping.minor === 0n ? {} : { shipping: toJson(shipping) }),
    ...(order.taxes.length === 0
      ? {}
      : { tax: { ...(settings.taxCode === undefined ? {} : { code: settings.taxCode }), amount: toJson(tax) } }),
  };
}

function extrasSum(order: Order): Money {
  const { tax, shipping, discount } = extrasOf(order);
  return add(tax, shipping, { minor: -discount.minor, currency: discount.currency });
}

function extrasOf(order: Order): { tax: Money; shipping: Money; discount: Money } {
  const taxes = order.taxes.map((line) => orderMoney(order, line.amount)!);
  return {
    tax: total(taxes, order.currency),
    shipping: orderMoney(order, order.shipping ?? "0")!,
    discount: orderMoney(order, order.discount ?? "0")!,
  };
}

/** One invoice of several orders: lines in the order of order numbers, so that it never matters who is planned first. */
export function combine(part: Part, others: readonly Part[], settings: CompanySettings): SaleDocument {
  if (!isCombinedKey(part.key)) return part.sale;
  const all = [part, ...others].sort((left, right) => compare(left.sale.orderNumbers[0]!, right.sale.orderNumbers[0]!));
  const first = all[0]!.sale;
  const date = all
    .map(({ sale }) => sale.date)
    .sort()
    .at(-1)!;
  const currency = first.total.currency;
  const sumOf = (pick: (sale: SaleDocument) => string | undefined) =>
    all.reduce((sum, { sale }) => sum + BigInt(pick(sale) ?? "0"), 0n).toString();
  const discount = sumOf((sale) => sale.discount?.minor);
  const shipping = sumOf((sale) => sale.shipping?.minor);
  const tax = sumOf((sale) => sale.tax?.amount.minor);
  return {
    ...first,
    date,
    after: [...new Set(all.flatMap(({ sale }) => sale.after))],
    lines: all.flatMap(({ sale }) => sale.lines),
    memo:
      all
        .map(({ sale }) => sale.memo ?? "")
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
    orderNumbers: all.flatMap(({ sale }) => sale.orderNumbers),
  } as SaleDocument;
}

/** A sale whose items are made here comes after them. */
export function afterItems(sale: SaleDocument, settings: CompanySettings): SaleDocument {
  const made = sale.lines.filter(
    ({ item }) => item.ledgerId === undefined && newItemAccount(item.name, settings) !== undefined,
  );
  return { ...sale, after: [...new Set([...sale.after, ...made.map(({ item }) => itemKey(item.name))])] };
}

/** What the order costs and what was paid, when it is not paid in full; null when it is. */
export function unpaidOf(order: Order, receivedMinor: bigint): string | null {
  const sum = orderTotal(order)!;
  if (receivedMinor >= sum.minor) return null;
  const paid = formatMoney({ minor: receivedMinor, currency: order.currency });
  return `Order ${order.number} comes to ${formatMoney(sum)}, and ${paid} of it is paid.`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
