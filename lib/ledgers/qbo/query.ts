// How is QuickBooks Online asked? Statements of its query language, and the quoting they need.
import type { QboEntity, QboRequest } from "./wire.ts";

export const PAGE_SIZE = 1000;

export type Condition = { readonly field: string; readonly values: readonly [string, ...string[]] };

/** A text as a literal: backslash and apostrophe are escaped. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** One page of an entity, in a stable order. More than one value means any of them; `from` counts from 1. */
export function selectFrom(entity: QboEntity | ListEntity, conditions: readonly Condition[], from = 1): string {
  const where = conditions.map(({ field, values }) =>
    values.length === 1 ? `${field} = ${quoted(values[0])}` : `${field} IN (${values.map(quoted).join(", ")})`,
  );
  const filter = where.length > 0 ? ` WHERE ${where.join(" AND ")}` : "";
  return `SELECT * FROM ${entity}${filter} ORDERBY Id STARTPOSITION ${from} MAXRESULTS ${PAGE_SIZE}`;
}

export type ListEntity =
  | "Customer"
  | "Department"
  | "Item"
  | "Account"
  | "Term"
  | "Class"
  | "TaxCode"
  | "TaxRate"
  | "PaymentMethod";

/** Names made inactive are hidden unless asked for, and bear this suffix. */
const DELETED = " (deleted)";
const ANY_ACTIVE = "Active IN (true, false)";

/** Everybody or everything of these names, inactive ones too. */
export function selectByName(entity: "Customer" | "Item", names: readonly [string, ...string[]]): QboRequest {
  const field = entity === "Customer" ? "DisplayName" : "Name";
  const both = names.flatMap((name) => [name, name + DELETED]);
  const statement = `SELECT * FROM ${entity} WHERE ${field} IN (${both.map(quoted).join(", ")}) AND ${ANY_ACTIVE} MAXRESULTS ${PAGE_SIZE}`;
  return { is: "query", statement };
}

/** Everything with these ids, inactive ones too. */
export function selectById(entity: "Customer" | "Item", ids: readonly [string, ...string[]]): QboRequest {
  const statement = `SELECT * FROM ${entity} WHERE Id IN (${ids.map(quoted).join(", ")}) AND ${ANY_ACTIVE} MAXRESULTS ${PAGE_SIZE}`;
  return { is: "query", statement };
}

/** The name without what QuickBooks adds when it is made inactive. */
export function plainName(name: string): string {
  return name.toLowerCase().endsWith(DELETED) ? name.slice(0, -DELETED.length) : name;
}

/** Are two names one name to QuickBooks? It compares without regard to case. */
export function isSameName(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** One page of a list, inactive entries too. Tax codes and rates have no such switch. */
export function selectList(entity: ListEntity, from: number): QboRequest {
  const filter = entity === "TaxCode" || entity === "TaxRate" ? "" : ` WHERE ${ANY_ACTIVE}`;
  const statement = `SELECT * FROM ${entity}${filter} ORDERBY Id STARTPOSITION ${from} MAXRESULTS ${PAGE_SIZE}`;
  return { is: "query", statement };
}
