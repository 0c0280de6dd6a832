// Which tax does a sales form bear: a code for the form, one picked by the engine, or a code per line?
import type { Company } from "./company.ts";
import { badReference } from "./faults.ts";
import { customSalesTax } from "./faults-of-business.ts";
import { asRow, asRows, asText, refId, type Row } from "./json.ts";
import type { Lines } from "./line-sums.ts";
import { amount, cents, percentCents, shareCents } from "./money.ts";

/** How tax is worked out: not at all, by one code for the form, or by a code on each line. */
export type TaxMode = "none" | "form" | "lines" | "inclusive";
export type Tax = { sum: number; detail: Row };

/** The way of this form, from the company's country and preferences and the form's GlobalTaxCalculation. */
export function taxMode(company: Company, row: Row): TaxMode {
  const { usingSalesTax, country } = company.settings.preferences;
  if (!usingSalesTax) return "none";
  if (country === "US") return "form";
  if (row.GlobalTaxCalculation === "NotApplicable") return "none";
  return row.GlobalTaxCalculation === "TaxInclusive" ? "inclusive" : "lines";
}

/** The rates of a tax code. Throws 2500. */
export function ratesOf(company: Company, codeId: string): Row[] {
  const code = company.get("TaxCode", codeId);
  if (code === undefined) throw badReference("TaxCodes", codeId);
  return asRows(asRow(code.SalesTaxRateList)?.TaxRateDetail).flatMap((detail) => {
    const rate = company.get("TaxRate", refId(detail.TaxRateRef) ?? "");
    return rate === undefined ? [] : [rate];
  });
}

/** The part of an amount that is left without the tax of the code inside it, in cents. */
export function withoutTax(company: Company, gross: number, codeId: string): number {
  const percent = ratesOf(company, codeId).reduce((sum, rate) => sum + Number(rate.RateValue), 0);
  const scale = 1_000_000;
  return shareCents(gross, 100 * scale, 100 * scale + Math.round(percent * scale));
}

function taxLine(rate: Row, tax: number, base: number): Row {
  return {
    Amount: amount(tax),
    DetailType: "TaxLineDetail",
    TaxLineDetail: {
      TaxRateRef: { value: asText(rate.Id) ?? "" },
      PercentBased: true,
      TaxPercent: rate.RateValue ?? 0,
      NetAmountTaxable: amount(base),
    },
  };
}

const sumOf = (lines: Row[]) => lines.reduce((total, line) => total + (cents(line.Amount) ?? 0), 0);

/** Spreads a wanted tax over the lines in proportion to what they came to; the last one takes the remainder. */
function spread(lines: Row[], wanted: number): void {
  const whole = sumOf(lines);
  let left = wanted;
  for (const [index, line] of lines.entries()) {
    const own = shareCents(wanted, cents(line.Amount) ?? 0, whole);
    const part = index === lines.length - 1 ? left : own;
    line.Amount = amount(part);
    left -= part;
  }
}

/** A TotalTax sent by the client replaces the sum; the difference is booked on the first rate. */
function override(lines: Row[], wanted: number): void {
  const first = lines[0];
  if (first !== undefined) first.Amount = amount((cents(first.Amount) ?? 0) + wanted - sumOf(lines));
}

/** Taxable cents of each rate, discount taken off in proportion where asked for. */
function basesByRate(company: Company, lines: Lines, afterDiscount: boolean): Map<Row, number> {
  const bases = new Map<Row, number>();
  for (const [code, taxed] of lines.taxedCents) {
    const reduction = afterDiscount ? shareCents(lines.discountCents, taxed, lines.itemCents) : 0;
    for (const rate of ratesOf(company, code)) bases.set(rate, (bases.get(rate) ?? 0) + taxed - reduction);
  }
  return bases;
}

function byLines(company: Company, given: Row | undefined, lines: Lines, afterDiscount: boolean): Tax {
  const bases = basesByRate(company, lines, afterDiscount || lines.inclusive);
  const taxLines = [...bases].map(([rate, base]) => taxLine(rate, percentCents(base, rate.RateValue), base));
  const wanted = lines.inclusive
    ? lines.grossCents - lines.discountGrossCents - (lines.itemCents - lines.discountCents)
    : company.settings.preferences.honourTotalTax
      ? cents(given?.TotalTax)
      : undefined;
  if (wanted !== undefined && wanted !== sumOf(taxLines)) spread(taxLines, wanted);
  const sum = wanted ?? sumOf(taxLines);
  return { sum, detail: { TotalTax: amount(sum), ...(taxLines.length === 0 ? {} : { TaxLine: taxLines }) } };
}

/** The code the automated engine picks: the one named in the settings, else the first real one. */
function engineCode(company: Company): string | undefined {
  const { partnerTaxCode } = company.settings.preferences;
  const real = [...company.table("TaxCode").rows.values()].filter((code) => code.SalesTaxRateList !== undefined);
  const found = partnerTaxCode === null ? real[0] : real.find((code) => code.Name === partnerTaxCode);
  return asText(found?.Id);
}

function byForm(company: Company, given: Row | undefined, lines: Lines, afterDiscount: boolean): Tax {
  const { partnerTaxEnabled, honourTotalTax } = company.settings.preferences;
  const codeId = partnerTaxEnabled ? engineCode(company) : refId(given?.TxnTaxCodeRef);
  const wanted = cents(given?.TotalTax);
  if (codeId === "CustomSalesTax") {
    if (wanted === undefined) throw customSalesTax("CustomSalesTax needs a TotalTax.");
    return { sum: wanted, detail: { TxnTaxCodeRef: { value: codeId }, TotalTax: amount(wanted) } };
  }
  const taxable = lines.taxedCents.get("TAX") ?? 0;
  const reduction = afterDiscount ? shareCents(lines.discountCents, taxable, lines.itemCents) : 0;
  const base = taxable - reduction;
  const rates = codeId === undefined || codeId === "NON" || codeId === "TAX" ? [] : ratesOf(company, codeId);
  const taxLines = rates.map((rate) => taxLine(rate, percentCents(base, rate.RateValue), base));
  if (wanted !== undefined && (partnerTaxEnabled || honourTotalTax)) {
    if (partnerTaxEnabled) spread(taxLines, wanted);
    else override(taxLines, wanted);
  }
  const sum = wanted !== undefined && (partnerTaxEnabled || honourTotalTax) ? wanted : sumOf(taxLines);
  const detail: Row = { TotalTax: amount(sum) };
  if (codeId !== undefined && rates.length > 0) detail.TxnTaxCodeRef = { value: codeId };
  if (taxLines.length > 0) detail.TaxLine = taxLines;
  return { sum, detail };
}

/** Tax in cents and the TxnTaxDetail of the answer. Throws 2500, 6160. */
export function taxOf(
  company: Company,
  mode: TaxMode,
  given: Row | undefined,
  lines: Lines,
  afterDiscount: boolean,
): Tax {
  switch (mode) {
    case "none":
      return { sum: 0, detail: { TotalTax: 0 } };
    case "form":
      return byForm(company, given, lines, afterDiscount);
    case "lines":
    case "inclusive":
      return byLines(company, given, lines, afterDiscount);
    default:
      return mode satisfies never;
  }
}
