// What may be done with what is chosen, and what is it called? As tables: buttons, menu, keys and dialog say the same.
import { figure, type Noun } from "#app/(admin)/_watch/words.ts";
import { BEHIND_PAYMENTS, type ProblemCode } from "#lib/problem-code.ts";
import { decisionLabels } from "#lib/sync/act-labels.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ShownLane } from "#lib/sync/problem-filter.ts";
import type { ProblemRow } from "#lib/sync/problems.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

export type ActName = ProblemAct["act"];

/** In the order of the bar: the main ones first. */
export const actNames: readonly ActName[] = ["resync", "clear", "mark-paid", "snooze", "assign", "restore"];

/** Tying a document to a record that the books have, and taking that away: one row at a time. */
export const LINK = decisionLabels.link;
export const UNLINK = "Unlink";

export const laneLabels: Readonly<Record<ShownLane, string>> = {
  "needs-you": "Needs you",
  waiting: "Waiting",
  snoozed: "Snoozed",
  cleared: "Cleared",
  done: "Done",
};

/** Why an act makes no sense in a lane; null: it does. */
const laneWhyNot: Readonly<Record<ShownLane, Readonly<Record<ActName, string | null>>>> = {
  "needs-you": {
    resync: null,
    clear: null,
    "mark-paid": null,
    snooze: null,
    assign: null,
    restore: "Nothing was cleared or snoozed here",
  },
  waiting: {
    resync: "On the way already",
    clear: "On the way already: clear it if it comes back",
    "mark-paid": "On the way already",
    snooze: "On the way already",
    assign: null,
    restore: "Nothing was cleared or snoozed here",
  },
  snoozed: { resync: null, clear: null, "mark-paid": null, snooze: null, assign: null, restore: null },
  cleared: {
    resync: "Restore it first",
    clear: "Cleared already",
    "mark-paid": "Cleared already: restore it first",
    snooze: "Restore it first",
    assign: null,
    restore: null,
  },
  done: {
    resync: "Done already",
    clear: "Done already",
    "mark-paid": "Done already",
    snooze: "Done already",
    assign: "Done already",
    restore: "Done already",
  },
};

/** Tabs whose documents can be settled by a payment that Tieout does not send. */
const PAYABLE: readonly ProblemTab[] = ["invoices", "sales-orders"];

/** What an act would be done to: where it stands, and its cause where all of it has the same. */
type ActedOn = {
  readonly lane: ShownLane;
  readonly tab: ProblemTab;
  readonly code?: ProblemCode | undefined;
  readonly isUnheard?: boolean;
};

/** Why an act cannot be done to what stands there, as a sentence; undefined when it can. */
export function whyNotAct(act: ActName, { lane, tab, code, isUnheard = false }: ActedOn): string | undefined {
  const inLane = laneWhyNot[lane][act];
  if (inLane !== null) return inLane;
  if (act === "resync" && code === BEHIND_PAYMENTS) return "Import the payments: it goes by itself then";
  if (isUnheard && (act === "clear" || act === "mark-paid"))
    return "It may be in QuickBooks: it was sent and no answer came. Resync it, which looks there first";
  return act === "mark-paid" && !PAYABLE.includes(tab) ? "Only invoices can be marked paid" : undefined;
}

/** Why a listed row cannot be tied to a record of QuickBooks, as far as the list knows; undefined when it can. */
export function whyNotLink({ lane, tab, is }: Pick<ProblemRow, "lane" | "tab" | "is">): string | undefined {
  if (tab === "customers") return "Customers are linked on the Links page";
  if (tab === "items") return "Items are mapped to those that QuickBooks has";
  if (is === "order") return "The order could not be planned: there is no document yet";
  return lane === "needs-you" || lane === "snoozed" ? undefined : "Only what needs you can be linked";
}

/** The act that the bar puts first in a lane. */
export function mainActOf(lane: ShownLane): ActName {
  return lane === "cleared" || lane === "snoozed" ? "restore" : "resync";
}

type Words = {
  readonly label: string;
  /** "Mark 37 invoices paid" */
  readonly button: (what: string) => string;
  /** "Marking 37,000 invoices paid…": so many that the clock does it. */
  readonly going: (what: string) => string;
  /** "37 invoices marked paid" */
  readonly done: (what: string) => string;
};

export const actWords: Readonly<Record<ActName, Words>> = {
  resync: {
    label: decisionLabels.resync,
    button: (what) => `Resync ${what}`,
    going: (what) => `Resyncing ${what}…`,
    done: (what) => `Resync of ${what} starts in a few seconds`,
  },
  clear: {
    label: decisionLabels.clear,
    button: (what) => `Clear ${what}`,
    going: (what) => `Clearing ${what}…`,
    done: (what) => `${what} cleared`,
  },
  "mark-paid": {
    label: decisionLabels["mark-paid"],
    button: (what) => `Mark ${what} paid`,
    going: (what) => `Marking ${what} paid…`,
    done: (what) => `${what} marked paid`,
  },
  snooze: {
    label: decisionLabels.snooze,
    button: (what) => `Snooze ${what}`,
    going: (what) => `Snoozing ${what}…`,
    done: (what) => `${what} snoozed`,
  },
  assign: {
    label: decisionLabels.assign,
    button: (what) => `Assign ${what}`,
    going: (what) => `Assigning ${what}…`,
    done: (what) => `${what} assigned`,
  },
  restore: {
    label: decisionLabels.restore,
    button: (what) => `Restore ${what}`,
    going: (what) => `Restoring ${what}…`,
    done: (what) => `${what} restored`,
  },
};

/** Acts that are kept with a reason. */
export const reasonLabels: Readonly<Partial<Record<ActName, string>>> = {
  clear: "Why is nothing sent?",
  "mark-paid": "How was it paid?",
};

/** "3 rows had moved on and were left alone." */
export function movedOnText(titles: readonly string[], noun: Noun): string | null {
  if (titles.length === 0) return null;
  const shown = titles.slice(0, 3).join(", ");
  const more = titles.length > 3 ? ` and ${figure(titles.length - 3)} more` : "";
  return `Left alone, as somebody was faster with ${titles.length === 1 ? `this ${noun.one}` : `these ${noun.many}`}: ${shown}${more}.`;
}
