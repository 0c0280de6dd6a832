// In which currency is a document, and must it be said?
import type { Books } from "#lib/ledgers/ledger.ts";
import type { JsonObject } from "./wire.ts";

/** Said only where the books keep several; QuickBooks looks the rate of the day up by itself. */
export function currencyField(currency: string | undefined, books: Books): JsonObject {
  return books.preferences?.multiCurrency === true && currency !== undefined
    ? { CurrencyRef: { value: currency } }
    : {};
}
