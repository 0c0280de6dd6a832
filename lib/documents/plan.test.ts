// Do the documents of a plan hold what the order says: every cent of it, once, in an order that can be sent?
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { orderTotal } from "#lib/orders/order.ts";
import { combinedKeys, customerKey, planDocuments } from "./plan.ts";
import { CompanySettings, defaultSettings } from "./settings.ts";
import { fingerprint } from "./fingerprint.ts";
import { invoicesOf, paymentsOf, planned, soundOrders } from "./testing.ts";

const apart = CompanySettings.parse({ combineInvoices: false });
const creating = CompanySettings.parse({ createItems: true });
const sumOf = (documents: readonly { total: { minor: string } }[]) =>
  documents.reduce((sum, { total }) => sum + BigInt(total.minor), 0n);

describe("whatever the order", () => {
  test("its invoices add up to it, to the cent", () => {
    fc.assert(
      fc.property(soundOrders, (one) => {
        for (const settings of [apart, defaultSettings]) {
          const { documents, problem } = planDocuments(one, settings, []);
          expect(problem).toBeUndefined();
          expect(sumOf(invoicesOf(documents))).toBe(orderTotal(one.order)?.minor);
          expect(new Set(documents.map(({ key }) => key)).size).toBe(documents.length);
        }
      }),
    );
  });

  test("each invoice is its lines, less discount, plus shipping and tax", () => {
    fc.assert(
      fc.property(soundOrders, (one) => {
        for (const invoice of invoicesOf(planDocuments(one, apart, []).documents)) {
          const lines = invoice.lines.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
          const off = BigInt(invoice.discount?.minor ?? 0);
          const extra = BigInt(invoice.shipping?.minor ?? 0) + BigInt(invoice.tax?.amount.minor ?? 0);
          expect(lines - off + extra).toBe(BigInt(invoice.total.minor));
        }
      }),
    );
  });

  test("planning twice gives the same documents with the same fingerprints", () => {
    fc.assert(
      fc.property(soundOrders, (one) => {
        const [first, again] = [planDocuments(one, creating, []), planDocuments(structuredClone(one), creating, [])];
        expect(again).toEqual(first);
        expect(again.documents.map(fingerprint)).toEqual(first.documents.map(fingerprint));
      }),
    );
  });

  test("what comes before a document is in the plan, stands earlier, and no key is there twice", () => {
    fc.assert(
      fc.property(soundOrders, (one) => {
        const { documents } = planDocuments(
          one,
          CompanySettings.parse({ createItems: true, combineInvoices: false }),
          [],
        );
        const seen = new Set<string>();
        for (const document of documents) {
          expect(document.after.filter((key) => !seen.has(key))).toEqual([]);
          expect(seen.has(document.key)).toBe(false);
          seen.add(document.key);
        }
      }),
    );
  });

  test("nothing follows money, so that taking it back never waits for what follows", () => {
    const cents = fc.integer({ min: 1, max: 5_000_000 }).map((minor) => (minor / 100).toFixed(2));
    fc.assert(
      fc.property(soundOrders, fc.array(cents, { maxLength: 3 }), (one, amounts) => {
        const credits = amounts.map((amount, nth) => ({ externalId: `c-${nth}`, amount, date: "2027-01-01" }));
        const { documents } = planDocuments({ ...one, order: { ...one.order, credits } }, apart, []);
        const money = new Set(paymentsOf(documents).map(({ key }) => key));
        expect(documents.flatMap(({ after }) => after).filter((key) => money.has(key))).toEqual([]);
      }),
    );
  });

  test("no payment is applied for more than it is, and no invoice is paid for more than it costs", () => {
    fc.assert(
      fc.property(soundOrders, (one) => {
        const { documents } = planDocuments(one, apart, []);
        const paid = new Map<string, bigint>();
        for (const payment of paymentsOf(documents)) {
          let applied = 0n;
          for (const { to, amount } of payment.applies) {
            expect(BigInt(amount.minor)).toBeGreaterThan(0n);
            applied += BigInt(amount.minor);
            paid.set(to, (paid.get(to) ?? 0n) + BigInt(amount.minor));
          }
          expect(applied).toBeLessThanOrEqual(BigInt(payment.total.minor));
        }
        for (const [key, amount] of paid) {
          const invoice = invoicesOf(documents).find((each) => each.key === key);
          expect(amount).toBeLessThanOrEqual(BigInt(invoice?.total.minor ?? -1));
        }
      }),
    );
  });
});

