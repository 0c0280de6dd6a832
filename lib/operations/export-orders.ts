// A person exports orders: what is ready, changed or missing over there goes now. The second click finds nothing to do.
import { inTransaction, type Transaction } from "#db/client.ts";
import { actorName, allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { isCombinedKey } from "#lib/documents/keys.ts";
import { grouped } from "#lib/grouped.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { asksPayments, stepOf, type ExportDocument, type ExportStep } from "#lib/sync/export-plan.ts";
import {
  newPaymentsNote,
  paymentsNotImported,
  type ExportOrders,
  type ExportStarted,
  type PaymentChoice,
} from "#lib/sync/exports.ts";
import {
  leaveOut,
  ordersBeside,
  readChosenOrders,
  readExportDocuments,
  untieGone,
  writeExport,
} from "#lib/sync/exports/store.ts";
import { markEnded, releaseBehind } from "#lib/sync/ending/store.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { leftOutByExport } from "#lib/sync/left-out.ts";
import type { ListedOrder } from "#lib/sync/orders/store.ts";
import { readForPush, supersede, writePushes, type NewPush } from "#lib/sync/plan/store.ts";
import { priorities, type Priority, type PushOperation } from "#lib/sync/push.ts";
import { releaseProblems } from "#lib/sync/resolve/store.ts";
import { isExportable, standingOfBits } from "#lib/sync/standing.ts";
import { standingNote } from "#lib/sync/standing-note.ts";
import { findNewPayments } from "./find-new-payments.ts";
import { linkMatched, partiesToSend } from "./link-customers.ts";

/** Up to so many orders go by single calls, in front of everything. */
const PERSON_MAX = 10;
const SKIPPED_SHOWN = 200;
const OTHERS_NAMED = 10;

/** Starts an export. Refuses when every order had moved on, and when payments of a deleted invoice were not decided on. */
export async function exportOrders(scope: Scope, input: ExportOrders): Promise<ExportStarted> {
  allow(scope, "orders:export");
  const { companyFileId } = input;
  const { waiting, unasked } = await withNewPayments(scope, input);
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    // From here on no plan, no answer and no other export moves these orders: what is read stays true.
    await lockLane(tx, scope, companyFileId);
    const { orders } = await readChosenOrders(tx, scope, companyFileId, input.select);
    if (orders.length === 0) throw notFound("None of these orders");
    const going = orders.filter((order) => isExportable(standingOf(order)) && !isStuck(order, waiting));
    const skipped = orders.filter((order) => !going.includes(order));
    if (going.length === 0) throw new Refusal("moved-on", nothingToExport(skipped, waiting));
    const orderIds = going.map(({ orderId }) => orderId);
    const documents = await readExportDocuments(tx, scope, companyFileId, orderIds);
    const steps = decide(going, documents, input.payments ?? null, waiting);
    await refuseHalf(tx, scope, steps, orderIds);
    const priority = going.length <= PERSON_MAX ? priorities.person : priorities.live;
    const pushIds = await takeSteps(tx, scope, companyFileId, steps, input.payments ?? null, priority);
    const wakes = priority === priorities.person ? (["ready", "person"] as const) : (["ready"] as const);
    await wakeLane(tx, scope, companyFileId, wakes, scope.now());
    const total = going.length;
    const title = `Export ${total} ${total === 1 ? "order" : "orders"}`;
    const startedBy = actorName(scope);
    const bulkRunId = await writeExport(tx, scope, companyFileId, { title, orderIds, pushIds, startedBy });
    const anew = steps.filter(({ step }) => step === "anew").length;
    const leftOut = steps.filter(({ step }) => step === "leave-out").length;
    const held = steps.filter(({ isBehind }) => isBehind).length;
    const asked = input.payments === undefined ? {} : { payments: input.payments };
    const detail = { orders: total, documents: pushIds.length, madeAnew: anew, leftOut, held, ...asked };
    await audit(tx, scope, { action: "orders.export", subjectKind: "bulk-run", subjectId: bulkRunId, detail });
    // What a filter finds besides was not meant; what was chosen by name was.
    const named = input.select.is === "rows" ? skipped.slice(0, SKIPPED_SHOWN) : [];
    return { bulkRunId, total, held, skipped: named.map((order) => skippedRow(order, waiting)), unasked };
  });
}

