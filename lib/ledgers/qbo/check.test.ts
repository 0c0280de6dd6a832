// What is refused before a word is sent, and what is left to QuickBooks.
import { describe, expect, it } from "vitest";

import type { BooksPreferences } from "#lib/ledgers/ledger.ts";
import { check } from "./check.ts";
import { acme, books, invoice, payment } from "./samples.ts";

const withItem = (name: string, chargeCode = "X") => ({
  ...invoice,
  lines: [{ ...invoice.lines[0]!, item: { name }, chargeCode }],
});
const codes = (document: Parameters<typeof check>[0], known = books()) =>
  check(document, known).map(({ code, about }) => [code, about]);

describe("before a word is sent", () => {
  it("a document the lists agree with has no problem", () => {
    expect(check(invoice, books())).toEqual([]);
    expect(check(payment, books())).toEqual([]);
    expect(check(acme, books())).toEqual([]);
  });

  it.each([
    ["an item QuickBooks does not have", withItem("Detention"), ["item-missing", "Detention"]],
    ["an item made inactive", withItem("lumper"), ["item-inactive", "Lumper"]],
    ["a category", withItem("Accessorials"), ["item-is-category", "Accessorials"]],
    ["terms nobody knows", { ...invoice, terms: "Net 21" }, ["terms-unknown", "Net 21"]],
    ["a class nobody knows", { ...invoice, class: "Oakland" }, ["class-unknown", "Oakland"]],
    ["a payment method nobody knows", { ...payment, method: "Comdata" }, ["payment-method-unknown", "Comdata"]],
    [
      "a number of 22 characters",
      { ...invoice, number: "HL-CONTAINER-100000001" },
      ["number-too-long", "HL-CONTAINER-100000001"],
    ],
    ["a name with a colon", { ...acme, name: "Gift Box: Large" }, ["name-not-allowed", "Gift Box: Large"]],
    ["what cannot be an e-mail address", { ...acme, email: "maria.lopez@" }, ["email-invalid", "maria.lopez@"]],
    [
      "tax under a code nobody knows",
      { ...invoice, tax: { code: "Oregon", amount: { minor: "1", currency: "USD" } } },
      ["tax-code-unknown", "Oregon"],
    ],
    [
      "more digits than a JSON number keeps",
      { ...payment, total: { minor: "12345678901234567", currency: "USD" } },
      ["amount-not-exact", "QuickBooks"],
    ],
    ["a form without lines", { ...invoice, lines: [] }, ["nothing-to-bill", ""]],
    [
      "less than nothing",
      { ...payment, total: { minor: "-1", currency: "USD" } },
      ["amount-negative", "Payment 1042 from Acme Imports"],
    ],
    [
      "a mapping to what is not there",
      { ...invoice, lines: [{ ...invoice.lines[0]!, item: { name: "Line Haul", ledgerId: "99" } }] },
      ["mapping-gone", "Line Haul"],
    ],
    [
      "a refund that does not say where the money comes from",
      { ...invoice, kind: "refund-receipt" as const },
      ["account-missing", "for refunds"],
    ],
    [
      "a receipt into an account nobody has",
      { ...invoice, kind: "sales-receipt" as const, depositAccount: "Savings" },
      ["account-missing", "Savings"],
    ],
  ] as const)("%s", (_what, document, expected) => {
    expect(codes(document)).toEqual([expected]);
  });

  it("an item that is made first is not missing", () => {
    const sale = withItem("Detention");
    expect(check({ ...sale, after: [...sale.after, "item/detention"] }, books())).toEqual([]);
  });

  it("lists that were never read accuse nobody", () => {
    const unread = books({}, { item: [], term: [], class: [] });
    expect(check({ ...withItem("Detention"), terms: "Net 21", class: "Oakland" }, unread)).toEqual([]);
  });
});

describe("a company's own set-up", () => {
  const taxed = { ...invoice, tax: { code: "California 7.25%", amount: { minor: "100", currency: "USD" } } };
  const known = (preferences: BooksPreferences) => books({}, {}, preferences);

  it.each([
    ["classes, when it keeps none", invoice, { classPerTxn: false, classPerLine: false }, "feature-off"],
    ["sales tax, when it charges none", taxed, { usingSalesTax: false }, "feature-off"],
    [
      "a discount, when its forms have none",
      { ...invoice, discount: { minor: "100", currency: "USD" } },
      { allowDiscount: false },
      "feature-off",
    ],
    [
      "a sales order, when it uses no estimates",
      { ...invoice, kind: "sales-order" },
      { allowEstimates: false },
      "feature-off",
    ],
    ["another currency", invoice, { homeCurrency: "CAD", multiCurrency: false }, "currency-differs"],
    ["a day up to its closing day", invoice, { bookCloseDate: "2026-09-14" }, "period-closed"],
    ["a payment in a closed period", payment, { bookCloseDate: "2026-12-31" }, "period-closed"],
  ] as const)("does not allow %s", (_what, document, preferences, code) => {
    expect(codes(document, known(preferences)).map(([each]) => each)).toEqual([code]);
  });

  it.each([
    ["the day after its closing day", invoice, { bookCloseDate: "2026-09-13" }],
    ["another currency, where it keeps several", invoice, { homeCurrency: "CAD", multiCurrency: true }],
    ["classes by line only", invoice, { classPerTxn: false, classPerLine: true }],
    ["what it does not speak of", taxed, {}],
  ] as const)("allows %s", (_what, document, preferences) => {
    expect(codes(document, known(preferences))).toEqual([]);
  });

  it("lets QuickBooks choose the tax code where its own engine does", () => {
    const codeless = { ...invoice, tax: { amount: { minor: "100", currency: "USD" } } };
    expect(codes(codeless).map(([code]) => code)).toEqual(["tax-code-unknown"]);
    expect(codes(codeless, known({ partnerTax: true, usingSalesTax: true }))).toEqual([]);
  });
});
