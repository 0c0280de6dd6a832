// Which number does the document get? Prefix, suffix for several invoices of one order.
import type { CompanySettings } from "./settings.ts";

/**
 * The number of the nth invoice (from 0) of an order. A charge set's own number wins; further sets without one get
 * "-2", "-3" after the order's number. Length is judged by the ledger, which knows its own limit.
 */
export function invoiceNumber(
  settings: CompanySettings,
  orderNumber: string,
  own: string | undefined,
  nth: number,
): string {
  if (own !== undefined) return `${settings.numberPrefix}${own}`;
  return `${settings.numberPrefix}${orderNumber}${nth === 0 ? "" : `-${nth + 1}`}`;
}
