// What does a company fill in by itself: its currency, its account for money not yet banked?
import type { Company } from "./company.ts";
import { business } from "./faults.ts";
import { asText, refId, type Row } from "./json.ts";

/** Reference to the account that takes money not yet banked. */
export function undepositedFunds(company: Company): Row | undefined {
  const [row] = company.table("Account").find("Name", "Undeposited Funds");
  return row === undefined ? undefined : { value: asText(row.Id) ?? "" };
}

/** The one currency of the company on every transaction. Throws 6000 for another one. */
export function currency(company: Company, row: Row): void {
  const home = company.settings.preferences.homeCurrency;
  const wanted = refId(row.CurrencyRef) ?? home;
  if (wanted !== home && !company.settings.preferences.multiCurrency) {
    throw business("Multi-currency should be enabled to perform this operation.");
  }
  row.CurrencyRef = { value: wanted, name: wanted === "USD" ? "United States Dollar" : wanted };
}
