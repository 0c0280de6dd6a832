// Which column means what? Header names against the words people use, checked against the first cells.
import { z } from "zod";

import { dateFormats, detectDateFormat, readAmount, readDate, type DateFormat } from "./csv-values.ts";

type FieldKind = "text" | "amount" | "date" | "yes-no";
type FieldKnowledge = {
  readonly label: string;
  /** Which part of the order it belongs to; how the choice is grouped. */
  readonly group: "Order" | "Customer" | "Invoice" | "Charge" | "Payment";
  readonly kind: FieldKind;
  /** Header names people use, in small letters; the first ones fit best. */
  readonly words: readonly string[];
};

const field = (group: FieldKnowledge["group"], label: string, kind: FieldKind, words: string): FieldKnowledge => ({
  group,
  label,
  kind,
  words: words.split("|"),
});

/** Every order field a column may fill. */
export const csvFields = {
  externalId: field("Order", "Order ID", "text", "order id|external id|load id|shipment id|transaction id|id"),
  number: field(
    "Order",
    "Order number",
    "text",
    "order number|load number|order no|load no|load|order|pro number|ref number|number",
  ),
  status: field("Order", "Status", "text", "status|order status|load status"),
  updatedAt: field("Order", "Updated at", "date", "updated at|updated|last updated|modified|last modified|changed at"),
  orderDate: field(
    "Order",
    "Order date",
    "date",
    "order date|invoice date|delivered|delivery date|date delivered|completed|date|created at",
  ),
  dueDate: field("Order", "Due date", "date", "due date|due|payment due"),
  currency: field("Order", "Currency", "text", "currency|currency code"),
  terms: field("Order", "Terms", "text", "terms|payment terms"),
  class: field("Order", "Class", "text", "class|terminal city|division|department"),
  notes: field("Order", "Notes", "text", "notes|note|memo|comments|remarks"),
  discount: field("Order", "Discount on the order", "amount", "order discount|discount amount|discount"),
  shipping: field("Order", "Shipping", "amount", "shipping|shipping amount|freight|delivery fee"),
  tax: field("Order", "Tax on the order", "amount", "tax|tax amount|sales tax|total tax"),
  total: field("Order", "Order total", "amount", "order total|total|grand total|invoice total"),
  jobName: field("Order", "Album, event or project", "text", "album|job|project|event|album name|job name"),
  customerName: field("Customer", "Customer", "text", "customer|customer name|client|client name|shipper|account"),
  customerId: field("Customer", "Customer ID", "text", "customer id|customer number|customer code|client id"),
  customerCompany: field("Customer", "Company", "text", "company|company name|business name"),
  customerEmail: field("Customer", "E-mail", "text", "email|customer email|e mail"),
  customerPhone: field("Customer", "Phone", "text", "phone|customer phone|telephone"),
  line1: field(
    "Customer",
    "Billing street",
    "text",
    "address|street|billing address|address 1|billing street|bill to address",
  ),
  city: field("Customer", "Billing city", "text", "city|billing city|bill to city"),
  region: field("Customer", "Billing state", "text", "state|province|region|billing state|bill to state"),
  postalCode: field("Customer", "Billing ZIP", "text", "zip|zip code|postal code|postcode|billing zip|bill to zip"),
  country: field("Customer", "Billing country", "text", "country|billing country"),
  invoiceNumber: field(
    "Invoice",
    "Invoice number",
    "text",
    "invoice number|invoice no|invoice|inv no|bill number|doc number",
  ),
  billToName: field("Invoice", "Bill to", "text", "bill to|billto|bill to name|billed to|payer|bill to customer"),
  billToEmail: field("Invoice", "Bill to e-mail", "text", "bill to email|billing email|invoice email|payer email"),
  chargeCode: field(
    "Charge",
    "Charge code",
    "text",
    "charge code|charge|charge type|item|sku|product|service|code|item name",
  ),
  description: field(
    "Charge",
    "Charge description",
    "text",
    "charge description|description|item description|line description|details",
  ),
  quantity: field("Charge", "Quantity", "amount", "quantity|qty|units|hours|count"),
  unitPrice: field("Charge", "Unit price", "amount", "unit price|rate|price|unit rate|unit cost"),
  amount: field("Charge", "Amount", "amount", "amount|charge amount|line amount|line total|extended|ext price"),
  taxable: field("Charge", "Taxable", "yes-no", "taxable|is taxable"),
  serviceDate: field("Charge", "Service date", "date", "service date|date of service"),
  paymentId: field("Payment", "Payment ID", "text", "payment id|payment number"),
  paymentDate: field("Payment", "Payment date", "date", "payment date|paid date|date paid|paid on"),
  paymentMethod: field("Payment", "Payment method", "text", "payment method|paid by|pay method|method|tender"),
  paymentReference: field(
    "Payment",
    "Payment reference",
    "text",
    "payment reference|check number|check no|payment ref|confirmation",
  ),
  paymentAmount: field("Payment", "Amount paid", "amount", "paid amount|payment amount|amount paid|paid"),
} as const satisfies Record<string, FieldKnowledge>;

export type CsvField = keyof typeof csvFields;
export const csvFieldNames = Object.keys(csvFields) as CsvField[];

/** Where a column goes: an order field, kept under its own name (reference, custom field), or nowhere. */
export const columnTargets = [...csvFieldNames, "reference", "customField", "ignore"] as const;
export type ColumnTarget = (typeof columnTargets)[number];

export const ColumnMapping = z.object({
  columns: z
    .array(z.object({ header: z.string().max(200), target: z.enum(columnTargets) }))
    .min(1)
    .max(300),
  dateFormat: z.enum(dateFormats),
});
export type ColumnMapping = z.infer<typeof ColumnMapping>;

