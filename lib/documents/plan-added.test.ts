// What becomes of payments typed here, payments and lines read from the books, when an order is planned?
import { describe, expect, test } from "vitest";

import { nothingAdded, type Added, type AddedPayment } from "#lib/orders/added.ts";
import { withAdded } from "#lib/orders/payments-of-order.ts";

import { planDocuments } from "./plan.ts";
import { unitPriceOf } from "./plan-adjustments.ts";
import { defaultSettings } from "./settings.ts";
import { invoicesOf, paymentsOf, planned } from "./testing.ts";

const usd = (minor: bigint) => ({ minor, currency: "USD" });

function payment(more: Partial<AddedPayment>): AddedPayment {
  return {
    orderPaymentId: "t1",
    origin: "typed",
    ledgerId: null,
    documentKey: null,
    amount: usd(10_000n),
    date: "2026-11-19",
    method: null,
    reference: null,
    note: null,
    addedBy: "Ann",
    ...more,
  };
}

/** The plan of an order of 425.00 with what was added to it: invoice total, payments as "amount: applied". */
function plan(added: Partial<Added>, told: Parameters<typeof planned>[0] = {}) {
  const { orderId, order } = planned(told);
  const one = { orderId, ...withAdded(orderId, order, { ...nothingAdded, ...added }) };
  const settings = { ...defaultSettings, paymentMethods: { visa: "Credit Card" } };
  const { documents, problem } = planDocuments(one, settings, []);
  const payments = paymentsOf(documents).map(
    ({ total, applies }) => `${total.minor}: ${applies.map(({ amount }) => amount.minor).join(" ")}`,
  );
  return { documents, problem, payments, totals: invoicesOf(documents).map((invoice) => invoice.total.minor) };
}

const told = { payments: [{ externalId: "s1", date: "2026-11-19", amount: "100.00", method: "Visa" }] };
const imported = payment({ orderPaymentId: "i1", origin: "imported", ledgerId: "140" });

describe("payments", () => {
  test.each<[string, Partial<Added>, typeof told | object, readonly string[]]>([
    ["typed ones go like those the source told", { payments: [payment({})] }, told, ["10000: 10000", "10000: 10000"]],
    ["an imported one is never sent", { payments: [imported] }, {}, []],
    [
      "an imported one has paid its part already",
      { payments: [imported, payment({ amount: usd(42_500n) })] },
      {},
      ["42500: 32500"],
    ],
    ["CNX-27 told and imported: the same one", { payments: [imported] }, told, []],
    [
      "CNX-27 told, and another one was imported",
      { payments: [{ ...imported, date: "2026-11-20" }] },
      told,
      ["10000: 10000"],
    ],
    [
      "CNX-27 exported as a record of its own: an equal one over there is a second one",
      { payments: [imported], linkedKeys: ["order/order-a/payment/s1"] },
      told,
      ["10000: 10000"],
    ],
    [
      "one we exported and whose figures changed over there: theirs stands for it",
      {
        payments: [{ ...imported, amount: usd(9_000n), documentKey: "order/order-a/payment/s1" }],
        linkedKeys: ["order/order-a/payment/s1"],
      },
      told,
      [],
    ],
    ["one that is left out pays nothing", { leftOutKeys: ["order/order-a/payment/s1"] }, told, ["10000: "]],
    [
      "what was taken back makes room again",
      {
        payments: [{ ...imported, amount: usd(42_500n) }, payment({})],
        leftOutKeys: ["order/order-a/payment/ledger-140"],
      },
      {},
      ["10000: 10000"],
    ],
    [
      "more than the invoice was paid over there",
      { payments: [{ ...imported, amount: usd(50_000n) }, payment({})] },
      {},
      ["10000: "],
    ],
  ])("%s", (_name, added, order, expected) => {
    expect(plan(added, order).payments).toEqual(expected);
  });

  test("I8 what is applied is never more than the invoice", () => {
    for (const minor of [1n, 42_499n, 42_500n, 42_501n, 99_999n]) {
      const many = [{ ...imported, amount: usd(minor) }, payment({ amount: usd(42_500n) }), payment({})];
      const { documents } = plan({ payments: many.map((one, nth) => ({ ...one, orderPaymentId: `p${nth}` })) });
      const applied = paymentsOf(documents).flatMap(({ applies }) => applies.map(({ amount }) => BigInt(amount.minor)));
      expect(applied.reduce((sum, each) => sum + each, 0n) + minor <= 42_500n || applied.length === 0).toBe(true);
    }
  });

  test("a method goes by the ledger's name of it", () => {
    expect(paymentsOf(plan({}, told).documents)[0]?.method).toBe("Credit Card");
  });
});

describe("PSC-06 lines taken over from an existing invoice", () => {
  const line = { ledgerId: "7", itemName: "Deposit", description: "Sitting", quantity: "3", amount: usd(3_003n) };
  const adjustments = [
    { ...line, lineNumber: 2, description: null, quantity: "1", amount: usd(-500n) },
    { ...line, lineNumber: 1 },
  ];

  test("stand before the order's own charges, and the total has both", () => {
    const { documents, totals } = plan({ adjustments });
    expect(totals).toEqual(["45003"]);
    expect(
      invoicesOf(documents)[0]?.lines.map(({ item, quantity, unitPrice, amount }) => [
        item.name,
        quantity,
        unitPrice,
        amount.minor,
      ]),
    ).toEqual([
      ["Deposit", "3", "10.01", "3003"],
      ["Deposit", "1", "-5", "-500"],
      ["Line Haul", "1", undefined, "42500"],
    ]);
  });

  test("go onto the first client's invoice only", () => {
    const charges = [{ code: "Line Haul", amount: "10.00" }];
    const chargeSets = [{ charges }, { charges, billTo: { name: "Redwood Foods" } }];
    expect(plan({ adjustments }, { chargeSets }).totals).toEqual(["3503", "1000"]);
  });

  test("what the source says of the total is still its own; an order of nothing else is billed", () => {
    expect(plan({ adjustments }, { total: "425.00" }).problem).toBeUndefined();
    const free = { chargeSets: [{ charges: [{ code: "Album", amount: "0" }] }] };
    expect(plan({ adjustments }, free).totals).toEqual(["2503"]);
    expect(plan({}, free).problem?.code).toBe("nothing-to-bill");
  });

  test.each([
    ["3", 3_003n, "10.01"],
    ["3", 10_000n, "33.3333333"],
    ["0.5", 1_001n, "20.02"],
    ["0", 100n, null],
    ["7", -700n, "-1"],
    ["1000000", 1n, null],
    ["half", 100n, null],
  ])("the price of %s that come to %s cents", (quantity, minor, price) => {
    expect(unitPriceOf(quantity, usd(minor))).toBe(price);
  });
});
