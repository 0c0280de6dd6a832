// The problems of a view as a file for a spreadsheet: what a person reads in the list, and what brings a row back here.
import { fromJson, toDecimal } from "#lib/money.ts";
import { csvLine } from "#lib/orders/sources/csv-refused.ts";
import { fixerNames, problemCatalogue, problemTitle } from "#lib/problem.ts";
import { decidedHeaders } from "./decided-csv.ts";
import type { ProblemRow } from "./problem-row.ts";

/** A row with what leads to it: the record in the books, and the pages of both. */
export type ExportedProblem = {
  readonly row: ProblemRow;
  readonly ledgerId: string | null;
  readonly link: string;
  readonly ledgerLink: string | null;
};

type Column = readonly [string, (problem: ExportedProblem) => string | null];

const columns: readonly Column[] = [
  [decidedHeaders.record, ({ row }) => row.rowId],
  // Left empty for whoever decides: the file comes back with them filled in.
  [decidedHeaders.decision, () => ""],
  [decidedHeaders.value, () => ""],
  ["Lane", ({ row }) => row.lane],
  ["Type", ({ row }) => (row.is === "order" ? "order" : row.kind)],
  [decidedHeaders.title, ({ row }) => row.title],
  ["Customer", ({ row }) => row.party],
  ["Cause", ({ row }) => problemTitle(row.code, row.about)],
  ["What happened", ({ row }) => row.detail],
  ["Suggested fix", ({ row }) => problemCatalogue[row.code].fix],
  ["Who can", ({ row }) => fixerNames[problemCatalogue[row.code].who]],
  ["Amount", ({ row }) => toDecimal(fromJson(row.money))],
  ["Currency", ({ row }) => row.money.currency],
  ["Date", ({ row }) => row.date],
  [decidedHeaders.since, ({ row }) => row.since],
  ["Came back", ({ row }) => String(row.cameBack)],
  ["Assigned to", ({ row }) => row.assignee?.name ?? ""],
  ["Snoozed until", ({ row }) => row.snooze && (row.snooze.until ?? row.snooze.is)],
  [decidedHeaders.decidedAt, ({ row }) => row.decidedAt],
  ["Decided by", ({ row }) => row.decidedBy],
  ["Because", ({ row }) => row.decidedBecause],
  ["Source", ({ row }) => row.sourceName],
  ["Order IDs", ({ row }) => row.orderIds.join(" ")],
  ["QuickBooks ID", ({ ledgerId }) => ledgerId],
  ["Open in Tieout", ({ link }) => link],
  ["Open in QuickBooks", ({ ledgerLink }) => ledgerLink],
];

/** The first line, with a mark before it by which spreadsheets know the letters. */
export const problemCsvHeader = `\uFEFF${csvLine(columns.map(([title]) => title))}`;

/** One line. Nothing in it can be run as a formula. */
export function problemCsvLine(problem: ExportedProblem): string {
  return csvLine(columns.map(([, cellOf]) => cellOf(problem) ?? ""));
}

/** The last line of a file that could not hold everything. */
export function problemCsvCut(rowsMax: number): string {
  return csvLine([`This file ends here: it holds the first ${rowsMax} rows. Filter the view to get the others.`]);
}
