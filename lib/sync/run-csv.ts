// What became of each row of a run, as a file: nothing in it can be run as a formula.
import { fromJson, toDecimal } from "#lib/money.ts";
import { csvLine } from "#lib/orders/sources/csv-refused.ts";
import type { ProblemLane } from "./triage.ts";

export type RunResult = {
  readonly title: string;
  readonly party: string;
  readonly amountMinor: string | null;
  readonly currency: string | null;
  readonly isOk: boolean;
  readonly reason: string;
  readonly lane: ProblemLane | null;
};

const stands: Readonly<Record<ProblemLane, string>> = {
  "needs-you": "needs a person",
  waiting: "on its way",
  snoozed: "snoozed",
  cleared: "cleared",
  done: "done",
  past: "replaced by a newer version",
};

/** The first line, with a mark before it by which spreadsheets know the letters. */
export const runCsvHeader = `\uFEFF${csvLine(["Record", "Customer", "Amount", "Currency", "Result", "Reason", "Stands now"])}`;

/** One line. */
export function runCsvLine(row: RunResult): string {
  const { amountMinor, currency } = row;
  const hasAmount = amountMinor !== null && currency !== null;
  return csvLine([
    row.title,
    row.party,
    hasAmount ? toDecimal(fromJson({ minor: amountMinor, currency })) : "",
    currency ?? "",
    row.isOk ? "done" : "left alone",
    row.reason,
    row.lane === null ? "" : stands[row.lane],
  ]);
}
