// What is a payment's method called in the books?
import { ledgerMethod } from "#lib/orders/payments-of-order.ts";
import type { CompanySettings } from "./settings.ts";

/** The ledger's name for a method of ours; one without a mapping goes by its own name. Case does not matter. */
export function paymentMethod(ours: string | undefined, settings: CompanySettings): string | undefined {
  if (ours === undefined || ours.trim() === "") return undefined;
  return ledgerMethod(ours, settings.paymentMethods);
}
