// Order → rules → documents → pushes, for orders that wait to be planned. One transaction for a handful of orders.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { fingerprint } from "#lib/documents/fingerprint.ts";
import { isCombinedKey } from "#lib/documents/keys.ts";
import { combinedKeys, planDocuments } from "#lib/documents/plan.ts";
import { placeParties, withNames } from "#lib/documents/plan-parties.ts";
import { roundingsOver } from "#lib/documents/rounding.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { summarize } from "#lib/documents/summary.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { endAmendments, readNewNames } from "#lib/orders/amendments/store.ts";
import {
  leaveCleared,
  markToPlan,
  readCompanions,
  takeOrdersToPlan,
  writePlanned,
} from "#lib/orders/planning/store.ts";
import type { Rule } from "#lib/rules/rule.ts";
import { readRules } from "#lib/rules/store.ts";
import { releaseBehind, untieEnded } from "#lib/sync/ending/store.ts";
import { paymentsNotImported } from "#lib/sync/exports.ts";
import { lockLane, restPlanning } from "#lib/sync/lane/store.ts";
import { copiedKeys, goesByItself, isCopied, isNews, type PartyNews } from "#lib/sync/plan/news.ts";
import {
  keepSentVersions,
  otherOrdersOn,
  readPlannedBefore,
  supersede,
  writeAfter,
  writeDocuments,
  writeOrderDocuments,
  writePushes,
  type NewPush,
  type PlannedBefore,
  type WrittenDocument,
} from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { readStillCleared } from "#lib/sync/triage/cleared/store.ts";
import { endDocuments } from "#lib/sync/taking-back/store.ts";
import { releaseFollowers } from "#lib/sync/settle/store.ts";
import { ruleAll, standingsOf, type Ruled, type Standings } from "./rule-orders.ts";
import { linkMatched, placeCustomers, type Parties } from "./link-customers.ts";
import {
  endingsOf,
  keepCombined,
  openCombined,
  removedPayments,
  waitToMove,
  type Kept,
  type PlannedPair,
} from "./plan-endings.ts";

const ORDERS_AT_ONCE = 200;

/** The orders that want an invoice of several orders now, by its key. */
type Members = ReadonlyMap<string, ReadonlySet<string>>;

/** Plans up to 200 waiting orders of a company file. Returns how many were planned: 0 means none wait. */
export async function planOrders(scope: Scope, input: { readonly companyFileId: string }): Promise<number> {
  allow(scope, "sync:run");
  const { companyFileId } = input;
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const taken = await takeOrdersToPlan(tx, scope, companyFileId, ORDERS_AT_ONCE);
    if (taken.length === 0) {
      await restPlanning(tx, scope, companyFileId);
      return 0;
    }
    const cleared = await leaveCleared(
      tx,
      scope,
      taken.map((one) => one.orderId),
    );
    const waiting = taken.filter((one) => !cleared.has(one.orderId));
    const books = await readBooks(tx, scope, companyFileId);
    const rules = await readRules(tx, scope, companyFileId);
    const standings = await standingsOf(scope, tx, waiting);
    const ruled = await ruleAll(scope, tx, waiting, standings, rules);
    const { pairs: plans, members } = await planAll(tx, scope, companyFileId, ruled, standings, rules, books.settings);
    const { pairs, parties } = await placeCustomers(tx, scope, companyFileId, plans, books.settings);
    const kept = await keepCombined(scope, tx, companyFileId, members);
    // Whose invoice is about to be taken back is planned when that is done.
    const due = pairs.filter(({ plan }) => !plan.documents.some(({ key }) => kept.get(key)?.isEnding));
    const planned = due.map(({ ruled: one, plan }) => ({
      ruled: one,
      plan: waitToMove({ orderId: one.orderId, plan }, kept),
    }));
    await writePlan(tx, scope, companyFileId, { pairs: planned, members, kept, standings, parties }, books);
    await writeOutcomes(tx, scope, pairs, planned);
    return taken.length;
  });
}

async function planAll(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ruled: readonly Ruled[],
  standings: Standings,
  rules: readonly Rule[],
  settings: CompanySettings,
): Promise<{ pairs: PlannedPair[]; members: Members }> {
  const before = [...standings.values()].flat().filter((one) => one.isThere && isCombinedKey(one.key));
  const wanted = ruled.flatMap((one) => (one.applied.problem ? [] : combinedKeys(one, settings)));
  const keys = new Set([...wanted, ...before.map((one) => one.key)]);
  const here = new Set(ruled.map((one) => one.orderId));
  const stored = (await readCompanions(tx, scope, companyFileId, [...keys])).filter((one) => !here.has(one.orderId));
  const elsewhere = await ruleAll(scope, tx, stored, await standingsOf(scope, tx, stored), rules);
  const byKey = new Map<string, Ruled[]>([...keys].map((key) => [key, []]));
  if (keys.size > 0) {
    for (const candidate of [...ruled, ...elsewhere]) {
      if (candidate.applied.problem) continue;
      for (const key of combinedKeys(candidate, settings)) byKey.get(key)?.push(candidate);
    }
  }
  const pairs = ruled.map((one): PlannedPair => {
    if (one.applied.problem) return { ruled: one, plan: { documents: [], problem: one.applied.problem } };
    const companions = new Set(combinedKeys(one, settings).flatMap((key) => byKey.get(key) ?? []));
    companions.delete(one);
    return { ruled: one, plan: placeParties(planDocuments(one, settings, [...companions]), one.order, settings) };
  });
  const called = await calledOtherwise(tx, scope, companyFileId, pairs);
  const members = new Map([...byKey].map(([key, orders]) => [key, new Set(orders.map((one) => one.orderId))]));
  return { pairs: called, members };
}

