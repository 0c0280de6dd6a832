// What an act is called, and what follows from it, in the words people read.
import { problemTitle, type ProblemCode } from "#lib/problem.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

const tabNouns: Readonly<Record<ProblemTab, readonly [string, string]>> = {
  invoices: ["invoice", "invoices"],
  "sales-orders": ["sales order", "sales orders"],
  payments: ["payment", "payments"],
  customers: ["customer", "customers"],
  items: ["item", "items"],
  "credit-memos": ["credit memo", "credit memos"],
};

/** "37 invoices"; without a tab "37 documents". */
export function countedRows(rows: number, tab: ProblemTab | null): string {
  const [one, many] = tab === null ? (["document", "documents"] as const) : tabNouns[tab];
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? one : many}`;
}

const verbs: Readonly<Record<ProblemAct["act"], (rows: string) => string>> = {
  resync: (rows) => `Resync ${rows}`,
  clear: (rows) => `Clear ${rows}`,
  "mark-paid": (rows) => `Mark ${rows} paid`,
  restore: (rows) => `Restore ${rows}`,
  assign: (rows) => `Assign ${rows}`,
  snooze: (rows) => `Snooze ${rows}`,
};

export type Titled = {
  readonly act: ProblemAct["act"];
  readonly rows: number;
  readonly tab: ProblemTab | null;
  readonly cause: { readonly code: ProblemCode; readonly about: string } | null;
};

/** "Resync 37 invoices: QuickBooks has no item Detention". */
export function actTitle({ act, rows, tab, cause }: Titled): string {
  const title = verbs[act](countedRows(rows, tab));
  return cause ? `${title}: ${problemTitle(cause.code, cause.about)}` : title;
}

/** What follows from an act, before anybody says yes. `amount`: the money of the rows as text, empty when there is none. */
export function consequences(
  act: ProblemAct["act"],
  { rows, amount, behind }: { readonly rows: number; readonly amount: string; readonly behind: number },
): string[] {
  const it = rows === 1 ? "It" : "They";
  const waiting = behind === 1 ? "1 document waits" : `${behind.toLocaleString("en-US")} documents wait`;
  const held = `${waiting} behind ${rows === 1 ? "it" : "them"} and will not be sent either, until ${rows === 1 ? "it is" : "they are"} restored or the order changes.`;
  switch (act) {
    case "resync":
      return [
        `${it} ${rows === 1 ? "goes" : "go"} to QuickBooks again. What is in the books already is found and not booked twice.`,
      ];
    case "clear":
      return [
        `${it} ${rows === 1 ? "leaves" : "leave"} the list: nothing is sent, and nothing in QuickBooks changes.`,
        `${it} ${rows === 1 ? "comes" : "come"} back when the order changes.`,
        ...(behind > 0 ? [held] : []),
      ];
    case "mark-paid":
      return [
        amount === ""
          ? "Nothing is sent, and nothing in QuickBooks changes."
          : `QuickBooks will still show ${amount} open, if ${rows === 1 ? "the invoice is" : "the invoices are"} there; nothing is sent.`,
        ...(behind > 0 ? [held] : []),
      ];
    case "restore":
      return [
        `${it} ${rows === 1 ? "goes" : "go"} back to where ${rows === 1 ? "it" : "they"} stood. Nothing is sent by that.`,
      ];
    case "assign":
      return ["Nothing is sent by that."];
    case "snooze":
      return [
        `${it} ${rows === 1 ? "leaves" : "leave"} the list until then. A change of the order brings ${rows === 1 ? "it" : "them"} back at once.`,
      ];
    default:
      return act satisfies never;
  }
}
