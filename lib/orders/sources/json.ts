// Which orders are in this JSON? One order, a list, or {"orders": [...]}, in our own shape or as a Shopify export.
import { isShopifyOrder, readShopifyOrder } from "./shopify.ts";
import type { OrderDraft, RefusedRecord, SourceReading } from "./source.ts";

/** Reads the text of a JSON file. A text that is no JSON is one refused record; the reading itself never throws. */
export function readJsonText(text: string): SourceReading {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    return { orders: [], refused: [{ line: 1, reason: `The file is not JSON: ${why}`, record: text.slice(0, 200) }] };
  }
  return readJsonValue(value);
}

/** Reads parsed JSON. Each record of a list stands for itself: a bad one does not stop its neighbours. */
export function readJsonValue(value: unknown): SourceReading {
  const orders: OrderDraft[] = [];
  const refused: RefusedRecord[] = [];
  for (const [index, record] of listOf(value).entries()) {
    const line = index + 1;
    if (!isShopifyOrder(record)) {
      orders.push({ order: record, records: [{ line, record }] });
      continue;
    }
    const read = readShopifyOrder(record);
    if ("reason" in read) refused.push({ line, record, reason: read.reason });
    else orders.push({ order: read.order, records: [{ line, record }] });
  }
  return { orders, refused };
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value === "object" && value !== null && "orders" in value && Array.isArray(value.orders)) {
    return value.orders as unknown[];
  }
  return [value];
}
