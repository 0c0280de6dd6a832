// Does what people corrected stand on top of the order, and only where the source still says what it said?
import { describe, expect, it } from "vitest";

import { amend, dayAfter, type Amendment } from "./amendments.ts";
import { Order } from "./order.ts";

const order = Order.parse({
  externalId: "1",
  number: "L-1",
  updatedAt: "2026-10-03T08:00:00Z",
  orderDate: "2026-10-03",
  customer: { name: "Acme" },
  chargeSets: [{ charges: [{ code: "Line Haul", amount: "10.00" }] }],
  payments: [{ externalId: "p-1", date: "2026-10-04", amount: "10.00" }],
  credits: [{ externalId: "c-1", date: "2026-10-05", amount: "1.00" }],
});
const made = [{ externalId: "made", date: "2026-10-06" }];
const of = (field: Amendment["field"], was: string, about = ""): Amendment => ({
  amendmentId: field,
  field,
  about,
  was,
  value: "2026-11-01",
});

describe("amend", () => {
  it("leaves an order without amendments as it is", () => {
    expect(amend(order, made, [])).toEqual({ order, made, overtaken: [] });
  });

  it.each([
    [of("order-date", "2026-10-03"), { order: { orderDate: "2026-11-01" }, dateWas: "2026-10-03" }],
    [of("payment-date", "2026-10-04", "p-1"), { order: { payments: [{ date: "2026-11-01" }] } }],
    [of("credit-date", "2026-10-05", "c-1"), { order: { credits: [{ date: "2026-11-01" }] } }],
    [of("credit-date", "2026-10-06", "made"), { made: [{ date: "2026-11-01" }] }],
  ])("%o holds", (amendment, expected) => {
    const amended = amend(order, made, [amendment]);
    expect(amended).toMatchObject({ ...expected, overtaken: [] });
    expect(order.orderDate, "the order itself is not touched").toBe("2026-10-03");
  });

  it.each([
    of("order-date", "2026-10-02"),
    of("payment-date", "2026-10-03", "p-1"),
    of("payment-date", "2026-10-04", "p-2"),
    of("credit-date", "2026-10-04", "c-1"),
  ])("%o fell away: the source says something else", (amendment) => {
    expect(amend(order, made, [amendment])).toEqual({ order, made, overtaken: [amendment.field] });
  });

  it("says nothing of what is amended on documents", () => {
    expect(
      amend(order, made, [of("customer-name", "Acme", "customer/acme"), of("total", "10.00", "k")]).overtaken,
    ).toEqual([]);
  });
});

it.each([
  ["2026-10-31", "2026-11-01"],
  ["2026-12-31", "2027-01-01"],
  ["2028-02-28", "2028-02-29"],
])("the day after %s is %s", (day, next) => expect(dayAfter(day)).toBe(next));
