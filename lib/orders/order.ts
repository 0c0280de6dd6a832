// What an order is: one sale to be booked, as its source told us. The zod shape is the public API's shape too.
import { z } from "zod";

import { parseMoney, total, type Money } from "#lib/money.ts";

const trimmed = (max: number) => z.string().trim().min(1).max(max);
const optionalText = (max: number) => z.string().trim().max(max).optional();
const calendarDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "Write the date as YYYY-MM-DD.")
  .refine((text) => isCalendarDate(text), "There is no such day.");
/** A decimal as text ("1250.00") or as a JSON number; kept as text, because a float is not money. */
const decimal = z
  .union([z.string().trim(), z.number()])
  .transform((value) => String(value))
  .refine((text) => /^-?\d{1,15}(\.\d{1,7})?$/.test(text), "Write a plain decimal such as 1250.00.");

export const orderStatuses = ["open", "completed", "cancelled"] as const;

export const Address = z.object({
  line1: optionalText(500),
  line2: optionalText(500),
  city: optionalText(255),
  region: optionalText(255),
  postalCode: optionalText(30),
  country: optionalText(100),
});

export const Customer = z.object({
  externalId: optionalText(200).describe("The source's own id of this customer."),
  name: trimmed(500).describe("Display name; the name QuickBooks knows the customer by."),
  company: optionalText(100),
  email: optionalText(200),
  phone: optionalText(30),
  billingAddress: Address.optional(),
  shippingAddress: Address.optional(),
});
export type Customer = z.infer<typeof Customer>;

export const Charge = z.object({
  code: trimmed(100).describe("The source's name for this kind of charge: a charge code or SKU."),
  description: optionalText(4000),
  quantity: decimal.default("1"),
  unitPrice: decimal.optional(),
  amount: decimal.describe("What this line costs before tax."),
  taxable: z.boolean().default(false),
  serviceDate: calendarDate.optional(),
  class: optionalText(100),
});
export type Charge = z.infer<typeof Charge>;

export const ChargeSet = z.object({
  number: optionalText(100).describe("The number of the invoice for these charges, when it differs from the order's."),
  billTo: Customer.optional().describe("Who pays these charges; without it, the order's customer."),
  charges: z.array(Charge).min(1).max(1000),
});
export type ChargeSet = z.infer<typeof ChargeSet>;

export const stopKinds = ["pickup", "delivery", "stop"] as const;

export const Stop = z.object({
  kind: z.enum(stopKinds).default("stop"),
  name: optionalText(200).describe("Terminal, warehouse, shipper or consignee."),
  city: optionalText(255),
  region: optionalText(255),
  date: calendarDate.optional(),
  reference: optionalText(100).describe("Appointment or pickup number."),
});

export const TaxLine = z.object({ name: trimmed(100), rate: decimal.optional(), amount: decimal });

export const OrderPayment = z.object({
  externalId: trimmed(200),
  method: optionalText(100),
  reference: optionalText(100),
  date: calendarDate,
  amount: decimal,
});
export type OrderPayment = z.infer<typeof OrderPayment>;

export const Credit = z.object({
  externalId: trimmed(200),
  reason: optionalText(4000),
  date: calendarDate,
  amount: decimal,
});
export type Credit = z.infer<typeof Credit>;

export const Order = z.object({
  externalId: trimmed(200).describe("The source's own id. The same id again means the same order."),
  number: trimmed(100).describe("What people call this order: load number, order number."),
  status: z.enum(orderStatuses).default("completed"),
  updatedAt: z.iso
    .datetime({ offset: true })
    .describe("When the source last changed the order. Newer wins; older is ignored."),
  orderDate: calendarDate,
  dueDate: calendarDate.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Write the currency as three letters, such as USD.")
    .default("USD"),
  customer: Customer,
  job: z
    .object({ externalId: trimmed(200), name: trimmed(200) })
    .optional()
    .describe("Album, event or project."),
  terms: optionalText(31),
  class: optionalText(100),
  notes: optionalText(4000),
  references: z.record(z.string().max(60), z.string().max(500)).default({}).describe("Container, PO number, BOL …"),
  customFields: z.record(z.string().max(60), z.string().max(500)).default({}),
  stops: z.array(Stop).max(50).optional().describe("Where a load was, in the order of the way."),
  chargeSets: z.array(ChargeSet).min(1).max(100),
  discount: decimal.optional().describe("Taken off the whole order, as a positive amount."),
  shipping: decimal.optional(),
  taxes: z.array(TaxLine).max(50).default([]),
  total: decimal.optional().describe("What the source says the order costs, tax included. Checked against the lines."),
  payments: z.array(OrderPayment).max(200).default([]),
  credits: z.array(Credit).max(200).default([]),
});
export type Order = z.infer<typeof Order>;
export type OrderInput = z.input<typeof Order>;

/** A decimal of an order as money; null when it has more decimals than the currency holds. */
export function orderMoney(order: Pick<Order, "currency">, decimalText: string): Money | null {
  return parseMoney(decimalText, order.currency);
}

/** Sum of lines − discount + shipping + taxes. Null when an amount does not fit the currency's minor unit. */
export function orderTotal(order: Order): Money | null {
  const parts: Money[] = [];
  for (const set of order.chargeSets) {
    for (const charge of set.charges) {
      const amount = orderMoney(order, charge.amount);
      if (!amount) return null;
      parts.push(amount);
    }
  }
  const extras = [order.shipping ?? "0", ...order.taxes.map((tax) => tax.amount)];
  for (const text of extras) {
    const amount = orderMoney(order, text);
    if (!amount) return null;
    parts.push(amount);
  }
  const discount = orderMoney(order, order.discount ?? "0");
  if (!discount) return null;
  parts.push({ minor: -discount.minor, currency: discount.currency });
  return total(parts, order.currency);
}

function isCalendarDate(text: string): boolean {
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