function standingOf({ bits, status, problem }: ListedOrder) {
  return standingOfBits(bits, status, problem);
}

/** What becomes of the payments of a deleted invoice is asked when those that only the books have are imported. */
function isStuck(order: ListedOrder, waiting: ReadonlySet<string>): boolean {
  return waiting.has(order.orderId) && standingOf(order).state === "missing";
}

/**
 * Of orders that are exported again: those with payments that only the books have. Those are imported first, so that they
 * are not asked for twice: what would be sent waits on Problem Sync until then. While QuickBooks cannot be asked nobody
 * knows: they go, and whoever exports is told why.
 */
async function withNewPayments(
  scope: Scope,
  { companyFileId, select }: ExportOrders,
): Promise<{ readonly waiting: ReadonlySet<string>; readonly unasked: string | null }> {
  const orders = await inTransaction(scope, async (tx) => await readChosenOrders(tx, scope, companyFileId, select));
  const orderIds = orders.orders.filter(({ exportedAt }) => exportedAt !== null).map(({ orderId }) => orderId);
  if (orderIds.length === 0) return { waiting: new Set(), unasked: null };
  try {
    const found = await findNewPayments(scope, { orderIds });
    return { waiting: new Set(found.map(({ orderId }) => orderId)), unasked: null };
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code !== "not-allowed") {
      return { waiting: new Set(), unasked: thrown.message };
    }
    throw thrown;
  }
}

function skippedRow(order: ListedOrder, waiting: ReadonlySet<string>): ExportStarted["skipped"][number] {
  const note = waiting.has(order.orderId) ? newPaymentsNote : standingNote(order, standingOf(order));
  return { orderId: order.orderId, number: order.number, note };
}

function nothingToExport(orders: readonly ListedOrder[], waiting: ReadonlySet<string>): string {
  const [only, ...others] = orders;
  if (only === undefined || others.length > 0) return "Nothing to export: these orders have moved on already.";
  const { note } = skippedRow(only, waiting);
  return standingOf(only).isUnderWay ? `Order ${only.number} is on its way already.` : `Nothing to export: ${note}.`;
}

type Step = {
  readonly one: ExportDocument;
  readonly step: Exclude<ExportStep, "nothing">;
  /** It waits until payments are imported. */
  readonly isBehind: boolean;
};

/** What is done with each document. One that several of the orders share is one. */
function decide(
  orders: readonly ListedOrder[],
  documents: readonly ExportDocument[],
  choice: PaymentChoice | null,
  waiting: ReadonlySet<string>,
): Step[] {
  const byOrder = grouped(documents, (one) => one.orderId);
  const steps = new Map<string, Step>();
  for (const order of orders) {
    const ofOrder = byOrder.get(order.orderId) ?? [];
    const isAsked = standingOf(order).state === "missing" && asksPayments(ofOrder);
    if (isAsked && choice === null) {
      const sentence = `The deleted invoice of order ${order.number} had payments: say what becomes of them.`;
      throw new Refusal("invalid", sentence, "payments");
    }
    for (const one of ofOrder) {
      const step = stepOf(one, isAsked ? choice : null);
      const isBehind = waiting.has(order.orderId) && asksMoney(one, step);
      if (step !== "nothing" && !steps.has(one.documentId)) steps.set(one.documentId, { one, step, isBehind });
    }
  }
  return [...steps.values()];
}

/** Customers and items go anyway, and so does what takes our own money back. */
function asksMoney({ isSale, key }: ExportDocument, step: ExportStep): boolean {
  return isSale && !isCombinedKey(key) && (step === "create" || step === "update");
}

/** An invoice of several orders is made anew for all of them together: the payments of each are asked about. */
async function refuseHalf(
  tx: Transaction,
  scope: Scope,
  steps: readonly Step[],
  orderIds: readonly string[],
): Promise<void> {
  const combined = steps.flatMap(({ one, step }) =>
    isCombinedKey(one.key) && one.isGone && (step === "anew" || step === "release") ? [one.documentId] : [],
  );
  const [half] = await ordersBeside(tx, scope, combined, orderIds);
  if (!half) return;
  const { number, others } = half;
  const named = others.slice(0, OTHERS_NAMED).join(", ");
  const more = others.length > OTHERS_NAMED ? ` and ${others.length - OTHERS_NAMED} more` : "";
  const sentence =
    others.length === 1
      ? `Invoice ${number} also bears order ${named}: export both.`
      : `Invoice ${number} also bears orders ${named}${more}: export all of them.`;
  throw new Refusal("conflict", sentence);
}

