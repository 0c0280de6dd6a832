// How much of an order may still be credited?
import { expect, test } from "vitest";

import { creditable } from "./credit.ts";
import { Order } from "./order.ts";

const order = (amount: string) =>
  Order.parse({
    externalId: "o-1",
    status: "completed",
    currency: "USD",
    orderDate: "2026-11-01",
    updatedAt: "2026-11-01T08:00:00Z",
    number: "L-1",
    customer: { name: "Acme" },
    chargeSets: [{ charges: [{ code: "Line Haul", amount: "100.00" }] }],
    credits: [{ externalId: "c-1", date: "2026-11-03", amount }],
  });

test.each(["20.00", "-20.00"])("a credit that its source tells as %s leaves less to credit", (amount) => {
  expect(creditable(order(amount), [])).toEqual({ minor: 8000n, currency: "USD" });
  expect(creditable(order(amount), [{ state: "draft", amountMinor: 3000n }]).minor).toBe(5000n);
  expect(creditable(order(amount), [{ state: "dropped", amountMinor: 3000n }]).minor).toBe(8000n);
  expect(creditable(order(amount), [{ state: "issued", amountMinor: 9000n }]).minor).toBe(0n);
});
