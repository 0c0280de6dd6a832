// How is a problem being worked? Lanes, decisions and what may follow, as tables; the counters follow in the database.
import type { DocumentKind } from "#lib/documents/document.ts";

/**
 * Where a problem stands. needs-you: a person has to do something. waiting: let go, on its way to the books or to a new
 * plan. snoozed: put aside until something happens. cleared: a person decided that nothing is sent. done: it came to a
 * good end. past: its document goes on with a newer push; kept for who worked on it, and listed nowhere.
 */
export const problemLanes = ["needs-you", "waiting", "snoozed", "cleared", "done", "past"] as const;
export type ProblemLane = (typeof problemLanes)[number];

export const problemTabs = ["invoices", "sales-orders", "payments", "customers", "items", "credit-memos"] as const;
export type ProblemTab = (typeof problemTabs)[number];

/** The kinds of documents under one tab. The database's `problem_tab` says the same; a test compares them. */
export const tabKinds: Readonly<Record<ProblemTab, readonly DocumentKind[]>> = {
  invoices: ["invoice", "sales-receipt"],
  "sales-orders": ["sales-order"],
  payments: ["payment"],
  customers: ["customer"],
  items: ["item"],
  "credit-memos": ["credit-memo", "refund-receipt"],
};

/** The tab of a document kind. */
export function tabOf(kind: DocumentKind): ProblemTab {
  return problemTabs.find((tab) => tabKinds[tab].includes(kind)) ?? "invoices";
}

/** What brings a snoozed problem back: a day, the books opening the period, a change of its record, more of its cause. */
export const snoozes = ["day", "period-opens", "record-changes", "group-grows"] as const;
export type Snooze = (typeof snoozes)[number];

/** Why nothing is sent of a cleared problem: just taken off the list, or paid outside and settled by hand. */
export const clearings = ["cleared", "marked-paid"] as const;
export type Clearing = (typeof clearings)[number];
