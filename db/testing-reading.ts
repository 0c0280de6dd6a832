// What tests of reading back say: QuickBooks tells, a day goes by, somebody works in the books.
import type { EventOperation, LedgerEvent } from "#lib/ledgers/qbo/back/webhook.ts";
import { takeInEvents } from "#lib/operations/take-in-events.ts";
import { followDueChanges } from "#lib/operations/tend-lanes.ts";
import type { World } from "#lib/operations/world.ts";
import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  type BookRow,
  type TestCompany,
  type TestWorld,
} from "./testing-world.ts";

export const DAY_MS = 86_400_000;

export const acme = { customer: { name: "Acme Imports" } };
export const paid = { payments: [{ externalId: "p1", amount: "50.00", date: "2026-11-02" }] };

export type Invoice = { Id: string; SyncToken: string } & BookRow;

/** A test world whose QuickBooks keeps the same time as we do. */
export type ReadingWorld = {
  readonly world: TestWorld;
  readonly worker: World;
  /** Time passes here and in QuickBooks. */
  readonly pass: (ms: number) => Promise<void>;
  /** An event of QuickBooks, as it comes out of a webhook. */
  readonly event: (company: TestCompany, entity: string, ledgerId: string, operation: EventOperation) => LedgerEvent;
  /** QuickBooks tells of changes, and the worker looks when it is due. */
  readonly told: (...events: readonly LedgerEvent[]) => Promise<void>;
  readonly soon: () => Promise<void>;
  /** The daily look, without any webhook. */
  readonly nextDay: (days?: number) => Promise<void>;
  /** Does something in QuickBooks as a person there would. */
  readonly clerk: (company: TestCompany, action: Record<string, unknown>) => Promise<BookRow>;
  readonly booksOf: (company: TestCompany, entity?: string) => Promise<readonly BookRow[]>;
  /** Rows of a statement whose only parameter is the tenant. */
  readonly rowsOf: (text: string, company: TestCompany) => Promise<readonly BookRow[]>;
  /** How the linked documents stand, by kind. */
  readonly linksOf: (company: TestCompany) => Promise<Record<string, string>>;
  /** A company with one invoice (and what `more` adds) in the books, followed for the first time. */
  readonly companyWithInvoice: (more?: Parameters<typeof orderOf>[1]) => Promise<TestCompany>;
  readonly invoiceOf: (company: TestCompany) => Promise<Invoice>;
  readonly readsOf: (company: TestCompany) => Promise<number>;
  readonly openEvents: (company: TestCompany) => Promise<number>;
};

/** Opens a world with a worker. */
export async function openReadingWorld(): Promise<ReadingWorld> {
  const world = await openTestWorld();
  const worker = await newWorker(world);
  let nthEvent = 0;
  const pass = async (ms: number) => {
    world.clock.advance(ms);
    await world.simulator.control("settings", { clockOffsetMs: world.clock.now().getTime() - Date.now() });
  };
  const soon = async () => {
    await pass(61_000);
    await followDueChanges(worker);
  };
  const rowsOf = async (text: string, company: TestCompany) =>
    (await world.test.admin.query<BookRow>(text, [company.tenantId])).rows;
  const numberOf = async (text: string, company: TestCompany) => Number((await rowsOf(text, company))[0]?.n);
  const booksOf = (company: TestCompany, entity = "Invoice") => world.simulator.books(company.realmId, entity);
  await pass(0);
  return {
    world,
    worker,
    pass,
    soon,
    rowsOf,
    booksOf,
    event: (company, entity, ledgerId, operation) => {
      const eventId = `event-${++nthEvent}`;
      const happenedAt = world.clock.now();
      return { eventId, realmId: company.realmId, entity, ledgerId, operation, endedLedgerId: null, happenedAt };
    },
    told: async (...events) => {
      await takeInEvents(worker, events);
      await soon();
    },
    nextDay: async (days = 1) => {
      await pass(days * DAY_MS + 60_000);
      await followDueChanges(worker);
    },
    clerk: (company, action) => world.simulator.control(`companies/${company.realmId}/bookkeeper`, action),
    linksOf: async (company) => {
      const rows = await rowsOf(
        `select d.kind, l.edited_at is not null as edited, l.gone_at is not null as gone
           from ledger_links l join documents d using (tenant_id, document_id) where l.tenant_id = $1`,
        company,
      );
      const word = ({ gone, edited }: BookRow) => (gone ? "gone" : edited ? "edited" : "there");
      return Object.fromEntries(rows.map((row) => [row.kind, word(row)]));
    },
    companyWithInvoice: async (more = {}) => {
      const company = await newCompany(world);
      // Access tokens live an hour, over there too.
      await world.test.admin.query("update company_files set access_expires_at = $2 where tenant_id = $1", [
        company.tenantId,
        new Date(world.clock.now().getTime() + 3_600_000),
      ]);
      await followDueChanges(worker);
      await planned(company, [orderOf(1, { ...acme, ...more })]);
      await carryToRest(world, worker);
      await pass(1_000);
      return company;
    },
    invoiceOf: async (company) => (await booksOf(company))[0] as Invoice,
    readsOf: (company) =>
      numberOf("select coalesce(sum(reads), 0)::int as n from read_counts where tenant_id = $1", company),
    openEvents: (company) =>
      numberOf("select count(*)::int as n from ledger_events where tenant_id = $1 and done_at is null", company),
  };
}

/** Somebody, or a lost answer, made it a second time: same number, same note. */
export async function copyInvoice(
  { invoiceOf, clerk }: Pick<ReadingWorld, "invoiceOf" | "clerk">,
  company: TestCompany,
): Promise<{ original: BookRow; copyId: string }> {
  const original = await invoiceOf(company);
  const { DocNumber, PrivateNote, CustomerRef, Line, TxnDate } = original;
  await clerk(company, { do: "set-preference", preferences: { warnDuplicateNumbers: false } });
  const lines = (Line as BookRow[]).filter((line) => line.DetailType === "SalesItemLineDetail");
  const made = await clerk(company, {
    do: "create",
    entity: "Invoice",
    body: {
      DocNumber,
      PrivateNote,
      CustomerRef,
      TxnDate,
      Line: lines.map(({ Amount, DetailType, SalesItemLineDetail }) => ({ Amount, DetailType, SalesItemLineDetail })),
    },
  });
  return { original, copyId: String((made.Invoice as BookRow).Id) };
}
