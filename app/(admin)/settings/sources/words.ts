// What is each kind of source called, and when is it the right one?
import type { sourceKinds } from "#lib/orders/take-in.ts";

export type SourceKind = (typeof sourceKinds)[number];

export const kindWords: Readonly<Record<SourceKind, { readonly name: string; readonly means: string }>> = {
  api: { name: "API", means: "a program sends orders with a key" },
  csv: { name: "CSV files", means: "files with columns, dropped on the import page" },
  json: { name: "JSON files", means: "files in Tieout's own order format" },
  shopify: { name: "Shopify export", means: "order exports of Shopify's Admin API" },
};

/** The name of a kind as it is stored; a kind we do not know keeps its own word. */
export function kindName(kind: string): string {
  return Object.entries(kindWords).find(([known]) => known === kind)?.[1].name ?? kind;
}
