// What does an order of Shopify's Admin REST API say in our words? Field names as Shopify documents its Order resource.
import { z } from "zod";

import { multiply, parseMoney, total as sum, toDecimal, type Money } from "#lib/money.ts";
import type { OrderInput } from "../order.ts";

const amount = z.union([z.string(), z.number()]).transform(String);
const id = z.union([z.string().min(1), z.number()]).transform(String);
const text = z.string().nullish();

const ShopifyAddress = z.object({
  name: text,
  first_name: text,
  last_name: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  province: text,
  province_code: text,
  country: text,
  country_code: text,
  zip: text,
  phone: text,
});

const ShopifyTransaction = z.object({
  id,
  kind: z.string(),
  status: z.string().nullish(),
  gateway: text,
  amount,
  processed_at: text,
  created_at: text,
  authorization: text,
});
type ShopifyTransaction = z.output<typeof ShopifyTransaction>;

const ShopifyRefund = z.object({
  id,
  created_at: z.string(),
  processed_at: text,
  note: text,
  refund_line_items: z.array(z.object({ subtotal: amount, total_tax: amount.nullish() })).default([]),
  transactions: z.array(ShopifyTransaction).default([]),
});

const TaxLine = z.object({ title: z.string(), price: amount, rate: z.number().nullish() });

const ShopifyOrder = z.object({
  id,
  name: text,
  order_number: z.union([z.string(), z.number()]).nullish(),
  email: text,
  phone: text,
  created_at: z.string(),
  processed_at: text,
  updated_at: z.string(),
  cancelled_at: text,
  currency: z.string(),
  financial_status: text,
  taxes_included: z.boolean().default(false),
  payment_gateway_names: z.array(z.string()).default([]),
  note: text,
  note_attributes: z.array(z.object({ name: z.string(), value: z.unknown() })).default([]),
  tags: text,
  po_number: text,
  discount_codes: z.array(z.object({ code: z.string() })).default([]),
  total_discounts: amount.default("0"),
  total_tip_received: amount.nullish(),
  total_price: amount,
  total_outstanding: amount.nullish(),
  tax_lines: z.array(TaxLine).default([]),
  shipping_lines: z.array(z.object({ title: text, price: amount })).default([]),
  customer: z.object({ id, first_name: text, last_name: text, email: text, phone: text }).nullish(),
  billing_address: ShopifyAddress.nullish(),
  shipping_address: ShopifyAddress.nullish(),
  line_items: z.array(
    z.object({
      sku: text,
      title: z.string(),
      name: text,
      quantity: z.number(),
      price: amount,
      taxable: z.boolean().default(false),
    }),
  ),
  refunds: z.array(ShopifyRefund).default([]),
  transactions: z.array(ShopifyTransaction).default([]),
});
type ShopifyOrder = z.output<typeof ShopifyOrder>;

/** Does this record look like Shopify's rather than ours? */
export function isShopifyOrder(record: unknown): boolean {
  return typeof record === "object" && record !== null && "line_items" in record && !("chargeSets" in record);
}

/** One Shopify order as ours, or the reason why not. Amounts stay text; nothing is computed that Shopify states. */
export function readShopifyOrder(record: unknown): { readonly order: OrderInput } | { readonly reason: string } {
  const parsed = ShopifyOrder.safeParse(record);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { reason: `${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "does not fit"}` };
  }
  const shopify = parsed.data;
  if (shopify.taxes_included) {
    return { reason: "taxes_included: Prices that contain the tax are not supported yet; export with tax on top." };
  }
  if (shopify.line_items.length === 0) return { reason: "line_items: The order has no lines to bill." };
  return { order: toOrder(shopify) };
}

function toOrder(shopify: ShopifyOrder): OrderInput {
  const number = shopify.name ?? `#${shopify.order_number ?? shopify.id}`;
  const shipping = addUp(
    shopify.shipping_lines.map((line) => line.price),
    shopify.currency,
  );
  const references = present({
    "Discount code": shopify.discount_codes.map((discount) => discount.code).join(", "),
    "PO number": shopify.po_number,
  });
  return {
    externalId: shopify.id,
    number,
    status: shopify.cancelled_at ? "cancelled" : "completed",
    updatedAt: shopify.updated_at,
    orderDate: shopify.created_at.slice(0, 10),
    currency: shopify.currency,
    customer: customerOf(shopify),
    ...present({ notes: shopify.note }),
    references,
    customFields: Object.fromEntries(
      shopify.note_attributes.map(({ name, value }) => [name.slice(0, 60), plain(value).slice(0, 500)]),
    ),
    chargeSets: [{ charges: chargesOf(shopify) }],
    ...(isNothing(shopify.total_discounts) ? {} : { discount: shopify.total_discounts }),
    ...(isNothing(shipping) ? {} : { shipping }),
    taxes: shopify.tax_lines
      .filter((line) => !isNothing(line.price))
      .map((line) => ({ name: line.title, ...(line.rate ? { rate: percent(line.rate) } : {}), amount: line.price })),
    total: shopify.total_price,
    payments: paymentsOf(shopify, number),
    credits: creditsOf(shopify),
  };
}