/** Customers under the names that people gave them for QuickBooks. */
async function calledOtherwise(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  pairs: readonly PlannedPair[],
): Promise<PlannedPair[]> {
  const keys = new Set(
    pairs.flatMap(({ plan }) => plan.documents.filter(({ kind }) => kind === "customer")).map(keyOf),
  );
  const names = await readNewNames(tx, scope, companyFileId, [...keys]);
  return names.size === 0 ? [...pairs] : pairs.map((pair) => ({ ...pair, plan: withNames(pair.plan, names) }));
}

const keyOf = ({ key }: { readonly key: string }): string => key;

type ToWrite = {
  readonly pairs: readonly PlannedPair[];
  readonly members: Members;
  readonly kept: Kept;
  readonly standings: Standings;
  readonly parties: Parties;
};

async function writePlan(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { pairs, members, kept, standings, parties }: ToWrite,
  books: Books,
): Promise<void> {
  const now = scope.now();
  const plans = pairs.map(({ ruled, plan }) => ({ orderId: ruled.orderId, plan }));
  const endings = endingsOf(plans, [...standings.values()].flat(), members);
  const endingIds = idsOf(endings);
  const all = await onWhomTheyAre(tx, scope, companyFileId, wantedDocuments(pairs));
  const keys = new Set([...all.values()].flatMap(({ document }) => [document.key, ...document.after]));
  const known = await readPlannedBefore(tx, scope, companyFileId, [...keys]);
  const wanted = [...all.values()].filter(({ isUpdate, document }) => !isUpdate || known.get(document.key)?.isLinked);
  const ids = new Map([...known].map(([key, { documentId }]) => [key, documentId]));
  for (const { document } of wanted) if (!ids.has(document.key)) ids.set(document.key, newId(scope));
  const copied = copiedKeys(wanted.map(({ document }) => document));
  const written = wanted
    .filter(({ document }) => !kept.has(document.key) && !isCopied(document, known.get(document.key), copied))
    .filter((entry) => isNews(entry, known.get(entry.document.key), partyOf(entry, parties)))
    .map((entry) => ({ ...entry, documentId: ids.get(entry.document.key)! }));
  const writtenIds = idsOf(written);
  await keepSentVersions(tx, scope, companyFileId, writtenIds);
  const before = written.filter(({ document }) => known.has(document.key));
  const isEnded = ({ document }: Wanted) => known.get(document.key)?.isEnded === true;
  const isCleared = ({ document }: Wanted) => known.get(document.key)?.isCleared === true;
  await untieEnded(tx, scope, idsOf(before.filter(isEnded)));
  await writeDocuments(tx, scope, companyFileId, written, now);
  const ties = written.flatMap((entry) => afterPairs(entry, ids));
  await writeAfter(tx, scope, writtenIds, ties, endingIds);
  const orphans = await writeOrderLinks(tx, scope, companyFileId, { pairs, standings }, ids);
  const left = await supersede(tx, scope, companyFileId, writtenIds, now);
  await linkMatched(tx, scope, companyFileId, parties, ids);
  const cleared = await readStillCleared(tx, scope, idsOf(before.filter(isCleared)));
  const pushes = written
    .filter((entry) => !left.has(entry.documentId) && !cleared.has(entry.documentId))
    .filter((entry) => !parties.matched.has(entry.document.key))
    .filter((entry) => goesByItself(entry, known.get(entry.document.key), books.settings.exports))
    .map((entry) => newPush(scope, entry, known.get(entry.document.key), books, parties));
  await writePushes(tx, scope, companyFileId, pushes, now);
  await openCombined(scope, tx, companyFileId, kept);
  const lane = { tenantId: scope.tenantId, companyFileId };
  await releaseFollowers(tx, lane, idsOf(before), now);
  await releaseBehind(tx, lane, [...idsOf(before), ...orphans], now);
  await endDocuments(tx, scope, companyFileId, endings);
}

