// What did a person drop on the page? A CSV is looked at by its beginning, a JSON file as a whole, both before importing.
import { NoAnswer } from "#app/(admin)/_watch/fetch-json.ts";
import { postFile } from "#app/(admin)/_watch/post-file.ts";
import { toDecimal } from "#lib/money.ts";
import { jsonBytesMax, previewBytes } from "#lib/orders/imports/import.ts";
import { Order, orderTotal } from "#lib/orders/order.ts";
import type { ColumnMapping } from "#lib/orders/sources/csv-columns.ts";
import { csvReader } from "#lib/orders/sources/csv.ts";
import { readJsonText } from "#lib/orders/sources/json.ts";
import type { CsvPreview } from "#lib/orders/sources/preview.ts";
import type { OrderDraft } from "#lib/orders/sources/source.ts";

export type LookedAt =
  | { readonly format: "csv"; readonly file: File; readonly preview: CsvPreview; readonly rowsExpected: number }
  | {
      readonly format: "json";
      readonly file: File;
      readonly lines: readonly PreviewLine[];
      readonly rowsExpected: number;
    };

/** One order of the preview, or why there is none. */
export type PreviewLine = {
  readonly line: number;
  readonly number: string;
  readonly date: string;
  readonly customer: string;
  readonly charges: number;
  readonly total: string;
  readonly currency: string;
  readonly fault: string | null;
};

const LINES_SHOWN = 8;

/** Looks at a file. Throws NoAnswer with a sentence when it is nothing we can read. */
export async function lookAt(file: File, sourceId: string | undefined): Promise<LookedAt> {
  const start = (await file.slice(0, 200).text()).replace(/^\uFEFF/, "").trimStart();
  if (file.size === 0) throw new NoAnswer("The file is empty.");
  return /^[[{]/.test(start) ? await lookAtJson(file) : await lookAtCsv(file, sourceId);
}

async function lookAtJson(file: File): Promise<LookedAt> {
  if (file.size > jsonBytesMax) {
    throw new NoAnswer("A JSON file may have 20 MB. Split it, or send the orders through the API.");
  }
  const { orders, refused } = readJsonText(await file.text());
  if (orders.length === 0) throw new NoAnswer(refused[0]?.reason ?? "There is no order in this file.");
  const bad = refused.map(({ line, reason }) => faultLine(line, "", reason));
  const lines = [...bad, ...orders.slice(0, LINES_SHOWN).map(draftLine)].slice(0, LINES_SHOWN);
  return { format: "json", file, lines, rowsExpected: orders.length + refused.length };
}

async function lookAtCsv(file: File, sourceId: string | undefined): Promise<LookedAt> {
  const isWhole = file.size <= previewBytes;
  const query = new URLSearchParams({ isWhole: String(isWhole), ...(sourceId ? { sourceId } : {}) });
  const preview = await postFile<CsvPreview>(`/orders/import/preview?${query}`, file.slice(0, previewBytes));
  const last = preview.rows.at(-1);
  // The preview holds at most 200 rows; what they weigh says about how many the whole file has.
  const weight = preview.rows.reduce((sum, row) => sum + row.cells.join(",").length + 1, 0) / preview.rows.length;
  const rowsExpected =
    isWhole && last && preview.rows.length < 200 ? preview.rows.length : Math.ceil(file.size / weight);
  return { format: "csv", file, preview, rowsExpected };
}

/** The first orders a mapping makes of the preview's rows. The last one may be cut, so it is left out when others are there. */
export function previewLines({ rows }: CsvPreview, mapping: ColumnMapping): readonly PreviewLine[] {
  const reader = csvReader(mapping);
  const groups = rows.flatMap((row) => reader.push(row) ?? []);
  const last = reader.end();
  if (last && groups.length < LINES_SHOWN) groups.push(last);
  return groups.slice(0, LINES_SHOWN).map((group) => {
    const step = reader.read(group, "2000-01-01T00:00:00Z");
    if ("draft" in step) return draftLine(step.draft);
    const own = step.refused.find((row) => !row.reason.startsWith("Line ")) ?? step.refused[0];
    return faultLine(own?.line ?? 0, group.key, own?.reason ?? "");
  });
}

function draftLine(draft: OrderDraft): PreviewLine {
  const line = draft.records[0]?.line ?? 0;
  const parsed = Order.safeParse(draft.order);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return faultLine(line, "", `${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  const order = parsed.data;
  const total = orderTotal(order);
  return {
    line,
    number: order.number,
    date: order.orderDate,
    customer: order.customer.name,
    charges: order.chargeSets.reduce((sum, set) => sum + set.charges.length, 0),
    total: order.total ?? (total ? toDecimal(total) : ""),
    currency: order.currency,
    fault: total ? null : `An amount has more decimals than ${order.currency} has.`,
  };
}

function faultLine(line: number, number: string, fault: string): PreviewLine {
  return { line, number, date: "", customer: "", charges: 0, total: "", currency: "USD", fault };
}