describe("combined invoices", () => {
  const load = (number: string, amount: string, id: string, more = {}) =>
    planned({ number, chargeSets: [{ number: "HL-C-1", charges: [{ code: "Line Haul", amount }] }], ...more }, id);
  const first = load("HL-10001", "425.00", "a");
  const second = load("HL-10002", "75.50", "b", { orderDate: "2026-11-20", notes: "two" });

  test("two loads with one invoice number and one payer become one invoice of both", () => {
    const [invoice, ...others] = invoicesOf(planDocuments(first, defaultSettings, [second]).documents);
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      key: "combined/acme imports/HL-C-1",
      number: "HL-C-1",
      date: "2026-11-20",
      orderNumbers: ["HL-10001", "HL-10002"],
      total: { minor: "50050", currency: "USD" },
    });
  });

  test("two charge sets of one load with one number become one invoice of both, paid once", () => {
    const split = load("HL-10001", "0", "a", {
      chargeSets: [
        { number: "HL-C-1", charges: [{ code: "Line Haul", amount: "425.00" }] },
        { charges: [{ code: "Tolls", amount: "9.00" }] },
        { number: "HL-C-1", charges: [{ code: "Detention", amount: "75.50" }] },
      ],
      payments: [{ externalId: "p", date: "2026-11-20", amount: "509.50" }],
    });
    const { documents } = planDocuments(split, defaultSettings, [second]);
    expect(invoicesOf(documents).map(({ number, total, lines }) => [number, total.minor, lines.length])).toEqual([
      ["HL-C-1", "57600", 3],
      ["HL-10001-2", "900", 1],
    ]);
    expect(paymentsOf(documents)[0]?.applies.map(({ amount }) => amount.minor)).toEqual(["50050", "900"]);
  });

  test("it does not matter which of them is planned, or in which order the others come", () => {
    const three = [first, second, load("HL-10003", "10.00", "c", { shipping: "5.00", discount: "1.00" })];
    const plans = three.map((one) =>
      invoicesOf(
        planDocuments(
          one,
          defaultSettings,
          three.filter((other) => other !== one),
        ).documents,
      ),
    );
    expect(plans[1]).toEqual(plans[0]);
    expect(plans[2]).toEqual(plans[0]);
    const reversed = invoicesOf(planDocuments(first, defaultSettings, three.slice(1).toReversed()).documents);
    expect(reversed.map(fingerprint)).toEqual(plans[0]?.map(fingerprint));
    expect(plans[0]?.[0]?.total.minor).toBe("51450");
  });

  test("another payer, a cancelled load and one that does not add up stay out", () => {
    const others = [
      load("HL-10004", "1.00", "d", { customer: { name: "Redwood Foods" } }),
      load("HL-10005", "2.00", "e", { status: "cancelled" }),
      load("HL-10006", "3.00", "f", { total: "4.00" }),
    ];
    const [invoice] = invoicesOf(planDocuments(first, defaultSettings, others).documents);
    expect(invoice?.orderNumbers).toEqual(["HL-10001"]);
    expect(invoice?.total.minor).toBe("42500");
  });

  test("the order's own number is no reason to combine, and the setting can be off", () => {
    expect(combinedKeys(first, defaultSettings)).toEqual(["combined/acme imports/HL-C-1"]);
    expect(combinedKeys(first, apart)).toEqual([]);
    expect(combinedKeys(load("HL-C-1", "1.00", "g"), defaultSettings)).toEqual([]);
    expect(combinedKeys(load("HL-10005", "2.00", "e", { status: "cancelled" }), defaultSettings)).toEqual([]);
  });
});

