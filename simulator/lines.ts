// How are the lines of a sales form checked and completed?
import type { Company } from "./company.ts";
import { badEnum, badReference, business, lineAmount, lineTaxCode, required } from "./faults.ts";
import { asRow, asRows, asText, refId, type Json, type Row } from "./json.ts";
import { amount, cents, percentCents, productCents } from "./money.ts";
import { keptReference } from "./references.ts";

export type Lines = {
  /** Lines as they are stored, with ids, numbers and the subtotal line. */
  stored: Row[];
  itemCents: number;
  taxableCents: number;
  discountCents: number;
};

const SHIPPING = "SHIPPING_ITEM_ID";

function detailOf(line: Row, type: string): Row {
  const detail = asRow(line[type]);
  if (detail === undefined) throw required(`Line.${type}`);
  return detail;
}

function taxCode(detail: Row): string {
  const code = refId(detail.TaxCodeRef) ?? "NON";
  if (code !== "TAX" && code !== "NON") throw lineTaxCode(code);
  return code;
}

function salesLine(company: Company, line: Row, before: Row | undefined): Row {
  const detail: Row = { ...detailOf(line, "SalesItemLineDetail") };
  const supplied = cents(line.Amount);
  if (supplied === undefined) throw required("Amount");
  if (refId(detail.ItemRef) === SHIPPING) detail.ItemRef = { value: SHIPPING };
  else if (detail.ItemRef !== undefined) {
    const old = asRow(before?.SalesItemLineDetail);
    const id = refId(detail.ItemRef);
    if (id === undefined) throw badReference("Items", "");
    detail.ItemRef = keptReference(company, "Item", detail.ItemRef, old?.ItemRef);
    const account = asRow(company.get("Item", id)?.IncomeAccountRef);
    if (account !== undefined) detail.ItemAccountRef = account;
  }
  if (refId(detail.ClassRef) !== undefined && company.settings.preferences.classTrackingPerTxnLine) {
    detail.ClassRef = keptReference(company, "Class", detail.ClassRef, asRow(before?.SalesItemLineDetail)?.ClassRef);
  } else delete detail.ClassRef;
  const product = productCents(detail.Qty, detail.UnitPrice);
  if (product !== undefined && product !== supplied) throw lineAmount(line.Amount);
  detail.TaxCodeRef = { value: taxCode(detail) };
  return { ...line, Amount: amount(supplied), SalesItemLineDetail: detail, CustomExtensions: [] };
}

function discountLine(company: Company, line: Row, itemCents: number): { row: Row; discount: number } {
  const detail = detailOf(line, "DiscountLineDetail");
  if (refId(detail.DiscountAccountRef) !== undefined) {
    keptReference(company, "Account", detail.DiscountAccountRef, undefined);
  }
  const percent = detail.PercentBased === true;
  if (percent && detail.DiscountPercent === undefined) throw required("DiscountPercent");
  const discount = percent ? percentCents(itemCents, detail.DiscountPercent) : cents(line.Amount);
  if (discount === undefined) throw required("Amount");
  const { Id: _id, LineNum: _number, ...rest } = line;
  return { row: { ...rest, Amount: amount(discount) }, discount };
}

/** Checks and completes lines; ids of `before` are kept. Throws 2020, 2170, 2500, 6000, 6070, 6100. */
export function salesLines(company: Company, given: Json | undefined, before: Json | undefined): Lines {
  const old = new Map(
    asRows(before).flatMap((line) => (asText(line.Id) === undefined ? [] : [[asText(line.Id), line]])),
  );
  let highest = Math.max(0, ...[...old.keys()].map(Number).filter((id) => Number.isFinite(id)));
  const numbered: Row[] = [];
  const discounts: Row[] = [];
  let itemCents = 0;
  let taxableCents = 0;
  for (const line of asRows(given)) {
    const type = asText(line.DetailType);
    if (type === undefined) throw required("Line.DetailType");
    if (type === "SubTotalLineDetail") continue;
    if (type === "DiscountLineDetail") {
      discounts.push(line);
      continue;
    }
    if (type === "GroupLineDetail") throw business("Bundles are not supported here");
    if (type !== "SalesItemLineDetail" && type !== "DescriptionOnly") throw badEnum("DetailType", type);
    const id = asText(line.Id);
    const known = id === undefined ? undefined : old.get(id);
    const row = type === "DescriptionOnly" ? { ...line } : salesLine(company, line, known);
    if (known === undefined) highest += 1;
    const lineId = known === undefined ? String(highest) : id;
    numbered.push({ ...row, Id: lineId, LineNum: numbered.length + 1 });
    if (type === "DescriptionOnly") continue;
    const value = cents(row.Amount) ?? 0;
    itemCents += value;
    if (refId(asRow(row.SalesItemLineDetail)?.TaxCodeRef) === "TAX") taxableCents += value;
  }
  if (!numbered.some((line) => line.DetailType === "SalesItemLineDetail")) throw required("Line");
  let discountCents = 0;
  const stored = [...numbered, { Amount: amount(itemCents), DetailType: "SubTotalLineDetail", SubTotalLineDetail: {} }];
  for (const line of discounts) {
    const { row, discount } = discountLine(company, line, itemCents);
    discountCents += discount;
    stored.push(row as (typeof stored)[number]);
  }
  return { stored, itemCents, taxableCents, discountCents };
}
