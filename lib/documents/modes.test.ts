// Whatever the way to book and whatever the order: do its documents add up, keep every cent, and can they be sent in order?
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { orderMoney, orderTotal } from "#lib/orders/order.ts";
import type { LedgerDocument, SaleDocument } from "./document.ts";
import { fingerprint } from "./fingerprint.ts";
import { modeOf } from "./modes.ts";
import { planDocuments } from "./plan.ts";
import type { Booked, PlannedOrder } from "./planned.ts";
import { bookingModes, CompanySettings } from "./settings.ts";
import { cents, invoicesOf, paymentsOf, planned, soundOrders } from "./testing.ts";

const anySettings = fc
  .record({
    mode: fc.constantFrom(...bookingModes),
    invoiceWhen: fc.constantFrom("completed", "always"),
    invoiceNumbers: fc.constantFrom("order", "next"),
    refundAs: fc.constantFrom("credit-memo", "refund-receipt", "by-hand"),
    whenCancelled: fc.constantFrom("leave", "void"),
    openPayments: fc.constantFrom("unapplied", "wait"),
    applyCredits: fc.boolean(),
    createItems: fc.boolean(),
    combineInvoices: fc.boolean(),
  })
  .map((settings) => CompanySettings.parse(settings));
const minor = fc.integer({ min: 1, max: 300_000 });
const dates = fc.constantFrom("2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21");
const credit = fc.record({ externalId: fc.uuid(), date: dates, amount: minor.map(cents) });
const correction = fc.record({ externalId: fc.uuid(), date: dates, amount: minor.map((each) => cents(-each)) });
/** Sound orders of any status, with corrections, credits, and now and then a correction that gives a credit's money back. */
const anyOrders: fc.Arbitrary<PlannedOrder> = fc
  .record({
    one: soundOrders,
    status: fc.constantFrom("open", "completed", "cancelled"),
    credits: fc.array(credit, { maxLength: 3 }),
    made: fc.array(credit, { maxLength: 2 }),
    corrections: fc.array(correction, { maxLength: 2 }),
    isMatched: fc.boolean(),
  })
  .map(({ one, status, credits, made, corrections, isMatched }) => {
    const back = credits.slice(0, isMatched ? 1 : 0).map((each) => ({ ...each, amount: `-${each.amount}` }));
    const payments = [...one.order.payments, ...corrections, ...back];
    return { ...one, order: { ...one.order, status, credits, payments } as typeof one.order, credits: made };
  });
const everything = fc.tuple(anyOrders, anySettings);

const salesOf = (documents: readonly LedgerDocument[], kind: SaleDocument["kind"]) =>
  documents.flatMap((document) => (document.kind === kind ? [document as SaleDocument] : []));
const sumOf = (documents: readonly { readonly total: { readonly minor: string } }[]) =>
  documents.reduce((sum, { total }) => sum + BigInt(total.minor), 0n);
const lineSum = ({ lines, discount, shipping, tax }: SaleDocument) =>
  lines.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n) -
  BigInt(discount?.minor ?? 0) +
  BigInt(shipping?.minor ?? 0) +
  BigInt(tax?.amount.minor ?? 0);
const amountOf = ({ order }: PlannedOrder, text: string) => orderMoney(order, text)!.minor;

