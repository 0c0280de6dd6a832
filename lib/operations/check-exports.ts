// Somebody is about to export: how do the chosen orders stand in QuickBooks right now? A thousand records in one question.
import { setTimeout as sleep } from "node:timers/promises";

import { inTransaction, type Transaction } from "#db/client.ts";
import { consume } from "#lib/access/rate-limit.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { isCombinedKey } from "#lib/documents/keys.ts";
import { env } from "#lib/env.ts";
import { grouped } from "#lib/grouped.ts";
import { asRows, textOf, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { followedEntity, type FollowedEntity } from "#lib/ledgers/qbo/back/entities.ts";
import { askQueries, isNothing, queryAnswers, selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { asksPayments, type ExportDocument } from "#lib/sync/export-plan.ts";
import type { CheckExports, ExportCheck, ExportRow } from "#lib/sync/exports.ts";
import { knownLedgerPayments, readChosenOrders, readExportDocuments } from "#lib/sync/exports/store.ts";
import type { WaitingLane } from "#lib/sync/lane/store.ts";
import { readOrders, type ListedOrder } from "#lib/sync/orders/store.ts";
import { isExportable, orderStates, standingOfBits, type OrderState } from "#lib/sync/standing.ts";
import { askCompany, type LaterBecause } from "./ask-company.ts";
import { keepChanges } from "./keep-changes.ts";
import { orderRow } from "./list-orders.ts";
import { defaultTiming, workerScope, type World } from "./world.ts";

const ROWS_SHOWN = 200;
const IDS_AT_ONCE = 1_000;

/** Looks at the books first; what could not be asked is said, and shown as it was last known. */
export async function checkExports(scope: Scope, input: CheckExports): Promise<ExportCheck> {
  allow(scope, "orders:export");
  const { companyFileId } = input;
  const chosen = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const { orders, isCut } = await readChosenOrders(tx, scope, companyFileId, input.select);
    const orderIds = orders.map(({ orderId }) => orderId);
    return { orderIds, isCut, documents: await readExportDocuments(tx, scope, companyFileId, orderIds) };
  });
  if (chosen.orderIds.length === 0) throw notFound("None of these orders");
  const seen = await look(scope, companyFileId, chosen.documents);
  return await inTransaction(scope, async (tx) => {
    const { orderIds } = chosen;
    const orders = await readOrders(tx, scope, companyFileId, { orderIds, max: orderIds.length });
    const documents = grouped(await readExportDocuments(tx, scope, companyFileId, orderIds), (one) => one.orderId);
    const unknown = await unknownPayments(tx, scope, companyFileId, seen.payments);
    const rows = orders.map((order) => exportRow(order, documents.get(order.orderId) ?? [], unknown));
    const mayGo = rows.filter((row) => row.isExportable);
    return {
      rows: rows.slice(0, ROWS_SHOWN),
      total: rows.length,
      isCut: chosen.isCut,
      states: countStates(rows),
      exportable: mayGo.length,
      asksPayments: mayGo.filter((row) => row.asksPayments).length,
      unchecked: seen.unchecked,
    };
  });
}

function countStates(rows: readonly ExportRow[]): Record<OrderState, number> {
  const counts = orderStates.map((state) => [state, rows.filter((row) => row.standing.state === state).length]);
  return Object.fromEntries(counts) as Record<OrderState, number>;
}

function exportRow(order: ListedOrder, documents: readonly ExportDocument[], unknown: ReadonlySet<string>): ExportRow {
  const standing = standingOfBits(order.bits, order.status, order.problem);
  const hasNewLedgerPayments = documents.some(
    // A stranger's payment on an invoice of several orders is none of theirs.
    ({ key, ledgerType, ledgerId }) =>
      ledgerType === "Invoice" && !isCombinedKey(key) && ledgerId !== null && unknown.has(ledgerId),
  );
  return {
    ...orderRow(order),
    // Only what becomes of a deleted invoice's payments cannot wait until the new ones are imported.
    isExportable: isExportable(standing) && !(hasNewLedgerPayments && standing.state === "missing"),
    checkedAt: order.checkedAt === null ? null : new Date(order.checkedAt).toISOString(),
    asksPayments: standing.state === "missing" && asksPayments(documents),
    hasNewLedgerPayments,
    isEdited: documents.some((one) => one.isSale && one.isEdited && !one.isGone),
    removedPayments: documents.filter((one) => one.isRemoved).length,
  };
}

type Seen = {
  /** Payments on invoices, by the invoice's ledger id. */
  readonly payments: ReadonlyMap<string, readonly string[]>;
  readonly unchecked: ExportCheck["unchecked"];
};
type Asked = { readonly entity: FollowedEntity; readonly ids: readonly string[] };

