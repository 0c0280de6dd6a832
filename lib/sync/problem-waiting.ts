// What waits by itself, and for what? From counters and the state of the connection; no person has to do anything but know.
import type { MoneyJson } from "#lib/money.ts";
import type { Blocker, WaitingGroup } from "./problem-page.ts";

export type Waiting = {
  readonly documents: number;
  readonly money: readonly MoneyJson[];
};

export type WaitingFacts = {
  readonly unsure: Waiting;
  readonly ready: Waiting;
  readonly retrying: Waiting;
  /** `retrying` was only counted up to here. */
  readonly retryingMax: number;
  readonly behind: Waiting;
  readonly isConnected: boolean;
  readonly blockers: readonly Blocker[];
};

/** The groups that are not empty. While the company cannot be reached everything that is ready waits for that alone. */
export function waitingGroups(facts: WaitingFacts): readonly WaitingGroup[] {
  const { unsure, ready, retrying, behind, isConnected } = facts;
  const isCapped = retrying.documents >= facts.retryingMax;
  const groups: readonly WaitingGroup[] = [
    group("unknown", unsure, "The answer was lost. Tieout looks into QuickBooks before anything is sent again."),
    isConnected
      ? group("retrying", retrying, "QuickBooks was busy. Tieout tries again by itself.", isCapped)
      : group("connection", ready, "QuickBooks cannot be reached. They go as soon as the company is connected again."),
    {
      ...group("behind", behind, behindSentence(facts.blockers)),
      blockers: facts.blockers,
    },
  ];
  return groups.filter(({ documents }) => documents > 0);
}

function group(is: WaitingGroup["is"], waiting: Waiting, sentence: string, isAtLeast = false): WaitingGroup {
  return { is, ...waiting, sentence, isAtLeast, blockers: [] };
}

function behindSentence([first, ...others]: readonly Blocker[]): string {
  if (!first) return "They wait for another document that goes first.";
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return `They wait for another document: ${first.title}${more} needs a person first.`;
}
