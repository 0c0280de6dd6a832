// How are refused lines given back? As they came, with the reason at the end, safe to open in a spreadsheet.
import { REASON_HEADER } from "./csv-columns.ts";

/** One CSV line. Cells that a spreadsheet would run as a formula get a ' that the import takes off again. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(guarded(cell))).join(",")}\r\n`;
}

/** A refused line: its cells as they came, at least as many as the header has, then the reason. */
export function refusedLine(header: readonly string[], cells: readonly string[], reason: string): string {
  // A reason from last time is replaced; a line with too many cells keeps them, they are why it was refused.
  const hasReason = header.at(-1) === REASON_HEADER;
  const width = hasReason ? header.length - 1 : Math.max(header.length, cells.length);
  return csvLine([...Array.from({ length: width }, (_, at) => cells[at] ?? ""), reason]);
}

/** The header of the list of refused lines. */
export function refusedHeader(header: readonly string[]): string {
  return csvLine([...header.filter((name) => name !== REASON_HEADER), REASON_HEADER]);
}

/** A cell as it was before our own file put a ' in front of what a spreadsheet would run as a formula. */
export function unguarded(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function guarded(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[$\d.,]+$/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
