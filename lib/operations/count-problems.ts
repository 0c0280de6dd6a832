// How many problems stand where, by which causes, and what waits behind them? The half of the page that is not rows.
import { inHotTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { sumByCurrency } from "#lib/money.ts";
import { readAssigned, type AssignedCount } from "#lib/sync/assigned/store.ts";
import { fixerNames, problemCatalogue, problemTitle } from "#lib/problem.ts";
import { notFound } from "#lib/refusal.ts";
import {
  BEHIND_LOOKED,
  readAhead,
  readBehind,
  readCauseCounts,
  readLaneCounts,
  readLargestCauses,
  readRetrying,
  readStateCounts,
  type Ahead,
  type CauseCount,
  type LaneCount,
  type StateCount,
} from "#lib/sync/problem-counts/store.ts";
import { shownLanes, type ProblemPlace, type ShownLane } from "#lib/sync/problem-filter.ts";
import { askerOf } from "#lib/sync/problem-rows/store.ts";
import type { Blocker, CalmState, Cause, ProblemCounts, TabCount, WaitingGroup } from "#lib/sync/problems.ts";
import { waitingGroups, type Waiting } from "#lib/sync/problem-waiting.ts";
import { pushStates } from "#lib/sync/push.ts";
import { problemTabs, type ProblemTab } from "#lib/sync/triage.ts";
import { readFirstBack } from "#lib/sync/triage/waking/store.ts";

const CAUSES_MAX = 60;
/** So many causes, those with the most rows, are looked behind. */
const LOOKED_BEHIND = 12;
const BLOCKERS_SHOWN = 5;
const BLOCKING_MAX = 30;
const RETRYING_MAX = 1_000;
const DAY_MS = 86_400_000;
/** Tabs of the documents that others wait for. */
const AHEAD_TABS: readonly ProblemTab[] = ["customers", "items", "sales-orders", "invoices"];

/** Counts and causes of a place. Not found when the company belongs to another tenant. */
export async function countProblems(scope: Scope, input: ProblemPlace): Promise<ProblemCounts> {
  allow(scope, "problems:read");
  return await inHotTransaction(scope, async (tx) => {
    const company = await readCompanyFile(tx, scope, input.companyFileId);
    if (!company) throw notFound("This company file");
    return await countsOf(tx, scope, company, input);
  });
}

/** The same inside a transaction that found the company already. */
export async function countsOf(
  tx: Transaction,
  scope: Scope,
  company: CompanyFile,
  place: ProblemPlace,
): Promise<ProblemCounts> {
  const { companyFileId } = company;
  const counts = await readLaneCounts(tx, scope, companyFileId);
  const lanes = laneCounts(counts);
  const states = await readStateCounts(tx, scope, companyFileId);
  const recentFrom = new Date(scope.now().getTime() - DAY_MS);
  const causes = await readCauseCounts(tx, scope, place, recentFrom, CAUSES_MAX);
  const isWaiting = states.some(({ state }) => state === "waiting");
  const looked = causes.slice(0, LOOKED_BEHIND).map(({ code, about }) => ({ tab: place.tab, code, about }));
  const isBlocking = isWaiting && place.lane === "needs-you" && AHEAD_TABS.includes(place.tab);
  const behind = isBlocking ? await readBehind(tx, scope, companyFileId, looked) : [];
  const ahead = place.lane === "needs-you" ? await readAhead(tx, scope, place, looked) : [];
  const assigned = place.lane === "needs-you" ? await readAssigned(tx, scope, place) : [];
  const { userId } = askerOf(scope);
  return {
    tabs: tabCounts(counts, place.lane),
    lanes,
    causes: causes.map((cause) => ({
      ...causeOf(cause, behind, ahead),
      assigned: assignedOf(cause, assigned, userId),
    })),
    moreCauses: Math.max(0, (causes[0]?.causes ?? 0) - causes.length),
    groups: place.lane === "waiting" ? await groupsOf(tx, scope, company, states) : [],
    firstBackAt: lanes["needs-you"] === 0 && lanes.snoozed > 0 ? await readFirstBack(tx, scope, companyFileId) : null,
    states: stateCounts(states),
    checkedAt: scope.now().toISOString(),
  };
}

function assignedOf(
  { code, about }: CauseCount,
  assigned: readonly AssignedCount[],
  userId: string | null,
): Cause["assigned"] {
  const ofCause = assigned.filter((one) => one.code === code && one.about === about);
  const sum = (isMe: boolean) =>
    ofCause.filter(({ assigneeId }) => (assigneeId === userId) === isMe).reduce((all, { rows }) => all + rows, 0);
  const isAtLeast = ofCause.some(({ isCut }) => isCut);
  return { toMe: sum(true), toOthers: sum(false), isAtLeast };
}

function causeOf(count: CauseCount, behind: readonly Blocker[], ahead: readonly Ahead[]): Omit<Cause, "assigned"> {
  const { code, about, rows, money, recent } = count;
  const { fix, where, who } = problemCatalogue[code];
  const waiting = behind.filter((one) => one.code === code && one.about === about);
  return {
    code,
    about,
    title: problemTitle(code, about),
    fix,
    where,
    who: fixerNames[who],
    rows,
    money,
    oldestAt: new Date(count.oldestAt).toISOString(),
    recent,
    waiting: waiting.reduce((sum, one) => sum + one.waiting, 0),
    isWaitingAtLeast: waiting.length > 0 && rows > BEHIND_LOOKED,
    blockedBy: ahead
      .filter((one) => one.ofCode === code && one.ofAbout === about)
      .map(({ ofCode: _code, ofAbout: _about, ...blocker }) => blocker),
  };
}

async function groupsOf(
  tx: Transaction,
  scope: Scope,
  { companyFileId, connection }: CompanyFile,
  states: readonly StateCount[],
): Promise<readonly WaitingGroup[]> {
  const behind = waitingIn(states, "waiting");
  const retrying = await readRetrying(tx, scope, companyFileId, RETRYING_MAX);
  return waitingGroups({
    unsure: waitingIn(states, "unsure"),
    ready: waitingIn(states, "ready"),
    retrying: waitingOf(retrying),
    retryingMax: RETRYING_MAX,
    behind,
    isConnected: connection === "connected",
    blockers: behind.documents > 0 ? await blockersOf(tx, scope, companyFileId) : [],
  });
}

/** The problems that most documents wait for, among the largest causes of what others wait for. */
async function blockersOf(tx: Transaction, scope: Scope, companyFileId: string): Promise<readonly Blocker[]> {
  const causes = await readLargestCauses(tx, scope, companyFileId, AHEAD_TABS, BLOCKING_MAX);
  return (await readBehind(tx, scope, companyFileId, causes)).slice(0, BLOCKERS_SHOWN);
}

function waitingIn(states: readonly StateCount[], state: CalmState): Waiting {
  return waitingOf(states.filter((count) => count.state === state));
}

function waitingOf(counts: readonly Omit<StateCount, "state">[]): Waiting {
  return {
    documents: counts.reduce((sum, { pushes }) => sum + pushes, 0),
    money: sumByCurrency(counts.map(({ amountMinor, currency }) => ({ minor: amountMinor, currency }))),
  };
}

/** Rows and money of each tab in a lane. */
export function tabCounts(counts: readonly LaneCount[], lane: ShownLane): Record<ProblemTab, TabCount> {
  const entries = problemTabs.map((tab) => {
    const here = counts.filter((count) => count.lane === lane && count.tab === tab);
    const money = sumByCurrency(here.map(({ amountMinor, currency }) => ({ minor: amountMinor, currency })));
    return [tab, { rows: here.reduce((sum, { rows }) => sum + rows, 0), money }] as const;
  });
  return Object.fromEntries<TabCount>(entries) as Record<ProblemTab, TabCount>;
}

/** Rows of each lane. */
export function laneCounts(counts: readonly LaneCount[]): Record<ShownLane, number> {
  const entries = shownLanes.map((lane) => {
    const here = counts.filter((count) => count.lane === lane);
    return [lane, here.reduce((sum, { rows }) => sum + rows, 0)] as const;
  });
  return Object.fromEntries(entries) as Record<ShownLane, number>;
}

function stateCounts(counts: readonly StateCount[]): Record<CalmState, number> {
  const states = Object.fromEntries(pushStates.map((state) => [state, 0])) as Record<CalmState, number>;
  for (const { state, pushes } of counts) states[state] += pushes;
  return states;
}
