// What does a sales form come to: subtotal, discount, tax?
import type { Company } from "./company.ts";
import { business } from "./faults.ts";
import { asRow, type Row } from "./json.ts";
import type { Lines } from "./line-sums.ts";
import { taxOf, type TaxMode } from "./tax.ts";

export type Totals = { totalCents: number; taxDetail: Row };

/** Total and tax detail in integer cents. Throws 2500 for an unknown tax code, 6000 below zero, 6160. */
export function totals(company: Company, lines: Lines, row: Row, mode: TaxMode): Totals {
  const afterDiscount = row.ApplyTaxAfterDiscount === true || row.ApplyTaxAfterDiscount === "true";
  const { sum, detail } = taxOf(company, mode, asRow(row.TxnTaxDetail), lines, afterDiscount);
  const totalCents = lines.itemCents - lines.discountCents + sum;
  if (totalCents < 0) throw business("The amount of a transaction must be 0 or greater.");
  return { totalCents, taxDetail: detail };
}
