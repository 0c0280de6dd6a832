// Mapping, numbers, payments, fingerprints: is each small decision made as its file says?
import fc from "fast-check";
import { describe as group, expect, test } from "vitest";

import { canonical } from "#lib/orders/check.ts";
import { Charge } from "#lib/orders/order.ts";
import { fingerprint } from "./fingerprint.ts";
import { mapCharge } from "./mapping.ts";
import { invoiceNumber } from "./numbering.ts";
import { planDocuments } from "./plan.ts";
import { CompanySettings, defaultSettings } from "./settings.ts";
import { paymentsOf, planned } from "./testing.ts";

group("mapping", () => {
  const charge = Charge.parse({ code: " DET ", amount: "1.00", taxable: true });
  const settings = CompanySettings.parse({
    defaultMapping: { taxable: false, class: "Freight" },
    chargeMappings: { det: { item: "Detention" }, lumper: { itemId: "58", taxable: true, class: "Dock" } },
  });

  test("without a mapping the item is called what the charge is called, and is taxed as the charge says", () => {
    expect(mapCharge(charge, defaultSettings)).toEqual({ item: { name: "DET" }, taxable: true });
  });

  test("a charge's own mapping wins over the company's, the company's over the charge", () => {
    expect(mapCharge(charge, settings)).toEqual({ item: { name: "Detention" }, taxable: false, class: "Freight" });
    expect(mapCharge(Charge.parse({ code: "Lumper", amount: "1" }), settings)).toEqual({
      item: { name: "Lumper", ledgerId: "58" },
      taxable: true,
      class: "Dock",
    });
  });

  test("a class on the charge itself wins over every mapping", () => {
    expect(mapCharge({ ...charge, class: "Oakland" }, settings).class).toBe("Oakland");
  });
});

group("document numbers", () => {
  test.each([
    ["", "HL-10001", undefined, 0, "HL-10001"],
    ["", "HL-10001", undefined, 1, "HL-10001-2"],
    ["", "HL-10001", undefined, 2, "HL-10001-3"],
    ["", "HL-10001", "HL-C-1", 1, "HL-C-1"],
    ["INV-", "77", undefined, 0, "INV-77"],
    ["INV-", "77", "C-1", 0, "INV-C-1"],
  ])("prefix %j, order %s, own %s, invoice %i: %s", (numberPrefix, order, own, nth, expected) => {
    expect(invoiceNumber(CompanySettings.parse({ numberPrefix }), order, own, nth)).toBe(expected);
  });

  test("the invoices of one order have numbers of their own", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (count) => {
        const numbers = Array.from({ length: count }, (_, nth) => invoiceNumber(defaultSettings, "A", undefined, nth));
        expect(new Set(numbers).size).toBe(count);
      }),
    );
  });
});

group("payments", () => {
  const charges = (amount: string) => [{ code: "Line Haul", amount }];
  const pay = (externalId: string, amount: string) => ({ externalId, amount, date: "2026-11-21" });
  const appliesOf = (changes: Parameters<typeof planned>[0]) =>
    paymentsOf(planDocuments(planned(changes), defaultSettings, []).documents).map(({ applies }) =>
      applies.map(({ to, amount }) => [to, amount.minor]),
    );
  const [one, two] = ["order/order-a/invoice/1", "order/order-a/invoice/2"];

  test("the first invoice is paid first, then the next", () => {
    const chargeSets = [{ charges: charges("100.00") }, { charges: charges("50.00") }];
    expect(appliesOf({ chargeSets, payments: [pay("p1", "30.00"), pay("p2", "90.00")] })).toEqual([
      [[one, "3000"]],
      [
        [one, "7000"],
        [two, "2000"],
      ],
    ]);
  });

  test("what is too much stays with the customer", () => {
    const [payment] = paymentsOf(
      planDocuments(planned({ payments: [pay("p1", "500.00")] }), defaultSettings, []).documents,
    );
    expect(payment?.total.minor).toBe("50000");
    expect(payment?.applies).toEqual([{ to: one, amount: { minor: "42500", currency: "USD" } }]);
    expect(payment?.after).toEqual(["customer/acme imports", one]);
  });

  test("another payer's invoice is not this payment's business", () => {
    const chargeSets = [
      { charges: charges("10.00") },
      { billTo: { name: "Redwood Foods" }, charges: charges("20.00") },
    ];
    expect(appliesOf({ chargeSets, payments: [pay("p1", "30.00")] })).toEqual([[[one, "1000"]]]);
  });

  test("nothing, and less than nothing, is no payment; and a company may want none sent", () => {
    expect(appliesOf({ payments: [pay("p1", "0.00"), pay("p2", "-5.00")] })).toEqual([]);
    const silent = CompanySettings.parse({ sendPayments: false });
    expect(paymentsOf(planDocuments(planned({ payments: [pay("p1", "5.00")] }), silent, []).documents)).toEqual([]);
  });
});

group("fingerprints", () => {
  const json = fc.jsonValue({ maxDepth: 3 });

  test("the order of keys does not count, at any depth", () => {
    expect(fingerprint({ a: 1, b: { c: [1, 2], d: null } })).toBe(fingerprint({ b: { d: null, c: [1, 2] }, a: 1 }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (value) => {
        expect(fingerprint(Object.fromEntries(Object.entries(value).toReversed()))).toBe(fingerprint(value));
      }),
    );
  });

  test("a field that is undefined is as good as none; null and empty text are not", () => {
    expect(fingerprint({ a: 1, b: undefined })).toBe(fingerprint({ a: 1 }));
    expect(fingerprint({ a: 1, b: null })).not.toBe(fingerprint({ a: 1 }));
    expect(fingerprint({ a: "" })).not.toBe(fingerprint({}));
    expect(fingerprint(["a", "b"])).not.toBe(fingerprint(["b", "a"]));
    expect(fingerprint({ minor: "1" })).not.toBe(fingerprint({ minor: 1 }));
  });

  test("what was kept as JSON and read again has the same fingerprint", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(JSON.parse(JSON.stringify(value)))).toBe(canonical(value));
        expect(JSON.stringify(JSON.parse(canonical(value)))).toHaveLength(JSON.stringify(value).length);
      }),
    );
    expect(fingerprint({})).toHaveLength(43);
  });
});
