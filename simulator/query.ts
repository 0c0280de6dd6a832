// Which records does a query return, in which order, on which page?
import { envelopeTime, companyDay } from "./clock.ts";
import type { Company } from "./company.ts";
import { entityOf, isTransaction, KINDS, type EntityName } from "./entities.ts";
import { queryError } from "./faults.ts";
import { asRow, asText, at, refId, type Row } from "./json.ts";
import { asQueryRow, isComputed, present, withInvoiceLink } from "./present.ts";
import { companyInfo, preferencesEntity } from "./company-info.ts";
import { parseStatement, type Condition, type Statement } from "./query-parse.ts";
import { queryField } from "./query-fields.ts";
import { indexedField } from "./table.ts";

/** The field's value to compare with: the id of a reference, the address of an e-mail, numbers as numbers. */
function comparable(row: Row, field: string): string | number | undefined {
  const found = at(row, field);
  const object = asRow(found);
  if (object !== undefined) return refId(object) ?? asText(object.Address ?? object.FreeFormNumber ?? object.URI);
  return typeof found === "number" ? found : asText(found);
}

function compare(left: string | number, right: string, field: string): number {
  if (typeof left === "number") return left - Number(right);
  if (field.startsWith("MetaData.")) return Date.parse(left) - Date.parse(right);
  if (field === "Id") return Number(left) - Number(right);
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
}

function likePattern(value: string): RegExp {
  const escaped = value.split("%").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("[\\s\\S]*")}$`, "i");
}

function matches(row: Row, { field, operator, values }: Condition): boolean {
  const found = comparable(row, field);
  if (found === undefined) return false;
  if (operator === "in") return values.some((value) => compare(found, value, field) === 0);
  const wanted = values[0] ?? "";
  if (operator === "like") return likePattern(wanted).test(String(found));
  const order = compare(found, wanted, field);
  if (operator === "=") return order === 0;
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

/** Records worth looking at: from an index when a condition names one, otherwise all. */
function candidates(company: Company, entity: EntityName, conditions: Condition[]): Iterable<Row> {
  const table = company.table(entity);
  for (const { field, operator, values } of conditions) {
    if (operator !== "=" && operator !== "in") continue;
    if (field === "Id") return values.map((id) => table.rows.get(id)).filter((row) => row !== undefined);
    const index = indexedField(field);
    if (index === undefined) continue;
    return new Set(values.flatMap((value) => table.find(index, value)));
  }
  return table.rows.values();
}

function sortValue(row: Row, field: string): number | string {
  const found = comparable(row, field) ?? "";
  if (typeof found === "number") return found;
  if (field.startsWith("MetaData.")) return Date.parse(found);
  return field === "Id" ? Number(found) : found.toLowerCase();
}

function sorted(entity: EntityName, rows: Row[], order: Statement["order"]): Row[] {
  const wanted =
    order.length > 0
      ? order
      : isTransaction(entity)
        ? [
            { field: "MetaData.LastUpdatedTime", descending: true },
            { field: "Id", descending: true },
          ]
        : [
            { field: "FullyQualifiedName", descending: false },
            { field: KINDS[entity].name ?? "Id", descending: false },
          ];
  const keyed = rows.map((row) => ({ row, keys: wanted.map(({ field }) => sortValue(row, field)) }));
  keyed.sort((a, b) => {
    for (const [index, { descending }] of wanted.entries()) {
      const left = a.keys[index] ?? "";
      const right = b.keys[index] ?? "";
      if (left !== right) return (left < right ? -1 : 1) * (descending ? -1 : 1);
    }
    return Number(a.row.Id) - Number(b.row.Id);
  });
  return keyed.map(({ row }) => row);
}

function singleton(name: string, row: Row): Row {
  return { [name]: [row], startPosition: 1, maxResults: 1 };
}

function projected(row: Row, columns: string[]): Row {
  if (columns.length === 0) return row;
  const wanted = new Set(columns.map((column) => column.split(".")[0]?.toLowerCase()));
  const kept = Object.entries(row).filter(([field]) => wanted.has(field.toLowerCase()));
  return { ...Object.fromEntries(kept), domain: "QBO", sparse: true };
}

function withDefaults(company: Company, entity: EntityName, statement: Statement, nowMs: number): Condition[] {
  const conditions = statement.conditions.map((condition) => ({
    ...condition,
    field: queryField(entity, condition.field, "filter", company.settings.readings.filterAnyField),
    values: condition.values.map((value) => (value.toUpperCase() === "CURRENT_DATE" ? companyDay(nowMs) : value)),
  }));
  for (const { field, operator } of conditions) {
    if (field === "Id" && operator !== "=" && operator !== "in") throw queryError("Operator is not supported for Id");
  }
  return conditions;
}

/** The QueryResponse member of a statement. Throws 4000 or 4001. */
export function queryResponse(company: Company, text: string, nowMs: number, include: readonly string[] = []): Row {
  const statement = parseStatement(text);
  if (statement.entity.toLowerCase() === "companyinfo") return singleton("CompanyInfo", companyInfo(company, nowMs));
  if (statement.entity.toLowerCase() === "preferences") return singleton("Preferences", preferencesEntity(company));
  const entity = entityOf(statement.entity);
  if (entity === undefined) throw queryError(`invalid context declaration: ${statement.entity}`);
  const conditions = withDefaults(company, entity, statement, nowMs);
  const order = statement.order.map(({ field, descending }) => ({
    field: queryField(entity, field, "sort", company.settings.readings.filterAnyField),
    descending,
  }));
  const hideInactive = !conditions.some(({ field }) => field === "Active");
  const found: Row[] = [];
  for (const stored of candidates(company, entity, conditions)) {
    if (hideInactive && stored.Active === false) continue;
    const row = isComputed(entity) ? present(company, entity, stored) : stored;
    if (conditions.every((condition) => matches(row, condition))) found.push(stored);
  }
  if (statement.count) return { totalCount: found.length };
  const page = sorted(entity, found, order).slice(statement.start - 1, statement.start - 1 + statement.max);
  if (page.length === 0) return {};
  const rows = page.map((row) => {
    const shown = asQueryRow(entity, present(company, entity, row));
    return projected(withInvoiceLink(company, entity, shown, include), statement.columns);
  });
  const answer: Row = { [entity]: rows, startPosition: statement.start, maxResults: rows.length };
  if (KINDS[entity].totalCount) answer.totalCount = found.length;
  return answer;
}

/** The envelope of a query. */
export function runQuery(company: Company, text: string, nowMs: number, include: readonly string[]): Row {
  return { QueryResponse: queryResponse(company, text, nowMs, include), time: envelopeTime(nowMs) };
}
