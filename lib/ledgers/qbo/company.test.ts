// What is understood of a company's description of itself, and what is left open when it says nothing?
import { describe, expect, it } from "vitest";

import { companyInfoOf, preferencesOf } from "./company.ts";

describe("preferences", () => {
  it("that say nothing allow everything: no field is invented", () => {
    expect(preferencesOf({})).toEqual({});
    expect(preferencesOf({ AccountingInfoPrefs: { BookCloseDate: "soon" }, TaxPrefs: [] })).toEqual({});
  });

  it("are read whole, switches as text too", () => {
    const row = {
      AccountingInfoPrefs: {
        BookCloseDate: "2025-12-31",
        TrackDepartments: true,
        ClassTrackingPerTxn: "false",
        ClassTrackingPerTxnLine: true,
      },
      SalesFormsPrefs: { CustomTxnNumbers: true, AllowDeposit: false, AllowDiscount: true, AllowShipping: false },
      TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
      CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: "CAD" } },
    };
    expect(preferencesOf(row, { Country: "CA" })).toEqual({
      country: "CA",
      homeCurrency: "CAD",
      multiCurrency: true,
      usingSalesTax: true,
      partnerTax: true,
      customTxnNumbers: true,
      classPerTxn: false,
      classPerLine: true,
      departments: true,
      bookCloseDate: "2025-12-31",
      allowDeposit: false,
      allowDiscount: true,
      allowShipping: false,
    });
  });
});

describe("the company", () => {
  it.each([
    [{ Country: "US" }, "US"],
    [{ Country: "USA" }, "US"],
    [{ CompanyAddr: { Country: "GB" } }, "GB"],
    [{}, ""],
  ])("%j is in %s", (row, country) => {
    expect(companyInfoOf(row).country).toBe(country);
  });
});
