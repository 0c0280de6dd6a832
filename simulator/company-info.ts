// What do CompanyInfo and Preferences of a simulated company say?
import { metaTime } from "./clock.ts";
import type { Company } from "./company.ts";
import type { Row } from "./json.ts";

const BORN = "2024-01-02T09:00:00-08:00";

/** The CompanyInfo entity; its id is always "1". */
export function companyInfo(company: Company, nowMs: number): Row {
  return {
    CompanyName: company.name,
    LegalName: company.name,
    CompanyAddr: {
      Id: "1",
      Line1: "100 Harbor Plaza",
      City: "Long Beach",
      CountrySubDivisionCode: "CA",
      PostalCode: "90802",
      Country: "US",
    },
    CompanyStartDate: "2024-01-02",
    FiscalYearStartMonth: "January",
    Country: "US",
    Email: { Address: "books@example.com" },
    SupportedLanguages: "en",
    DefaultTimeZone: "America/Los_Angeles",
    NameValue: [
      { Name: "OfferingSku", Value: "QuickBooks Online Plus" },
      {
        Name: "SubscriptionStatus",
        Value: company.settings.preferences.subscription === "active" ? "PAID" : "SUBSCRIPTION_EXPIRED",
      },
    ],
    domain: "QBO",
    sparse: false,
    Id: "1",
    SyncToken: "0",
    MetaData: { CreateTime: BORN, LastUpdatedTime: metaTime(nowMs) },
  };
}

/** The Preferences entity; the switch for duplicate numbers is not exposed, as in the real one. */
export function preferencesEntity(company: Company): Row {
  const set = company.settings.preferences;
  const accounting: Row = {
    TrackDepartments: set.trackDepartments,
    ClassTrackingPerTxn: set.classTrackingPerTxn,
    ClassTrackingPerTxnLine: set.classTrackingPerTxnLine,
    UseAccountNumbers: false,
    CustomerTerminology: "Customers",
    FirstMonthOfFiscalYear: "January",
  };
  if (set.bookCloseDate !== null) accounting.BookCloseDate = set.bookCloseDate;
  return {
    AccountingInfoPrefs: accounting,
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: true,
    },
    SalesFormsPrefs: {
      CustomTxnNumbers: set.customTxnNumbers,
      AllowDeposit: true,
      AllowDiscount: true,
      AllowEstimates: true,
      AllowServiceDate: true,
      AllowShipping: true,
      AutoApplyCredit: false,
      AutoApplyPayments: set.autoApplyPayments,
      UsingProgressInvoicing: false,
      CustomField: [],
    },
    EmailMessagesPrefs: {},
    VendorAndPurchasesPrefs: { BillableExpenseTracking: true, TrackingByCustomer: true },
    TimeTrackingPrefs: { UseServices: true, BillCustomers: true },
    TaxPrefs: { UsingSalesTax: set.usingSalesTax, PartnerTaxEnabled: false },
    CurrencyPrefs: { MultiCurrencyEnabled: set.multiCurrency, HomeCurrency: { value: set.homeCurrency } },
    OtherPrefs: { NameValue: [] },
    domain: "QBO",
    sparse: false,
    Id: "1",
    SyncToken: "0",
    MetaData: { CreateTime: BORN, LastUpdatedTime: BORN },
  };
}
