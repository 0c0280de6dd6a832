// What does a call ask to be written, and which records and versions does an answer speak of? Pure.
import type { Write } from "./model.ts";

type Json = Readonly<Record<string, unknown>>;

const asRecord = (value: unknown): Json | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
const textOf = (value: unknown): string | null =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : null;

/** Entities by their name in an address. */
const ENTITIES: Readonly<Record<string, string>> = {
  customer: "Customer",
  item: "Item",
  invoice: "Invoice",
  payment: "Payment",
  estimate: "Estimate",
  salesreceipt: "SalesReceipt",
  creditmemo: "CreditMemo",
  refundreceipt: "RefundReceipt",
};

/** What a call asks to be written; nothing for questions. */
export function writesOf({ method, path, body }: { method: string; path: string; body: string }): readonly Write[] {
  if (method !== "POST" || body === "") return [];
  const content = JSON.parse(body) as Json;
  const [, resource = "", query = ""] = /\/v3\/company\/[^/]+\/([^?]+)\?(.*)$/.exec(path) ?? [];
  if (resource === "batch") {
    const items = (content.BatchItemRequest ?? []) as readonly Json[];
    return items.flatMap((item) => batchWrite(item));
  }
  const entity = ENTITIES[resource];
  if (entity === undefined) return [];
  const parameters = new URLSearchParams(query);
  const isVoid = parameters.get("operation") === "void" || parameters.get("include") === "void";
  const changes = textOf(content.Id) === null ? "create" : "update";
  return [writeOf(entity, isVoid ? "void" : (parameters.get("operation") ?? changes), content)];
}

function batchWrite(item: Json): Write[] {
  const operation = textOf(item.operation);
  if (operation === null) return [];
  const [entity] = Object.keys(item).filter((key) => asRecord(item[key]) !== null);
  const record = entity === undefined ? null : asRecord(item[entity]);
  if (entity === undefined || record === null) return [];
  return [writeOf(entity, item.optionsData === "void" ? "void" : operation, record)];
}

function writeOf(entity: string, operation: string, record: Json): Write {
  return {
    entity,
    operation,
    ledgerId: textOf(record.Id),
    versionToken: textOf(record.SyncToken),
    refers: referencesIn(record),
  };
}

/** Customers, items and transactions a record names. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => referencesIn(each));
  const record = asRecord(value);
  if (record === null) return [];
  const own: string[] = [];
  const customer = textOf(asRecord(record.CustomerRef)?.value);
  const item = textOf(asRecord(record.ItemRef)?.value);
  if (customer !== null) own.push(`Customer/${customer}`);
  if (item !== null && item !== "SHIPPING_ITEM_ID") own.push(`Item/${item}`);
  const transaction = textOf(record.TxnId);
  if (transaction !== null) own.push(`${textOf(record.TxnType) ?? "?"}/${transaction}`);
  return [...own, ...Object.values(record).flatMap((each) => referencesIn(each))];
}

/** Records and versions an answer tells, as "Invoice/12/3". */
export function versionsIn(text: string): readonly string[] {
  if (!text.includes('"SyncToken"')) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  return versions("", parsed);
}

function versions(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => versions(name, each));
  const record = asRecord(value);
  if (record === null) return [];
  const id = textOf(record.Id);
  const token = textOf(record.SyncToken);
  const own = id !== null && token !== null ? [`${name}/${id}/${token}`] : [];
  return [...own, ...Object.entries(record).flatMap(([key, each]) => versions(key, each))];
}
