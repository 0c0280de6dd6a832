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

/** With a mark at the beginning by which spreadsheets know the letters. */
export function runCsv(rows: readonly RunResult[]): string {
  const lines = rows.map((row) => [
    row.title,
    row.party,
    row.amountMinor === null || row.currency === null
      ? ""
      : toDecimal(fromJson({ minor: row.amountMinor, currency: row.currency })),
    row.currency ?? "",
    row.isOk ? "done" : "left alone",
    row.reason,
    row.lane === null ? "" : stands[row.lane],
  ]);
  const head = ["Record", "Customer", "Amount", "Currency", "Result", "Reason", "Stands now"];
  return `\uFEFF${[head, ...lines].map(csvLine).join("")}`;
}
