// What does a row say about itself? Why it is stuck, or until when it sleeps, or who decided what about it.
import { figure } from "#app/(admin)/_watch/words.ts";
import { relativeTime } from "#components/ui/relative-time.tsx";
import { dateText } from "#lib/dates.ts";
import type { ProblemRow } from "#lib/sync/problems.ts";

/** One sentence for the row of a list, after its lane. */
export function whyText(row: ProblemRow, now: string): string {
  const wrong = row.detail;
  const was = wrong ? ` It was: ${wrong}` : "";
  switch (row.lane) {
    case "snoozed":
      return `${snoozeText(row, now)}. ${wrong}`.trim();
    case "cleared":
      return `${decisionText(row)}${row.decidedBecause ? `: ${row.decidedBecause}` : ""}`;
    case "waiting":
      return `On its way.${was}`;
    case "done":
    case "past":
      return `In order again.${was}`;
    case "needs-you":
      return wrong;
    default:
      return row.lane satisfies never;
  }
}

/** "Snoozed until 1 Dec 2026" */
export function snoozeText({ snooze }: Pick<ProblemRow, "snooze">, now: string): string {
  if (!snooze) return "Snoozed";
  switch (snooze.is) {
    case "day":
      return snooze.until ? `Snoozed until ${dateText(snooze.until)}, ${relativeTime(snooze.until, now)}` : "Snoozed";
    case "period-opens":
      return "Snoozed until the period opens";
    case "record-changes":
      return "Snoozed until the order changes";
    case "group-grows":
      return snooze.rows === null
        ? "Snoozed until there are more"
        : `Snoozed until there are more than ${figure(snooze.rows)}`;
    default:
      return snooze.is satisfies never;
  }
}

/** "Marked paid by Anna" */
export function decisionText({ clearing, decidedBy }: Pick<ProblemRow, "clearing" | "decidedBy">): string {
  const what = clearing === "marked-paid" ? "Marked paid" : "Cleared";
  return decidedBy ? `${what} by ${decidedBy}` : what;
}
