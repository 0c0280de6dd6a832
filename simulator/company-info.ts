// What do CompanyInfo and Preferences of a simulated company say?
import { metaTime } from "./clock.ts";
import type { Company } from "./company.ts";
import type { Row } from "./json.ts";

const BORN = "2024-01-02T09:00:00-08:00";

const HOME = {
  Id: "1",
  Line1: "100 Harbor Plaza",
  City: "Long Beach",
  CountrySubDivisionCode: "CA",
  PostalCode: "90802",
};

/** The company's own address, from which it ships. */
export function companyAddress(company: Company): Row {
  return { ...HOME, Country: company.settings.preferences.country };
}

/** The CompanyInfo entity; its id is always "1". */
export function companyInfo(company: Company, nowMs: number): Row {
  const { preferences } = company.settings;
  const address = companyAddress(company);
  const facts: Record<string, string> = {
    NeoEnabled: "true",
    IndustryType: "Specialized freight trucking",
    IndustryCode: "4842",
    SubscriptionStatus: preferences.subscription === "active" ? "PAID" : "SUBSCRIPTION_EXPIRED",
    OfferingSku: preferences.quantityOnHand ? "QuickBooks Online Plus" : "QuickBooks Online Essentials",
    PayrollFeature: "false",
    AccountantFeature: "false",
    IsQbdtMigrated: "false",
    ItemCategoriesFeature: "true",
    AssignedTime: BORN.slice(0, 10),
  };
  return {
    CompanyName: company.name,
    LegalName: company.name,
    CompanyAddr: address,
    CustomerCommunicationAddr: { ...address, Id: "2" },
    LegalAddr: { ...address, Id: "3" },
    CustomerCommunicationEmailAddr: { Address: "billing@example.com" },
    PrimaryPhone: { FreeFormNumber: "(555) 010-0100" },
    CompanyStartDate: "2024-01-02",
    EmployerId: "000000000",
    FiscalYearStartMonth: "January",
    Country: preferences.country,
    Email: { Address: "books@example.com" },
    WebAddr: { URI: "https://books.example.com" },
    SupportedLanguages: "en",
    DefaultTimeZone: "America/Los_Angeles",
    NameValue: Object.entries(facts).map(([Name, Value]) => ({ Name, Value })),
    domain: "QBO",
    sparse: false,
    Id: "1",
    SyncToken: "0",
    MetaData: { CreateTime: BORN, LastUpdatedTime: metaTime(nowMs) },
  };
}

function accountingPrefs(company: Company): Row {
  const set = company.settings.preferences;
  const prefs: Row = {
    FirstMonthOfFiscalYear: "January",
    UseAccountNumbers: false,
    TaxYearMonth: "January",
    ClassTrackingPerTxn: set.classTrackingPerTxn,
    TrackDepartments: set.trackDepartments,
    ClassTrackingPerTxnLine: set.classTrackingPerTxnLine,
    CustomerTerminology: "Customers",
  };
  if (set.trackDepartments) prefs.DepartmentTerminology = "Location";
  if (set.bookCloseDate !== null) prefs.BookCloseDate = set.bookCloseDate;
  return prefs;
}

function salesPrefs(company: Company): Row {
  const set = company.settings.preferences;
  const [terms] = company.table("Term").find("Name", set.defaultTerms ?? "");
  const named = set.customFields.flatMap((name, index) => [
    { Name: `SalesFormsPrefs.UseSalesCustom${index + 1}`, Type: "BooleanType", BooleanValue: true },
    { Name: `SalesFormsPrefs.SalesCustomName${index + 1}`, Type: "StringType", StringValue: name },
  ]);
  return {
    CustomField: named.length === 0 ? [] : [{ CustomField: named }],
    CustomTxnNumbers: set.customTxnNumbers,
    AllowDeposit: set.allowDeposit,
    AllowDiscount: set.allowDiscount,
    DefaultDiscountAccount: set.allowDiscount ? "11" : "",
    AllowEstimates: set.allowEstimates,
    EstimateMessage: "",
    ETransactionEnabledStatus: "NotApplicable",
    ETransactionAttachPDF: false,
    ETransactionPaymentEnabled: false,
    IPNSupportEnabled: false,
    AllowServiceDate: set.allowServiceDate,
    AllowShipping: set.allowShipping,
    ...(terms === undefined ? {} : { DefaultTerms: { value: terms.Id } }),
    AutoApplyCredit: set.autoApplyCredit,
    AutoApplyPayments: set.autoApplyPayments,
    PrintItemWithZeroAmount: true,
    UsingPriceLevels: false,
    UsingProgressInvoicing: false,
  };
}

/** The Preferences entity; the switch for duplicate numbers is not exposed, as in the real one. */
export function preferencesEntity(company: Company): Row {
  const set = company.settings.preferences;
  const [group] = [...company.table("TaxCode").rows.values()].filter((code) => code.TaxGroup === true);
  return {
    AccountingInfoPrefs: accountingPrefs(company),
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: set.quantityOnHand,
      UoM: false,
    },
    SalesFormsPrefs: salesPrefs(company),
    EmailMessagesPrefs: {
      InvoiceMessage: { Subject: "Invoice", Message: "Your invoice is attached." },
      EstimateMessage: { Subject: "Estimate", Message: "Your estimate is attached." },
      SalesReceiptMessage: { Subject: "Sales receipt", Message: "Your receipt is attached." },
      StatementMessage: { Subject: "Statement", Message: "Your statement is attached." },
    },
    VendorAndPurchasesPrefs: {
      BillableExpenseTracking: true,
      TrackingByCustomer: true,
      POCustomField: [],
    },
    TimeTrackingPrefs: {
      UseServices: true,
      BillCustomers: true,
      ShowBillRateToAll: false,
      WorkWeekStartDate: "Monday",
    },
    TaxPrefs: {
      UsingSalesTax: set.usingSalesTax,
      PartnerTaxEnabled: set.partnerTaxEnabled,
      ...(set.usingSalesTax && group !== undefined ? { TaxGroupCodeRef: { value: group.Id } } : {}),
    },
    CurrencyPrefs: { MultiCurrencyEnabled: set.multiCurrency, HomeCurrency: { value: set.homeCurrency } },
    ReportPrefs: { ReportBasis: "Accrual", CalcAgingReportFromTxnDate: false },
    OtherPrefs: {
      NameValue: [{ Name: "SalesFormsPrefs.DefaultCustomerMessage", Value: "Thank you for your business." }],
    },
    domain: "QBO",
    sparse: false,
    Id: "1",
    SyncToken: "0",
    MetaData: { CreateTime: BORN, LastUpdatedTime: BORN },
  };
}
