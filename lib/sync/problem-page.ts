// What one look at Problem Sync answers: how many stand where, the causes, and a page of rows.
import type { MoneyJson } from "#lib/money.ts";
import type { FixPlace, ProblemCode } from "#lib/problem.ts";
import type { ShownLane } from "./problem-filter.ts";
import type { ProblemRow } from "./problem-row.ts";
import type { PushState } from "./push.ts";
import type { ProblemTab } from "./triage.ts";

/** A problem that others wait for: the customer whose invoices cannot go. */
export type Blocker = {
  readonly rowId: string;
  readonly tab: ProblemTab;
  readonly title: string;
  readonly code: ProblemCode;
  readonly about: string;
  /** Documents that wait for it, among those that were looked at. */
  readonly waiting: number;
};

/** One cause: everything with the same code and the same culprit, of one lane and tab. */
export type Cause = {
  readonly code: ProblemCode;
  readonly about: string;
  readonly title: string;
  readonly fix: string;
  /** Who can make the fix, in words: "your accountant". */
  readonly who: string;
  readonly where: FixPlace;
  readonly rows: number;
  readonly money: readonly MoneyJson[];
  /** When the oldest row of the cause came up, ISO. */
  readonly oldestAt: string;
  /** Rows that came up in the last day; `recentMax` means "so many or more". */
  readonly recent: number;
  /** Documents that wait behind its rows, such as the invoices of a customer that cannot be made. */
  readonly waiting: number;
  /** Not all of its rows were looked at: `waiting` is "so many or more". */
  readonly isWaitingAtLeast: boolean;
  /** Rows that were given to the person who looks, and to others; `isAtLeast`: so many or more. */
  readonly assigned: { readonly toMe: number; readonly toOthers: number; readonly isAtLeast: boolean };
  /** Problems that its own rows wait for, such as the customer of an invoice: they come first. At most three. */
  readonly blockedBy: readonly Blocker[];
};

/** `Cause.recent` counts up to here. */
export const recentMax = 100;

export type TabCount = { readonly rows: number; readonly money: readonly MoneyJson[] };

/**
 * Documents that wait by themselves. unknown: we spoke and did not hear, and look before we speak again. retrying: the
 * books were busy. connection: the company cannot be reached. behind: another document comes first.
 */
export type WaitingGroup = {
  readonly is: "unknown" | "retrying" | "connection" | "behind";
  readonly documents: number;
  /** `documents` and `money` are "so many or more". */
  readonly isAtLeast: boolean;
  readonly money: readonly MoneyJson[];
  readonly sentence: string;
  /** Of "behind": the problems that most of them wait for. */
  readonly blockers: readonly Blocker[];
};

/** Where a push stands while nothing is wrong with it. */
export type CalmState = Exclude<PushState, "problem">;

export type ProblemCounts = {
  /** Rows and money of each tab in the chosen lane. */
  readonly tabs: Readonly<Record<ProblemTab, TabCount>>;
  /** Rows of each lane over all tabs. */
  readonly lanes: Readonly<Record<ShownLane, number>>;
  /** Of the chosen lane and tab, most rows first. */
  readonly causes: readonly Cause[];
  /** Causes there are beyond those in `causes`. */
  readonly moreCauses: number;
  /** Of the lane "waiting": what waits by itself, over all tabs. Rows that were let go are among them. */
  readonly groups: readonly WaitingGroup[];
  /** Where nothing needs a person: when the first of what was snoozed until a day comes back, ISO. Else null. */
  readonly firstBackAt: string | null;
  /** How many pushes stand where, over all kinds. Those in problem are in `lanes`. */
  readonly states: Readonly<Record<CalmState, number>>;
  readonly checkedAt: string;
};

export type ProblemRows = {
  readonly rows: readonly ProblemRow[];
  /** Give it as `after` for the rows that follow; null at the end. */
  readonly next: string | null;
  /** How many rows match, when the counters know it; null when only walking through them could tell. */
  readonly found: number | null;
  readonly checkedAt: string;
};

export type ProblemPage = ProblemCounts & ProblemRows;