/** Reads every linked record of these documents, and keeps what it says. */
async function look(scope: Scope, companyFileId: string, documents: readonly ExportDocument[]): Promise<Seen> {
  const payments = new Map<string, readonly string[]>();
  const calls = callsOf(documents);
  let left = calls.flat().reduce((sum, { ids }) => sum + ids.length, 0);
  if (left === 0) return { payments, unchecked: null };
  const { allowed } = await consume(scope.db, "export-check", `${scope.tenantId}/${companyFileId}`);
  if (!allowed)
    return { payments, unchecked: { sentence: "QuickBooks was asked very often just now.", documents: left } };
  const world = worldOf(scope);
  const lane: WaitingLane = { tenantId: scope.tenantId, companyFileId };
  for (const asked of calls) {
    const heard = await askCompany(world, lane, askQueries(asked.map(({ entity, ids }) => selectIds(entity, ids))));
    if (heard.is === "later") return { payments, unchecked: { sentence: whyNot[heard.because], documents: left } };
    const answers = queryAnswers(asked.length, heard.status, heard.text);
    for (const [place, { entity, ids }] of asked.entries()) {
      const body = answers[place]?.body;
      const isOff = body?.is === "fault" && isNothing(entity, body.faults);
      if (body?.is !== "rows" && !isOff) {
        return { payments, unchecked: { sentence: "QuickBooks did not answer the question.", documents: left } };
      }
      if (body.is === "rows") await keep(scope, lane, { entity, ids }, body.rows, payments);
      left -= ids.length;
    }
  }
  return { payments, unchecked: null };
}

async function keep(
  scope: Scope,
  lane: WaitingLane,
  { entity, ids }: Asked,
  rows: readonly QboRow[],
  payments: Map<string, readonly string[]>,
): Promise<void> {
  const there = new Set(rows.map((row) => textOf(row, "Id")));
  const missing = ids.filter((id) => !there.has(id));
  await keepChanges(workerScope(scope, lane.tenantId, "export"), lane, { entity, rows, missing });
  if (entity !== "Invoice") return;
  for (const row of rows) {
    const linked = asRows(row.LinkedTxn).filter((each) => textOf(each, "TxnType") === "Payment");
    payments.set(
      textOf(row, "Id"),
      linked.map((each) => textOf(each, "TxnId")),
    );
  }
}

/** Questions by kind of record, at most a thousand ids each and a thousand records in one call. */
function callsOf(documents: readonly ExportDocument[]): Asked[][] {
  const kinds = grouped(
    documents.filter((one) => one.isSale && one.ledgerId !== null),
    (one) => followedEntity(one.ledgerType ?? ""),
  );
  const asked = [...kinds].flatMap(([entity, ofKind]): Asked[] => {
    const ids = [...new Set(ofKind.map((one) => one.ledgerId!))];
    const parts = Math.ceil(ids.length / IDS_AT_ONCE);
    if (entity === undefined) return [];
    return Array.from({ length: parts }, (_none, nth) => ({
      entity,
      ids: ids.slice(nth * IDS_AT_ONCE, (nth + 1) * IDS_AT_ONCE),
    }));
  });
  const calls: Asked[][] = [];
  for (const one of asked) {
    const last = calls.at(-1);
    const size = last?.reduce((sum, { ids }) => sum + ids.length, 0) ?? IDS_AT_ONCE;
    if (last && size + one.ids.length <= IDS_AT_ONCE) last.push(one);
    else calls.push([one]);
  }
  return calls;
}

/** Invoices, by ledger id, with a payment in QuickBooks that is neither ours nor imported. */
async function unknownPayments(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  payments: Seen["payments"],
): Promise<ReadonlySet<string>> {
  const known = await knownLedgerPayments(tx, scope, companyFileId, [...new Set([...payments.values()].flat())]);
  const strange = [...payments].filter(([, ids]) => ids.some((id) => !known.has(id)));
  return new Set(strange.map(([invoiceId]) => invoiceId));
}

function worldOf(scope: Scope): World {
  const timing = { ...defaultTiming, batchItemsCount: env().QBO_BATCH_ITEMS_COUNT };
  return { ...scope, owner: newId(scope), timing, wait: (ms) => sleep(ms) };
}

const whyNot: Readonly<Record<LaterBecause, string>> = {
  pace: "QuickBooks is being asked as much as it allows for this company.",
  throttled: "QuickBooks has been asked too often.",
  unreached: "QuickBooks could not be reached.",
  refused: "QuickBooks refused the connection.",
  "not-connected": "The company is not connected to QuickBooks.",
};
