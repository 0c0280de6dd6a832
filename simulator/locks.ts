// What outside a transaction forbids changing it: a deposit, the bank feed, a settled card?
import type { Company } from "./company.ts";
import { deposited, matched, rawCard, voidFailed } from "./faults-of-business.ts";
import { asRow, asText, type Row } from "./json.ts";

/** Throws 6540 for a payment or receipt that lies in a deposit. */
export function checkDeposited(company: Company, before: Row | undefined): void {
  if (before !== undefined && company.depositOf.has(asText(before.Id) ?? "")) throw deposited();
}

/** Throws 6540, 6450. */
export function checkVoid(company: Company, before: Row): void {
  checkDeposited(company, before);
  if (company.marks.get(asText(before.Id) ?? "") === "settled") throw voidFailed();
}

/** Throws 6540, 6480. */
export function checkDelete(company: Company, before: Row): void {
  checkDeposited(company, before);
  if (company.marks.get(asText(before.Id) ?? "") === "matched") throw matched();
}

/** Throws 6530 when a whole card number is sent. */
export function checkCard(row: Row): void {
  const charge = asRow(asRow(row.CreditCardPayment)?.CreditChargeInfo);
  if (/\d{12,}/.test((asText(charge?.Number) ?? "").replaceAll(/[\s-]/g, ""))) throw rawCard();
}
