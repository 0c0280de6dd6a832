// What does a person see first: how much needs them, per tab of Problem Sync, with how much money, since when and why?
import { z } from "zod";

import { sumByCurrency, type MoneyJson } from "#lib/money.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { PushState } from "#lib/sync/push.ts";
import { problemTabs, type ProblemTab } from "#lib/sync/triage.ts";

import type { DayFigures } from "./days.ts";
import type { Proof } from "./freshness.ts";

export const ReadToday = z.object({});
export type ReadToday = z.output<typeof ReadToday>;

export const ReadFrame = z.object({});
export type ReadFrame = z.output<typeof ReadFrame>;

/** How many pushes stand in one state. */
export type StandingCount = { readonly state: PushState; readonly pushes: number };

/** How many problems under one tab of one company need a person, and what they are worth in one currency. */
export type NeedCount = {
  readonly companyFileId: string;
  readonly tab: ProblemTab;
  readonly currency: string;
  readonly rows: number;
  readonly amountMinor: bigint;
};

export type TabStanding = {
  readonly tab: ProblemTab;
  /** What needs a person. */
  readonly problems: number;
  /** Money behind the problems, one amount per currency; whole minor units as text. */
  readonly amounts: readonly MoneyJson[];
};

/** Sums the counters up to the tabs, in their order; a tab without problems stands there with 0. */
export function standingByTab(counts: readonly NeedCount[]): readonly TabStanding[] {
  return problemTabs.map((tab) => {
    const mine = counts.filter((count) => count.tab === tab);
    return { tab, problems: mine.reduce((sum, { rows }) => sum + rows, 0), amounts: moneyIn(mine) };
  });
}

/** What needs a person in one company. */
export type CompanyNeeds = {
  readonly companyFileId: string;
  readonly company: string;
  readonly tabs: readonly TabStanding[];
  readonly problems: number;
  readonly stuck: readonly MoneyJson[];
  /** Documents that QuickBooks no longer holds as they were sent. */
  readonly drifted: number;
};

/** The same company by company, in their order; a company without any of it is left out. */
export function needsByCompany(
  companyFiles: readonly Pick<CompanyFileStanding, "companyFileId" | "name">[],
  counts: readonly NeedCount[],
  drifted: ReadonlyMap<string, number>,
): readonly CompanyNeeds[] {
  return companyFiles
    .map(({ companyFileId, name }) => {
      const mine = counts.filter((count) => count.companyFileId === companyFileId);
      const tabs = standingByTab(mine);
      const figures = {
        tabs,
        problems: problemsIn(tabs),
        stuck: moneyIn(mine),
        drifted: drifted.get(companyFileId) ?? 0,
      };
      return { companyFileId, company: name, ...figures };
    })
    .filter((needs) => needs.problems + needs.drifted > 0);
}

/** Over all tabs. */
export function problemsIn(tabs: readonly TabStanding[]): number {
  return tabs.reduce((sum, tab) => sum + tab.problems, 0);
}

/** What it comes to. */
export function moneyIn(counts: readonly Pick<NeedCount, "currency" | "amountMinor">[]): readonly MoneyJson[] {
  return sumByCurrency(counts.map(({ amountMinor, currency }) => ({ minor: String(amountMinor), currency })));
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

/** A reason that stops many documents, under one tab of one company. */
export type TopCause = {
  readonly companyFileId: string;
  readonly company: string;
  readonly tab: ProblemTab;
  readonly code: ProblemCode;
  readonly about: string;
  readonly rows: number;
  readonly money: readonly MoneyJson[];
};

/** The problem that has needed a person for longest. */
export type OldestProblem = {
  readonly companyFileId: string;
  readonly rowId: string;
  readonly tab: ProblemTab;
  readonly title: string;
  readonly party: string;
  /** ISO time. */
  readonly since: string;
};

export type CompanyFileStanding = {
  readonly companyFileId: string;
  readonly name: string;
  readonly isSimulated: boolean;
  readonly connection: "connected" | "lost" | "disconnected";
  /** When the company's lists were last read. ISO time. */
  readonly listsReadAt: string | null;
  readonly changesReadAt: string | null;
  readonly nextLookAt: string | null;
  readonly isPaused: boolean;
};

export type CompanyFileProof = CompanyFileStanding & { readonly proof: Proof };

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

export type Today = {
  /** The moment all this is about. ISO time. */
  readonly now: string;
  readonly tabs: readonly TabStanding[];
  readonly problems: number;
  /** Money behind everything that needs a person. */
  readonly stuck: readonly MoneyJson[];
  /** The same company by company. */
  readonly needs: readonly CompanyNeeds[];
  readonly oldest: OldestProblem | null;
  readonly causes: readonly TopCause[];
  /** Documents that QuickBooks no longer holds as they were sent. */
  readonly drifted: number;
  readonly onTheWay: number;
  readonly waiting: number;
  readonly posted: number;
  readonly companyFiles: readonly CompanyFileProof[];
  /** The clock's process: without it nothing is sent. ISO time. */
  readonly worker: { readonly aliveAt: string | null; readonly isSilent: boolean };
  readonly days: readonly DayFigures[];
  /** Over all days shown, in minutes; null when nothing was resolved. */
  readonly medianMinutes: number | null;
  readonly goneMappings: readonly GoneMappingShown[];
  readonly orders: readonly RecentOrder[];
};
