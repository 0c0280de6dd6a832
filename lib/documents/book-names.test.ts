// Do documents bear the names the books have, whatever orders call them, and only the items that people had made?
import { describe, expect, test } from "vitest";

import { bookName, newItemAccount, withBookName } from "./book-names.ts";
import type { LedgerDocument } from "./document.ts";
import { planDocuments } from "./plan.ts";
import { CompanySettings, defaultSettings } from "./settings.ts";
import { invoicesOf, paymentsOf, planned } from "./testing.ts";

describe("names", () => {
  test("one without a mapping goes by itself; case and outer blanks do not matter", () => {
    const names = { "net 21": "Net 30" };
    expect(bookName(" NET 21 ", names)).toBe("Net 30");
    expect(bookName("Net 15", names)).toBe("Net 15");
    expect(bookName("constructor", names)).toBe("constructor");
  });

  test("a new choice takes along what was mapped to the missing name before", () => {
    const names = { "21 days": "Net 21", "60 days": "Net 60" };
    const chosen = withBookName(names, "Net 21", "Net 30");
    expect(chosen).toEqual({ "21 days": "Net 30", "60 days": "Net 60", "net 21": "Net 30" });
    expect(bookName("21 days", chosen)).toBe("Net 30");
  });
});

describe("PPR-17 planning with chosen names", () => {
  const order = planned({
    terms: "Net 21",
    class: "oakland",
    chargeSets: [
      {
        charges: [
          { code: "Line Haul", amount: "400.00" },
          { code: "Tolls", amount: "25.00", class: "Oakland" },
          { code: "Detention", amount: "10.00" },
        ],
      },
    ],
    payments: [{ externalId: "p1", date: "2026-11-20", amount: "35.00", method: "Comdata" }],
  });
  const settings = CompanySettings.parse({
    terms: { "net 21": "Net 30" },
    classes: { oakland: "Long Beach", dock: "Los Angeles" },
    paymentMethods: { comdata: "Check" },
    chargeMappings: { detention: { class: "Dock" } },
  });

  test("terms, classes of order, charge and mapping, and payment methods are those of the books", () => {
    const { documents } = planDocuments(order, settings, []);
    const [invoice] = invoicesOf(documents);
    expect(invoice).toMatchObject({ terms: "Net 30", class: "Long Beach" });
    expect(invoice?.lines.map((line) => line.class)).toEqual([undefined, "Long Beach", "Los Angeles"]);
    expect(paymentsOf(documents)[0]?.method).toBe("Check");
  });

  test("without choices everything is called as the order calls it", () => {
    const [invoice] = invoicesOf(planDocuments(order, defaultSettings, []).documents);
    expect(invoice).toMatchObject({ terms: "Net 21", class: "oakland" });
  });
});

describe("items that people had made", () => {
  const charges = ["Detention", "Tolls"].map((code) => ({ code, amount: "1.00" }));
  const order = planned({ chargeSets: [{ charges }] });
  const itemsOf = (documents: readonly LedgerDocument[]) =>
    documents.flatMap((document) => (document.kind === "item" ? [[document.name, document.incomeAccount]] : []));

  test("exactly those are planned, each with its own account, and the invoice goes after them", () => {
    const settings = CompanySettings.parse({ newItems: { detention: "Freight Income" }, incomeAccount: "Sales" });
    const { documents } = planDocuments(order, settings, []);
    expect(itemsOf(documents)).toEqual([["Detention", "Freight Income"]]);
    expect(invoicesOf(documents)[0]?.after).toEqual(["customer/acme imports", "item/detention"]);
  });

  test("beside a company that has all of them made, they keep their account", () => {
    const settings = CompanySettings.parse({
      createItems: true,
      newItems: { detention: "Freight Income" },
      incomeAccount: "Sales",
    });
    expect(itemsOf(planDocuments(order, settings, []).documents)).toEqual([
      ["Detention", "Freight Income"],
      ["Tolls", "Sales"],
    ]);
    expect(newItemAccount("Detention", defaultSettings)).toBeUndefined();
  });
});
