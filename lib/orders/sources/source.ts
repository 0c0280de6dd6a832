// What is a source's file made of? Orders with the place they stand at, and records that are no order, each with a reason.

/** A record as it came: the cells of a CSV line, or a JSON value. */
export type SourceRecord = unknown;

/** A record that could not become (part of) an order. `line` counts from 1: a CSV line, or the place in a JSON list. */
export type RefusedRecord = { readonly line: number; readonly reason: string; readonly record: SourceRecord };

/** Something that wants to be an order; the shape `Order` has the last word. `records` are what it was made of. */
export type OrderDraft = {
  readonly order: unknown;
  readonly records: readonly { readonly line: number; readonly record: SourceRecord }[];
};

export type SourceReading = { readonly orders: readonly OrderDraft[]; readonly refused: readonly RefusedRecord[] };

/** Refuses every record of a draft with one reason, so that a corrected file holds the whole order again. */
export function refuseDraft(draft: OrderDraft, reason: string): readonly RefusedRecord[] {
  return draft.records.map(({ line, record }) => ({ line, record, reason }));
}
