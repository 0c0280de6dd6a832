// What do the first lines of a CSV file look like? Header, rows and what the columns seem to mean.
import Papa from "papaparse";

import { detectColumns, type DetectedColumns } from "./csv-columns.ts";
import type { CsvRow } from "./csv.ts";

export const delimiters = [",", ";", "\t", "|"];
const ROWS_MAX = 200;

export type CsvPreview = {
  readonly header: readonly string[];
  /** Whole rows only: the last line of a slice may be cut. */
  readonly rows: readonly CsvRow[];
  readonly detected: DetectedColumns;
};

/** Reads the beginning of a file. `isWhole` says that nothing follows. Returns a sentence when there is no table. */
export function previewCsv(text: string, isWhole: boolean): CsvPreview | { readonly reason: string } {
  const parsed = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { delimitersToGuess: delimiters });
  const lines = countedRows(isWhole ? parsed.data : parsed.data.slice(0, -1));
  const [header, ...rows] = lines;
  if (!header || header.cells.length < 2) return { reason: "The file has no header line with several columns." };
  if (rows.length === 0) return { reason: "The file has a header and no rows." };
  const shown = rows.slice(0, ROWS_MAX);
  return {
    header: header.cells,
    rows: shown,
    detected: detectColumns(
      header.cells,
      shown.map((row) => row.cells),
    ),
  };
}

/** Numbers rows by the lines they begin at, and leaves empty lines out. */
export function countedRows(rows: readonly (readonly string[])[]): CsvRow[] {
  const counter = lineCounter();
  return rows.flatMap((cells) => counter(cells) ?? []);
}

/** Counts lines while rows go by: a quoted cell may hold line breaks. Null for an empty line. */
export function lineCounter(): (cells: readonly string[]) => CsvRow | null {
  let next = 1;
  return (cells) => {
    const line = next;
    next += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
    return cells.every((cell) => cell.trim() === "") ? null : { line, cells };
  };
}
