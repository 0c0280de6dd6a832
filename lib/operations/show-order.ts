// One order: rules that ran, documents planned, what was sent, what came back.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { readTold, type AmendmentRow } from "#lib/orders/amendments/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { TraceEntry } from "#lib/rules/rule.ts";
import type { AmendmentShown } from "#lib/sync/amending.ts";
import { readAttemptsOf } from "#lib/sync/attempts/store.ts";
import type { DecidedShown, DocumentShown, OrderShown, ShowOrder } from "#lib/sync/orders-shown.ts";
import { readOrder, readOrderDocuments, type OrderDocument } from "#lib/sync/orders/store.ts";
import { readInBooks } from "#lib/sync/balances/store.ts";
import { standingOfBits } from "#lib/sync/standing.ts";
import { standingNote } from "#lib/sync/standing-note.ts";
import { readDecisions, type DecidedRow } from "#lib/sync/triage/cleared/store.ts";
import { attemptShown } from "./attempt-shown.ts";
import { documentInBooks } from "./balance-shown.ts";
import { ledgerUrl } from "./ledger-url.ts";

const ATTEMPTS_SHOWN = 10;

/** The whole story of one order. Not found when it is another tenant's. */
export async function showOrder(scope: Scope, input: ShowOrder): Promise<OrderShown> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const order = await readOrder(tx, scope, input.orderId);
    if (!order) throw notFound("This order");
    const company = await readCompanyFile(tx, scope, order.companyFileId);
    const stored = await readOrderDocuments(tx, scope, input.orderId);
    const rowIds = [
      input.orderId,
      ...stored.flatMap(({ state, pushId }) => (state === "cleared" && pushId ? [pushId] : [])),
    ];
    const decisions = await readDecisions(tx, scope, rowIds);
    const documents: DocumentShown[] = [];
    for (const document of stored) documents.push(await documentShown(tx, scope, company, document, decisions));
    const inBooks = (await readInBooks(tx, scope, input.orderId)).map((one) => documentInBooks(company, one));
    const { orderId, number, externalId, customerName, source, status, orderDate, companyFileId, body } = order;
    const standing = standingOfBits(order.bits, status, order.problem);
    return {
      orderId,
      number,
      externalId,
      customerName,
      source,
      status,
      orderDate,
      receivedAt: new Date(order.receivedAt).toISOString(),
      total: { minor: order.totalMinor, currency: order.currency },
      standing,
      note: standingNote(order, standing),
      companyFileId,
      exportedAt: order.exportedAt === null ? null : new Date(order.exportedAt).toISOString(),
      problem: order.orderProblem,
      decided: decidedShown(decisions.get(orderId)),
      trace: (order.trace ?? []) as readonly TraceEntry[],
      body,
      documents,
      inBooks,
      amendments: (await readTold(tx, scope, orderId)).map(amendmentShown),
    };
  });
}

function amendmentShown(row: AmendmentRow): AmendmentShown {
  const { amendmentId, field, about, was, value, because, madeBy, madeAt, endedAt, endedHow, endedBy } = row;
  const ended =
    endedAt !== null && endedHow !== null ? { how: endedHow, by: endedBy, at: new Date(endedAt).toISOString() } : null;
  const made = { madeBy, madeAt: new Date(madeAt).toISOString() };
  return { amendmentId, field, about, was, value, because, ...made, ended };
}

function decidedShown(row: DecidedRow | undefined): DecidedShown | null {
  return row ? { ...row, at: new Date(row.at).toISOString() } : null;
}

async function documentShown(
  tx: Transaction,
  scope: Scope,
  company: CompanyFile | null,
  document: OrderDocument,
  decisions: ReadonlyMap<string, DecidedRow>,
): Promise<DocumentShown> {
  const { documentId, kind, title, party, state, operation, pushId, problem, ledgerType, ledgerId, waitsFor } =
    document;
  const attempts = pushId === null ? [] : await readAttemptsOf(tx, scope.tenantId, pushId, ATTEMPTS_SHOWN);
  return {
    documentId,
    kind,
    title,
    party,
    money: { minor: document.amountMinor, currency: document.currency },
    state,
    operation,
    pushId,
    problem,
    decided: pushId === null ? null : decidedShown(decisions.get(pushId)),
    ledgerId,
    ledgerUrl: ledgerType && ledgerId ? ledgerUrl(company, { ledgerType, ledgerId }) : null,
    editedAt: document.editedAt === null ? null : new Date(document.editedAt).toISOString(),
    goneAt: document.goneAt === null ? null : new Date(document.goneAt).toISOString(),
    leftOutBecause: document.leftOutBecause,
    waitsFor,
    waitsForRoom: document.waitsForRoom,
    sharedWith: document.sharedWith,
    attempts: attempts.map(attemptShown),
  };
}