/** Does it: what is gone is untied first, so that what follows it waits for the new one. Answers with the pushes. */
async function takeSteps(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  steps: readonly Step[],
  choice: PaymentChoice | null,
  priority: Priority,
): Promise<string[]> {
  const now = scope.now();
  const idsOf = (...wanted: readonly ExportStep[]) =>
    steps.filter(({ step }) => wanted.includes(step)).map(({ one }) => one.documentId);
  const out = idsOf("leave-out");
  const anew = idsOf("anew");
  const stuck = await supersede(tx, scope, companyFileId, [...anew, ...out], now);
  const isOut = choice === "new" || choice === "none";
  await leaveOut(tx, scope, out, isOut ? leftOutByExport(choice, actorName(scope)) : null);
  const isBack = ({ one, step }: Step) =>
    choice === "all" && one.kind === "payment" && one.isLeftOut && step !== "void";
  await leaveOut(
    tx,
    scope,
    steps.filter(isBack).map(({ one }) => one.documentId),
    null,
  );
  const made = anew.filter((id) => !stuck.has(id));
  await untieGone(tx, scope, made);
  const held = steps.flatMap(({ one, step }) =>
    step === "release" && one.livePushId !== null ? [one.livePushId] : [],
  );
  const released =
    held.length === 0
      ? []
      : await releaseProblems(tx, scope, companyFileId, { is: "rows", pushIds: held }, priority, now);
  const pushes = await newPushes(tx, scope, companyFileId, steps, new Set(made), priority);
  // What is taken back is ended: told again, it is made anew.
  const ended = pushes.filter(({ operation }) => operation === "void").map(({ documentId }) => documentId);
  await markEnded(tx, scope, ended);
  await writePushes(tx, scope, companyFileId, pushes, now);
  await releaseBehind(tx, { tenantId: scope.tenantId, companyFileId }, [...out, ...anew], now);
  return [...released, ...pushes.map(({ pushId }) => pushId)];
}

const operations: Readonly<Record<Exclude<ExportStep, "nothing" | "release" | "leave-out">, PushOperation>> = {
  create: "create",
  anew: "create",
  update: "update",
  void: "void",
};

async function newPushes(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  steps: readonly Step[],
  made: ReadonlySet<string>,
  priority: Priority,
): Promise<NewPush[]> {
  const wanted = new Map<string, PushOperation>();
  const behind = new Set(steps.flatMap(({ one, isBehind }) => (isBehind ? [one.documentId] : [])));
  for (const { one, step } of steps) {
    if (step === "release" || step === "leave-out") continue;
    if (step !== "anew" || made.has(one.documentId)) wanted.set(one.documentId, operations[step]);
  }
  const books = await readBooks(tx, scope, companyFileId);
  const rows = await readForPush(tx, scope, [...wanted.keys()]);
  const customers = rows.flatMap(({ document, currency }) =>
    document.kind === "customer" ? [{ document, currency }] : [],
  );
  const parties = await partiesToSend(tx, scope, companyFileId, customers, books.settings);
  const ids = new Map(rows.map(({ document, documentId }) => [document.key, documentId]));
  await linkMatched(tx, scope, companyFileId, parties, ids);
  const { matched, held } = parties;
  const toSend = rows.filter(({ document }) => !matched.has(document.key));
  return toSend.map(({ documentId, document, amountMinor, currency }) => {
    const operation = wanted.get(documentId) ?? "create";
    // What is taken back needs no lists to be right.
    const known = behind.has(documentId) ? paymentsNotImported : held.get(document.key);
    const problem = operation === "void" ? null : (known ?? ledgers.qbo.check(document, books)[0] ?? null);
    const isAnew = made.has(documentId);
    const { kind } = document;
    return { pushId: newId(scope), documentId, kind, operation, priority, problem, amountMinor, currency, isAnew };
  });
}
