// What does a sales form come to: subtotal, discount, tax per rate over the whole document?
import type { Company } from "./company.ts";
import { badReference, business } from "./faults.ts";
import { asRow, asRows, asText, refId, type Row } from "./json.ts";
import type { Lines } from "./lines.ts";
import { amount, cents, percentCents, shareCents } from "./money.ts";

export type Totals = { totalCents: number; taxDetail: Row };

function ratesOf(company: Company, codeId: string): Row[] {
  const code = company.get("TaxCode", codeId);
  if (code === undefined) throw badReference("TaxCodes", codeId);
  return asRows(asRow(code.SalesTaxRateList)?.TaxRateDetail).flatMap((detail) => {
    const rate = company.get("TaxRate", refId(detail.TaxRateRef) ?? "");
    return rate === undefined ? [] : [rate];
  });
}

/** A TotalTax sent by the client replaces the sum; the difference is booked on the first rate. */
function override(taxLines: Row[], computed: number, wanted: number): void {
  const first = taxLines[0];
  if (first !== undefined) first.Amount = amount((cents(first.Amount) ?? 0) + wanted - computed);
}

function tax(
  company: Company,
  given: Row | undefined,
  lines: Lines,
  afterDiscount: boolean,
): { sum: number; detail: Row } {
  if (!company.settings.preferences.usingSalesTax) return { sum: 0, detail: { TotalTax: 0 } };
  const codeId = refId(given?.TxnTaxCodeRef);
  const reduction = afterDiscount ? shareCents(lines.discountCents, lines.taxableCents, lines.itemCents) : 0;
  const base = lines.taxableCents - reduction;
  const rates = codeId === undefined || codeId === "NON" || codeId === "TAX" ? [] : ratesOf(company, codeId);
  const taxLines: Row[] = rates.map((rate) => ({
    Amount: amount(percentCents(base, rate.RateValue)),
    DetailType: "TaxLineDetail",
    TaxLineDetail: {
      TaxRateRef: { value: asText(rate.Id) ?? "" },
      PercentBased: true,
      TaxPercent: rate.RateValue ?? 0,
      NetAmountTaxable: amount(base),
    },
  }));
  let sum = taxLines.reduce((total, line) => total + (cents(line.Amount) ?? 0), 0);
  const wanted = cents(given?.TotalTax);
  if (wanted !== undefined && company.settings.preferences.honourTotalTax) {
    override(taxLines, sum, wanted);
    sum = wanted;
  }
  const detail: Row = { TotalTax: amount(sum) };
  if (codeId !== undefined && rates.length > 0) detail.TxnTaxCodeRef = { value: codeId };
  if (taxLines.length > 0) detail.TaxLine = taxLines;
  return { sum, detail };
}

/** Total and tax detail in integer cents. Throws 2500 for an unknown tax code, 6000 below zero. */
export function totals(company: Company, lines: Lines, given: Row | undefined, afterDiscount: boolean): Totals {
  const { sum, detail } = tax(company, given, lines, afterDiscount);
  const totalCents = lines.itemCents - lines.discountCents + sum;
  if (totalCents < 0) throw business("The amount of a transaction must be 0 or greater.");
  return { totalCents, taxDetail: detail };
}
