// How is QuickBooks Online asked? Statements of its query language, and the quoting they need.
import { nameField, type QboEntity, type QboNameList } from "./entities.ts";
import type { QboRequest } from "./wire.ts";

/** As many as one answer holds. */
export const PAGE_SIZE = 1000;

export type Condition = { readonly field: string; readonly values: readonly [string, ...string[]] };
type Query = Extract<QboRequest, { is: "query" }>;

/** Curly quotes break QuickBooks' parser, inside a literal too, and cannot be escaped. */
const UNSAYABLE = /[\u2018-\u201f]/g;

/** Can a text be asked for word for word? */
export function isSayable(text: string): boolean {
  return text.search(UNSAYABLE) === -1;
}

/** A text as a literal: backslash and apostrophe are escaped. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/**
 * One page of an entity, in a stable order. More than one value means any of them; `from` counts from 1. A value with
 * curly quotes is asked for with wildcards in their place, so the rows may hold more than was meant.
 */
export function selectFrom(entity: QboEntity, conditions: readonly Condition[], from = 1): Query {
  return { is: "query", statement: `SELECT * FROM ${entity}${where(conditions)} ${page("Id", from)}` };
}

/** One record by its id; no rows when it is gone. */
export function selectOne(entity: QboEntity, ledgerId: string): Query {
  return { is: "query", statement: `SELECT * FROM ${entity} WHERE Id = ${quoted(ledgerId)}` };
}

/** How many records fit; the answer has a count and no rows. */
export function countOf(entity: QboEntity, conditions: readonly Condition[] = []): Query {
  return { is: "query", statement: `SELECT COUNT(*) FROM ${entity}${where(conditions)}` };
}

export type ListEntity =
  | "Customer"
  | "Item"
  | "Account"
  | "Term"
  | "Class"
  | "Department"
  | "TaxCode"
  | "TaxRate"
  | "PaymentMethod";

/** Names made inactive are hidden unless asked for, and bear this suffix. */
const DELETED = " (deleted)";
const ANY_ACTIVE = "Active IN (true, false)";

/**
 * Everybody or everything of these names, inactive ones too. Names that cannot be said word for word are asked for one
 * at a time: of several, only the first is in the question.
 */
export function selectByName(list: QboNameList, names: readonly [string, ...string[]]): Query {
  const field = nameField(list);
  const sayable = names.every(isSayable)
    ? `${field} IN (${names
        .flatMap((name) => [name, name + DELETED])
        .map(quoted)
        .join(", ")})`
    : `${field} LIKE ${quoted(`${wild(names[0])}%`)}`;
  return { is: "query", statement: `SELECT * FROM ${list} WHERE ${sayable} AND ${ANY_ACTIVE} ${page("Id", 1)}` };
}

/** Everything with these ids, inactive ones too. */
export function selectById(list: QboNameList, ids: readonly [string, ...string[]]): Query {
  const filter = ` WHERE Id IN (${ids.map(quoted).join(", ")}) AND ${ANY_ACTIVE}`;
  return { is: "query", statement: `SELECT * FROM ${list}${filter} ${page("Id", 1)}` };
}

/** One page of a list, inactive entries too. Tax codes and rates have no such switch. */
export function selectList(entity: ListEntity, from: number): Query {
  const filter = entity === "TaxCode" || entity === "TaxRate" ? "" : ` WHERE ${ANY_ACTIVE}`;
  return { is: "query", statement: `SELECT * FROM ${entity}${filter} ${page("Id", from)}` };
}

/** The name without what QuickBooks adds when it is made inactive. */
export function plainName(name: string): string {
  return name.toLowerCase().endsWith(DELETED) ? name.slice(0, -DELETED.length) : name;
}

/** Are two names one name to QuickBooks? It compares without regard to case. */
export function isSameName(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** A list, not one value: ids and names of records. Throws for none, which would be a question about everything. */
export function atLeastOne(values: readonly string[]): readonly [string, ...string[]] {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error("A question about nothing");
  return [first, ...rest];
}

function where(conditions: readonly Condition[]): string {
  const parts = conditions.map(({ field, values }) => {
    if (values.length > 1) return `${field} IN (${values.map(quoted).join(", ")})`;
    return isSayable(values[0]) ? `${field} = ${quoted(values[0])}` : `${field} LIKE ${quoted(wild(values[0]))}`;
  });
  return parts.length > 0 ? ` WHERE ${parts.join(" AND ")}` : "";
}

function wild(text: string): string {
  return text.replaceAll(UNSAYABLE, "%");
}

/** Without an order of its own QuickBooks moves rows between pages while they are read. */
function page(field: string, from: number): string {
  return `ORDERBY ${field} STARTPOSITION ${from} MAXRESULTS ${PAGE_SIZE}`;
}