describe("problems of the whole order", () => {
  test.each([
    ["a total a cent off", { total: "425.01" }, "order-does-not-add-up"],
    ["half a cent", { chargeSets: [{ charges: [{ code: "Tolls", amount: "1.005" }] }] }, "amount-not-exact"],
    [
      "a yen in parts",
      { currency: "JPY", chargeSets: [{ charges: [{ code: "T", amount: "1.5" }] }] },
      "amount-not-exact",
    ],
    ["nothing but zeros", { chargeSets: [{ charges: [{ code: "Tolls", amount: "0.00" }] }] }, "nothing-to-bill"],
  ])("%s: no documents, and the reason", (_, changes, code) => {
    const { documents, problem } = planDocuments(planned(changes), defaultSettings, []);
    expect(documents).toEqual([]);
    expect(problem?.code).toBe(code);
    expect(problem?.detail).toMatch(/HL-10001.*\.$/);
  });

  test("a stated total that is right is no problem", () => {
    expect(planDocuments(planned({ total: "425.00" }), defaultSettings, []).problem).toBeUndefined();
  });

  test.each(["open", "cancelled"] as const)("an order that is %s has no documents and no problem", (status) => {
    expect(planDocuments(planned({ status }), defaultSettings, [])).toEqual({ documents: [] });
  });
});

describe("customers and items", () => {
  test("payers are told apart without regard to case and outer blanks", () => {
    const charges = [{ code: "Line Haul", amount: "1.00" }];
    const { documents } = planDocuments(
      planned({
        chargeSets: [
          { charges },
          { billTo: { name: "ACME IMPORTS " }, charges },
          { billTo: { name: "Redwood" }, charges },
        ],
      }),
      defaultSettings,
      [],
    );
    const keys = documents.filter(({ kind }) => kind === "customer").map(({ key }) => key);
    expect(keys).toEqual(["customer/acme imports", "customer/redwood"]);
    expect(invoicesOf(documents).map(({ customer }) => customer)).toEqual([keys[0], keys[0], keys[1]]);
    expect(customerKey(" Acme Imports")).toBe(keys[0]);
  });

  test("items are made only when the company wants it, each once, and never those a mapping knows by ID", () => {
    const order = planned({
      chargeSets: [
        {
          charges: [
            { code: "Detention", amount: "1.00" },
            { code: "detention", amount: "2.00" },
            { code: "Tolls", amount: "3.00" },
          ],
        },
      ],
    });
    const mapped = CompanySettings.parse({ createItems: true, chargeMappings: { tolls: { itemId: "58" } } });
    const itemsOf = (settings: CompanySettings) =>
      planDocuments(order, settings, [])
        .documents.filter(({ kind }) => kind === "item")
        .map(({ key }) => key);
    expect(itemsOf(defaultSettings)).toEqual([]);
    expect(itemsOf(mapped)).toEqual(["item/detention"]);
    expect(invoicesOf(planDocuments(order, mapped, []).documents)[0]?.after).toEqual([
      "customer/acme imports",
      "item/detention",
    ]);
  });
});

test("a refund is not booked yet: the sale is planned all the same, and the refund is a problem that names its sum", () => {
  const refunded = planned({
    credits: [{ externalId: "r1", date: "2026-10-02", amount: "12.50" }],
    payments: [{ externalId: "p1", date: "2026-10-01", amount: "-3.00" }],
  });
  const byHand = CompanySettings.parse({ refundAs: "by-hand" });
  const { documents, problem } = planDocuments(refunded, byHand, []);
  expect(invoicesOf(documents)).toHaveLength(1);
  expect(problem).toMatchObject({ code: "credit-by-hand", detail: expect.stringContaining("$15.50") });
  expect(planDocuments(planned(), defaultSettings, []).problem).toBeUndefined();
});
