// Money or credit that goes back: which credit memos and refund receipts does an order have, under which numbers, with which lines?
import { allocate, fromJson, toJson, total, type Money, type MoneyJson } from "#lib/money.ts";
import { Charge, orderMoney, type OrderPayment } from "#lib/orders/order.ts";
import type { DocumentLine, SaleDocument } from "./document.ts";
import { mappingKey, paymentMethod } from "./book-names.ts";
import { paymentLines } from "./plan-payments.ts";
import { afterItems, planLine } from "./plan-sales.ts";
import { creditTexts, withDescription } from "./plan-texts.ts";
import type { Part, PlannedCredit, PlannedOrder } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

export type PlannedCredits = {
  readonly documents: readonly SaleDocument[];
  /** Negative payment lines whose money went back for a credit: no corrections. */
  readonly refunds: ReadonlySet<OrderPayment>;
  /** What a person must book, in minor units. */
  readonly byHandMinor: bigint;
};

type Sorted = {
  readonly credit: PlannedCredit;
  readonly amount: Money;
  readonly key: string;
  readonly kind: "credit-memo" | "refund-receipt" | "by-hand";
  /** The payment line that gave the money back. */
  readonly paid: OrderPayment | undefined;
};

/**
 * The credits of an order. `parts` are its invoices or its receipt: without one nothing is credited yet. What the books
 * hold keeps its kind and its number; a credit whose money a negative payment line gave back is a refund receipt.
 */
export function planCredits(planned: PlannedOrder, parts: readonly Part[], settings: CompanySettings): PlannedCredits {
  const sorted = sortCredits(planned, settings);
  const refunds = new Set(sorted.flatMap(({ paid }) => paid ?? []));
  const byHandMinor = sorted.reduce((sum, one) => sum + (one.kind === "by-hand" ? one.amount.minor : 0n), 0n);
  const taken = new Set(Object.values(planned.booked?.creditNumbers ?? {}));
  const documents = sorted.flatMap((one) => {
    if (one.kind === "by-hand" || parts.length === 0) return [];
    const part = partOf(one.credit, parts);
    const number = planned.booked?.creditNumbers[one.key] ?? freeNumber(part.sale.number, taken);
    taken.add(number);
    const document = creditDocument(planned, one, part, parts, number, settings);
    return [afterItems(document, settings)];
  });
  return { documents, refunds, byHandMinor };
}

/** Sum of an order's credits in minor units. */
export function creditsMinor({ order, credits }: PlannedOrder): bigint {
  return [...order.credits, ...(credits ?? [])].reduce((sum, { amount }) => {
    const minor = orderMoney(order, amount)?.minor ?? 0n;
    return sum + (minor < 0n ? -minor : minor);
  }, 0n);
}

function sortCredits(planned: PlannedOrder, settings: CompanySettings): Sorted[] {
  const { orderId, order, booked } = planned;
  const free = paymentLines(order).filter((payment) => orderMoney(order, payment.amount)!.minor < 0n);
  return [...order.credits, ...(planned.credits ?? [])].flatMap((credit): Sorted[] => {
    const amount = orderMoney(order, credit.amount);
    if (!amount || amount.minor === 0n) return [];
    const minor = amount.minor < 0n ? -amount.minor : amount.minor;
    const [memoKey, refundKey] = ["credit", "refund"].map((word) => `order/${orderId}/${word}/${credit.externalId}`);
    const one = { credit, amount: { minor, currency: amount.currency } };
    const isKnown = (key: string) => booked?.creditNumbers[key] !== undefined;
    if (isKnown(memoKey!)) return [{ ...one, key: memoKey!, kind: "credit-memo", paid: undefined }];
    const at = free.findIndex((payment) => orderMoney(order, payment.amount)!.minor === -minor);
    const [paid] = at < 0 ? [] : free.splice(at, 1);
    const isRefund = isKnown(refundKey!) || paid !== undefined || settings.refundAs === "refund-receipt";
    if (settings.refundAs === "by-hand" && !isKnown(refundKey!)) {
      return [{ ...one, key: memoKey!, kind: "by-hand", paid }];
    }
    return isRefund
      ? [{ ...one, key: refundKey!, kind: "refund-receipt", paid }]
      : [{ ...one, key: memoKey!, kind: "credit-memo", paid: undefined }];
  });
}

/** The sale a credit belongs to: the one with the charge it names, else the order's first. */
function partOf(credit: PlannedCredit, parts: readonly Part[]): Part {
  const named = credit.chargeCode === undefined ? undefined : namedLine(credit.chargeCode, parts);
  return parts.find(({ sale }) => named !== undefined && sale.lines.includes(named)) ?? parts[0]!;
}

