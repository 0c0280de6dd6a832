// What did a call of ours write of one document, and what became of it? Out of the exact words that were sent and heard.
import { toJson, type MoneyJson } from "#lib/money.ts";
import type { SentShown } from "#lib/sync/seen.ts";
import { amountOf } from "../amounts.ts";
import { batchAnswers, isOutcomeUnknown, singleAnswer } from "../answer.ts";
import { SHIPPING_ITEM_ID } from "../refs.ts";
import { asRow, asRows, parseJson, refOf, textOf, type QboRow } from "../rows.ts";
import { nameShown, recordShown } from "./seen.ts";

/** A stored call, and the name by which one document goes inside it when it is a batch. */
export type StoredCall = {
  readonly shape: "single" | "batch" | "read";
  readonly item: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly state: string;
  readonly status: number | null;
  readonly answer: string | null;
};

/** posted: QuickBooks took it. refused: it said no. unheard: nobody knows. under-way: the answer is awaited. */
export type WriteBecame = "posted" | "refused" | "unheard" | "under-way";

/** One document's part of a batch; undefined when the text is no such list, or does not hold it. */
export function batchPart(
  text: string,
  list: "BatchItemRequest" | "BatchItemResponse",
  item: string,
): QboRow | undefined {
  return asRows(asRow(parseJson(text))?.[list]).find((row) => row.bId === item);
}

/** The record a call asked to be made or changed; null when it only asked something, or took a record away. */
export function writtenRow({ shape, item, method, path, body }: StoredCall): QboRow | null {
  if (method !== "POST") return null;
  if (shape === "single")
    return /[?&](operation|include)=(void|delete)\b/.test(path) ? null : (asRow(parseJson(body)) ?? null);
  const part = batchPart(body, "BatchItemRequest", item);
  if (!part || !/^(create|update)$/.test(textOf(part, "operation")) || part.optionsData === "void") return null;
  return (
    Object.values(part)
      .map(asRow)
      .find((value) => value !== undefined) ?? null
  );
}

/** What became of the write. */
export function writeBecame({ shape, item, state, status, answer }: StoredCall): WriteBecame {
  if (state === "sent") return "under-way";
  if (state !== "answered" || status === null || answer === null) return "unheard";
  const heard =
    shape === "batch" ? batchAnswers([{ bId: item }], status, answer).get(item) : singleAnswer(status, answer);
  if (!heard || isOutcomeUnknown(heard)) return "unheard";
  return heard.body.is === "entity" ? "posted" : "refused";
}

/** The words of a write as people read the record it asked for. `items`: names of items by their ids, which it has alone. */
export function sentShown(row: QboRow, currency: string, items: ReadonlyMap<string, string>): SentShown {
  if (!("TxnDate" in row)) return nameShown(row);
  const { total: _total, lines, ...shown } = recordShown(row, currency);
  const ids = saleLines(row).map((line) => refOf(asRow(line.SalesItemLineDetail), "ItemRef"));
  const total = totalOf(row, currency);
  return {
    ...shown,
    ...(total === null ? {} : { total }),
    lines: lines.map((line, index) => ({ ...line, itemName: itemName(ids[index] ?? "", items) })),
  };
}

function itemName(id: string, items: ReadonlyMap<string, string>): string {
  if (id === "" || id === SHIPPING_ITEM_ID) return "";
  return items.get(id) ?? `Item with QuickBooks ID ${id}`;
}

/** A payment says it. A sale's is its lines, less the discount, and the tax; unknown where QuickBooks works the tax out. */
function totalOf(row: QboRow, currency: string): MoneyJson | null {
  const said = amountOf(row.TotalAmt, currency);
  if (said) return toJson(said);
  const tax = amountOf(asRow(row.TxnTaxDetail)?.TotalTax ?? 0, currency);
  if (!tax || "GlobalTaxCalculation" in row) return null;
  const minor = asRows(row.Line).reduce((sum, line) => {
    const amount = amountOf(line.Amount, currency)?.minor ?? 0n;
    return textOf(line, "DetailType") === "DiscountLineDetail" ? sum - amount : sum + amount;
  }, tax.minor);
  return toJson({ minor, currency });
}

function saleLines(row: QboRow): QboRow[] {
  return asRows(row.Line).filter((line) => textOf(line, "DetailType") === "SalesItemLineDetail");
}
