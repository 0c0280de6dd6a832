// What does a person see first: how much needs them, per tab of Problem Sync?
import { z } from "zod";

import type { DocumentKind } from "#lib/documents/document.ts";
import type { PushState } from "#lib/sync/push.ts";
import { problemTabs, tabKinds, type ProblemTab } from "#lib/sync/triage.ts";

export const ReadToday = z.object({});
export type ReadToday = z.output<typeof ReadToday>;

export const ReadFrame = z.object({});
export type ReadFrame = z.output<typeof ReadFrame>;

/** How many pushes of one kind stand in one state, and what they are worth. */
export type StandingCount = {
  readonly kind: DocumentKind;
  readonly state: PushState;
  readonly currency: string;
  readonly pushes: number;
  readonly amountMinor: bigint;
};

export type TabStanding = {
  readonly tab: ProblemTab;
  /** What needs a person. */
  readonly problems: number;
  /** Money behind the problems, one amount per currency; whole minor units as text. */
  readonly amounts: readonly { readonly minor: string; readonly currency: string }[];
};

/** Sums the counters up to the tabs, in their order; a tab without problems stands there with 0. */
export function standingByTab(counts: readonly StandingCount[]): readonly TabStanding[] {
  return problemTabs.map((tab) => {
    const mine = counts.filter(
      (count) => tabKinds[tab].includes(count.kind) && count.state === "problem" && count.pushes > 0,
    );
    const byCurrency = new Map<string, bigint>();
    for (const { currency, amountMinor } of mine) {
      byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + amountMinor);
    }
    return {
      tab,
      problems: mine.reduce((sum, count) => sum + count.pushes, 0),
      amounts: [...byCurrency]
        .filter(([, minor]) => minor !== 0n)
        .map(([currency, minor]) => ({ minor: minor.toString(), currency }))
        .toSorted((a, b) => a.currency.localeCompare(b.currency)),
    };
  });
}

/** Over all tabs. */
export function problemsIn(tabs: readonly TabStanding[]): number {
  return tabs.reduce((sum, tab) => sum + tab.problems, 0);
}

const onTheWay: readonly PushState[] = ["ready", "sending", "unsure"];

/** Documents that go without anybody's help: ready or under way. */
export function countOnTheWay(counts: readonly StandingCount[]): number {
  return sumOf(counts, (state) => onTheWay.includes(state));
}

/** Documents that wait for another one, most often for a customer with a problem. */
export function countWaiting(counts: readonly StandingCount[]): number {
  return sumOf(counts, (state) => state === "waiting");
}

/** Documents that are in the books. */
export function countPosted(counts: readonly StandingCount[]): number {
  return sumOf(counts, (state) => state === "posted");
}

function sumOf(counts: readonly StandingCount[], isMeant: (state: PushState) => boolean): number {
  return counts.filter((count) => isMeant(count.state)).reduce((sum, count) => sum + count.pushes, 0);
}

export type CompanyFileStanding = {
  readonly companyFileId: string;
  readonly name: string;
  readonly isSimulated: boolean;
  readonly connection: "connected" | "lost" | "disconnected";
  /** When the company's lists were last read: our latest proof that it answers. ISO time. */
  readonly listsReadAt: string | null;
  readonly isPaused: boolean;
};

/** A setting that points at something its books no longer have, and in which company. */
export type GoneMappingShown = {
  readonly companyFileId: string;
  readonly company: string;
  readonly setting: string;
  readonly detail: string;
};

export type RecentOrder = {
  readonly orderId: string;
  readonly number: string;
  readonly customerName: string;
  readonly totalMinor: string;
  readonly currency: string;
  readonly receivedAt: string;
  readonly hasProblem: boolean;
};
