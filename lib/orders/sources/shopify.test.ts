// Shopify's words in ours: what is discounted, shipped, taxed, paid and given back.
import { describe, expect, test } from "vitest";

import { readJsonText } from "./json.ts";
import { isShopifyOrder, readShopifyOrder } from "./shopify.ts";

const shopify = (change: Record<string, unknown> = {}) => ({
  id: 450789469,
  name: "#1001",
  email: "bob@norman.example",
  created_at: "2026-10-03T22:30:00-07:00",
  updated_at: "2026-10-04T08:00:00-07:00",
  currency: "USD",
  financial_status: "paid",
  payment_gateway_names: ["shopify_payments"],
  total_discounts: "5.00",
  total_price: "29.45",
  tax_lines: [{ title: "CA State Tax", price: "1.50", rate: 0.0725 }],
  shipping_lines: [
    { title: "Standard", price: "8.05" },
    { title: "Signature", price: "0.00" },
  ],
  discount_codes: [{ code: "HARVEST", amount: "5.00", type: "fixed_amount" }],
  note: "Side door",
  note_attributes: [{ name: "Gift message", value: "Cheers" }],
  customer: { id: 207119551, first_name: "Bob", last_name: "Norman" },
  billing_address: {
    name: "Bob Norman",
    address1: "1 Alder St",
    city: "Davis",
    province_code: "CA",
    zip: "95616",
    country_code: "US",
  },
  line_items: [
    { sku: "", title: "Olive Wood Spoon", name: "Olive Wood Spoon - Large", quantity: 3, price: "8.30", taxable: true },
  ],
  refunds: [],
  ...change,
});

const read = (change?: Record<string, unknown>) => {
  const result = readShopifyOrder(shopify(change));
  if ("reason" in result) throw new Error(result.reason);
  return result.order;
};

describe("a Shopify order", () => {
  test("becomes an order with its own words kept", () => {
    expect(read()).toMatchObject({
      externalId: "450789469",
      number: "#1001",
      orderDate: "2026-10-03",
      customer: {
        name: "Bob Norman",
        email: "bob@norman.example",
        billingAddress: { line1: "1 Alder St", region: "CA" },
      },
      references: { "Discount code": "HARVEST" },
      customFields: { "Gift message": "Cheers" },
      notes: "Side door",
      chargeSets: [
        { charges: [{ code: "Olive Wood Spoon", quantity: "3", unitPrice: "8.30", amount: "24.90", taxable: true }] },
      ],
      discount: "5.00",
      shipping: "8.05",
      taxes: [{ name: "CA State Tax", rate: "7.25", amount: "1.50" }],
      payments: [{ method: "Shopify Payments", date: "2026-10-03", amount: "29.45" }],
    });
  });

  test("an article number is the charge code where there is one", () => {
    const lines = [{ sku: "JF-MUG", title: "Mug", quantity: 1, price: "1.00" }];
    expect(read({ line_items: lines }).chargeSets[0]?.charges[0]?.code).toBe("JF-MUG");
  });

  test.each([
    [{ financial_status: "pending" }, []],
    [{ financial_status: "partially_paid", total_outstanding: "9.45" }, ["20.00"]],
    [
      {
        transactions: [
          { id: 1, kind: "authorization", amount: "29.45" },
          {
            id: 2,
            kind: "capture",
            status: "success",
            gateway: "paypal",
            amount: "29.45",
            processed_at: "2026-10-05T00:00:00Z",
          },
          { id: 3, kind: "sale", status: "failure", amount: "29.45" },
        ],
      },
      ["29.45"],
    ],
  ])("payments of %j are %j", (change, amounts) => {
    expect(read(change).payments?.map((payment) => payment.amount)).toEqual(amounts);
  });

  test.each([
    [{ transactions: [{ id: 9, kind: "refund", status: "success", amount: "8.90" }] }, "8.90"],
    [{ refund_line_items: [{ subtotal: 8.3, total_tax: 0.6 }] }, "8.90"],
  ])("a refund of %j is a credit", (refund, amount) => {
    const refunds = [{ id: 77, created_at: "2026-10-09T10:00:00-07:00", note: "Chipped", ...refund }];
    expect(read({ refunds }).credits).toEqual([{ externalId: "77", reason: "Chipped", date: "2026-10-09", amount }]);
  });

  test.each([
    [{ line_items: [] }, "no lines"],
    [{ taxes_included: true }, "contain the tax"],
    [{ total_price: null }, "total_price"],
  ])("%j is refused", (change, reason) => {
    expect(readShopifyOrder(shopify(change))).toEqual({ reason: expect.stringContaining(reason) as unknown });
  });

  test("is told from one of ours; a file may hold both, and what is no JSON is one refused record", () => {
    expect(isShopifyOrder({ chargeSets: [] })).toBe(false);
    const reading = readJsonText(JSON.stringify([shopify(), { externalId: "a" }, shopify({ line_items: [] })]));
    expect(reading.orders.map((draft) => draft.records[0]?.line)).toEqual([1, 2]);
    expect(reading.refused).toMatchObject([{ line: 3 }]);
    expect(readJsonText("load,amount").refused[0]?.reason).toContain("not JSON");
  });
});
