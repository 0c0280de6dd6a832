// Does a reference in a body point at something that exists, is active and may be used there?
import type { Company } from "./company.ts";
import { KINDS, type EntityName } from "./entities.ts";
import { badReference, categoryReference, inactiveReference } from "./faults.ts";
import { asRow, asText, refId, type Json, type Row } from "./json.ts";

/** The name a record is shown with in references. */
export function shownName(entity: EntityName, row: Row): string {
  const field = entity === "Customer" || entity === "Vendor" || entity === "Employee" ? "DisplayName" : "Name";
  return asText(row[field]) ?? "";
}

/** The reference with its current name. Throws 2500 when it is unknown, inactive or (items) a category. */
export function reference(company: Company, entity: EntityName, value: Json | undefined): Row | undefined {
  const id = refId(value);
  if (id === undefined) return undefined;
  const row = company.get(entity, id);
  if (row === undefined) throw badReference(KINDS[entity].element, id);
  if (row.Active === false) throw inactiveReference();
  return { value: id, name: shownName(entity, row) };
}

/** A reference to something that is sold. */
export function itemReference(company: Company, value: Json | undefined): Row | undefined {
  const found = reference(company, "Item", value);
  if (found !== undefined && company.get("Item", asText(found.value) ?? "")?.Type === "Category") {
    throw categoryReference();
  }
  return found;
}

/**
 * A reference that keeps working on records that had it before it became inactive. The same id is the same reference,
 * with or without a name: sending back what was read changes nothing.
 */
export function keptReference(
  company: Company,
  entity: EntityName,
  value: Json | undefined,
  before: Json | undefined,
): Row | undefined {
  const id = refId(value);
  const known = id !== undefined && company.get(entity, id) !== undefined;
  if (known && id === refId(before)) return asRow(before);
  return entity === "Item" ? itemReference(company, value) : reference(company, entity, value);
}
