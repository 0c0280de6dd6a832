// QuickBooks IDs as a file, out and in: its columns by their names, and what a line says.
import { documentKindNames, documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import { fromJson, toDecimal } from "#lib/money.ts";
import { csvLine, unguarded } from "#lib/orders/sources/csv-refused.ts";
import type { CsvRow } from "#lib/orders/sources/csv.ts";
import type { RefusedLine } from "./deciding.ts";
import type { IdRow } from "./ledger-ids.ts";

const headers = {
  record: "Record",
  type: "Type",
  number: "Number",
  ledgerId: "QuickBooks ID",
} as const;
type Header = keyof typeof headers;

/** A row with the number it bears here. */
export type ExportedId = IdRow & { readonly ownNumber: string };
type Column = readonly [string, (row: ExportedId) => string | null];

const columns: readonly Column[] = [
  [headers.record, (row) => row.documentId],
  [headers.type, (row) => documentKindNames[row.kind]],
  [headers.number, (row) => row.ownNumber],
  ["Document", (row) => row.title],
  ["Customer", (row) => row.party],
  ["Date", (row) => row.date],
  ["Amount", (row) => row.total && toDecimal(fromJson(row.total))],
  ["Currency", (row) => row.total && row.total.currency],
  [headers.ledgerId, (row) => row.ledgerId],
  ["Number in QuickBooks", (row) => row.number],
  ["State", (row) => row.state],
  ["Last proof", (row) => row.provenAt],
  ["Open in QuickBooks", (row) => row.ledgerUrl],
];

/** The first line, with a mark before it by which spreadsheets know the letters. */
export const idsCsvHeader = `\uFEFF${csvLine(columns.map(([title]) => title))}`;

/** One line. Nothing in it can be run as a formula. */
export function idsCsvLine(row: ExportedId): string {
  return csvLine(columns.map(([, cellOf]) => cellOf(row) ?? ""));
}

/** Where each column stands. A document is named by its record, or by its type and number. */
export type IdColumns = Readonly<Partial<Record<Header, number>> & Record<"ledgerId", number>>;

/** A line that bears an ID. `kind`: null when its type is none of ours. */
export type IdLine = {
  /** Counted from 1, the header included. */
  readonly line: number;
  readonly record: string;
  readonly type: string;
  readonly kind: DocumentKind | null;
  readonly number: string;
  readonly ledgerId: string;
};

/** Finds the columns in the first line; a sentence when this is no file of IDs. */
export function idColumns(header: readonly string[]): IdColumns | { readonly reason: string } {
  const names = header.map((cell) =>
    cell
      .replace(/^\uFEFF/, "")
      .trim()
      .toLowerCase(),
  );
  const found: Partial<Record<Header, number>> = {};
  for (const key of Object.keys(headers) as Header[]) {
    const at = names.indexOf(headers[key].toLowerCase());
    if (at >= 0) found[key] = at;
  }
  const { ledgerId, record, number } = found;
  if (ledgerId === undefined) return { reason: `The file has no column ${headers.ledgerId}. ${NEEDED}` };
  if (record === undefined && number === undefined) {
    return { reason: `The file has neither a column ${headers.record} nor a column ${headers.number}. ${NEEDED}` };
  }
  return { ...found, ledgerId };
}

const NEEDED = `It needs ${headers.ledgerId}, and ${headers.record} or ${headers.number} beside it; ${headers.type} says which kind, where there are several.`;

/** What a line says; null when it bears no ID. A line without a type is of the kind that was looked at. */
export function idLine({ line, cells }: CsvRow, at: IdColumns, kind: DocumentKind): IdLine | null {
  const cellOf = (header: Header) => {
    const place = at[header];
    return place === undefined ? "" : unguarded((cells[place] ?? "").trim());
  };
  const ledgerId = cellOf("ledgerId");
  if (ledgerId === "") return null;
  const type = cellOf("type");
  const named = documentKinds.find((each) => documentKindNames[each].toLowerCase() === type.toLowerCase());
  const record = cellOf("record").toLowerCase();
  return { line, record, type, kind: type === "" ? kind : (named ?? null), number: cellOf("number"), ledgerId };
}

/** What a line that is not linked is about, as lists show it. */
export function refusedId(
  { line, record, type, number, ledgerId }: IdLine,
  title: string,
  why: Pick<RefusedLine, "reason" | "fix" | "isAlready">,
): RefusedLine {
  const named = title || [type, number].filter(Boolean).join(" ");
  return { line, record, title: named, decision: headers.ledgerId, value: ledgerId, ...why };
}

/** The header of the file of lines that are not linked; it can be corrected and brought back. */
export const refusedIdsHeader = `\uFEFF${csvLine([headers.record, headers.type, headers.number, headers.ledgerId, "Line", "Why not", "What helps"])}`;

/** One line of it. */
export function refusedIdsLine({ record, type, number, ledgerId, line }: IdLine, { reason, fix }: RefusedLine): string {
  return csvLine([record, type, number, ledgerId, String(line), reason, fix]);
}

/** A record that a document may be. */
export type IdMatch = { readonly documentId: string; readonly ledgerId: string };

/** Matches as a file of IDs. */
export function idMatchesCsv(matches: readonly IdMatch[]): string {
  const lines = matches.map(({ documentId, ledgerId }) => csvLine([documentId, ledgerId]));
  return `\uFEFF${csvLine([headers.record, headers.ledgerId])}${lines.join("")}`;
}
