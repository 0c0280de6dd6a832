// What do CompanyInfo and Preferences say of a company: its country, currencies and switched-on features?
import type { BooksPreferences } from "#lib/ledgers/ledger.ts";
import { asRow, flagOf, refOf, textOf, type QboRow } from "./rows.ts";

export type CompanyDescription = {
  readonly name: string;
  readonly legalName: string;
  /** Two letters; "" when it is not told. */
  readonly country: string;
  /** Such as "America/Los_Angeles"; undocumented, "" when it is not told. */
  readonly timeZone: string;
  /** The plan, such as "QuickBooks Online Plus"; "" when it is not told. */
  readonly plan: string;
};

/** Reads a CompanyInfo record. */
export function companyInfoOf(row: QboRow): CompanyDescription {
  const named = Array.isArray(row.NameValue) ? row.NameValue.map(asRow) : [];
  const plan = named.find((pair) => textOf(pair, "Name") === "OfferingSku");
  const country = textOf(row, "Country") || textOf(asRow(row.CompanyAddr), "Country");
  return {
    name: textOf(row, "CompanyName"),
    legalName: textOf(row, "LegalName"),
    country: /^(US|USA|United States)$/i.test(country) ? "US" : country,
    timeZone: textOf(row, "DefaultTimeZone"),
    plan: textOf(plan, "Value"),
  };
}

/** Reads a Preferences record, and the country from CompanyInfo when that was read too. What is not told is left out. */
export function preferencesOf(row: QboRow, companyInfo?: QboRow): BooksPreferences {
  const accounting = asRow(row.AccountingInfoPrefs);
  const forms = asRow(row.SalesFormsPrefs);
  const tax = asRow(row.TaxPrefs);
  const currency = asRow(row.CurrencyPrefs);
  const known: { readonly [Field in keyof BooksPreferences]: BooksPreferences[Field] | undefined } = {
    country: told(companyInfo ? companyInfoOf(companyInfo).country : ""),
    homeCurrency: told(refOf(currency, "HomeCurrency")),
    multiCurrency: flagOf(currency, "MultiCurrencyEnabled"),
    usingSalesTax: flagOf(tax, "UsingSalesTax"),
    partnerTax: flagOf(tax, "PartnerTaxEnabled"),
    customTxnNumbers: flagOf(forms, "CustomTxnNumbers"),
    classPerTxn: flagOf(accounting, "ClassTrackingPerTxn"),
    classPerLine: flagOf(accounting, "ClassTrackingPerTxnLine"),
    departments: flagOf(accounting, "TrackDepartments"),
    bookCloseDate: dayOf(textOf(accounting, "BookCloseDate")),
    allowDeposit: flagOf(forms, "AllowDeposit"),
    allowDiscount: flagOf(forms, "AllowDiscount"),
    allowShipping: flagOf(forms, "AllowShipping"),
    allowEstimates: flagOf(forms, "AllowEstimates"),
    autoApplyCredit: flagOf(forms, "AutoApplyCredit"),
    autoApplyPayments: flagOf(forms, "AutoApplyPayments"),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

function told(text: string): string | undefined {
  return text === "" ? undefined : text;
}

/** Only a day that reads as one: a date we misread would hold documents back. */
function dayOf(text: string): string | undefined {
  return /^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : undefined;
}
