// The tie-out as a file: amounts are plain numbers, nothing else can be run as a formula.
import { csvLine } from "#lib/orders/sources/csv-refused.ts";
import { tieOutLines, type TieOutRow } from "./tie-out.ts";

/** With a mark at the beginning by which spreadsheets know the letters. */
export function tieOutCsv(rows: readonly TieOutRow[]): string {
  return `\uFEFF${tieOutLines(rows).map(csvLine).join("")}`;
}
