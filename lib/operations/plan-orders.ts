// Order → rules → documents → pushes, for orders that wait to be planned. One transaction for a handful of orders.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { fingerprint } from "#lib/documents/fingerprint.ts";
import { combinedKeys, planDocuments } from "#lib/documents/plan.ts";
import type { Plan, PlannedOrder } from "#lib/documents/planned.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { summarize } from "#lib/documents/summary.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { nothingAdded, type Added } from "#lib/orders/added.ts";
import { readAdded } from "#lib/orders/added/store.ts";
import { Order } from "#lib/orders/order.ts";
import { withAdded } from "#lib/orders/payments-of-order.ts";
import {
  markToPlan,
  readCompanions,
  takeOrdersToPlan,
  writePlanned,
  type OrderToPlan,
} from "#lib/orders/planning/store.ts";
import { applyRules, type Applied } from "#lib/rules/apply.ts";
import type { Rule } from "#lib/rules/rule.ts";
import { readRules } from "#lib/rules/store.ts";
import { lockLane, restPlanning } from "#lib/sync/lane/store.ts";
import {
  keepSentVersions,
  otherOrdersOn,
  readPlannedBefore,
  supersede,
  writeAfter,
  writeDocuments,
  writeOrderDocuments,
  writePushes,
  type PlannedBefore,
  type NewPush,
  type WrittenDocument,
} from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";

const ORDERS_AT_ONCE = 200;

type Ruled = PlannedOrder & { readonly applied: Applied };
type PlannedPair = { readonly ruled: Ruled; readonly plan: Plan };

/** Plans up to 200 waiting orders of a company file. Returns how many were planned: 0 means none wait. */
export async function planOrders(scope: Scope, input: { readonly companyFileId: string }): Promise<number> {
  allow(scope, "sync:run");
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, input.companyFileId);
    const waiting = await takeOrdersToPlan(tx, scope, input.companyFileId, ORDERS_AT_ONCE);
    if (waiting.length === 0) {
      await restPlanning(tx, scope, input.companyFileId);
      return 0;
    }
    const books = await readBooks(tx, scope, input.companyFileId);
    const rules = await readRules(tx, scope, input.companyFileId);
    const added = await readAdded(
      tx,
      scope,
      waiting.map(({ orderId }) => orderId),
    );
    const ruled = waiting.map((one) => applyTo(one, added, rules, books.settings));
    const pairs = await planAll(tx, scope, input.companyFileId, ruled, rules, books.settings);
    await writePlan(tx, scope, input.companyFileId, pairs, books);
    return waiting.length;
  });
}

/** The order with what people and the books added to it, after the rules. */
function applyTo(
  { orderId, body }: OrderToPlan,
  addedTo: ReadonlyMap<string, Added>,
  rules: readonly Rule[],
  settings: CompanySettings,
): Ruled {
  const own = addedTo.get(orderId) ?? nothingAdded;
  const { order, added } = withAdded(orderId, Order.parse(body), own, settings.paymentMethods);
  const applied = applyRules(order, rules);
  return { orderId, order: applied.order, added, applied };
}

async function planAll(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ruled: readonly Ruled[],
  rules: readonly Rule[],
  settings: CompanySettings,
): Promise<PlannedPair[]> {
  const keys = new Set(ruled.flatMap((one) => (one.applied.problem ? [] : combinedKeys(one, settings))));
  const here = new Set(ruled.map((one) => one.orderId));
  const stored = await readCompanions(tx, scope, companyFileId, [...keys]);
  const others = stored.filter((one) => !here.has(one.orderId));
  const added = await readAdded(
    tx,
    scope,
    others.map(({ orderId }) => orderId),
  );
  const elsewhere = others.map((one) => applyTo(one, added, rules, settings)).filter((one) => !one.applied.problem);
  const candidates = keys.size === 0 ? [] : [...ruled.filter((one) => !one.applied.problem), ...elsewhere];
  const byKey = new Map<string, Ruled[]>();
  for (const candidate of candidates) {
    for (const key of combinedKeys(candidate, settings)) byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
  }
  return ruled.map((one) => {
    if (one.applied.problem) return { ruled: one, plan: { documents: [], problem: one.applied.problem } };
    const companions = new Set(combinedKeys(one, settings).flatMap((key) => byKey.get(key) ?? []));
    companions.delete(one);
    return { ruled: one, plan: planDocuments(one, settings, [...companions]) };
  });
}