/** Says that these orders were planned, and what was in the way. One that waits for an ending keeps what it said. */
async function writeOutcomes(
  tx: Transaction,
  scope: Scope,
  pairs: readonly PlannedPair[],
  planned: readonly PlannedPair[],
): Promise<void> {
  const plans = new Map(planned.map(({ ruled, plan }) => [ruled.orderId, plan]));
  const rows = pairs.map(({ ruled, plan }) => ({
    orderId: ruled.orderId,
    problem: (plans.get(ruled.orderId) ?? plan).problem ?? null,
    trace: ruled.applied.trace,
  }));
  await writePlanned(tx, scope, rows, scope.now());
  // Where the source itself has changed what a person had amended, the source is right again.
  const overtaken = pairs.flatMap(({ ruled, plan }) => [
    ...ruled.overtaken,
    ...roundingsOver(plan.documents, ruled.roundings ?? []),
  ]);
  await endAmendments(tx, scope, overtaken, "overtaken");
}

function idsOf(documents: readonly { readonly documentId: string }[]): string[] {
  return documents.map((one) => one.documentId);
}

type Wanted = Omit<WrittenDocument, "documentId"> & { readonly isUpdate: boolean };

/** All documents of these plans by key. A customer or item that several orders name is one document: the first wins. */
function wantedDocuments(pairs: readonly PlannedPair[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { ruled, plan } of pairs) {
    const updates = new Set(plan.updates ?? []);
    for (const document of [...plan.documents, ...updates]) {
      if (wanted.has(document.key)) continue;
      const orderId = document.key.startsWith("order/") ? ruled.orderId : null;
      const summary = summarize(document, ruled.order.currency);
      const isUpdate = updates.has(document);
      wanted.set(document.key, { document, orderId, fingerprint: fingerprint(document), ...summary, isUpdate });
    }
  }
  return wanted;
}

/**
 * Updates of what the books hold stay on the customer they were planned on: an order that is cancelled plans no customer
 * any more, and by the company's rule it may be another record than its name says.
 */
async function onWhomTheyAre(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  wanted: ReadonlyMap<string, Wanted>,
): Promise<ReadonlyMap<string, Wanted>> {
  const updates = [...wanted.values()].filter(({ isUpdate }) => isUpdate).map(({ document }) => document.key);
  if (updates.length === 0) return wanted;
  const known = await readPlannedBefore(tx, scope, companyFileId, updates);
  const entries = [...wanted].flatMap(([key, entry]): [string, Wanted][] => {
    const { customerKey, customerName } = known.get(key) ?? {};
    const { document } = entry;
    if (!entry.isUpdate || document.kind !== "payment") return [[key, entry]];
    // Never planned before: there is nothing in the books to update.
    if (!customerKey) return [];
    const after = document.after.map((each) => (each === document.customer ? customerKey : each));
    const moved = { ...document, after, customer: customerKey, customerName: customerName ?? document.customerName };
    return [[key, { ...entry, document: moved, fingerprint: fingerprint(moved) }]];
  });
  return new Map(entries);
}

function partyOf({ document: { key } }: Wanted, { matched, held }: Parties): PartyNews {
  return { isMatched: matched.has(key), isHeld: held.has(key) };
}

function afterPairs(entry: WrittenDocument, ids: ReadonlyMap<string, string>): (readonly [string, string])[] {
  return entry.document.after.map((key) => {
    const parent = ids.get(key);
    if (!parent) throw new Error(`${entry.document.key} follows ${key}, which nobody planned`);
    return [entry.documentId, parent] as const;
  });
}

function newPush(
  scope: Scope,
  entry: WrittenDocument,
  known: PlannedBefore | undefined,
  books: Books,
  { held }: Parties,
): NewPush {
  const behind = known?.isBehindPayments ? paymentsNotImported : undefined;
  return {
    pushId: newId(scope),
    documentId: entry.documentId,
    kind: entry.document.kind,
    operation: known?.isLinked ? "update" : "create",
    priority: priorities.live,
    problem: behind ?? held.get(entry.document.key) ?? ledgers.qbo.check(entry.document, books)[0] ?? null,
    amountMinor: entry.amountMinor,
    currency: entry.currency,
  };
}

/** Ties orders to their documents. A document an order left is planned again for the orders that stay, or given up: those are answered. */
async function writeOrderLinks(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { pairs, standings }: Pick<ToWrite, "pairs" | "standings">,
  ids: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const links = pairs.flatMap(({ ruled, plan }) =>
    [...plan.documents, ...(plan.updates ?? [])].flatMap(({ key }) => {
      const documentId = ids.get(key);
      return documentId === undefined ? [] : [[ruled.orderId, documentId] as const];
    }),
  );
  const orderIds = pairs.map(({ ruled }) => ruled.orderId);
  const removed = pairs.flatMap((pair) =>
    removedPayments(pair, standings).map((documentId) => [pair.ruled.orderId, documentId] as const),
  );
  const gone = await writeOrderDocuments(tx, scope, links, removed, orderIds);
  if (gone.length === 0) return [];
  const { orderIds: staying, orphans } = await otherOrdersOn(tx, scope, gone);
  await markToPlan(tx, scope, companyFileId, scope.now(), staying);
  await supersede(tx, scope, companyFileId, orphans, scope.now());
  return orphans;
}