describe("whatever the order and the way to book", () => {
  test("CNX-01 each kind of sale adds up to the order, and every sale to its lines", () => {
    fc.assert(
      fc.property(everything, ([one, settings]) => {
        const { documents, problem } = planDocuments(one, settings, []);
        const total = orderTotal(one.order)?.minor;
        const mode = modeOf(one, settings);
        const kinds = {
          "sales-order": mode.startsWith("sales-order"),
          invoice: mode === "invoice" || mode === "sales-order-then-invoice",
          "sales-receipt": mode === "sales-receipt",
        } as const;
        for (const kind of ["sales-order", "invoice", "sales-receipt"] as const) {
          const sales = salesOf(documents, kind);
          if (sales.length > 0) expect(sumOf(sales)).toBe(total);
          if (!kinds[kind]) expect(sales).toEqual([]);
          const isDue = one.order.status === "completed" && kinds[kind] && problem?.code !== "not-paid";
          if (isDue) expect(sales.length).toBeGreaterThan(0);
        }
        const forms = documents.filter((document): document is SaleDocument => "lines" in document);
        for (const sale of forms) expect(lineSum(sale)).toBe(BigInt(sale.total.minor));
      }),
      { numRuns: 150 },
    );
  });

  test("what comes before a document is in the plan and stands earlier, so nobody waits in a circle; no key is there twice", () => {
    fc.assert(
      fc.property(everything, ([one, settings]) => {
        const seen = new Set<string>();
        for (const document of planDocuments(one, settings, []).documents) {
          expect(document.after.filter((key) => !seen.has(key))).toEqual([]);
          expect(seen.has(document.key)).toBe(false);
          if ("from" in document && document.from) expect(document.after).toContain(document.from);
          seen.add(document.key);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("planning twice equals once, also when the first plan is in the books", () => {
    fc.assert(
      fc.property(everything, ([one, settings]) => {
        const first = planDocuments(one, settings, []);
        expect(fingerprint(planDocuments(structuredClone(one), settings, []))).toBe(fingerprint(first));
        const sent: PlannedOrder = { ...one, booked: bookedBy(first.documents) };
        const again = planDocuments(sent, settings, []);
        expect(again.documents.map(fingerprint)).toEqual(first.documents.map(fingerprint));
        expect(again.problem).toEqual(first.problem);
      }),
      { numRuns: 150 },
    );
  });

  test("CNX-20 what is in the books is never booked in another way, whatever is set later", () => {
    fc.assert(
      fc.property(anyOrders, anySettings, anySettings, (one, before, after) => {
        const first = planDocuments(one, before, []).documents;
        const held = first.filter(({ kind }) => kind === "invoice" || kind === "sales-receipt");
        const again = planDocuments({ ...one, booked: bookedBy(first) }, after, []).documents;
        const kinds = new Set([...held, ...again].map(({ kind }) => kind));
        expect(kinds.has("invoice") && kinds.has("sales-receipt")).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test("CNX-07 no more is applied than there is, on either side, and every cent of money is somewhere", () => {
    fc.assert(
      fc.property(everything, ([one, settings]) => {
        const plan = planDocuments(one, settings, []);
        const { documents } = plan;
        const used = new Map<string, bigint>();
        for (const payment of paymentsOf(documents)) {
          const minors = payment.applies.map(({ to, amount }) => {
            expect(BigInt(amount.minor)).toBeGreaterThan(0n);
            used.set(to, (used.get(to) ?? 0n) + BigInt(amount.minor));
            return to.includes("/credit/") ? -BigInt(amount.minor) : BigInt(amount.minor);
          });
          const applied = minors.reduce((sum, each) => sum + each, 0n);
          expect(applied).toBeLessThanOrEqual(BigInt(payment.total.minor));
        }
        for (const [key, amount] of used) {
          const sale = documents.find((each): each is SaleDocument => each.key === key && "lines" in each);
          expect(amount).toBeLessThanOrEqual(BigInt(sale?.total.minor ?? -1));
        }
        if (invoicesOf(documents).length === 0) return;
        const refunded = sumOf(salesOf(documents, "refund-receipt"));
        const told = one.order.payments.reduce((sum, payment) => sum + amountOf(one, payment.amount), 0n);
        const over = plan.problem ? null : sumOf(paymentsOf(documents));
        if (over === null) return;
        // A refund receipt took the place of a negative payment line, or of none.
        expect(over).toBeGreaterThanOrEqual(told);
        expect(over).toBeLessThanOrEqual(told + refunded);
      }),
      { numRuns: 150 },
    );
  });

  test("CNX-73 CNX-74 credits come to what was credited, each under a number of its own", () => {
    fc.assert(
      fc.property(everything, ([one, settings]) => {
        const { documents } = planDocuments(one, settings, []);
        const credits = [...salesOf(documents, "credit-memo"), ...salesOf(documents, "refund-receipt")];
        if (credits.length === 0) return;
        const told = [...one.order.credits, ...(one.credits ?? [])];
        expect(sumOf(credits)).toBe(told.reduce((sum, { amount }) => sum + amountOf(one, amount), 0n));
        expect(new Set(credits.map(({ number }) => number)).size).toBe(credits.length);
      }),
      { numRuns: 150 },
    );
  });
});

/** A plan as the books would hold it. */
function bookedBy(documents: readonly LedgerDocument[]): Booked {
  const kinds = documents.map(({ kind }) => kind).filter((kind) => /^sales-|^invoice$/.test(kind));
  const credits = [...salesOf(documents, "credit-memo"), ...salesOf(documents, "refund-receipt")];
  return { kinds, creditNumbers: Object.fromEntries(credits.map(({ key, number }) => [key, number])) };
}

describe("money that goes back", () => {
  const pay = (externalId: string, amount: string, date = "2026-11-19") => ({ externalId, amount, date });
  const moneyOf = (changes: Parameters<typeof planned>[0], settings = CompanySettings.parse({})) =>
    planDocuments(planned(changes), settings, []);

  test("CNX-27 a correction takes from the payments before it, newest first; what is left over is a person's", () => {
    const payments = [
      pay("a", "100.00"),
      pay("b", "50.00", "2026-11-20"),
      pay("c", "-60.00", "2026-11-21"),
      pay("d", "25.00", "2026-11-22"),
    ];
    const { documents, ended, problem } = moneyOf({ payments });
    expect(paymentsOf(documents).map(({ key, total }) => [key.split("/").at(-1), total.minor])).toEqual([
      ["a", "9000"],
      ["d", "2500"],
    ]);
    expect(ended).toEqual(["order/order-a/payment/b"]);
    expect(problem).toBeUndefined();
    const over = moneyOf({ payments: [pay("a", "10.00"), pay("b", "-12.50", "2026-11-20")] });
    expect(over.problem).toMatchObject({ code: "credit-by-hand", detail: expect.stringContaining("$2.50") });
  });

  test("CNX-27 one payment told twice is one payment", () => {
    const { documents } = moneyOf({ payments: [pay("a", "10.00"), pay("a", "10.00")] });
    expect(paymentsOf(documents)).toHaveLength(1);
  });

  test("CNX-73 a credit without a charge bears its share of goods, shipping and tax, less the discount", () => {
    const { documents } = moneyOf({
      chargeSets: [
        {
          charges: [
            { code: "Shirt", amount: "60.00", quantity: "3", unitPrice: "20.00", taxable: true },
            { code: "Mug", amount: "40.00", taxable: true },
          ],
        },
      ],
      discount: "10.00",
      shipping: "5.00",
      taxes: [{ name: "State tax", amount: "5.00" }],
      credits: [{ externalId: "c", date: "2026-11-20", amount: "50.00" }],
    });
    const [memo] = salesOf(documents, "credit-memo");
    expect(memo).toMatchObject({
      lines: [
        { chargeCode: "Shirt", quantity: "1", amount: { minor: "2700" }, taxable: true },
        { chargeCode: "Mug", quantity: "1", amount: { minor: "1800" }, taxable: true },
      ],
      shipping: { minor: "250" },
      tax: { amount: { minor: "250" } },
      total: { minor: "5000" },
    });
    expect(memo?.lines[0]).not.toHaveProperty("unitPrice");
    expect(memo?.discount).toBeUndefined();
  });

  test("PPR-29 a credit for a charge goes to the customer who was billed for it", () => {
    const order = planned({
      chargeSets: [
        { charges: [{ code: "Line Haul", amount: "10.00" }] },
        { billTo: { name: "Redwood Foods" }, charges: [{ code: "Detention", amount: "20.00" }] },
      ],
    });
    const made = [{ externalId: "c", date: "2026-11-20", amount: "5.00", chargeCode: "DETENTION" }];
    const { documents } = planDocuments({ ...order, credits: made }, CompanySettings.parse({}), []);
    const [memo] = salesOf(documents, "credit-memo");
    expect(memo).toMatchObject({
      customer: "customer/redwood foods",
      number: "HL-10001-2",
      after: ["customer/redwood foods", "order/order-a/invoice/2"],
      lines: [{ chargeCode: "Detention", amount: { minor: "500" }, taxable: false }],
    });
    const use = paymentsOf(documents).find(({ total }) => total.minor === "0");
    expect(use?.applies).toEqual([
      { to: "order/order-a/invoice/2", amount: { minor: "500", currency: "USD" } },
      { to: memo?.key, amount: { minor: "500", currency: "USD" } },
    ]);
  });

  test("CNX-73 a credit memo that is in the books stays one when the money goes back later: the payment is less then", () => {
    const changes = {
      payments: [pay("a", "425.00"), pay("b", "-25.00", "2026-11-21")],
      credits: [{ externalId: "c", date: "2026-11-20", amount: "25.00" }],
    };
    const settings = CompanySettings.parse({});
    const fresh = planDocuments(planned(changes), settings, []).documents;
    expect(salesOf(fresh, "refund-receipt")).toHaveLength(1);
    const booked = { kinds: ["invoice"] as const, creditNumbers: { "order/order-a/credit/c": "HL-10001" } };
    const { documents } = planDocuments({ ...planned(changes), booked }, settings, []);
    expect(salesOf(documents, "refund-receipt")).toEqual([]);
    expect(paymentsOf(documents).map(({ total, applies }) => [total.minor, applies[0]?.amount.minor])).toEqual([
      ["40000", "40000"],
      ["0", "2500"],
    ]);
  });

  test("a sales order alone moves no account, so a credit of it is a person's", () => {
    const credits = [{ externalId: "c", date: "2026-11-20", amount: "25.00" }];
    const { documents, problem } = moneyOf({ credits }, CompanySettings.parse({ mode: "sales-order" }));
    expect(salesOf(documents, "credit-memo")).toEqual([]);
    expect(problem?.code).toBe("credit-by-hand");
  });

  test("CNX-24 CNX-74 a prefix stands before the number of every form, the suffix of a credit after it", () => {
    const credits = ["a", "b"].map((externalId) => ({ externalId, date: "2026-11-20", amount: "1.00" }));
    const { documents } = moneyOf({ credits }, CompanySettings.parse({ numberPrefix: "AZ" }));
    expect(salesOf(documents, "credit-memo").map(({ number }) => number)).toEqual(["AZHL-10001", "AZHL-10001-1"]);
    expect(invoicesOf(documents)[0]?.number).toBe("AZHL-10001");
  });

  test("a payment method is called what the company calls it", () => {
    const payments = [{ ...pay("a", "1.00"), method: "visa" }];
    const { documents } = moneyOf({ payments }, CompanySettings.parse({ paymentMethods: { visa: "Credit Card" } }));
    expect(paymentsOf(documents)[0]?.method).toBe("Credit Card");
  });
});
