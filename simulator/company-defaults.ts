// What does a company fill in by itself: its currency, its account for money not yet banked?
import type { Company } from "./company.ts";
import { business, required } from "./faults.ts";
import { asText, refId, type Row } from "./json.ts";
import { amount, cents, productCents } from "./money.ts";

const NAMES: Record<string, string> = {
  USD: "United States Dollar",
  CAD: "Canadian Dollar",
  GBP: "British Pound Sterling",
  EUR: "Euro",
  AUD: "Australian Dollar",
  INR: "Indian Rupee",
};

/** Reference to the account that takes money not yet banked. */
export function undepositedFunds(company: Company): Row | undefined {
  const [row] = company.table("Account").find("Name", "Undeposited Funds");
  return row === undefined ? undefined : { value: asText(row.Id) ?? "" };
}

/** The currency of a name, home when it says none. Throws 6000 for a foreign one while only one is kept. */
export function currency(company: Company, row: Row): void {
  const { homeCurrency, multiCurrency } = company.settings.preferences;
  const wanted = refId(row.CurrencyRef) ?? homeCurrency;
  if (wanted !== homeCurrency && !multiCurrency) {
    throw business("Multi-currency should be enabled to perform this operation.");
  }
  row.CurrencyRef = { value: wanted, name: NAMES[wanted] ?? wanted };
}

/** The currency and rate of a transaction: its customer's. Throws 2020 when unsaid and several are kept, 6000. */
export function transactionCurrency(company: Company, row: Row, before: Row | undefined): void {
  const { homeCurrency, multiCurrency, exchangeRates } = company.settings.preferences;
  const own = refId(company.get("Customer", refId(row.CustomerRef) ?? "")?.CurrencyRef) ?? homeCurrency;
  if (multiCurrency && refId(row.CurrencyRef) === undefined) {
    if (before === undefined) throw required("CurrencyRef");
    row.CurrencyRef = before.CurrencyRef;
  }
  currency(company, row);
  if (!multiCurrency) {
    delete row.ExchangeRate;
    return;
  }
  const wanted = refId(row.CurrencyRef) ?? homeCurrency;
  if (wanted !== own) throw business(`The transaction must be in the currency of its customer, ${own}.`);
  if (wanted === homeCurrency) row.ExchangeRate = 1;
  else row.ExchangeRate ??= before?.ExchangeRate ?? exchangeRates[wanted] ?? 1;
}

/** What a transaction and its open part are worth at home. */
export function homeAmounts(company: Company, row: Row): Row {
  if (!company.settings.preferences.multiCurrency || row.ExchangeRate === undefined) return {};
  const worth = (value: Row[string]) => amount(productCents(value, row.ExchangeRate) ?? 0);
  const balance = cents(row.Balance) === undefined ? {} : { HomeBalance: worth(row.Balance) };
  return { HomeTotalAmt: worth(row.TotalAmt), ...balance };
}