/** The column our list of refused rows adds; it is passed over when the file comes back. */
export const REASON_HEADER = "Why it was refused";

/** Columns without which no row is an order. */
export const neededFields = [
  "number",
  "orderDate",
  "customerName",
  "chargeCode",
] as const satisfies readonly CsvField[];

export type DetectedColumn = {
  readonly header: string;
  readonly target: ColumnTarget;
  /** 0 to 1: how sure the detection is. Below 0.6 a person should look. */
  readonly confidence: number;
  readonly samples: readonly string[];
};
export type DetectedColumns = {
  readonly columns: readonly DetectedColumn[];
  readonly dateFormat: DateFormat;
  readonly isDateFormatUnclear: boolean;
};

const REFERENCES =
  /container|\bpo\b|purchase order|\bbol\b|bill of lading|chassis|vessel|terminal|booking|seal|\bmbl\b|\bhbl\b|reference|tracking|\bscac\b|trailer/;
const SAMPLES_SHOWN = 3;

/** Proposes what each column means. Each order field is given to one column at most: the one that fits best. */
export function detectColumns(header: readonly string[], rows: readonly (readonly string[])[]): DetectedColumns {
  const cells = header.map((_, at) => rows.map((row) => row[at]?.trim() ?? "").filter((cell) => cell !== ""));
  const bids = header.flatMap((name, at) =>
    csvFieldNames.map((target) => ({ at, target, score: scoreOf(name, target, cells[at] ?? []) })),
  );
  const targets = new Map<number, { target: ColumnTarget; confidence: number }>();
  const given = new Set<CsvField>();
  for (const bid of bids.filter((one) => one.score >= 0.5).sort((left, right) => right.score - left.score)) {
    if (targets.has(bid.at) || given.has(bid.target)) continue;
    targets.set(bid.at, { target: bid.target, confidence: bid.score });
    given.add(bid.target);
  }
  const columns = header.map((name, at) => ({
    header: name,
    ...(targets.get(at) ?? leftOver(name, cells[at] ?? [])),
    samples: [...new Set(cells[at])].slice(0, SAMPLES_SHOWN),
  }));
  const dates = columns.flatMap((column, at) => (kindOf(column.target) === "date" ? (cells[at] ?? []) : []));
  const { format, isUnclear } = detectDateFormat(dates);
  return { columns, dateFormat: format, isDateFormatUnclear: isUnclear };
}

/** What a remembered mapping says of this file, where the headers are the same; the detection says the rest. */
export function withRemembered(detected: DetectedColumns, remembered: ColumnMapping): DetectedColumns {
  const known = new Map(remembered.columns.map((column) => [column.header, column.target]));
  const columns = detected.columns.map((column) => {
    const target = known.get(column.header);
    return target === undefined ? column : { ...column, target, confidence: 1 };
  });
  const dateFormat = detected.isDateFormatUnclear ? remembered.dateFormat : detected.dateFormat;
  return { ...detected, columns, dateFormat };
}

/** Why a mapping cannot be used, in sentences; empty when it can. */
export function mappingFaults(mapping: ColumnMapping): readonly string[] {
  const targets = mapping.columns.map((column) => column.target);
  const has = (target: ColumnTarget) => targets.includes(target);
  const faults = neededFields
    .filter((needed) => !has(needed))
    .map((needed) => `Choose the column that holds the ${csvFields[needed].label.toLowerCase()}.`);
  if (!has("amount") && !has("unitPrice")) faults.push("Choose the column that holds the amount, or the unit price.");
  for (const name of csvFieldNames) {
    if (targets.filter((target) => target === name).length > 1) {
      faults.push(`Two columns are both "${csvFields[name].label}". Keep one.`);
    }
  }
  return faults;
}

function leftOver(name: string, cells: readonly string[]): { target: ColumnTarget; confidence: number } {
  if (name.trim() === REASON_HEADER || name.trim() === "") return { target: "ignore", confidence: 1 };
  if (REFERENCES.test(words(name))) return { target: "reference", confidence: 0.9 };
  return cells.length === 0 ? { target: "ignore", confidence: 0.6 } : { target: "customField", confidence: 0.6 };
}

/** 1 for the very word, less for a later synonym or a header that only contains it, less when the cells do not fit. */
function scoreOf(header: string, target: CsvField, cells: readonly string[]): number {
  const name = words(header);
  const { words: synonyms, kind } = csvFields[target];
  const exact = (synonyms as readonly string[]).indexOf(name);
  const contained = synonyms.some((word) => word.includes(" ") && ` ${name} `.includes(` ${word} `));
  const byName = exact >= 0 ? 1 - exact * 0.02 : contained ? 0.7 : 0;
  return byName * fitOf(kind, cells);
}

function fitOf(kind: FieldKind, cells: readonly string[]): number {
  if (cells.length === 0 || kind === "text" || kind === "yes-no") return 1;
  const fits = (cell: string) =>
    "value" in (kind === "date" ? readDate(cell, dayOrMonthFirst(cell)) : readAmount(cell));
  const share = cells.filter(fits).length / cells.length;
  return share >= 0.5 ? 1 : 0.4;
}

const dayOrMonthFirst = (cell: string) => detectDateFormat([cell]).format;

function kindOf(target: ColumnTarget): FieldKind {
  return target === "reference" || target === "customField" || target === "ignore" ? "text" : csvFields[target].kind;
}

/** "Load_Number #" and "loadNumber" → "load number". */
function words(header: string): string {
  return header
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/#/g, " number ")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
