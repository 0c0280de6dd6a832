// Does a body fit the entity: known fields, right types, lengths, dates, amounts, e-mail addresses?
import { isDay } from "./clock.ts";
import type { EntityName } from "./entities.ts";
import { badDate, badEmail, badEnum, badLength, badNumber, malformed, unknownProperty } from "./faults.ts";
import { badAmount, badCurrency, badDecimal, badPercent, badQuantity, badUrl } from "./faults-of-values.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { decimal } from "./money.ts";
import type { Figure, Spec } from "./schema-parts.ts";
import { SCHEMAS } from "./schema.ts";

const EMAIL = /^[^\s@,;]+@[^\s@,;.]+(\.[^\s@,;.]+)+$/;
const URL_SHAPE = /^(https?:\/\/)?[^\s/.]+(\.[^\s/.]+)+(\/\S*)?$/i;
const LINES = ["Line1", "Line2", "Line3", "Line4", "Line5"];
const PRICE_MAX = 99_999_999_999;

function checkText(field: string, value: Json, min: number, max: number): void {
  const text = asText(value);
  if (text === undefined) throw malformed(field);
  // An explicit "" is QuickBooks' way of emptying a field; only fields that must not be empty carry a minimum.
  if (text.length > max || text.length < min) throw badLength(field, max, text.length, min);
}

/** True for one address of the usual shape: something @ something with a dot. */
export function isEmail(text: string): boolean {
  return text.length <= 100 && EMAIL.test(text);
}

function checkEmail(value: Json): void {
  const text = asText(value);
  if (text === undefined) throw malformed("Address");
  if (text.length > 100) throw badLength("Address", 100, text.length);
  const addresses = text.split(",").map((part) => part.trim());
  if (text !== "" && !addresses.every((part) => EMAIL.test(part))) throw badEmail(text);
}

/** Throws the fault of its kind when the value is no number or out of range. */
function checkFigure(field: string, value: Json, figure: Figure): void {
  const text = asText(value) ?? "";
  const size = Math.abs(Number(text));
  const isNumber = decimal(value) !== undefined;
  switch (figure) {
    case "number":
      if (!isNumber) throw badNumber(field, text);
      return;
    case "amount":
      if (!isNumber || size >= 1e15) throw badAmount(field, text);
      return;
    case "price":
      if (!isNumber || size > PRICE_MAX) throw badDecimal(field, text);
      return;
    case "percent":
      if (!isNumber || Number(text) < 0 || size > 100) throw badPercent(field, text);
      return;
    case "quantity":
      if (!isNumber) throw badQuantity(field, text);
      return;
    default:
      figure satisfies never;
  }
}

function checkAddress(row: Row): void {
  const total = LINES.reduce((sum, line) => sum + (asText(row[line])?.length ?? 0), 0);
  if (total > 2000) throw badLength("Line1", 2000, total);
}

function checkValue(field: string, value: Json | undefined, spec: Spec, entity: string): void {
  if (value === null || value === undefined || spec.kind === "any") return;
  switch (spec.kind) {
    case "text":
      return checkText(field, value, spec.min, spec.max);
    case "email":
      return checkEmail(value);
    case "figure":
      return checkFigure(field, value, spec.figure);
    case "flag":
      if (typeof value !== "boolean" && value !== "true" && value !== "false") throw malformed(field);
      return;
    case "day":
      if (typeof value !== "string" || !isDay(value.slice(0, 10))) throw badDate(field, asText(value) ?? "");
      return;
    case "url":
      checkText(field, value, 0, 1000);
      if (value !== "" && !URL_SHAPE.test(asText(value) ?? "")) throw badUrl(field, asText(value) ?? "");
      return;
    case "currency":
      if (value !== "" && !/^[A-Z]{3}$/.test(asText(value) ?? "")) throw badCurrency(field, asText(value) ?? "");
      return;
    case "choice":
      if (value !== "" && !spec.of.includes(asText(value) ?? "")) throw badEnum(field, asText(value) ?? "");
      return;
    case "list":
      if (!Array.isArray(value)) throw malformed(field);
      for (const entry of value) checkValue(field, entry, spec.of, entity);
      return;
    case "object": {
      const row = asRow(value);
      if (row === undefined) throw malformed(field);
      checkFields(row, spec.fields, entity);
      if (spec.fields.Line5 !== undefined) checkAddress(row);
      return;
    }
    default:
      spec satisfies never;
  }
}

function checkFields(row: Row, fields: Record<string, Spec>, entity: string): void {
  for (const [field, value] of Object.entries(row)) {
    const spec = fields[field];
    if (spec === undefined) throw unknownProperty(field, entity, Object.keys(fields).length);
    checkValue(field, value, spec, entity);
  }
}

/** Throws 2010 for unknown fields and wrong types, 2050 for lengths, 2060 to 2220 for values of the wrong shape. */
export function checkShape(entity: EntityName, body: Row): void {
  checkFields(body, SCHEMAS[entity], entity);
}
