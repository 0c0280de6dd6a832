// May this be done to this problem? One function for preview, act and bulk run; the reasons in plain words.
import type { PushOperation } from "#lib/sync/push.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemLane, ProblemTab, Snooze } from "#lib/sync/triage.ts";

/** What is known of a problem when a person wants something of it. */
export type ActFacts = {
  readonly rowIs: "push" | "order";
  readonly lane: ProblemLane;
  readonly tab: ProblemTab;
  /** Null for orders that could not be planned. */
  readonly operation: PushOperation | null;
  /** It was sent and no answer came: the books may hold it. */
  readonly isUnheard: boolean;
  /** It moved after the person looked. */
  readonly hasMoved: boolean;
  /** The books are closed for its date. */
  readonly isClosed: boolean;
  /** Its order does not want it any more, or it was taken back. */
  readonly isOver: boolean;
  /** The books have payments that are to be imported before it is sent. */
  readonly isBehindPayments: boolean;
};

/** An act as far as it matters here; what is snoozed until may not be chosen yet. */
export type ActKind = { readonly act: ProblemAct["act"]; readonly until?: Snooze | undefined };

export const unfitReasons = [
  "moved-on",
  "on-its-way",
  "already-cleared",
  "not-put-aside",
  "done",
  "not-an-invoice",
  "to-be-voided",
  "outcome-unknown",
  "not-wanted",
  "period-open",
  "behind-payments",
] as const;
export type Unfit = (typeof unfitReasons)[number];

/** Why the act cannot be done to the row; null when it can. */
export function unfit(kind: ActKind, row: ActFacts): Unfit | null {
  if (row.hasMoved) return "moved-on";
  if (kind.act === "assign") return null;
  if (row.lane === "waiting") return "on-its-way";
  if (row.lane === "done" || row.lane === "past") return "done";
  if (kind.act === "restore") {
    if (row.lane === "needs-you") return "not-put-aside";
    return row.lane === "cleared" && row.isOver ? "not-wanted" : null;
  }
  if (row.lane === "cleared") return "already-cleared";
  if (kind.act === "resync" && row.isBehindPayments) return "behind-payments";
  // Cleared, nobody would look for it any more; and when its order is cancelled it would stay in the books unseen.
  if (row.isUnheard && (kind.act === "clear" || kind.act === "mark-paid")) return "outcome-unknown";
  if (kind.act === "mark-paid") return whyNotPaid(row);
  if (kind.act === "snooze" && kind.until === "period-opens" && !row.isClosed) return "period-open";
  return null;
}

function whyNotPaid({ tab, operation }: ActFacts): Unfit | null {
  if (tab !== "invoices" && tab !== "sales-orders") return "not-an-invoice";
  return operation === "void" || operation === "void-extra" ? "to-be-voided" : null;
}

const sentences: Readonly<Record<Unfit, (rows: number) => string>> = {
  "moved-on": (rows) => says(rows, "has moved on since you looked", "have moved on since you looked"),
  "on-its-way": (rows) => says(rows, "is on its way already", "are on their way already"),
  "already-cleared": (rows) => says(rows, "is cleared: restore it first", "are cleared: restore them first"),
  "not-put-aside": (rows) => says(rows, "is neither cleared nor snoozed", "are neither cleared nor snoozed"),
  done: (rows) => says(rows, "came to a good end", "came to a good end"),
  "not-an-invoice": (rows) =>
    says(rows, "is not an invoice and cannot be marked paid", "are not invoices and cannot be marked paid"),
  "to-be-voided": (rows) =>
    says(rows, "is to be voided and cannot be marked paid", "are to be voided and cannot be marked paid"),
  "outcome-unknown": (rows) =>
    says(
      rows,
      "may be in QuickBooks: it was sent and no answer came. Resync it, which looks there first",
      "may be in QuickBooks: they were sent and no answer came. Resync them, which looks there first",
    ),
  "not-wanted": (rows) =>
    says(
      rows,
      "is not wanted any more: its order was cancelled or changed",
      "are not wanted any more: their orders were cancelled or changed",
    ),
  "period-open": (rows) => says(rows, "is in a period that is open", "are in a period that is open"),
  "behind-payments": (rows) =>
    says(
      rows,
      "waits for payments that QuickBooks has: import them in the card of the cause, and it goes by itself",
      "wait for payments that QuickBooks has: import them in the card of the cause, and they go by themselves",
    ),
};

/** "5 are not invoices and cannot be marked paid". */
export function unfitSentence(why: Unfit, rows: number): string {
  return sentences[why](rows);
}

function says(rows: number, one: string, many: string): string {
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? one : many}`;
}
