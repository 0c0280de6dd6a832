// How are the lines of a sales form checked and completed?
import type { Company } from "./company.ts";
import { badEnum, badReference, business, lineAmount, lineTaxCode, required } from "./faults.ts";
import { customSalesTax, discountLine as discountFault, featureOff, linesMissing } from "./faults-of-business.ts";
import { asRow, asRows, asText, refId, type Json, type Row } from "./json.ts";
import type { Lines } from "./line-sums.ts";
import { amount, cents, percentCents, productCents, shareCents } from "./money.ts";
import { keptReference } from "./references.ts";
import { withoutTax, type TaxMode } from "./tax.ts";

const SHIPPING = "SHIPPING_ITEM_ID";
const LINES_MAX = 10_000;
const TAXED_LINES_MAX = 750;

function detailOf(line: Row, type: string): Row {
  const detail = asRow(line[type]);
  if (detail === undefined) throw required(`Line.${type}`);
  return detail;
}

/** The tax code of a line: TAX or NON in the US, the id of a real code elsewhere. Throws 2500, 6100, 6160. */
function taxCode(company: Company, detail: Row, mode: TaxMode): string | undefined {
  const { preferences, readings } = company.settings;
  const given = refId(detail.TaxCodeRef);
  if (preferences.country === "US") {
    const code = given ?? readings.lineTaxDefault;
    if (code === "CustomSalesTax") throw customSalesTax("CustomSalesTax is a code for the form, not for a line.");
    if (code !== "TAX" && code !== "NON") throw lineTaxCode(code);
    return code;
  }
  if (mode === "none") return undefined;
  if (given === undefined || !/^\d+$/.test(given)) throw lineTaxCode(given ?? "");
  if (company.get("TaxCode", given) === undefined) throw badReference("TaxCodes", given);
  return given;
}

function sold(company: Company, detail: Row, old: Row | undefined): void {
  const id = refId(detail.ItemRef);
  if (id === SHIPPING) {
    if (!company.settings.preferences.allowShipping) throw business("Shipping is switched off in this company.");
    detail.ItemRef = { value: SHIPPING };
    return;
  }
  if (detail.ItemRef === undefined) return;
  if (id === undefined) throw badReference("Items", "");
  detail.ItemRef = keptReference(company, "Item", detail.ItemRef, old?.ItemRef);
  const account = asRow(company.get("Item", id)?.IncomeAccountRef);
  if (account !== undefined) detail.ItemAccountRef = account;
}

function classified(company: Company, detail: Row, old: Row | undefined): void {
  const { preferences, readings } = company.settings;
  if (refId(detail.ClassRef) !== undefined && preferences.classTrackingPerTxnLine) {
    detail.ClassRef = keptReference(company, "Class", detail.ClassRef, old?.ClassRef);
    return;
  }
  if (refId(detail.ClassRef) !== undefined && readings.switchedOff === "refuse") throw featureOff("Class per line");
  delete detail.ClassRef;
}

/** A sold line with its net amount; `gross` is what was charged, tax inside where it is included. */
function salesLine(company: Company, line: Row, before: Row | undefined, mode: TaxMode): { row: Row; gross: number } {
  const detail: Row = { ...detailOf(line, "SalesItemLineDetail") };
  const old = asRow(before?.SalesItemLineDetail);
  const supplied = cents(line.Amount);
  if (supplied === undefined) throw required("Amount");
  sold(company, detail, old);
  classified(company, detail, old);
  const code = taxCode(company, detail, mode);
  const inside = mode === "inclusive" ? cents(detail.TaxInclusiveAmt) : undefined;
  const product = productCents(detail.Qty, detail.UnitPrice);
  const tolerance = company.settings.readings.lineToleranceCents;
  const near = (value: number) => product === undefined || Math.abs(product - value) <= tolerance;
  if (!near(supplied) && (inside === undefined || !near(inside))) throw lineAmount(line.Amount);
  if (code === undefined) delete detail.TaxCodeRef;
  else detail.TaxCodeRef = { value: code };
  const gross = inside ?? supplied;
  const net = mode === "inclusive" && code !== undefined ? withoutTax(company, gross, code) : supplied;
  if (mode === "inclusive") detail.TaxInclusiveAmt = amount(gross);
  return { row: { ...line, Amount: amount(net), SalesItemLineDetail: detail, CustomExtensions: [] }, gross };
}

