// Which documents of a closed period move, which are left alone, and which names are offered?
import { describe, expect, it } from "vitest";

import { datesToMove, ownId, type ClosedRow } from "./amending.ts";
import { offeredName, whyNoName } from "./customer-names.ts";

const row = (more: Partial<ClosedRow> = {}): ClosedRow => ({
  documentId: "d-1",
  kind: "invoice",
  key: "order/o-1/invoice/1",
  operation: "create",
  isUnheard: false,
  date: "2026-10-03",
  amountMinor: "1000",
  currency: "USD",
  orderId: "o-1",
  orderDate: "2026-10-03",
  hasOthers: false,
  ...more,
});

describe("datesToMove", () => {
  it("moves the orders of a combined invoice, and counts it once", () => {
    const combined = { key: "combined/acme/C-1" };
    const { rows, money, moves } = datesToMove([
      row(combined),
      row({ ...combined, orderId: "o-2", orderDate: "2026-10-02" }),
    ]);
    expect(rows).toBe(1);
    expect(money).toEqual([{ minor: "1000", currency: "USD" }]);
    expect(moves).toEqual([
      { orderId: "o-1", field: "order-date", about: "", was: "2026-10-03" },
      { orderId: "o-2", field: "order-date", about: "", was: "2026-10-02" },
    ]);
  });

  it("moves an order of two invoices once", () => {
    const { rows, moves } = datesToMove([row(), row({ documentId: "d-2", key: "order/o-1/invoice/2" })]);
    expect([rows, moves.length]).toEqual([2, 1]);
  });

  it.each([
    ["payment", "order/o-1/payment/p/1", { field: "payment-date", about: "p/1" }],
    ["credit-memo", "order/o-1/credit/c-1", { field: "credit-date", about: "c-1" }],
    ["refund-receipt", "order/o-1/refund/c-1", { field: "credit-date", about: "c-1" }],
  ] as const)("moves a %s by its own day", (kind, key, expected) => {
    expect(datesToMove([row({ kind, key, date: "2026-10-09" })]).moves).toMatchObject([
      { ...expected, was: "2026-10-09" },
    ]);
  });

  it.each([
    [{ operation: "update" }, /^In QuickBooks already/],
    [{ isUnheard: true }, /^Not answered yet/],
    [{ hasOthers: true }, /^Another document of the order/],
    [{ kind: "payment", key: "order/o-1/apply/c-1" }, /^A credit that is used up/],
  ] as const)("leaves %o alone and says why", (more, reason) => {
    const { rows, moves, skips } = datesToMove([row(more)]);
    expect([rows, moves]).toEqual([0, []]);
    expect(skips).toMatchObject([{ reason: expect.stringMatching(reason), rows: 1 }]);
  });
});

it.each([
  ["order/o/payment/a/b", "a/b"],
  ["order/o/invoice/1", null],
])("%s has the own id %s", (key, id) => expect(ownId(key)).toBe(id));

describe("names", () => {
  it.each([
    ["Acme", true, "Acme (Customer)"],
    ["Acme: West", false, "Acme West"],
    ["Acme\tWest", false, "Acme West"],
    ["A".repeat(100), true, `${"A".repeat(89)} (Customer)`],
  ])("%j (taken: %s) becomes %j", (name, isTaken, offered) => {
    expect(offeredName(name, isTaken)).toBe(offered);
    expect(whyNoName(offered, name)).toBeNull();
  });

  it.each([
    [" ", /Type a name/],
    ["A:B", /no colon/],
    ["A".repeat(101), /has 101/],
    ["Acme ", /called that now/],
  ])("%j is refused", (name, why) => expect(whyNoName(name, "Acme")).toMatch(why));
});