async function writePlan(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  pairs: readonly PlannedPair[],
  books: Books,
): Promise<void> {
  const now = scope.now();
  const wanted = wantedDocuments(pairs);
  const keys = new Set([...wanted.values()].flatMap(({ document }) => [document.key, ...document.after]));
  const known = await readPlannedBefore(tx, scope, companyFileId, [...keys]);
  const ids = new Map([...known].map(([key, { documentId }]) => [key, documentId]));
  for (const key of wanted.keys()) if (!ids.has(key)) ids.set(key, newId(scope));
  const written = [...wanted.values()]
    .filter((entry) => isNews(entry, known.get(entry.document.key)))
    .map((entry) => ({ ...entry, documentId: ids.get(entry.document.key)! }));
  const writtenIds = written.map((entry) => entry.documentId);
  await keepSentVersions(tx, scope, companyFileId, writtenIds);
  await writeDocuments(tx, scope, companyFileId, written, now);
  await writeAfter(
    tx,
    scope,
    writtenIds,
    written.flatMap((entry) => afterPairs(entry, ids)),
  );
  await writeOrderLinks(tx, scope, companyFileId, pairs, ids);
  const left = await supersede(tx, scope, companyFileId, writtenIds, now);
  const pushes = written
    .filter((entry) => !left.has(entry.documentId) && goesByItself(entry, known.get(entry.document.key), books))
    .map((entry) => newPush(scope, entry, known.get(entry.document.key)?.isLinked ?? false, books));
  await writePushes(tx, scope, companyFileId, pushes, now);
  const rows = pairs.map(({ ruled, plan }) => ({
    orderId: ruled.orderId,
    problem: plan.problem ?? null,
    trace: ruled.applied.trace,
  }));
  await writePlanned(tx, scope, rows, now);
}

type Wanted = Omit<WrittenDocument, "documentId">;

/** All documents of these plans by key. A customer or item that several orders name is one document: the first wins. */
function wantedDocuments(pairs: readonly PlannedPair[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { ruled, plan } of pairs) {
    for (const document of plan.documents) {
      if (wanted.has(document.key)) continue;
      const orderId = document.key.startsWith("order/") ? ruled.orderId : null;
      const summary = summarize(document, ruled.order.currency);
      wanted.set(document.key, { document, orderId, fingerprint: fingerprint(document), ...summary });
    }
  }
  return wanted;
}

/**
 * Is this more than we hold, or again what was given up before it left? A customer or an item that is in the books belongs to the books: what a later order says
 * about it does not overwrite what people keep there.
 */
function isNews(entry: Wanted, known: PlannedBefore | undefined): boolean {
  if (!known) return true;
  // Taken back by a person: its record is the books' own affair from then on.
  if (known.isLeftOut && known.isLinked) return false;
  if (known.fingerprint === entry.fingerprint) return known.isDropped && known.postedFingerprint !== entry.fingerprint;
  return !(known.isLinked && (entry.document.kind === "customer" || entry.document.kind === "item"));
}

/** Does it go now, without a person? Not what the books hold already, what was left out, or what people export by hand. */
function goesByItself(entry: Wanted, known: PlannedBefore | undefined, { settings }: Books): boolean {
  if (known?.postedFingerprint === entry.fingerprint || known?.isLeftOut) return false;
  return settings.exports === "by-itself";
}

function afterPairs(entry: WrittenDocument, ids: ReadonlyMap<string, string>): (readonly [string, string])[] {
  return entry.document.after.map((key) => {
    const parent = ids.get(key);
    if (!parent) throw new Error(`${entry.document.key} follows ${key}, which nobody planned`);
    return [entry.documentId, parent] as const;
  });
}

function newPush(scope: Scope, entry: WrittenDocument, isLinked: boolean, books: Books): NewPush {
  return {
    pushId: newId(scope),
    documentId: entry.documentId,
    kind: entry.document.kind,
    operation: isLinked ? "update" : "create",
    priority: priorities.live,
    problem: ledgers.qbo.check(entry.document, books)[0] ?? null,
    amountMinor: entry.amountMinor,
    currency: entry.currency,
  };
}

/** Ties orders to their documents. A document an order left is planned again for the orders that stay, or given up. */
async function writeOrderLinks(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  pairs: readonly PlannedPair[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const links = pairs.flatMap(({ ruled, plan }) =>
    plan.documents.map((document) => [ruled.orderId, ids.get(document.key)!] as const),
  );
  const orderIds = pairs.map(({ ruled }) => ruled.orderId);
  const gone = await writeOrderDocuments(tx, scope, links, orderIds);
  if (gone.length === 0) return;
  const { orderIds: staying, orphans } = await otherOrdersOn(tx, scope, gone);
  await markToPlan(tx, scope, companyFileId, scope.now(), staying);
  await supersede(tx, scope, companyFileId, orphans, scope.now());
}