function discountLine(company: Company, line: Row, itemCents: number): { row: Row; discount: number } {
  if (!company.settings.preferences.allowDiscount) throw discountFault("Discounts are switched off in this company.");
  const detail = detailOf(line, "DiscountLineDetail");
  if (refId(detail.DiscountAccountRef) !== undefined) {
    keptReference(company, "Account", detail.DiscountAccountRef, undefined);
  }
  const percent = detail.PercentBased === true || detail.PercentBased === "true";
  if (percent && detail.DiscountPercent === undefined) throw required("DiscountPercent");
  const discount = percent ? percentCents(itemCents, detail.DiscountPercent) : cents(line.Amount);
  if (discount === undefined) throw required("Amount");
  const { Id: _id, LineNum: _number, ...rest } = line;
  return { row: { ...rest, Amount: amount(discount) }, discount };
}

/** Sorts the given lines: numbered ones, at most one discount; the subtotal is the server's own. Throws. */
function sorted(given: Json | undefined): { numbered: Row[]; discount: Row | undefined } {
  const numbered: Row[] = [];
  let discount: Row | undefined;
  const lines = asRows(given);
  if (lines.length > LINES_MAX) throw business(`A transaction may have at most ${LINES_MAX} lines.`);
  for (const line of lines) {
    const type = asText(line.DetailType);
    if (type === undefined) throw required("Line.DetailType");
    if (type === "SubTotalLineDetail") continue;
    if (type === "GroupLineDetail") throw business("Bundles are not supported here");
    if (type === "DiscountLineDetail") {
      if (discount !== undefined) throw discountFault("A form has one discount line.");
      discount = line;
    } else if (type === "SalesItemLineDetail" || type === "DescriptionOnly") numbered.push(line);
    else throw badEnum("DetailType", type);
  }
  if (!numbered.some((line) => line.DetailType === "SalesItemLineDetail")) throw linesMissing();
  return { numbered, discount };
}

/** Checks and completes lines; ids of `before` are kept. Throws 2020, 2170, 2250, 2500, 6000, 6070, 6090, 6100. */
export function salesLines(company: Company, given: Json | undefined, before: Json | undefined, mode: TaxMode): Lines {
  const old = new Map(
    asRows(before).flatMap((line) => (asText(line.Id) === undefined ? [] : [[asText(line.Id), line]])),
  );
  let highest = Math.max(0, ...[...old.keys()].map(Number).filter((id) => Number.isFinite(id)));
  const { numbered, discount } = sorted(given);
  const lines: Lines = {
    stored: [],
    itemCents: 0,
    taxedCents: new Map(),
    discountCents: 0,
    inclusive: mode === "inclusive",
    grossCents: 0,
    discountGrossCents: 0,
  };
  let taxed = 0;
  for (const line of numbered) {
    const id = asText(line.Id);
    const known = id === undefined ? undefined : old.get(id);
    if (known === undefined) highest += 1;
    const place = { Id: known === undefined ? String(highest) : id, LineNum: lines.stored.length + 1 };
    if (line.DetailType === "DescriptionOnly") {
      lines.stored.push({ ...line, ...place });
      continue;
    }
    const { row, gross } = salesLine(company, line, known, mode);
    lines.stored.push({ ...row, ...place });
    const value = cents(row.Amount) ?? 0;
    const code = refId(asRow(row.SalesItemLineDetail)?.TaxCodeRef) ?? "NON";
    lines.itemCents += value;
    lines.grossCents += gross;
    if (code === "NON") continue;
    taxed += 1;
    lines.taxedCents.set(code, (lines.taxedCents.get(code) ?? 0) + value);
  }
  if (company.settings.preferences.partnerTaxEnabled && taxed > TAXED_LINES_MAX) {
    throw business(`A taxed form may have at most ${TAXED_LINES_MAX} lines.`);
  }
  const subtotal = { Amount: amount(lines.itemCents), DetailType: "SubTotalLineDetail", SubTotalLineDetail: {} };
  lines.stored.push(subtotal);
  if (discount === undefined) return lines;
  const { row, discount: off } = discountLine(company, discount, lines.itemCents);
  lines.stored.push(row);
  lines.discountCents = off;
  lines.discountGrossCents = shareCents(lines.grossCents, off, lines.itemCents);
  return lines;
}
