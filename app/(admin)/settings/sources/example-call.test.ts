// Does the call shown beside a new key hold an order that we take?
import { expect, test } from "vitest";

import { Order } from "#lib/orders/order.ts";

import { exampleCall, exampleOrder } from "./example-call.ts";

test("the example is a valid order and stands in the call word for word", () => {
  const call = exampleCall("https://books.example.com", "tk_a_b");
  const sent = /-d '(.*)'$/.exec(call)?.[1] ?? "";
  expect(Order.parse(JSON.parse(sent))).toMatchObject(exampleOrder);
  expect(call).toContain("curl -X POST https://books.example.com/api/v1/orders");
  expect(call).toContain("Authorization: Bearer tk_a_b");
});
