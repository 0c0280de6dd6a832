// Which totals of QuickBooks may be accepted, and what does the document come to then?
import { describe, expect, it } from "vitest";

import type { SaleDocument } from "#lib/documents/document.ts";
import { roundingsOver, withRounding } from "#lib/documents/rounding.ts";
import type { Rounding } from "#lib/orders/amendments.ts";
import { totalsToAccept, type DifferingRow } from "./accepting.ts";
import { differenceText } from "./total-words.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });
const document: SaleDocument = {
  kind: "invoice",
  key: "order/o/invoice/1",
  after: [],
  customer: "customer/acme",
  customerName: "Acme",
  number: "1",
  date: "2026-11-02",
  lines: [],
  tax: { amount: usd("825") },
  total: usd("10825"),
  orderNumbers: ["1"],
};
const row = (theirs: DifferingRow["problem"]["theirs"], more: Partial<DifferingRow> = {}): DifferingRow => ({
  orderId: "o",
  title: "Invoice 1",
  document,
  operation: "create",
  problem: { code: "total-differs", detail: "", ...(theirs ? { theirs } : {}) },
  ...more,
});
const held = (given: readonly DifferingRow[]): Rounding[] =>
  totalsToAccept(given, "0.05").roundings.map((each, nth) => ({ ...each, amendmentId: `a-${nth}` }));
const part = { key: document.key, sale: document, share: { minor: 10825n, currency: "USD" } };

describe("what is accepted", () => {
  it("a cent of tax: total and tax, and the document agrees with QuickBooks to the cent", () => {
    const accepted = totalsToAccept([row({ totalMinor: "10826", taxMinor: "826" })], "0.05");
    expect(accepted).toMatchObject({ rows: 1, skips: [], shown: [{ title: "Invoice 1" }] });
    expect(differenceText(accepted.shown[0]!)).toBe("$0.01 more");
    const { sale, share } = withRounding(part, held([row({ totalMinor: "10826", taxMinor: "826" })]));
    expect(sale).toMatchObject({ total: usd("10826"), tax: { amount: usd("826") }, rounding: { total: usd("1") } });
    expect(share.minor).toBe(10826n);
  });

  it("a cent that is not of the tax", () => {
    const { sale } = withRounding(part, held([row({ totalMinor: "10824", taxMinor: "825" })]));
    expect(sale).toMatchObject({ total: usd("10824"), tax: { amount: usd("825") }, rounding: { tax: usd("0") } });
  });

  it("grows from what the order says, and not cent by cent", () => {
    const { sale } = withRounding(part, held([row({ totalMinor: "10829", taxMinor: "829" })]));
    const again = (minor: string) => row({ totalMinor: minor, taxMinor: "825" }, { document: sale });
    expect(totalsToAccept([again("10830")], "0.05")).toMatchObject({ rows: 1, roundings: [{ value: "0.05" }] });
    expect(totalsToAccept([again("10831")], "0.05").rows).toBe(0);
  });

  it("does not hold once the order comes to something else, and says which", () => {
    const roundings = held([row({ totalMinor: "10826", taxMinor: "826" })]);
    const changed = { ...part, sale: { ...document, total: usd("20825") } };
    expect(withRounding(changed, roundings)).toBe(changed);
    expect(roundingsOver([changed.sale], roundings)).toEqual(["a-0", "a-1"]);
    expect(roundingsOver([withRounding(part, roundings).sale], roundings)).toEqual([]);
    expect(roundingsOver([], roundings)).toEqual([]);
  });
});

describe("what is left alone", () => {
  it.each([
    [row({ totalMinor: "10831", taxMinor: "831" }), /more than \$0\.05/],
    [row({ totalMinor: "10825", taxMinor: "835" }), /more than \$0\.05/],
    [row(undefined), /resync it first/],
    [row({ totalMinor: "10826" }, { operation: "void" }), /voided/],
    [row({ totalMinor: "10826" }, { document: { ...document, kind: "credit-memo" } }), /^Only invoices/],
    [row({ totalMinor: "10826" }, { document: { ...document, key: "combined/acme/1" } }), /several orders/],
  ])("%#", (given, reason) => {
    const { rows, roundings, skips } = totalsToAccept([given], "0.05");
    expect([rows, roundings]).toEqual([0, []]);
    expect(skips).toMatchObject([{ rows: 1, reason: expect.stringMatching(reason) }]);
  });

  it("nothing, where the tolerance is nothing", () => {
    expect(totalsToAccept([row({ totalMinor: "10826", taxMinor: "826" })], "0").rows).toBe(0);
  });
});
