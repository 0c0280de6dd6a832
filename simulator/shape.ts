// Does a body fit the entity: known fields, right types, lengths, dates, e-mail addresses?
import { isDay } from "./clock.ts";
import { badDate, badEmail, badLength, badNumber, malformed, unknownProperty } from "./faults.ts";
import type { EntityName } from "./entities.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { decimal } from "./money.ts";
import type { Spec } from "./schema-parts.ts";
import { SCHEMAS } from "./schema.ts";

const EMAIL = /^[^\s@,;]+@[^\s@,;.]+(\.[^\s@,;.]+)+$/;

function checkText(field: string, value: Json, min: number, max: number): void {
  const text = asText(value);
  if (text === undefined) throw malformed(field);
  // An explicit "" is QuickBooks' way of emptying a field; only fields that must not be empty carry a minimum.
  if (text.length > max || text.length < min) throw badLength(field, max, text.length, min);
}

function checkEmail(value: Json): void {
  const text = asText(value);
  if (text === undefined) throw malformed("Address");
  if (text.length > 100) throw badLength("Address", 100, text.length);
  const addresses = text.split(",").map((part) => part.trim());
  if (text !== "" && !addresses.every((part) => EMAIL.test(part))) throw badEmail(text);
}

function checkValue(field: string, value: Json | undefined, spec: Spec, entity: string): void {
  if (value === null || value === undefined || spec.kind === "any") return;
  if (spec.kind === "text") return checkText(field, value, spec.min, spec.max);
  if (spec.kind === "email") return checkEmail(value);
  if (spec.kind === "flag") {
    if (typeof value !== "boolean" && value !== "true" && value !== "false") throw malformed(field);
    return;
  }
  if (spec.kind === "number") {
    if (decimal(value) === undefined) throw badNumber(field, asText(value) ?? "");
    return;
  }
  if (spec.kind === "day") {
    if (typeof value !== "string" || !isDay(value.slice(0, 10))) throw badDate(field, asText(value) ?? "");
    return;
  }
  if (spec.kind === "list") {
    if (!Array.isArray(value)) throw malformed(field);
    for (const entry of value) checkValue(field, entry, spec.of, entity);
    return;
  }
  const row = asRow(value);
  if (row === undefined) throw malformed(field);
  checkFields(row, spec.fields, entity);
}

function checkFields(row: Row, fields: Record<string, Spec>, entity: string): void {
  for (const [field, value] of Object.entries(row)) {
    const spec = fields[field];
    if (spec === undefined) throw unknownProperty(field, entity, Object.keys(fields).length);
    checkValue(field, value, spec, entity);
  }
}

/** Throws 2010 for unknown fields and wrong types, 2050 for lengths, 2060/2080/2210 for dates, numbers, e-mails. */
export function checkShape(entity: EntityName, body: Row): void {
  checkFields(body, SCHEMAS[entity], entity);
}
