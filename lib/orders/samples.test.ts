// The sample files: every record in them is an order, and they hold what the demo needs.
import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { multiply } from "#lib/money.ts";
import { checkOrder, faultSentence } from "./check.ts";
import { orderMoney, orderTotal, type Order } from "./order.ts";
import { csvReader } from "./sources/csv.ts";
import { readJsonText } from "./sources/json.ts";
import { countedRows, previewCsv } from "./sources/preview.ts";

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url), "utf8");

function checkedOrders(drafts: readonly { order: unknown }[]): Order[] {
  return drafts.map(({ order }) => {
    const checked = checkOrder(order);
    if ("faults" in checked) throw new Error(faultSentence(checked.faults));
    return checked.checked.order;
  });
}

function carrierOrders(): Order[] {
  const text = sample("carrier-loads.csv");
  const preview = previewCsv(text.slice(0, 256 * 1024), true);
  if ("reason" in preview) throw new Error(preview.reason);
  const { columns, dateFormat } = preview.detected;
  const reader = csvReader({ columns: columns.map(({ header, target }) => ({ header, target })), dateFormat });
  const lines = countedRows(
    text
      .trimEnd()
      .split("\n")
      .map((line) => splitLine(line)),
  ).slice(1);
  const groups = [...lines.map((row) => reader.push(row)), reader.end()].filter((group) => group !== null);
  return checkedOrders(
    groups.map((group) => {
      const step = reader.read(group, "2026-11-22T00:00:00Z");
      if ("refused" in step) throw new Error(step.refused[0]?.reason);
      return step.draft;
    }),
  );
}

/** A reader of its own for the check: quotes as RFC 4180 has them. */
function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? "",
  );
}

const codes = (order: Order) => order.chargeSets.flatMap((set) => set.charges.map((charge) => charge.code));

describe("the carrier's loads", () => {
  const orders = carrierOrders();
  const many = (test: (order: Order) => boolean) => orders.filter(test).length;

  test("120 loads, with terminals as classes and containers as references", () => {
    expect(orders).toHaveLength(120);
    expect(new Set(orders.map((order) => order.class))).toEqual(new Set(["Los Angeles", "Long Beach", "Oakland"]));
    expect(orders.every((order) => /^[A-Z]{4}\d{7}$/.test(order.references["Container"] ?? ""))).toBe(true);
  });

  test("two invoices are shared by two loads each, with one payer", () => {
    for (const number of ["HL-C-2001", "HL-C-2002"]) {
      const sharing = orders.filter((order) => order.chargeSets.some((set) => set.number === number));
      expect(sharing).toHaveLength(2);
      expect(new Set(sharing.map((order) => order.customer.name)).size).toBe(1);
    }
  });

  test("what QuickBooks will not take is there as often as the demo needs it", () => {
    expect(many((order) => codes(order).includes("Detention"))).toBe(8);
    expect(many((order) => codes(order).includes("Lumper"))).toBe(3);
    expect(many((order) => order.terms === "Net 21")).toBe(4);
    expect(many((order) => order.class === "Oakland")).toBe(3);
    expect(many((order) => order.customer.name === "Blue Anchor Logistics")).toBe(3);
    expect(many((order) => order.customer.name === "Pacific Crest Imports")).toBe(4);
    expect(many((order) => order.orderDate === "2026-08-28")).toBe(3);
    expect(many((order) => order.payments.some((payment) => payment.method === "Comdata"))).toBe(2);
    const offByACent = many((order) =>
      order.chargeSets.some((set) =>
        set.charges.some(({ quantity, unitPrice = "", amount }) => {
          return multiply(quantity, unitPrice, order.currency)?.minor !== orderMoney(order, amount)?.minor;
        }),
      ),
    );
    expect(offByACent).toBe(2);
    expect(many((order) => order.chargeSets.some((set) => (set.number ?? order.number).length > 21))).toBe(1);
  });
});

describe("the web shop's orders", () => {
  const reading = readJsonText(sample("shop-orders.json"));
  const orders = checkedOrders(reading.orders);

  test("60 orders, each of which adds up to what Shopify charged", () => {
    expect(reading.refused).toEqual([]);
    expect(orders).toHaveLength(60);
    for (const order of orders) expect(orderTotal(order)).toEqual(orderMoney(order, order.total ?? ""));
  });

  test("each paid order has one payment over its total, by its gateway", () => {
    const paid = orders.filter((order) => order.payments.length > 0);
    expect(paid).toHaveLength(57);
    expect(paid.every((order) => order.payments[0]?.amount === order.total)).toBe(true);
    const methods = new Set(paid.map((order) => order.payments[0]?.method));
    expect(methods).toEqual(new Set(["Shopify Payments", "PayPal", "Gift Card"]));
    expect(orders.flatMap((order) => order.credits)).toHaveLength(2);
  });
});

describe("the studio's orders", () => {
  const orders = checkedOrders(readJsonText(sample("studio-orders.json")).orders);

  test("30 clients in five albums, each of which adds up", () => {
    expect(orders).toHaveLength(30);
    expect(new Set(orders.map((order) => order.job?.externalId)).size).toBe(5);
    for (const order of orders) expect(orderTotal(order)).toEqual(orderMoney(order, order.total ?? ""));
  });

  test("one client paid more than the invoice", () => {
    const over = orders.filter((order) => {
      const paid = order.payments.reduce((sum, payment) => sum + (orderMoney(order, payment.amount)?.minor ?? 0n), 0n);
      return paid > (orderTotal(order)?.minor ?? 0n);
    });
    expect(over.map((order) => order.number)).toEqual(["LO-26010"]);
  });
});
