// Lines of a file of decisions that were not done, as a file: to correct and bring back. Nothing in it can be run as a formula.
import { csvLine } from "#lib/orders/sources/csv-refused.ts";
import { decidedHeaders } from "./decided-csv.ts";
import type { RefusedLine } from "./deciding.ts";

const { record, title, decision, value } = decidedHeaders;

/** The first line, with a mark before it by which spreadsheets know the letters. */
export const refusedCsvHeader = `\uFEFF${csvLine([record, title, decision, value, "Line", "Why not", "What helps"])}`;

/** One line. */
export function refusedCsvLine(refused: RefusedLine): string {
  const { reason, fix } = refused;
  return csvLine([
    refused.record,
    refused.title,
    refused.decision,
    refused.value,
    String(refused.line),
    refused.isAlready ? `Decided already: ${reason}` : reason,
    fix,
  ]);
}
