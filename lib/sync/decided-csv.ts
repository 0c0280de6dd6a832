// How does a file of problems come back with decisions? Its columns by their names, and what a line says.
import { unguarded } from "#lib/orders/sources/csv-refused.ts";
import type { CsvRow } from "#lib/orders/sources/csv.ts";

/** What the columns are called that bring a row back; the exported file has them. */
export const decidedHeaders = {
  record: "Record",
  decision: "Decision",
  value: "Value",
  title: "Document",
  since: "Since",
  cameBack: "Came back",
  decidedAt: "Decided",
} as const;
type Header = keyof typeof decidedHeaders;

/** Where each column stands; those without `record` and `decision` may be missing. */
export type DecidedColumns = Readonly<Partial<Record<Header, number>> & Record<"record" | "decision", number>>;

/** A line that decides something. What the file does not say, or says unreadably, is null. */
export type DecidedLine = {
  /** Counted from 1, the header included. */
  readonly line: number;
  readonly record: string;
  readonly decision: string;
  readonly value: string;
  readonly title: string;
  /** How the problem stood when it was exported. */
  readonly since: string | null;
  readonly cameBack: string | null;
  readonly decidedAt: string | null;
};

/** Finds the columns in the first line; a sentence when this is no file of decided rows. */
export function decidedColumns(header: readonly string[]): DecidedColumns | { readonly reason: string } {
  const names = header.map((cell) =>
    cell
      .replace(/^\uFEFF/, "")
      .trim()
      .toLowerCase(),
  );
  const columns: Partial<Record<Header, number>> = {};
  for (const key of Object.keys(decidedHeaders) as Header[]) {
    const at = names.indexOf(decidedHeaders[key].toLowerCase());
    if (at >= 0) columns[key] = at;
  }
  const { record, decision } = columns;
  if (record !== undefined && decision !== undefined) return { ...columns, record, decision };
  const missing = record === undefined ? decidedHeaders.record : decidedHeaders.decision;
  return {
    reason: `The file has no column ${missing}. Export the view, fill in ${decidedHeaders.decision} and ${decidedHeaders.value} and bring that file back.`,
  };
}

/** What a line says; null when nobody decided anything in it. */
export function decidedLine({ line, cells }: CsvRow, columns: DecidedColumns): DecidedLine | null {
  const cellOf = (header: Header) => {
    const at = columns[header];
    return at === undefined ? null : unguarded((cells[at] ?? "").trim());
  };
  const [decision, value] = [cellOf("decision") ?? "", cellOf("value") ?? ""];
  if (decision === "" && value === "") return null;
  return {
    line,
    record: (cellOf("record") ?? "").toLowerCase(),
    decision,
    value,
    title: cellOf("title") ?? "",
    since: cellOf("since"),
    cameBack: cellOf("cameBack"),
    decidedAt: cellOf("decidedAt"),
  };
}
