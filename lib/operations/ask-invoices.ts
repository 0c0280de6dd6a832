// What do the books say right now of these invoices and their payments? Two questions, a third for payment methods nobody knows.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import type { QboRow } from "#lib/ledgers/qbo/answer.ts";
import type { FollowedEntity } from "#lib/ledgers/qbo/back/entities.ts";
import {
  ledgerInvoice,
  ledgerPayment,
  methodIdOf,
  paymentIdsOf,
  selectInvoicesOf,
  wholePayment,
} from "#lib/ledgers/qbo/back/invoices.ts";
import { askQuery, queryAnswer, selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { listEntries } from "#lib/ledgers/qbo/lists.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { bookName } from "#lib/documents/book-names.ts";
import { Refusal } from "#lib/refusal.ts";
import type { LedgerInvoice } from "#lib/sync/invoices.ts";
import type { WaitingLane } from "#lib/sync/lane/store.ts";
import type { PaymentThere } from "#lib/sync/payments.ts";
import { askCompany, type LaterBecause } from "./ask-company.ts";
import { defaultTiming, type World } from "./world.ts";

export type AskInvoices = {
  readonly companyFileId: string;
  readonly currency: string;
  /** Payments that are asked for beside those that the invoices tell. */
  readonly paymentIds?: readonly string[];
  readonly which:
    | { readonly is: "ids"; readonly ids: readonly string[] }
    | { readonly is: "customers"; readonly ids: readonly string[]; readonly from: number; readonly max: number };
};

export type InvoicesThere = {
  readonly invoices: readonly LedgerInvoice[];
  /** The payments of some of these invoices, each as it pays them together. */
  readonly paymentsOf: (invoiceIds: readonly string[]) => readonly PaymentThere[];
  /** Those of these payments that are there, whatever they pay. */
  readonly paymentsById: (paymentIds: readonly string[]) => readonly PaymentThere[];
  /** How many records were asked for and told, voided ones among them. */
  readonly rows: number;
  readonly books: Books;
};

/** Asks in the company's lane, as every question. Refused when QuickBooks cannot be asked now. */
export async function askInvoices(scope: Scope, input: AskInvoices): Promise<InvoicesThere> {
  allow(scope, "payments:record");
  const { companyFileId, currency, which, paymentIds = [] } = input;
  await consumeOrRefuse(scope.db, "invoices", `${scope.tenantId}/${companyFileId}`, "QuickBooks was asked too often.");
  const timing = { ...defaultTiming, batchItemsCount: env().QBO_BATCH_ITEMS_COUNT };
  const world: World = { ...scope, owner: newId(scope), timing, wait: passTime };
  const books = await inTransaction(scope, (tx) => readBooks(tx, scope, companyFileId));
  const lane = { tenantId: scope.tenantId, companyFileId };
  const byIds = (entity: FollowedEntity, ids: readonly string[]) => askByIds(world, lane, entity, ids);
  const rows =
    which.is === "ids"
      ? await byIds("Invoice", which.ids)
      : await askRows(world, lane, selectInvoicesOf(which.ids, which.from, which.max));
  const paymentRows = await byIds("Payment", [...new Set([...rows.flatMap(paymentIdsOf), ...paymentIds])]);
  const methods = new Map([...books.lists["payment-method"].values()].map(({ ledgerId, name }) => [ledgerId, name]));
  const unknown = [...new Set(paymentRows.map(methodIdOf))].filter((id) => id !== "" && !methods.has(id));
  const methodRows = await byIds("PaymentMethod", unknown);
  for (const { ledgerId, name } of listEntries("payment-method", methodRows, new Map())) methods.set(ledgerId, name);
  const items = new Map([...books.lists.item.values()].map(({ ledgerId, name }) => [ledgerId, name]));
  const told = (payments: readonly ReturnType<typeof wholePayment>[]) =>
    payments
      .flatMap((payment) => {
        if (!payment) return [];
        const { methodId, ...rest } = payment;
        const name = methods.get(methodId);
        const method = name === undefined ? null : bookName(name, books.settings.paymentMethods);
        return [{ ...rest, method }];
      })
      .sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
  return {
    rows: rows.length,
    books,
    invoices: rows.flatMap((row) => ledgerInvoice(row, currency, items) ?? []),
    paymentsOf: (invoiceIds) => {
      const ids = new Set(invoiceIds);
      return told(paymentRows.map((row) => ledgerPayment(row, ids, currency)));
    },
    paymentsById: (ids) =>
      told(paymentRows.map((row) => wholePayment(row, currency))).filter(({ ledgerId }) => ids.includes(ledgerId)),
  };
}

/** Payment methods that may be chosen: QuickBooks' active ones, and those people keep here. */
export function methodsOf({ lists, settings }: Books): string[] {
  const names = [...lists["payment-method"].values()].filter(({ active }) => active).map(({ name }) => name);
  const kept = Object.values(settings.paymentMethods);
  const all = new Map([...kept, ...names].map((name) => [name.toLowerCase(), name]));
  return [...all.values()].sort((left, right) => left.localeCompare(right, "en"));
}

/** A person waits for the answer: a lane that is busy for a moment is waited for. */
const passTime = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

const IDS_AT_ONCE = 1_000;

/** Up to a thousand records a question. */
async function askByIds(
  world: World,
  lane: WaitingLane,
  entity: FollowedEntity,
  ids: readonly string[],
): Promise<readonly QboRow[]> {
  const rows: QboRow[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    rows.push(...(await askRows(world, lane, selectIds(entity, ids.slice(from, from + IDS_AT_ONCE)))));
  }
  return rows;
}

async function askRows(world: World, lane: WaitingLane, statement: string): Promise<readonly QboRow[]> {
  const heard = await askCompany(world, lane, askQuery(statement));
  if (heard.is === "later") throw new Refusal("unavailable", laterSentences[heard.because]);
  const { body } = queryAnswer(heard.status, heard.text);
  if (body.is === "rows") return body.rows;
  throw new Refusal("unavailable", "QuickBooks did not answer this question. Try again in a minute.");
}

const laterSentences: Readonly<Record<LaterBecause, string>> = {
  pace: "QuickBooks is being asked as much as it allows for this company. Try again in a minute.",
  throttled: "QuickBooks has been asked too often. Try again in a minute.",
  unreached: "QuickBooks could not be reached. Try again in a minute.",
  refused: "QuickBooks refused the connection. Try again in a minute.",
  "not-connected": "The company is not connected to QuickBooks.",
};