function namedLine(chargeCode: string, parts: readonly Part[]): DocumentLine | undefined {
  const lines = parts.flatMap(({ sale }) => sale.lines);
  return lines.find((line) => mappingKey(line.chargeCode) === mappingKey(chargeCode));
}

/** 100, then 100-1, 100-2: the first number of the sale no other credit of the order has. */
function freeNumber(base: string, taken: ReadonlySet<string>): string {
  for (let nth = 0; ; nth++) {
    const number = nth === 0 ? base : `${base}-${nth}`;
    if (!taken.has(number)) return number;
  }
}

function creditDocument(
  planned: PlannedOrder,
  { credit, amount, key, kind, paid }: Sorted,
  part: Part,
  parts: readonly Part[],
  number: string,
  settings: CompanySettings,
): SaleDocument {
  const { customer, customerName, orderNumbers } = part.sale;
  const own = parts.filter(({ sale }) => sale.customer === customer);
  const method = paid && paymentMethod(paid.method, settings);
  const document: SaleDocument = {
    kind: kind === "refund-receipt" ? "refund-receipt" : "credit-memo",
    key,
    after: [customer, part.key],
    customer,
    customerName,
    number,
    date: credit.date,
    ...(part.sale.class === undefined ? {} : { class: part.sale.class }),
    ...(credit.chargeCode === undefined
      ? inProportion(planned, amount, own, settings)
      : { lines: [chargeLine(planned, credit.chargeCode, amount, parts, settings)] }),
    total: toJson(amount),
    ...(method === undefined ? {} : { method }),
    ...(paid?.reference === undefined ? {} : { reference: paid.reference }),
    orderNumbers,
  };
  return { ...document, ...creditTexts(document, part, credit.reason, settings) };
}

/** One line on the charge's own item, without tax: the amount is what goes back. */
function chargeLine(
  { order }: PlannedOrder,
  code: string,
  amount: Money,
  parts: readonly Part[],
  settings: CompanySettings,
): DocumentLine {
  const charge = Charge.parse({ code, amount: "0" });
  const sold =
    namedLine(code, parts) ?? withDescription(planLine(order, charge, settings), charge, parts[0]!, settings);
  return bare(sold, amount, false);
}

type Share = Pick<SaleDocument, "lines"> & Partial<Pick<SaleDocument, "shipping" | "tax">>;

/** Lines, shipping and tax of the customer's sales, each with its share of the credit, to the cent. */
function inProportion(
  { order }: PlannedOrder,
  amount: Money,
  parts: readonly Part[],
  settings: CompanySettings,
): Share {
  const sales = parts.map(({ sale }) => sale);
  const sold = sales.flatMap(({ lines }) => lines).filter((line) => BigInt(line.amount.minor) > 0n);
  const sum = (pick: (sale: SaleDocument) => MoneyJson | undefined) => {
    const minor = sales.reduce((all, sale) => all + BigInt(pick(sale)?.minor ?? "0"), 0n);
    return minor < 0n ? 0n : minor;
  };
  const gross = total(
    sales.flatMap(({ lines }) => lines.map((line) => fromJson(line.amount))),
    amount.currency,
  );
  const net = gross.minor - sum((sale) => sale.discount);
  if (sold.length === 0 || net <= 0n) return { lines: [bare(anyLine(order, sales, settings), amount, false)] };
  const [goods, shipping, tax] = allocate(amount, [net, sum((sale) => sale.shipping), sum((sale) => sale.tax?.amount)]);
  const isTaxed = tax!.minor !== 0n;
  const shares = allocate(
    goods!,
    sold.map((line) => BigInt(line.amount.minor)),
  );
  const code = sales.find((sale) => sale.tax?.code !== undefined)?.tax?.code;
  return {
    lines: sold.flatMap((line, at) => {
      const share = shares[at]!;
      return share.minor === 0n ? [] : [bare(line, share, isTaxed && line.taxable)];
    }),
    ...(shipping!.minor === 0n ? {} : { shipping: toJson(shipping!) }),
    ...(isTaxed ? { tax: { ...(code === undefined ? {} : { code }), amount: toJson(tax!) } } : {}),
  };
}

function anyLine(
  order: PlannedOrder["order"],
  sales: readonly SaleDocument[],
  settings: CompanySettings,
): DocumentLine {
  const [line] = sales.flatMap(({ lines }) => lines);
  return line ?? planLine(order, order.chargeSets[0]!.charges[0]!, settings);
}

/** A part of a line: what was sold, once, for this much. */
function bare(line: DocumentLine, amount: Money, taxable: boolean): DocumentLine {
  const { unitPrice: _unitPrice, ...sold } = line;
  return { ...sold, quantity: "1", amount: toJson(amount), taxable };
}