function customerOf(shopify: ShopifyOrder): OrderInput["customer"] {
  const { customer, billing_address: billing, shipping_address: shipping } = shopify;
  const email = shopify.email ?? customer?.email;
  const name =
    [customer?.first_name, customer?.last_name].filter(Boolean).join(" ") ||
    billing?.name ||
    [billing?.first_name, billing?.last_name].filter(Boolean).join(" ") ||
    shipping?.name ||
    email ||
    "Guest";
  return {
    ...(customer ? { externalId: customer.id } : {}),
    name,
    ...present({
      company: billing?.company,
      email,
      phone: shopify.phone ?? billing?.phone ?? customer?.phone,
    }),
    ...(billing ? { billingAddress: addressOf(billing) } : {}),
    ...(shipping ? { shippingAddress: addressOf(shipping) } : {}),
  };
}

function addressOf(address: z.output<typeof ShopifyAddress>): Record<string, string> {
  return present({
    line1: address.address1,
    line2: address.address2,
    city: address.city,
    region: address.province_code ?? address.province,
    postalCode: address.zip,
    country: address.country_code ?? address.country,
  });
}

function chargesOf(shopify: ShopifyOrder): OrderInput["chargeSets"][number]["charges"] {
  const charges = shopify.line_items.map((line) => {
    const quantity = String(line.quantity);
    const product = multiply(quantity, line.price, shopify.currency);
    return {
      code: (line.sku || line.title).slice(0, 100),
      description: line.name || line.title,
      quantity,
      unitPrice: line.price,
      amount: product ? toDecimal(product) : line.price,
      taxable: line.taxable,
    };
  });
  const tip = shopify.total_tip_received;
  if (!tip || isNothing(tip)) return charges;
  return [...charges, { code: "Tip", description: "Tip", quantity: "1", unitPrice: tip, amount: tip, taxable: false }];
}

/** Real transactions when the export has them; else one payment for what is no longer outstanding. */
function paymentsOf(shopify: ShopifyOrder, number: string): OrderInput["payments"] {
  const paid = shopify.transactions.filter((one) => ["sale", "capture"].includes(one.kind) && isDone(one));
  if (paid.length > 0) {
    return paid.map((one) => ({
      externalId: one.id,
      ...present({ method: gatewayName(one.gateway), reference: one.authorization?.slice(0, 100) ?? number }),
      date: (one.processed_at ?? one.created_at ?? shopify.created_at).slice(0, 10),
      amount: one.amount,
    }));
  }
  if (!["paid", "partially_paid", "partially_refunded", "refunded"].includes(shopify.financial_status ?? "")) return [];
  const received = minus(shopify.total_price, shopify.total_outstanding ?? "0", shopify.currency);
  if (isNothing(received)) return [];
  return [
    {
      externalId: `${shopify.id}-paid`,
      ...present({ method: gatewayName(shopify.payment_gateway_names[0]), reference: number }),
      date: (shopify.processed_at ?? shopify.created_at).slice(0, 10),
      amount: received,
    },
  ];
}

function creditsOf(shopify: ShopifyOrder): OrderInput["credits"] {
  return shopify.refunds.flatMap((refund) => {
    const back = refund.transactions.filter((one) => one.kind === "refund" && isDone(one)).map((one) => one.amount);
    const goods = refund.refund_line_items.flatMap((line) => [line.subtotal, line.total_tax ?? "0"]);
    const credited = addUp(back.length > 0 ? back : goods, shopify.currency);
    if (isNothing(credited)) return [];
    const date = (refund.processed_at ?? refund.created_at).slice(0, 10);
    return [{ externalId: refund.id, ...present({ reason: refund.note }), date, amount: credited }];
  });
}

const isDone = (one: ShopifyTransaction) => (one.status ?? "success") === "success";

const GATEWAYS: Readonly<Record<string, string>> = {
  shopify_payments: "Shopify Payments",
  paypal: "PayPal",
  gift_card: "Gift Card",
  shop_pay_installments: "Shop Pay Installments",
  amazon_payments: "Amazon Pay",
};

/** "shopify_payments" → "Shopify Payments"; an unknown gateway keeps its words, capitalised. */
function gatewayName(gateway: string | null | undefined): string | undefined {
  if (!gateway) return undefined;
  return (
    GATEWAYS[gateway] ??
    gateway
      .replaceAll("_", " ")
      .replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
      .slice(0, 100)
  );
}

/** 0.0725 → "7.25". Shopify sends the rate as a fraction; five decimals of a percent are more than any rate has. */
function percent(rate: number): string {
  return String(Number((rate * 100).toFixed(5)));
}

function isNothing(text: string): boolean {
  return /^-?0*(\.0*)?$/.test(text);
}

/** Amounts that do not parse are left to the shape, which names their path: the first is passed on as it is. */
function addUp(amounts: readonly string[], currency: string): string {
  const parts: Money[] = [];
  for (const one of amounts) {
    const part = parseMoney(one, currency);
    if (!part) return one;
    parts.push(part);
  }
  return toDecimal(sum(parts, currency));
}

function minus(left: string, right: string, currency: string): string {
  return addUp([left, right.startsWith("-") ? right.slice(1) : `-${right}`], currency);
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Only the entries that say something: Shopify sends null and "" for what it does not know. */
function present<K extends string>(entries: Readonly<Record<K, string | null | undefined>>): { [P in K]?: string } {
  const said = Object.entries<string | null | undefined>(entries).filter(([, value]) => value);
  return Object.fromEntries(said) as { [P in K]?: string };
}
