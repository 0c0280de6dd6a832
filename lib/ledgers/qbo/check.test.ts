// What is refused before a word is sent, and what is left to QuickBooks.
import { describe, expect, it } from "vitest";

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
    ["a kind not sent yet", { ...invoice, kind: "credit-memo" as const }, ["unknown", "Credit memo is not sent yet"]],
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
